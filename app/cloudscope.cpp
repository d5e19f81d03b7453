#include "app/cloudscope.h"

#include "openstack/identity/exposure.h"
#include "store/cache/cachefile.h"

#include <utility>

namespace oriel::app {

using openstack::AuthMethod;

namespace {

ui::SignedIn describe(const openstack::Session &session)
{
    return {*session.scope(), session.regions(), session.canSwitchProject(), session.cautions()};
}

} // namespace

void AuthorityRelay::setSession(openstack::Session &session)
{
    m_session = &session;
    for (Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            m_session->token(waiter.context, std::move(waiter.callback));
    }
}

void AuthorityRelay::refuse(const Error &error)
{
    m_refusal = error;
    for (const Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            waiter.callback(error);
    }
}

void AuthorityRelay::token(QObject *context, std::function<void(Result<QByteArray>)> callback)
{
    if (m_session)
        m_session->token(context, std::move(callback));
    else if (m_refusal)
        callback(*m_refusal);
    else
        m_waiters.push_back({context, std::move(callback)});
}

void AuthorityRelay::reject(const QByteArray &token)
{
    if (m_session)
        m_session->reject(token);
}

Result<QUrl> AuthorityRelay::endpoint(net::Service service) const
{
    if (m_session)
        return m_session->endpoint(service);
    Error error;
    error.kind = ErrorKind::Unauthorized;
    error.message = CloudScope::tr("Not signed in yet.");
    return error;
}

std::optional<net::Microversion> AuthorityRelay::ceiling(net::Service service) const
{
    return m_session ? m_session->ceiling(service) : std::nullopt;
}

net::Tls AuthorityRelay::tls() const
{
    return m_session ? m_session->tls() : net::Tls();
}

CloudScope::CloudScope(net::Transport &transport, Clock &clock,
                       std::unique_ptr<openstack::Session> session)
    : m_session(std::move(session))
    , m_relay(m_session.get())
    , m_client(transport, m_relay, clock)
    , m_stores(m_client, clock)
    , m_signedIn(describe(*m_session))
    , m_clock(clock)
{
    m_stores.setProject(m_signedIn.scope.projectId);
}

CloudScope::CloudScope(net::Transport &transport, Clock &clock, openstack::CloudConfig cloud,
                       const openstack::Scope &scope)
    : m_cloud(std::move(cloud))
    , m_relay(nullptr)
    , m_client(transport, m_relay, clock)
    , m_stores(m_client, clock)
    // Before the sign-in, the region and the project cannot be changed.
    , m_signedIn{scope,
                 {scope.region},
                 false,
                 openstack::cautionsOf(m_cloud, m_cloud.auth.authUrl, {})}
    , m_clock(clock)
{
    m_stores.setProject(scope.projectId);
}

CloudScope::~CloudScope() = default;

void CloudScope::adopt(std::unique_ptr<openstack::Session> session)
{
    m_session = std::move(session);
    m_signedIn = describe(*m_session);
    m_relay.setSession(*m_session);
}

void CloudScope::keepCache(const std::shared_ptr<store::CachedState> &known)
{
    m_cache = std::make_unique<store::CloudCache>(m_stores, m_clock, store::cachePath(cloud()),
                                                  m_signedIn.scope);
    if (known)
        m_cache->show(std::move(*known));
    else
        m_cache->load();
}

void CloudScope::forgetCache()
{
    if (m_cache)
        m_cache->forget();
}

void CloudScope::replaceSession(std::unique_ptr<openstack::Session> session)
{
    m_relay.setSession(*session);
    // The old session answers the calls that wait for its token.
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
    config.setRegion(region);
    if (needsToken()) {
        config.method = AuthMethod::Token;
        config.auth.token = QString::fromLatin1(token);
    }
    // An application credential belongs to its project; Keystone refuses another scope.
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
