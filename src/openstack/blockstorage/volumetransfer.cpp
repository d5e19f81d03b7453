#include "openstack/blockstorage/volumetransfer.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<VolumeTransfer>;
template struct Get<VolumeTransfer>;
template struct Create<VolumeTransfer>;
template struct Delete<VolumeTransfer>;

net::Request AcceptVolumeTransfer::request() const
{
    net::Request request = requestTo(VolumeTransfer::api, net::Method::Post, id, u"/accept"_s);
    request.body = jsonBody({{u"accept"_s, QJsonObject{{u"auth_key"_s, authKey}}}});
    return request;
}

Result<VolumeTransfer> AcceptVolumeTransfer::decode(const net::Answer &answer) const
{
    return Create<VolumeTransfer>{}.decode(answer);
}

} // namespace oriel::openstack
