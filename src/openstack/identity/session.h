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

/// Being signed in to one cloud: gets a token, keeps it fresh (120 s before it ends, and when a
/// service has refused it), knows the catalog. One sign-in at a time; everybody who wants a token
/// waits for it. Main thread.
///
/// A change of region or project is told by signedIn() with the new scope; ApiClient and stores
/// belong to one scope and are to be made anew then.
class Session final : public QObject, public net::Authority
{
    Q_OBJECT

public:
    /// `transport` and `clock` must outlive the session. Nothing is sent yet.
    Session(net::Transport &transport, Clock &clock, CloudConfig cloud, QObject *parent = nullptr);
    ~Session() override;

    /// Ends with signedIn(), signInFailed() or projectNeeded(). While a sign-in is under way, none
    /// is begun beside it.
    void signIn();

    /// Tells the cloud that the token is no longer wanted, without waiting for the answer, and
    /// forgets it and the secrets. Requests under way that need a token fail with Cancelled.
    void signOut();

    /// Where one is signed in; nothing before signedIn() and after signOut().
    [[nodiscard]] const std::optional<Scope> &scope() const;
    [[nodiscard]] const CloudConfig &cloud() const;
    [[nodiscard]] bool signingIn() const;
    /// After signInFailed(): the password was right, and the account needs a one-time passcode as
    /// well. Sign in again with AuthMethod::Multifactor.
    [[nodiscard]] bool needsPasscode() const;

    /// The regions to choose from: the configuration's, else the catalog's.
    [[nodiscard]] QStringList regions() const;

    /// Gets a token for that project; ends with signedIn() or signInFailed(), and in the latter
    /// case the old scope stays. Also answers projectNeeded().
    void switchProject(const Project &project);

    /// Whether another project can be had: not with an application credential, which belongs to
    /// one.
    [[nodiscard]] bool canSwitchProject() const;

    void token(QObject *context, std::function<void(Result<QByteArray>)> callback) override;
    void reject(const QByteArray &token) override;
    [[nodiscard]] Result<QUrl> endpoint(net::Service service) const override;
    [[nodiscard]] std::optional<net::Microversion> ceiling(net::Service service) const override;
    [[nodiscard]] net::Tls tls() const override;

    /// Version 3 of the identity service: where the sign-in found it, else by the auth_url.
    [[nodiscard]] QUrl identityAddress() const;
    /// What was chosen because nothing names it (region, project, one of several addresses), a
    /// sentence each.
    [[nodiscard]] QStringList choices() const;
    /// What somebody on the network could read or change, a sentence each: see cautionsOf().
    [[nodiscard]] QStringList cautions() const;

Q_SIGNALS:
    void signedIn(const oriel::openstack::Scope &scope);
    /// Unauthorized for a wrong password, a project without a role and the like (the cloud does not
    /// tell which); Unreachable, Tls, Timeout, BrokenAnswer (no identity service there),
    /// Configuration.
    void signInFailed(const oriel::Error &error);
    /// Signed in, but no project is named and there are several: call switchProject().
    void projectNeeded(const std::vector<oriel::openstack::Project> &projects);
    /// The token is no longer good and no new one is to be had without the person: a changed
    /// password, a passcode needed, a token that was given as such.
    void expired(const oriel::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::openstack
