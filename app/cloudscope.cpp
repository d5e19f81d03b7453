#include "app/cloudscope.h"

namespace oriel::app {

using openstack::AuthMethod;

CloudScope::CloudScope(net::Transport &transport, Clock &clock,
                       std::unique_ptr<openstack::Session> session)
    : m_session(std::move(session))
    , m_relay(*m_session)
    , m_client(transport, m_relay, clock)
    , m_stores(m_client, clock)
    , m_signedIn{*m_session->scope(), m_session->regions(), m_session->canSwitchProject()}
{}

CloudScope::~CloudScope() = default;

void CloudScope::replaceSession(std::unique_ptr<openstack::Session> session)
{
    m_relay.setSession(*session);
    // Calls that wait for the old one's token are answered by it.
    m_session.release()->deleteLater();
    m_session = std::move(session);
}

bool CloudScope::needsToken() const
{
    const AuthMethod method = m_session->cloud().method;
    return method == AuthMethod::Totp || method == AuthMethod::Multifactor ||
           method == AuthMethod::Token;
}

openstack::CloudConfig CloudScope::configFor(const QString &region, const QString &projectId,
                                             const QByteArray &token) const
{
    openstack::CloudConfig config = m_session->cloud();
    config.region = region;
    if (needsToken()) {
        config.method = AuthMethod::Token;
        config.auth.token = QString::fromLatin1(token);
    }
    // An application credential belongs to its project, and naming one beside it is refused.
    if (config.method != AuthMethod::ApplicationCredential && !projectId.isEmpty()) {
        config.auth.projectId = projectId;
        config.auth.projectName.clear();
        config.auth.projectDomainId.clear();
        config.auth.projectDomainName.clear();
        config.auth.domainId.clear();
        config.auth.domainName.clear();
    }
    return config;
}

} // namespace oriel::app
