#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

namespace oriel::openstack {

/// What Cinder has to say to a person of something that failed after it was accepted.
/// https://docs.openstack.org/api-ref/block-storage/v3/#messages-messages
struct Message
{
    QString id;
    QString eventId;      ///< "VOLUME_VOLUME_SNAPSHOT_001_002"
    QString level;        ///< ERROR
    QString resourceType; ///< VOLUME, VOLUME_SNAPSHOT, …
    QString resourceId;
    QString requestId;
    QString userMessage;
    QDateTime created; ///< UTC

    bool operator==(const Message &) const = default;
};

} // namespace oriel::openstack
