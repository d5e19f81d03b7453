#include "openstack/blockstorage/defaultvolumetype.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request GetDefaultVolumeType::request() const
{
    return requestTo(net::Service::BlockStorage, net::Method::Get, u"/types/default"_s);
}

Result<DefaultVolumeType> GetDefaultVolumeType::decode(const net::Answer &answer) const
{
    return net::json::decode<DefaultVolumeType>(answer, [](const net::json::Object &root) {
        return DefaultVolumeType{root.requiredObject("volume_type").string("name")};
    });
}

} // namespace oriel::openstack
