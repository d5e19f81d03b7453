#include "forms/consolelog.h"

#include "net/apiclient.h"
#include "openstack/compute/server.h"

namespace oriel::forms {

ConsoleLog::ConsoleLog(net::ApiClient &client, QString serverId, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_serverId(std::move(serverId))
{}

void ConsoleLog::load(int lines)
{
    m_job.abort();
    m_loading = true;
    m_job = m_client.call(openstack::GetConsoleOutput{.serverId = m_serverId, .lines = lines});
    m_job.then(this, [this](Result<QString> answer) {
        m_loading = false;
        m_text.reset();
        m_error.reset();
        if (answer.ok())
            m_text = std::move(*answer);
        else
            m_error = answer.error();
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

} // namespace oriel::forms
