#include "openstack/compute/rebuildserver.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request RebuildServer::request() const
{
    constexpr net::Microversion withKey{2, 54};
    constexpr net::Microversion withUserData{2, 57};
    constexpr net::Microversion withVolume{2, 93};
    QJsonObject values{{u"imageRef"_s, imageId}};
    net::Microversion since;
    if (keyName) {
        values.insert(u"key_name"_s,
                      keyName->isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(*keyName));
        since = withKey;
    }
    if (!userData.isEmpty()) {
        values.insert(u"user_data"_s, QString::fromLatin1(userData.toUtf8().toBase64()));
        since = withUserData;
    }
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
