#pragma once

#include "base/clock.h"
#include "net/authority.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/project.h"
#include "openstack/identity/scope.h"

#include <QtCore/QObject>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::net {
class Transport;
}

namespace oriel::openstack {

/// The sign-in to one cloud: gets a token, renews it (120 s before it expires, and when a service
/// has refused it), knows the catalog. One sign-in at a time, shared by all who wait for a token.
/// Main thread.
///
/// A change of region or project emits signedIn() with the new scope; ApiClient and stores belong
/// to one scope and must be recreated.
class Session final : public QObject, public net::Authority
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the session. Sends nothing.
    Session(net::Transport &transport, Clock &clock, CloudConfig cloud, QObject *parent = nullptr);
    ~Session() override;

    /// Emits signedIn(), signInFailed() or projectNeeded(). Has no effect while a sign-in is in
    /// progress.
    void signIn();

    /// Revokes the token without waiting for the answer, and forgets it and the secrets. Requests
    /// in progress that need a token fail with Cancelled.
    void signOut();

    /// Where the user is signed in; nullopt before signedIn() and after signOut().
    [[nodiscard]] const std::optional<Scope> &scope() const;
    [[nodiscard]] const CloudConfig &cloud() const;
    [[nodiscard]] bool signingIn() const;
    /// After signInFailed(): the password was right, and the account needs a one-time passcode as
    /// well. Sign in again with AuthMethod::Multifactor.
    [[nodiscard]] bool needsPasscode() const;

    /// The available regions: the configuration's, otherwise the catalog's.
    [[nodiscard]] QStringList regions() const;

    /// Gets a token for that project; emits signedIn(), or signInFailed() and keeps the old scope.
    /// Also answers projectNeeded().
    void switchProject(const Project &project);

    /// Whether another project can be chosen: not with an application credential, which belongs to
    /// one project.
    [[nodiscard]] bool canSwitchProject() const;

    void token(QObject *context, std::function<void(Result<QByteArray>)> callback) override;
    void reject(const QByteArray &token) override;
    [[nodiscard]] Result<QUrl> endpoint(net::Service service) const override;
    [[nodiscard]] std::optional<net::Microversion> ceiling(net::Service service) const override;
    [[nodiscard]] net::Tls tls() const override;

    /// Version 3 of the identity service: where the sign-in found it, otherwise derived from the
    /// auth_url.
    [[nodiscard]] QUrl identityAddress() const;
    /// What was chosen by default (region, project, one of several addresses), one sentence each.
    [[nodiscard]] QStringList choices() const;
    /// What others on the network could read or change, one sentence each: see cautionsOf().
    [[nodiscard]] QStringList cautions() const;

Q_SIGNALS:
    void signedIn(const oriel::openstack::Scope &scope);
    /// Unauthorized for a wrong password, a project without a role and similar (the cloud does not
    /// distinguish them); Unreachable, Tls, Timeout, BrokenAnswer (not an identity service),
    /// Configuration.
    void signInFailed(const oriel::Error &error);
    /// Signed in, but no project is configured and there are several: call switchProject().
    void projectNeeded(const std::vector<oriel::openstack::Project> &projects);
    /// The token is no longer valid and cannot be renewed without user input: a changed password, a
    /// required passcode, a token that was given as such.
    void expired(const oriel::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::openstack
