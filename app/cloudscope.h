#pragma once

#include "net/apiclient.h"
#include "net/authority.h"
#include "openstack/identity/session.h"
#include "store/cache/cloudcache.h"
#include "store/cloudstores.h"
#include "ui/window/topbar.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::app {

/// Forwards to a replaceable session: after signing in again, the client, the stores and the pages
/// continue unchanged. Until there is a session, requests for a token wait.
class AuthorityRelay final : public net::Authority
{
public:
    explicit AuthorityRelay(openstack::Session *session) : m_session(session) {}
    /// Gives the waiting requests the token of `session`.
    void setSession(openstack::Session &session);
    /// There will be no session: all waiting and future requests for a token fail with this error.
    void refuse(const Error &error);

    void token(QObject *context, std::function<void(Result<QByteArray>)> callback) override;
    void reject(const QByteArray &token) override;
    [[nodiscard]] Result<QUrl> endpoint(net::Service service) const override;
    [[nodiscard]] std::optional<net::Microversion> ceiling(net::Service service) const override;
    [[nodiscard]] net::Tls tls() const override;

private:
    struct Waiter
    {
        QPointer<QObject> context;
        std::function<void(Result<QByteArray>)> callback;
    };

    openstack::Session *m_session;
    std::optional<Error> m_refusal;
    std::vector<Waiter> m_waiters;
};

/// One signed-in scope with everything that belongs to it. Running operations of the scope keep it
/// alive after the window has switched to another one.
class CloudScope
{
    Q_DECLARE_TR_FUNCTIONS(oriel::app::CloudScope)

public:
    /// `session` is signed in. `transport` and `clock` must outlive the scope.
    CloudScope(net::Transport &transport, Clock &clock,
               std::unique_ptr<openstack::Session> session);
    /// A scope from the last sign-in to `cloud`, while a new sign-in is in progress: all requests
    /// to the cloud wait for adopt() or refuse().
    CloudScope(net::Transport &transport, Clock &clock, openstack::CloudConfig cloud,
               const openstack::Scope &scope);
    ~CloudScope();

    /// Whether there is a session.
    [[nodiscard]] bool isSignedIn() const { return m_session != nullptr; }
    /// Requires isSignedIn().
    [[nodiscard]] openstack::Session &session() { return *m_session; }
    /// The configuration used to sign in.
    [[nodiscard]] const openstack::CloudConfig &cloud() const
    {
        return m_session ? m_session->cloud() : m_cloud;
    }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }
    [[nodiscard]] const openstack::Scope &scope() const { return m_signedIn.scope; }
    [[nodiscard]] const ui::SignedIn &signedIn() const { return m_signedIn; }

    /// Now signed in: resumes the waiting requests.
    void adopt(std::unique_ptr<openstack::Session> session);
    /// The sign-in failed: fails the waiting requests with this error.
    void refuse(const Error &error) { m_relay.refuse(error); }
    /// From now on keeps the last known state on disk, and shows the cached state: `known`, or read
    /// in a worker.
    void keepCache(const std::shared_ptr<store::CachedState> &known = nullptr);
    /// Deletes the scope's cache.
    void forgetCache();

    /// After signing in again to the same scope.
    void replaceSession(std::unique_ptr<openstack::Session> session);

    /// The configuration for the same cloud in another region or project, if signing in there needs
    /// no user input; `token` is a valid token of this session.
    [[nodiscard]] openstack::CloudConfig configFor(const QString &region, const QString &projectId,
                                                   const QByteArray &token) const;
    /// Whether configFor() needs the token, because the typed secret was valid only once.
    [[nodiscard]] bool needsToken() const;

    bool isPickingUp = false; ///< the journal is being read for unfinished operations

private:
    openstack::CloudConfig m_cloud; ///< used before there is a session
    std::unique_ptr<openstack::Session> m_session;
    AuthorityRelay m_relay;
    net::ApiClient m_client;
    store::CloudStores m_stores;
    ui::SignedIn m_signedIn;
    Clock &m_clock;
    std::unique_ptr<store::CloudCache>
        m_cache; ///< writes on destruction, so it must precede the stores' destruction
};

} // namespace oriel::app
