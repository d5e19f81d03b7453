#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// The type that new volumes of the project get if none is chosen and their source has none.
/// https://docs.openstack.org/api-ref/block-storage/v3/#show-default-volume-type
struct DefaultVolumeType
{
    static constexpr Kind kind = Kind::DefaultVolumeType;

    QString name; ///< empty: the cloud does not tell it

    bool operator==(const DefaultVolumeType &) const = default;
};

/// GET /types/default. Old clouds without a default answer 404.
struct GetDefaultVolumeType
{
    using Value = DefaultVolumeType;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<DefaultVolumeType> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
