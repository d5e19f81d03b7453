#pragma once

#include "operations/restore/creation.h"

#include <QtCore/QDate>

namespace oriel::operations {

/// What a person chose in the dialog for a snapshot of one volume.
struct VolumeSnapshotRequest
{
    QString volumeId;
    QString volumeName; ///< for words
    int sizeGiB = 0;    ///< as was shown
    QString name;       ///< 1 to 255 characters
    std::optional<QDate> keepUntil;
    QString description{}; ///< at most 255 characters; may be empty

    bool operator==(const VolumeSnapshotRequest &) const = default;
};

/// The terminal client's line for the same snapshot.
[[nodiscard]] QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request);

/// Takes a snapshot of one volume, whether it is attached or not, and waits until it is available.
/// It carries Oriel's stamps (keep until, who, why), but belongs to no snapshot of an instance.
/// Where it fails the reason is asked of the block storage service's messages.
/// https://docs.openstack.org/api-ref/block-storage/v3/#create-a-snapshot
class CreateVolumeSnapshot final : public Creation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"create-volume-snapshot"};

    CreateVolumeSnapshot(Context context, VolumeSnapshotRequest request, QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<CreateVolumeSnapshot> fromJournal(const JournalEntry &entry,
                                                             Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override
    {
        return {Subject::Kind::Volume, m_request.volumeId, m_request.volumeName};
    }
    [[nodiscard]] QString command() const override
    {
        return createVolumeSnapshotCommand(m_request);
    }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const VolumeSnapshotRequest &request() const { return m_request; }

protected:
    void ask(Found then) override;
    /// Others may use it as soon as it is there.
    [[nodiscard]] bool isReady(const QString &status) const override;
    void find(Found then) override;
    void see(std::function<void(const Result<Seen> &)> then) override;
    [[nodiscard]] Subject made() const override
    {
        return {Subject::Kind::VolumeSnapshot, resultId(), m_request.name};
    }
    void settle(const std::optional<Error> &error, std::function<void()> end) override;
    [[nodiscard]] QString firstStage() const override;
    [[nodiscard]] Stage followStage() const override;

private:
    void explain(const std::function<void(const Result<Seen> &)> &then, const QString &status);

    VolumeSnapshotRequest m_request;
};

} // namespace oriel::operations
