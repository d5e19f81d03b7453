#include "openstack/compute/rebuildserver.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request RebuildServer::request() const
{
    constexpr net::Microversion withDescription{2, 19};
    constexpr net::Microversion withKey{2, 54};
    constexpr net::Microversion withUserData{2, 57};
    constexpr net::Microversion withHostname{2, 90};
    constexpr net::Microversion withVolume{2, 93};
    QJsonObject values{{u"imageRef"_s, imageId}};
    net::Microversion since;
    const auto insert = [&](const QString &key, const QJsonValue &value, net::Microversion needed) {
        values.insert(key, value);
        since = std::max(since, needed);
    };
    const auto orNull = [](const QString &text) {
        return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
    };
    if (!name.isEmpty())
        insert(u"name"_s, name, {});
    if (preservesEphemeral)
        insert(u"preserve_ephemeral"_s, true, {});
    if (!description.isEmpty())
        insert(u"description"_s, description, withDescription);
    if (keyName)
        insert(u"key_name"_s, orNull(*keyName), withKey);
    if (userData)
        insert(u"user_data"_s, orNull(QString::fromLatin1(userData->toUtf8().toBase64())),
               withUserData);
    if (!hostname.isEmpty())
        insert(u"hostname"_s, hostname, withHostname);
    if (bootsFromVolume)
        since = withVolume;
    return Act<Server>{id, u"rebuild"_s, values, since}.request();
}

Result<RebuildAccepted> RebuildServer::decode(const net::Answer &answer) const
{
    return net::json::decode<RebuildAccepted>(answer, [&answer](const net::json::Object &root) {
        return RebuildAccepted{answer.requestId, root.requiredObject("server").string("adminPass")};
    });
}

} // namespace oriel::openstack
