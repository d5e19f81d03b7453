#include "forms/serverpassword.h"

#include "net/apiclient.h"
#include "openstack/compute/windowspassword.h"

namespace oriel::forms {

namespace {

constexpr std::chrono::seconds passwordRecheck{5};

} // namespace

ServerPassword::ServerPassword(net::ApiClient &client, Clock &clock, QString serverId,
                               QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_serverId(std::move(serverId))
{}

void ServerPassword::load()
{
    m_loading = true;
    m_error.reset();
    m_job.abort();
    m_job = m_client.call(openstack::GetServerPassword{m_serverId});
    m_job.then(this, [this](const Result<QString> &answer) { take(answer); });
    Q_EMIT changed();
}

void ServerPassword::take(const Result<QString> &answer)
{
    m_loading = false;
    if (answer.ok())
        m_encrypted = answer.value();
    else
        m_error = answer.error();
    Q_EMIT changed();
    if (answer.ok() && m_encrypted.isEmpty())
        m_clock.after(passwordRecheck, this, [this] {
            if (!m_loading && m_encrypted.isEmpty())
                load();
        });
}

} // namespace oriel::forms
