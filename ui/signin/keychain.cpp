#include "ui/signin/keychain.h"

#include "ui/theme/sessionbus.h"

#include <qt6keychain/keychain.h>

#include <QtCore/QPointer>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusConnectionInterface>
#include <QtDBus/QDBusReply>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString keychainService = u"io.github.oriel.Oriel"_qs;
/// Where the keychains are on the session bus: the Secret Service, and KDE's own.
const QStringList keychainNames{u"org.freedesktop.secrets"_qs, u"org.kde.kwalletd6"_qs,
                                u"org.kde.kwalletd5"_qs};

} // namespace

QString Keychain::keyOf(const openstack::CloudConfig &cloud)
{
    const openstack::AuthConfig &auth = cloud.auth;
    const QString who =
        cloud.method == openstack::AuthMethod::ApplicationCredential
            ? u"credential "_qs + auth.applicationCredentialId + auth.applicationCredentialName
            : (auth.userId.isEmpty()
                   ? auth.username + u'@' + auth.userDomainName + auth.userDomainId
                   : auth.userId);
    return auth.authUrl.toString(QUrl::RemoveUserInfo) + u' ' + who;
}

bool Keychain::available()
{
    if (!sessionBusRuns())
        return false;
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    // Running, or started when it is asked: the bus itself answers this, without waiting for
    // anyone.
    const QDBusConnectionInterface *names = bus.interface();
    const QStringList startable = names->activatableServiceNames().value();
    return std::any_of(keychainNames.begin(), keychainNames.end(), [&](const QString &name) {
        return startable.contains(name) || names->isServiceRegistered(name);
    });
}

void Keychain::read(const QString &key, QObject *context,
                    std::function<void(std::optional<QString>)> callback)
{
    if (!available()) {
        callback(std::nullopt);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    connect(job, &QKeychain::Job::finished, context, [job, callback = std::move(callback)] {
        callback(job->error() == QKeychain::NoError ? std::optional(job->textData())
                                                    : std::nullopt);
    });
    job->start();
}

void Keychain::write(const QString &key, const QString &secret, QObject *context,
                     std::function<void(QString)> callback)
{
    if (!available()) {
        callback(tr("This desktop has no keychain."));
        return;
    }
    auto *job = new QKeychain::WritePasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    job->setTextData(secret);
    connect(job, &QKeychain::Job::finished, context, [job, callback = std::move(callback)] {
        callback(job->error() == QKeychain::NoError ? QString() : job->errorString());
    });
    job->start();
}

void Keychain::forget(const QString &key)
{
    if (!available())
        return;
    auto *job = new QKeychain::DeletePasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    job->start();
}

} // namespace oriel::ui
