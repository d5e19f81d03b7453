#pragma once

#include "net/apiclient.h"
#include "net/authority.h"
#include "openstack/identity/session.h"
#include "store/cloudstores.h"
#include "ui/window/topbar.h"

#include <memory>

namespace oriel::app {

/// Passes on to a session that can be replaced: after signing in again the client, the stores and
/// the pages go on as they are.
class AuthorityRelay final : public net::Authority
{
public:
    explicit AuthorityRelay(openstack::Session &session) : m_session(&session) {}
    void setSession(openstack::Session &session) { m_session = &session; }

    void token(QObject *context, std::function<void(Result<QByteArray>)> callback) override
    {
        m_session->token(context, std::move(callback));
    }
    void reject(const QByteArray &token) override { m_session->reject(token); }
    [[nodiscard]] Result<QUrl> endpoint(net::Service service) const override
    {
        return m_session->endpoint(service);
    }
    [[nodiscard]] QSslConfiguration tls() const override { return m_session->tls(); }

private:
    openstack::Session *m_session;
};

/// One signed-in scope with all that belongs to it. Operations that were started in it keep it
/// alive after the window has gone elsewhere.
class CloudScope
{
public:
    /// `session` is signed in. `transport` and `clock` outlive the scope.
    CloudScope(net::Transport &transport, Clock &clock,
               std::unique_ptr<openstack::Session> session);
    ~CloudScope();

    [[nodiscard]] openstack::Session &session() { return *m_session; }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }
    [[nodiscard]] const openstack::Scope &scope() const { return m_signedIn.scope; }
    [[nodiscard]] const ui::SignedIn &signedIn() const { return m_signedIn; }

    /// After signing in again, to the same scope.
    void replaceSession(std::unique_ptr<openstack::Session> session);

    /// The configuration that signs in to the same cloud at another region or project, where that
    /// can be done without asking the person again; `token` is a good one of this session.
    [[nodiscard]] openstack::CloudConfig configFor(const QString &region, const QString &projectId,
                                                   const QByteArray &token) const;
    /// Whether configFor() needs the token: what the person typed was good once only.
    [[nodiscard]] bool needsToken() const;

    int operations = 0; ///< how many have been started in it, ended ones included: they refer to it
                        ///< as long as they live

private:
    std::unique_ptr<openstack::Session> m_session;
    AuthorityRelay m_relay;
    net::ApiClient m_client;
    store::CloudStores m_stores;
    ui::SignedIn m_signedIn;
};

} // namespace oriel::app
