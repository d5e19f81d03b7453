#include "ui/signin/keychain.h"

#include "ui/theme/sessionbus.h"

#include <qt6keychain/keychain.h>

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString keychainService = u"io.github.oriel.Oriel"_qs;

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
    return sessionBusRuns(); // whether a Secret Service answers there, each job finds out by
                             // itself, at once
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
