#pragma once

#include "demo/world.h"

#include <span>

namespace oriel::demo {

/// The behavior of volumes and their snapshots over time, for Cinder's API and for Nova.
class VolumeManager
{
public:
    explicit VolumeManager(World &world) : m_world(world) {}

    struct Usage
    {
        int volumes = 0;
        int snapshots = 0;
        int gigabytes = 0; ///< volumes and volume snapshots combined
    };
    [[nodiscard]] Usage usage(const QString &projectId) const;
    /// What the project has of one type.
    [[nodiscard]] Usage usage(const QString &projectId, const QString &type) const;
    struct Type
    {
        const char *id;
        const char *name;
        const char *description; ///< null: none
        int volumes;             ///< the quota of each project; -1: unlimited
        int gigabytes;
        bool multiattach; ///< its volumes can be attached to several servers
    };
    [[nodiscard]] static std::span<const Type> types();
    /// The type with this name or ID; null: no such type.
    [[nodiscard]] static const Type *typeOf(const QString &nameOrId);
    /// Whether a backend in the volume's zone has its type.
    [[nodiscard]] static bool hasBackend(const Volume &volume);

    /// Stores the volume as `creating` and makes it `available` after a while; then calls `ready`.
    /// `filled`: the caller makes it available.
    Volume &create(Volume volume, std::function<void(Volume &)> ready = {}, bool filled = false);
    /// What Cinder keeps of an image with a volume that is written from it.
    [[nodiscard]] static QMap<QString, QString> imageMetadataOf(const Image &image);
    /// Of that, what is no core property of Glance: an upload gives it to the image
    /// (_merge_volume_image_meta in cinder/volume/api.py).
    [[nodiscard]] static QMap<QString, QString> customImageMetadata(const Volume &volume);
    /// Sets what a volume takes over from its source: the size if it is 0, bootable, image
    /// metadata, and `type`.
    void inheritSource(Volume &volume, const QString &imageId, bool type = false) const;

    /// Stores a snapshot as `creating`; its progress rises for two to six seconds.
    VolumeSnapshot &createSnapshot(const Volume &volume, const QString &name,
                                   const QString &description, const QString &userId,
                                   const QMap<QString, QString> &metadata = {});

    void remove(Volume &volume);
    /// `requestId`: the request that messages will refer to.
    void removeSnapshot(VolumeSnapshot &snapshot, const QByteArray &requestId);

    void attach(Volume &volume, const QString &serverId, const Attachment &attachment);
    void detach(Volume &volume, const QString &serverId);

    [[nodiscard]] std::vector<VolumeSnapshot *> snapshotsOf(const QString &volumeId) const;
    /// Adds a user message, as in GET /messages.
    void addMessage(const QString &projectId, const QString &resourceType,
                    const QString &resourceId, const QString &eventId, const QString &text,
                    const QByteArray &requestId);

private:
    /// Cinder notes "signature_verified" a second time, and its database refuses that.
    [[nodiscard]] bool failsWithImage(const Volume &volume) const;
    /// After the delay, and not before cinder-volume runs.
    void whenStorageRuns(std::chrono::milliseconds delay, std::function<void()> step);
    void advanceSnapshot(const QString &id, int step, int steps, bool fails);

    World &m_world;
};

} // namespace oriel::demo
