#include "openstack/identity/exposure.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

struct ExposureWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Session)
};

} // namespace

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) ||
           QHostAddress(host).isLoopback();
}

QStringList cautionsOf(const CloudConfig &cloud, const QUrl &identity,
                       const std::vector<std::pair<QString, QUrl>> &services)
{
    const auto isPlain = [](const QUrl &url) {
        return url.scheme() == "http"_L1 && !isLoopback(url);
    };
    QStringList cautions;
    bool encrypted = identity.scheme() == "https"_L1;
    QStringList plain;
    if (isPlain(identity))
        plain.append(u"identity"_s);
    for (const auto &[name, url] : services) {
        encrypted = encrypted || url.scheme() == "https"_L1;
        if (isPlain(url))
            plain.append(name);
    }
    if (!cloud.verify && encrypted)
        cautions.append(ExposureWords::tr("The certificates of this cloud are not checked. Others "
                                          "on the network could read and change what you send."));
    if (plain.isEmpty())
        return cautions;
    if (identity.scheme() == "https"_L1)
        cautions.append(ExposureWords::tr("You signed in over https://, but your token is sent "
                                          "unencrypted, over http://, to: %1.")
                            .arg(plain.join(u", "_s)));
    else
        cautions.append(ExposureWords::tr("Your token is sent unencrypted, over http://, to: %1.")
                            .arg(plain.join(u", "_s)));
    return cautions;
}

} // namespace oriel::openstack
