#pragma once

#include "openstack/api.h"

#include <optional>

/// https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
namespace oriel::openstack {

/// The first version of Nova that can be told, when a volume is attached, to delete it with its
/// server.
inline constexpr net::Microversion tellsDeletion{2, 79};
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

/// POST /servers/{id}/os-volume_attachments: attaches a volume in a while. BadRequest if the
/// volume's or the server's zone or state does not allow it, or the device is not a path.
struct AttachVolume
{
    using Value = ActionAccepted;

    QString serverId = {};
    QString volumeId = {};
    QString device = {}; ///< "/dev/vdb"; empty: the next free one. libvirt chooses it itself
    QString tag = {};    ///< of the device, as the guest sees it (from 2.49); empty: none
    std::optional<bool> deleted = {}; ///< with the server (from 2.79); nullopt: it is not

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /servers/{id}/os-volume_attachments/{volume_id}: detaches it in a while. BadRequest for a
/// root disk, NotFound if it is not attached.
struct DetachVolume
{
    using Value = ActionAccepted;

    QString serverId = {};
    QString volumeId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
