#include "store/cache/cachedstate.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;

namespace oriel::store {

QDateTime CachedState::oldest() const
{
    QDateTime oldest;
    Rows::each([&]<typename T>() {
        const QDateTime &asOf = of<T>().asOf;
        if (asOf.isValid() && (!oldest.isValid() || asOf < oldest))
            oldest = asOf;
    });
    return oldest;
}

QString cacheFileName(const openstack::CloudConfig &cloud)
{
    const openstack::AuthConfig &auth = cloud.auth;
    const QStringList who{cloud.name,
                          auth.authUrl.toString(QUrl::RemoveUserInfo),
                          cloud.interface,
                          cloud.region,
                          auth.userId,
                          auth.username,
                          auth.userDomainId,
                          auth.userDomainName,
                          auth.applicationCredentialId,
                          auth.applicationCredentialName,
                          auth.projectId,
                          auth.projectName,
                          auth.projectDomainId,
                          auth.projectDomainName,
                          auth.domainId,
                          auth.domainName};
    const QByteArray hash =
        QCryptographicHash::hash(who.join(QChar(u'\0')).toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(40)) + u".lists"_s;
}

} // namespace oriel::store
