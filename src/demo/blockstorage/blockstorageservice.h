#pragma once

#include "demo/blockstorage/volumemanager.h"
#include "demo/http/service.h"

#include <QtCore/QJsonArray>

namespace oriel::demo {

/// The sort keys of volumes or snapshots: each returns a sortable text.
template <typename T>
using SortKeys = QHash<QString, std::function<QString(const T &)>>;

/// Cinder's block storage v3, microversions 3.0 to 3.70 or DemoOptions::newestBlockStorage:
/// https://docs.openstack.org/api-ref/block-storage/v3/
class BlockStorageService final : public Service
{
public:
    BlockStorageService(World &world, VolumeManager &volumes);

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

    /// The newest microversion, 3.N.
    [[nodiscard]] int newest() const { return world().options().newestBlockStorage; }

private:
    void addVolumeRoutes();
    void addSnapshotRoutes();
    void addOtherRoutes();
    void addBackupRoutes();
    void addTransferRoutes();
    void addGroupRoutes();
    void addGroupSnapshotRoutes();
    void addRefusedRoutes();

    [[nodiscard]] HttpResponse versions(int status) const;
    [[nodiscard]] static HttpResponse fault(int status, const QString &message);
    [[nodiscard]] static HttpResponse overLimit(const QString &message);
    [[nodiscard]] static HttpResponse denied(const QString &rule);
    [[nodiscard]] static HttpResponse accepted();
    [[nodiscard]] static HttpResponse acceptedDelete();
    [[nodiscard]] static HttpResponse malformed();
    /// Refuses what Cinder's schemas reject before any lookup.
    [[nodiscard]] static std::optional<HttpResponse>
    mismatched(const Call &call, const std::function<Schema(int)> &schema);
    [[nodiscard]] static HttpResponse notBoolean(const QString &value, const QString &argument);
    [[nodiscard]] static HttpResponse noSuchAction(const QString &action);
    /// Refuses a list's `limit` and `offset`; nullopt if they are valid.
    [[nodiscard]] static std::optional<HttpResponse> refusedPaging(const Call &call);
    /// Refuses, from 3.31 on, unknown filters.
    [[nodiscard]] static std::optional<HttpResponse> refusedFilters(const Call &call,
                                                                    QStringList known);
    [[nodiscard]] static HttpResponse invalidSortKey();
    [[nodiscard]] static HttpResponse volumeNotFound(const QString &id);
    [[nodiscard]] static HttpResponse snapshotNotFound(const QString &id);

    [[nodiscard]] Volume *volumeOf(const Call &call, const QString &id) const;
    [[nodiscard]] VolumeSnapshot *snapshotOf(const Call &call, const QString &id) const;
    [[nodiscard]] QJsonObject volumeBody(const Volume &volume, const Call &call, bool detail) const;
    [[nodiscard]] static QJsonObject snapshotBody(const VolumeSnapshot &snapshot, const Call &call,
                                                  bool extended);
    HttpResponse listVolumes(Call &call, bool detail);
    HttpResponse createVolume(Call &call);
    HttpResponse deleteVolume(Call &call);
    HttpResponse volumeAction(Call &call);
    /// Cinder does not change a volume that is in maintenance.
    [[nodiscard]] static std::optional<HttpResponse> refusedUpdate(const Volume &volume);
    /// Nor the metadata of one that is copied to an image, which gets them.
    [[nodiscard]] static std::optional<HttpResponse> refusedMetadata(const Volume &volume,
                                                                     bool removes);
    HttpResponse changeImageMetadata(Volume &volume, const QJsonObject &arguments);
    HttpResponse retypeVolume(Call &call, Volume &volume, const QJsonObject &arguments);
    HttpResponse uploadVolume(Call &call, Volume &volume, const QJsonObject &arguments);
    [[nodiscard]] static HttpResponse typeNotFound(const QString &type);
    HttpResponse createTransfer(Call &call);
    HttpResponse acceptTransfer(Call &call);
    HttpResponse listTransfers(Call &call, bool detail);
    [[nodiscard]] static HttpResponse transferNotFound(const QString &id);
    /// Null: it does not exist, or not for this project.
    [[nodiscard]] VolumeTransfer *transferOf(const Call &call, const QString &id) const;
    HttpResponse listGroups(Call &call, bool detail);
    HttpResponse createGroup(Call &call);
    HttpResponse createGroupFrom(Call &call);
    HttpResponse updateGroup(Call &call);
    HttpResponse deleteGroup(Call &call);
    [[nodiscard]] QJsonObject groupBody(const VolumeGroup &group, const Call &call) const;
    [[nodiscard]] std::optional<HttpResponse> refusedMembers(const VolumeGroup &group,
                                                             const QStringList &added,
                                                             const QStringList &removed) const;
    static constexpr int maxGroups = 10;
    [[nodiscard]] int groupCount(const QString &projectId) const;
    [[nodiscard]] QString whyOverGroups(const Call &call) const;
    [[nodiscard]] std::vector<Volume *> volumesIn(const QString &groupId) const;
    [[nodiscard]] static HttpResponse groupNotFound(const QString &id);
    /// Null: it does not exist, or not for this project.
    [[nodiscard]] VolumeGroup *groupOf(const Call &call, const QString &id) const;
    HttpResponse listGroupSnapshots(Call &call, bool detail);
    HttpResponse createGroupSnapshot(Call &call);
    HttpResponse deleteGroupSnapshot(Call &call);
    [[nodiscard]] static HttpResponse groupSnapshotNotFound(const QString &id);
    [[nodiscard]] GroupSnapshot *groupSnapshotOf(const Call &call, const QString &id) const;
    [[nodiscard]] std::vector<VolumeSnapshot *> snapshotsIn(const QString &groupSnapshotId) const;
    void followGroupSnapshot(const QString &id);
    HttpResponse listSnapshots(Call &call, bool detail);
    HttpResponse createSnapshot(Call &call);
    HttpResponse snapshotAction(Call &call);
    [[nodiscard]] static std::optional<HttpResponse> refusedSnapshotMetadata(const Call &call);
    [[nodiscard]] static HttpResponse overSize(const QString &message);
    HttpResponse revertVolume(Call &call, Volume &volume);

    static constexpr int maxBackups = 10;
    static constexpr int maxBackupGigabytes = 1000;
    struct BackupUsage
    {
        int backups = 0;
        int gigabytes = 0;
    };
    [[nodiscard]] BackupUsage backupUsage(const QString &projectId) const;
    HttpResponse createBackup(Call &call);
    HttpResponse deleteBackup(Call &call);
    HttpResponse restoreBackup(Call &call);
    [[nodiscard]] Backup *backupOf(const Call &call, const QString &id) const;
    /// Of all backups of a volume, as Cinder chooses the one that an increment builds on.
    [[nodiscard]] const Backup *parentFor(const QString &volumeId,
                                          const VolumeSnapshot *snapshot) const;
    [[nodiscard]] bool hasIncrements(const QString &id) const;
    void finishBackup(const QString &id, bool served);
    /// Writes a backup to the volume, which is in the status `creating` or `restoring-backup`.
    void writeBack(Backup &backup, Volume &volume);
    [[nodiscard]] QJsonObject backupBody(const Backup &backup, const Call &call, bool detail) const;
    [[nodiscard]] static HttpResponse backupNotFound(const QString &id);
    /// Refuses what exceeds the project's backup quota; nullopt if it fits.
    std::optional<HttpResponse> overBackups(const Call &call, int size) const;
    /// Refuses what exceeds the project's gigabytes, in all or of a type; nullopt if it fits.
    std::optional<HttpResponse> overGigabytes(const Call &call, int size,
                                              const QString &type = {}) const;
    std::optional<HttpResponse> overType(const Call &call, int size, const QString &type) const;
    /// Refuses a larger volume than the project may have; nullopt if it may.
    std::optional<HttpResponse> overVolumeSize(const Call &call, int size) const;
    /// Refuses one volume more than the project may have, in all or of a type; nullopt if it may.
    std::optional<HttpResponse> overVolumes(const Call &call, const QString &type) const;
    /// Why the project may not have so many volumes more; empty: it may.
    [[nodiscard]] QString whyOverVolumes(const Call &call, int more) const;
    [[nodiscard]] QString whyOverVolumesOf(const Call &call, const QString &type) const;

    template <typename T>
    HttpResponse pageResponse(Call &call, const QString &key, std::vector<const T *> rows,
                              const SortKeys<T> &sortKeys,
                              const std::function<QJsonObject(const T &)> &body,
                              const std::function<HttpResponse(const QString &)> &noMarker) const;
    template <typename T>
    HttpResponse metadataResponse(Call &call, T &row, const QString &kind);

    Router m_router;
    VolumeManager &m_volumes;
};

} // namespace oriel::demo
