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

/// Passes on to a session that can be replaced: after signing in again the client, the stores and
/// the pages go on as they are. As long as there is no session yet, whoever wants a token waits.
class AuthorityRelay final : public net::Authority
{
public:
    explicit AuthorityRelay(openstack::Session *session) : m_session(session) {}
    /// Who has been waiting gets the token of `session`.
    void setSession(openstack::Session &session);
    /// There will be no session: whoever waits, and whoever asks from now on, is told why.
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

/// One signed-in scope with all that belongs to it. Running operations that were started in it keep
/// it alive after the window has gone elsewhere.
class CloudScope
{
    Q_DECLARE_TR_FUNCTIONS(oriel::app::CloudScope)

public:
    /// `session` is signed in. `transport` and `clock` outlive the scope.
    CloudScope(net::Transport &transport, Clock &clock,
               std::unique_ptr<openstack::Session> session);
    /// A scope as it was when `cloud` was last signed in to, while that is being done again: all
    /// that asks the cloud waits for adopt() or refuse().
    CloudScope(net::Transport &transport, Clock &clock, openstack::CloudConfig cloud,
               const openstack::Scope &scope);
    ~CloudScope();

    /// Whether there is a session.
    [[nodiscard]] bool isSignedIn() const { return m_session != nullptr; }
    /// To be called only where isSignedIn().
    [[nodiscard]] openstack::Session &session() { return *m_session; }
    /// How one signs in to it.
    [[nodiscard]] const openstack::CloudConfig &cloud() const
    {
        return m_session ? m_session->cloud() : m_cloud;
    }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }
    [[nodiscard]] const openstack::Scope &scope() const { return m_signedIn.scope; }
    [[nodiscard]] const ui::SignedIn &signedIn() const { return m_signedIn; }

    /// Signed in to this very scope: those who waited go on.
    void adopt(std::unique_ptr<openstack::Session> session);
    /// It was not signed in to: those who waited are told why.
    void refuse(const Error &error) { m_relay.refuse(error); }
    /// Keeps the last known state on the disk from now on, and shows what was kept: `known`, or
    /// what is read in a worker.
    void keepCache(const std::shared_ptr<store::CachedState> &known = nullptr);
    /// Nothing of it stays on the disk.
    void forgetCache();

    /// After signing in again, to the same scope.
    void replaceSession(std::unique_ptr<openstack::Session> session);

    /// The configuration that signs in to the same cloud at another region or project, where that
    /// can be done without asking the person again; `token` is a good one of this session.
    [[nodiscard]] openstack::CloudConfig configFor(const QString &region, const QString &projectId,
                                                   const QByteArray &token) const;
    /// Whether configFor() needs the token: what the person typed was good once only.
    [[nodiscard]] bool needsToken() const;

    bool isPickingUp = false; ///< what an earlier run left here is being read from the journal

private:
    openstack::CloudConfig m_cloud; ///< before there is a session
    std::unique_ptr<openstack::Session> m_session;
    AuthorityRelay m_relay;
    net::ApiClient m_client;
    store::CloudStores m_stores;
    ui::SignedIn m_signedIn;
    Clock &m_clock;
    std::unique_ptr<store::CloudCache> m_cache; ///< writes when it goes, while the stores are there
};

} // namespace oriel::app
