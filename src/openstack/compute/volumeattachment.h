#pragma once

#include "base/result.h"
#include "net/request.h"

/// https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
namespace oriel::openstack {

/// The first version of Nova that can change whether a volume is deleted with its server.
inline constexpr net::Microversion changesVolumeDeletion{2, 85};

/// PUT /servers/{id}/os-volume_attachments/{volume_id} (from 2.85): whether the volume is deleted
/// with the server. Idempotent.
struct SetDeleteOnTermination
{
    using Value = Nothing;

    QString serverId = {};
    QString volumeId = {};
    bool deleted = false;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
