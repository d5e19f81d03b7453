#pragma once

#include "demo/world.h"

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
    /// Whether a volume type has this name or ID.
    [[nodiscard]] static bool isVolumeType(const QString &nameOrId);
    static constexpr auto standardTypeId = "bdebce9f-5e65-4ea6-888f-68899bb915f5";
    static constexpr auto defaultTypeId = "a3fad166-4dff-4531-84fb-93ba9bd88f37";

    /// Stores the volume as `creating` and makes it `available` after a while; then calls `ready`.
    Volume &create(Volume volume, std::function<void(Volume &)> ready = {});
    /// Sets what a volume takes over from its source: the size if it is 0, bootable, image
    /// metadata.
    void inheritSource(Volume &volume, const QString &imageId) const;

    /// Stores a snapshot as `creating`; its progress rises for two to six seconds.
    VolumeSnapshot &createSnapshot(const Volume &volume, const QString &name,
                                   const QString &description, const QString &userId,
                                   const QMap<QString, QString> &metadata = {});

    void remove(Volume &volume);
    /// `requestId`: the request that messages will refer to.
    void removeSnapshot(VolumeSnapshot &snapshot, const QByteArray &requestId);

    void attach(Volume &volume, const QString &serverId, const Attachment &attachment);
    void detach(Volume &volume);

    [[nodiscard]] std::vector<VolumeSnapshot *> snapshotsOf(const QString &volumeId) const;
    /// Adds a user message, as in GET /messages.
    void addMessage(const QString &projectId, const QString &resourceType,
                    const QString &resourceId, const QString &eventId, const QString &text,
                    const QByteArray &requestId);

private:
    void advanceSnapshot(const QString &id, int step, int steps, bool fails);

    World &m_world;
};

} // namespace oriel::demo
