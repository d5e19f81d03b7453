#include "openstack/compute/keypair.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<KeyPair>;
template struct Get<KeyPair>;
template struct Delete<KeyPair>;

net::Request Create<KeyPair>::request() const
{
    QJsonObject pair{{u"name"_s, name}};
    net::Request request = requestTo(KeyPair::api, net::Method::Post);
    if (publicKey.isEmpty())
        request.microversions->max = {2, 91};
    else
        pair.insert(u"public_key"_s, publicKey);
    if (!type.isEmpty()) {
        pair.insert(u"type"_s, type);
        request.microversions->min = {2, 2};
    }
    request.body = jsonBody({{u"keypair"_s, pair}});
    return request;
}

Result<NewKeyPair> Create<KeyPair>::decode(const net::Answer &answer) const
{
    auto pair = decodeRow<KeyPair>(answer, KeyPair::api.row);
    if (!pair.ok())
        return pair.error();
    return net::json::decode<NewKeyPair>(answer, [&pair](const net::json::Object &root) {
        const std::string_view key = root.object(KeyPair::api.row)["private_key"].utf8();
        return NewKeyPair{std::move(*pair), QByteArray(key.data(), qsizetype(key.size()))};
    });
}

} // namespace oriel::openstack
