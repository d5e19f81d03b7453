#include "ui/signin/keychain.h"

#include "ui/theme/sessionbus.h"

#include <qt6keychain/keychain.h>

#include <QtCore/QSettings>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString keychainService = u"io.github.oriel.Oriel"_s;
/// The clouds for which a password is saved: keyOf() of each, which reveals no secret.
const QString keptSetting = u"signIn/kept"_s;
/// The keychains' names on the session bus: the Secret Service, and KDE's own.
const QStringList keychainNames{u"org.freedesktop.secrets"_s, u"org.kde.kwalletd6"_s,
                                u"org.kde.kwalletd5"_s};

} // namespace

QString Keychain::keyOf(const openstack::CloudConfig &cloud)
{
    const openstack::AuthConfig &auth = cloud.auth;
    const QString who =
        cloud.method == openstack::AuthMethod::ApplicationCredential
            ? u"credential "_s + auth.applicationCredentialId + auth.applicationCredentialName
            : (auth.userId.isEmpty()
                   ? auth.username + u'@' + auth.userDomainName + auth.userDomainId
                   : auth.userId);
    return auth.authUrl.toString(QUrl::RemoveUserInfo) + u' ' + who;
}

bool Keychain::keeps(const QString &key) const
{
    return m_settings.value(keptSetting).toStringList().contains(key);
}

void Keychain::remember(const QString &key, bool kept)
{
    QStringList keys = m_settings.value(keptSetting).toStringList();
    keys.removeAll(key);
    if (kept)
        keys.append(key);
    if (keys.isEmpty())
        m_settings.remove(keptSetting);
    else
        m_settings.setValue(keptSetting, keys);
}

Keychain::Keychain(QSettings &settings, QObject *parent) : QObject(parent), m_settings(settings)
{
    if (!sessionBusRuns())
        return;
    // Running, or activatable.
    ask(u"ListActivatableNames"_s);
    ask(u"ListNames"_s);
}

void Keychain::ask(const QString &method)
{
    constexpr int patience = 2'000;
    const QDBusMessage call = QDBusMessage::createMethodCall(
        u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, method);
    ++m_pending;
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, patience), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *it) {
        const QDBusPendingReply<QStringList> reply = *it;
        it->deleteLater();
        const QStringList names = reply.isValid() ? reply.value() : QStringList();
        m_available =
            m_available || std::any_of(keychainNames.begin(), keychainNames.end(),
                                       [&](const QString &name) { return names.contains(name); });
        answered();
    });
}

void Keychain::answered()
{
    if (--m_pending > 0)
        return;
    for (const auto &[context, then] : std::exchange(m_waiting, {})) {
        if (context)
            then();
    }
}

void Keychain::whenKnown(QObject *context, std::function<void()> then)
{
    if (m_pending > 0)
        m_waiting.emplace_back(context, std::move(then));
    else
        then();
}

void Keychain::read(const QString &key, QObject *context,
                    std::function<void(std::optional<QString>)> callback)
{
    if (m_pending > 0) {
        whenKnown(context, [this, key, context, callback = std::move(callback)] {
            read(key, context, callback);
        });
        return;
    }
    if (!m_available) {
        callback(std::nullopt);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    connect(job, &QKeychain::Job::finished, this, [this, job, key] {
        if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
            remember(key, job->error() == QKeychain::NoError);
    });
    connect(job, &QKeychain::Job::finished, context, [job, callback = std::move(callback)] {
        callback(job->error() == QKeychain::NoError ? std::optional(job->textData())
                                                    : std::nullopt);
    });
    job->start();
}

void Keychain::write(const QString &key, const QString &secret, QObject *context,
                     std::function<void(QString)> callback)
{
    if (!m_available) {
        callback(tr("This desktop has no keychain."));
        return;
    }
    auto *job = new QKeychain::WritePasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    job->setTextData(secret);
    connect(job, &QKeychain::Job::finished, this, [this, job, key] {
        if (job->error() == QKeychain::NoError)
            remember(key, true);
    });
    connect(job, &QKeychain::Job::finished, context, [job, callback = std::move(callback)] {
        callback(job->error() == QKeychain::NoError ? QString() : job->errorString());
    });
    job->start();
}

void Keychain::forget(const QString &key, QObject *context, std::function<void(QString)> callback)
{
    if (!m_available) {
        callback(tr("This desktop has no keychain."));
        return;
    }
    auto *job = new QKeychain::DeletePasswordJob(keychainService, this);
    job->setInsecureFallback(false);
    job->setKey(key);
    const auto isGone = [job] {
        return job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
    };
    connect(job, &QKeychain::Job::finished, this, [this, isGone, key] {
        if (isGone())
            remember(key, false);
    });
    connect(job, &QKeychain::Job::finished, context, [job, isGone, callback = std::move(callback)] {
        const bool gone = isGone();
        callback(gone ? QString() : job->errorString());
    });
    job->start();
}

} // namespace oriel::ui
