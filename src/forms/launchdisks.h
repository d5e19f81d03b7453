#pragma once

#include "operations/launch/launchrequest.h"
#include "operations/launch/newvolumes.h"
#include "store/cloudstores.h"

#include <QtCore/QHash>

#include <optional>
#include <vector>

namespace oriel::forms {

/// A disk of the new instance.
struct LaunchDisk
{
    openstack::NewBlockDevice device;
    QString name{};                    ///< its source: "db-1-root"
    QString status{};                  ///< of the volume snapshot; empty: it no longer exists
    int leastGiB = 0;                  ///< the size of its source
    operations::VolumeOrigin origin{}; ///< what the volume was

    /// Whether it is on the flavor's local disk.
    [[nodiscard]] bool isLocal() const
    {
        return device.source == openstack::NewBlockDevice::Source::Image;
    }
    /// Whether a volume is created for it.
    [[nodiscard]] bool isNewVolume() const { return device.isNewVolume(); }
    /// "/dev/vda", or its name.
    [[nodiscard]] const QString &title() const
    {
        return device.deviceName.isEmpty() ? name : device.deviceName;
    }
};

/// What a new instance starts from, and the disks that it gets. A set whose root is a volume is
/// launched from its volume snapshots instead of its image, because Nova checks the root volume
/// against the image's min_disk and would refuse. GUI thread.
class LaunchDisks
{
    Q_DECLARE_TR_FUNCTIONS(LaunchDisks)

public:
    using Disks = std::vector<LaunchDisk>;

    LaunchDisks(const store::CloudStores &stores, operations::Subject source);

    [[nodiscard]] const operations::Subject &source() const { return m_source; }
    /// Forgets what was entered for the disks of the previous one.
    void setSource(const operations::Subject &source);
    /// Enters what a request has.
    void adopt(const openstack::CreateServer &server);

    /// Whether it is an image that is no snapshot of an instance.
    [[nodiscard]] bool isPlainImage() const;
    /// Null if it is launched from a volume or a volume snapshot.
    [[nodiscard]] store::Row<openstack::Image> image() const;
    /// The instance that the source was taken of; empty: none, or unknown.
    [[nodiscard]] QString originalId() const;
    /// The zone of the volume that it boots from; empty: none, or unknown.
    [[nodiscard]] QString volumeZone() const;
    /// What the image, or the image that a volume was created from, requires.
    [[nodiscard]] qint64 minRamMiB() const;
    /// The smallest disk for the image, in GiB.
    [[nodiscard]] int leastDiskGiB() const;

    // Each returns whether this changes something.
    bool setOnNewVolume(bool on);
    bool setVolumeType(const QString &name);
    bool setSize(const QString &uuid, int gib);
    bool setDeletedWithInstance(const QString &uuid, bool deleted);

    /// Whether the root disk of a plain image is a new volume, not the flavor's own disk.
    [[nodiscard]] bool onNewVolume(const store::Row<openstack::Flavor> &flavor) const;
    /// Why a flavor does not fit what is chosen here, as a sentence; empty: it does.
    [[nodiscard]] QString flavorObstacle(const openstack::Flavor &flavor) const;
    /// Why it cannot be on the flavor's own disk, as a sentence; empty: it can.
    [[nodiscard]] static QString localDiskObstacle(const store::Row<openstack::Flavor> &flavor);
    /// `original`: the name of the instance that the source was taken of; empty: unknown.
    [[nodiscard]] Disks disks(const store::Row<openstack::Flavor> &flavor,
                              const QString &original) const;

    // For what disks() has returned:

    /// The disk that it boots from; null if that is the image's, on the flavor's local disk.
    [[nodiscard]] static const LaunchDisk *rootVolume(const Disks &disks);
    /// Whether the request must name the image although the root is a volume.
    [[nodiscard]] bool needsImage(const Disks &disks) const;
    /// The names of the new volumes of an instance, by their source.
    [[nodiscard]] QMap<QString, QString> volumeNames(const Disks &disks,
                                                     const QString &instance) const;
    /// Why it cannot be launched from its source, as a sentence; empty: it can.
    [[nodiscard]] QString problem(const Disks &disks) const;
    /// Why a flavor's memory or disk is too small, as a sentence; empty: it fits.
    [[nodiscard]] QString flavorProblem(const openstack::Flavor &flavor, const Disks &disks) const;
    /// Why the image's own requirement does not apply, as a sentence; empty: it does.
    [[nodiscard]] QString minDiskNote(const Disks &disks) const;
    /// What becomes of the volumes when the instance is deleted; empty if there are none.
    [[nodiscard]] QString text(const Disks &disks) const;

    /// The name of the chosen type of a new volume; empty: the cloud's default.
    [[nodiscard]] const QString &volumeType() const { return m_volumeType; }

private:
    [[nodiscard]] store::Row<store::SnapshotSet> set() const;
    [[nodiscard]] std::vector<store::SnapshotPart> parts() const;
    [[nodiscard]] LaunchDisk diskOf(const store::SnapshotPart &part, const QString &original) const;
    [[nodiscard]] LaunchDisk diskFromImage(const store::Row<openstack::Flavor> &flavor) const;
    [[nodiscard]] QString sourceProblem(const Disks &disks) const;

    const store::CloudStores &m_stores;
    operations::Subject m_source;
    std::optional<bool> m_onNewVolume; ///< nullopt: as it is proposed
    QString m_volumeType;
    QHash<QString, int> m_sizes; ///< in GiB, by the disk's source
    QHash<QString, bool> m_deleted;
};

} // namespace oriel::forms
