#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

struct RescueAccepted
{
    QString requestId;
    QString password; ///< a secret: told only here; empty: the cloud does not set passwords

    bool operator==(const RescueAccepted &) const = default;
};

/// POST /servers/{id}/action rescue: boots the server from another image, with its own disk
/// attached. https://docs.openstack.org/api-ref/compute/#rescue-server-rescue-action
struct RescueServer
{
    using Value = RescueAccepted;

    QString id = {};
    QString imageId = {};         ///< empty: the server's own, or the cloud's rescue image
    bool bootsFromVolume = false; ///< since 2.87, with an image for it

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
