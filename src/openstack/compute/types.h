#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// https://docs.openstack.org/api-ref/compute/#flavors
struct Flavor
{
    QString id;
    QString name;
    int vcpus = 0;
    int ramMiB = 0;
    int diskGiB = 0;
    int ephemeralGiB = 0;
    bool isPublic = true;
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    bool operator==(const Flavor &) const = default;
};

/// A volume as attached to a server.
/// https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
struct VolumeAttachment
{
    QString volumeId;
    QString serverId;
    QString device; ///< "/dev/vda"
    bool deleteOnTermination = false;

    bool operator==(const VolumeAttachment &) const = default;
};

/// One step of an instance action (visible from microversion 2.51 on).
struct InstanceActionEvent
{
    QString event;
    QString result;  ///< Success, Error; empty while it runs
    QString details; ///< from 2.84
    QDateTime started;
    QDateTime finished;

    bool operator==(const InstanceActionEvent &) const = default;
};

/// What was done to a server.
/// https://docs.openstack.org/api-ref/compute/#servers-actions-servers-os-instance-actions
struct InstanceAction
{
    QString action; ///< createImage, stop, …
    QString requestId;
    QString userId;
    QString message; ///< "Error" where it failed
    QDateTime started;
    QDateTime updated;
    std::vector<InstanceActionEvent> events;

    bool operator==(const InstanceAction &) const = default;
};

/// One used/limit pair; a limit of -1 means unlimited.
struct Quota
{
    qint64 used = 0;
    qint64 limit = -1;
    bool known = true; ///< false: the service did not tell, or not in a way that can be read

    [[nodiscard]] static Quota unknown() { return {0, -1, false}; }
    [[nodiscard]] bool unlimited() const { return limit < 0; }
    /// Whether `more` would still fit, as far as is known.
    [[nodiscard]] bool fits(qint64 more) const { return unlimited() || used + more <= limit; }
    bool operator==(const Quota &) const = default;
};

/// https://docs.openstack.org/api-ref/compute/#limits-limits
struct ComputeLimits
{
    Quota instances;
    Quota cores;
    Quota ramMiB;

    bool operator==(const ComputeLimits &) const = default;
};

/// What an accepted action leaves behind (202): the request-id by which its instance action is
/// found.
struct ActionAccepted
{
    QString requestId;

    bool operator==(const ActionAccepted &) const = default;
};

/// The image that createImage began; it may be long from complete.
struct CreatedImage
{
    QString imageId;
    QString requestId; ///< createImage's, by which its instance action is found

    bool operator==(const CreatedImage &) const = default;
};

/// https://docs.openstack.org/api-ref/compute/#keypairs-keypairs
struct KeyPair
{
    QString name;
    QString type; ///< ssh, x509
    QString fingerprint;
    QString publicKey;

    bool operator==(const KeyPair &) const = default;
};

} // namespace oriel::openstack
