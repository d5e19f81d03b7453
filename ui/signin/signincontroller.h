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

/// Handles the sign-in page's requests: one attempt at a time, with the secret from the keychain or
/// from the user. takeSession() returns the signed-in session. Remembers the files that the user
/// has opened.
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
    /// Reads clouds.yaml, related files and opened files, and shows the clouds.
    void reload();
    /// Reads files that the user opens, and focuses the first cloud in them. They stay on the page,
    /// also after a restart, until the user removes them.
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
    /// The attempt has failed or needs user input; the card shows why.
    void notSignedIn(const oriel::Error &error);
    /// The user chose to save the password, but the keychain did not save it; with its message.
    void secretNotSaved(const QString &problem);

private:
    /// Finds the identity service first if the user has entered the address.
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
        m_attempt; ///< context of the attempt in progress; destroyed to cancel it
    QPointer<CloudCard> m_card;
    openstack::CloudConfig m_cloud; ///< as requested, without typed secrets
    /// The accepted password, while the passcode is requested.
    std::optional<openstack::CloudConfig> m_withoutPasscode;
    bool m_keep = false; ///< whether to save that password
    openstack::SignInOptions m_options;
    bool m_fromKeychain = false;
};

} // namespace oriel::ui
