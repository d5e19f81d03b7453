#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>

namespace oriel::openstack {

/// Cinder's messages about requests that failed after they were accepted; newest first. Since 3.3;
/// limit, marker and filters (resource_uuid, …) since 3.5.
/// https://docs.openstack.org/api-ref/block-storage/v3/#messages-messages
struct Message
{
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/messages",
                                    .rows = "messages",
                                    .row = "message",
                                    .since = {3, 5}};

    QString id;
    QString eventId;      ///< "VOLUME_VOLUME_SNAPSHOT_001_002"
    QString level;        ///< ERROR
    QString resourceType; ///< VOLUME, VOLUME_SNAPSHOT, …
    QString resourceId;
    QString requestId;
    QString userMessage;
    QDateTime created; ///< UTC

    static void fields(auto &f, auto &message)
    {
        f.id("id", message.id);
        f("event_id", message.eventId);
        f("message_level", message.level);
        f("resource_type", message.resourceType);
        f("resource_uuid", message.resourceId);
        f("request_id", message.requestId);
        f("user_message", message.userMessage);
        f("created_at", message.created);
    }
    bool operator==(const Message &) const = default;
};

} // namespace oriel::openstack
