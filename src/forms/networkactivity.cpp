#include "forms/networkactivity.h"

#include "net/apiclient.h"

namespace oriel::forms {

NetworkActivity::NetworkActivity(net::ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connect(&client, &net::ApiClient::activity, this, &NetworkActivity::changed);
}

int NetworkActivity::running() const
{
    return m_client.running();
}

} // namespace oriel::forms
