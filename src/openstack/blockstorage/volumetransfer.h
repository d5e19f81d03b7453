#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>

namespace oriel::openstack {

/// A volume that waits for another project to accept it; it is "awaiting-transfer" until then. The
/// projects are known from 3.57 on.
/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-transfer
struct VolumeTransfer
{
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/os-volume-transfer",
                                    .rows = "transfers",
                                    .row = "transfer",
                                    .detail = "/detail",
                                    .paging = Paging::None};

    QString id;
    QString name;
    QString volumeId;
    QString authKey;   ///< only in the answer to its creation
    QDateTime created; ///< UTC

    static void fields(auto &f, auto &transfer)
    {
        f.id("id", transfer.id);
        f("name", transfer.name);
        f("volume_id", transfer.volumeId);
        f("auth_key", transfer.authKey);
        f("created_at", transfer.created);
    }
    bool operator==(const VolumeTransfer &) const = default;
};

/// POST /os-volume-transfer/{id}/accept: the volume belongs to this project from now on. BadRequest
/// if the key is wrong, TooLarge if the quota does not allow it.
struct AcceptVolumeTransfer
{
    using Value = VolumeTransfer;

    QString id = {};
    QString authKey = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
