#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/layers.h"
#include "openstack/identity/scope.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <memory>
#include <optional>

namespace oriel::net {
class Transport;
}
namespace oriel::openstack {
class IdentityFinder;
class Session;
} // namespace oriel::openstack

class QSettings;

namespace oriel::ui {

class CloudCard;
class Keychain;
class SignInPage;

/// Signs in as the sign-in page asks: one attempt at a time, with what the keychain has or the user
/// types. A session that is signed in is taken over by takeSession(). Remembers the files that the
/// user has opened.
class SignInController : public QObject
{
    Q_OBJECT

public:
    /// All must outlive the controller.
    SignInController(net::Transport &transport, Clock &clock, Keychain &keychain,
                     QSettings &settings, SignInPage &page);
    ~SignInController() override;

    /// The --os-… options, merged over the cloud that they name.
    void setOptions(openstack::SignInOptions options) { m_options = std::move(options); }
    /// Reads clouds.yaml and its like and the files that were opened, and shows what was found.
    void reload();
    /// Reads files that the user opens, and goes to the first one's first cloud. They stay on the
    /// page, also after a restart, until the user removes them.
    void openFiles(const QStringList &paths);
    /// As if this cloud's card had been pressed.
    void signIn(const openstack::CloudConfig &cloud, CloudCard *card);
    /// Cancels the attempt in progress.
    void cancel();
    /// `card` waits for something that must start before signIn(), such as the demo cloud, and
    /// shows that. isExpecting() until then, unless the user cancels it or signs in elsewhere.
    void expect(CloudCard *card, const QString &text);
    [[nodiscard]] bool isExpecting(const CloudCard *card) const;

    /// After signedIn(): returns the session; the caller owns it.
    [[nodiscard]] std::unique_ptr<openstack::Session> takeSession();

Q_SIGNALS:
    /// Everything needed is there, and the sign-in was sent to the cloud.
    void begun(const oriel::openstack::CloudConfig &cloud);
    void signedIn();
    /// What was begun has failed or needs the user; the card says so.
    void notSignedIn(const oriel::Error &error);
    /// The user asked to have the password kept, and the keychain did not; why, in its words.
    void secretNotSaved(const QString &problem);

private:
    /// Looks for the identity service first, where the user has entered the address.
    void find(const openstack::CloudConfig &cloud, CloudCard *card);
    void begin(const openstack::CloudConfig &cloud, CloudCard *card);
    void removeFile(const QString &path);
    void askForPasscode(const openstack::CloudConfig &cloud);
    void showFailure(const Error &error);
    void succeeded();
    void failed(const Error &error);
    void readKeychain(openstack::Secret missing);
    void forget(const openstack::CloudConfig &cloud, CloudCard *card);

    net::Transport &m_transport;
    Clock &m_clock;
    Keychain &m_keychain;
    QSettings &m_settings;
    SignInPage &m_page;
    std::unique_ptr<openstack::Session> m_session;
    std::unique_ptr<QObject>
        m_attempt; ///< context of what is in progress; gone when it is cancelled
    QPointer<CloudCard> m_card;
    openstack::CloudConfig m_cloud; ///< as requested, without typed secrets
    /// With the password that was right, while the passcode is asked for.
    std::optional<openstack::CloudConfig> m_withoutPasscode;
    bool m_keep = false; ///< that password
    openstack::SignInOptions m_options;
    bool m_fromKeychain = false;
};

} // namespace oriel::ui
