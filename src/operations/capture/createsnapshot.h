#pragma once

#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/capture/imagecapture.h"
#include "operations/capture/snapshotrequest.h"
#include "operations/operation.h"
#include "operations/snapshottags.h"
#include "operations/temporarystop.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>

namespace oriel::operations {

/// Captures an instance. If requested, it is shut off first and started again when everything is
/// captured. POST createImage is sent exactly once; the data volumes of an image-backed instance,
/// if requested, are captured by a volume snapshot each; then the image and each volume snapshot
/// are followed until all are captured or one has failed. A lost answer is looked up by the tag
/// (oriel:operation). The consistency is tagged according to the evidence before the capture, and
/// corrected on every part if the evidence afterwards differs.
///
/// However it ends, an instance that it has shut off is started again (see TemporaryStop). If the
/// storage makes no progress for a long time, the user can have it started before everything is
/// captured; for a schedule, Oriel does so itself. Until the capture is requested it can be
/// canceled. Foreseeable refusals are detected before the instance is shut off.
/// https://docs.openstack.org/api-ref/compute/#create-image-createimage-action
class CreateSnapshot : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"create-snapshot"};
    /// Stage::measure of its stages; the amount of those with a size is in GiB.
    static constexpr QLatin1StringView shutOffMeasure{"shut-off"};
    static constexpr QLatin1StringView diskMeasure{"capture-disk"};
    static constexpr QLatin1StringView uploadMeasure{"upload-image"};
    static constexpr QLatin1StringView volumeMeasure{"capture-volume"};
    static constexpr QLatin1StringView startMeasure{"start-again"};
    /// The key of the choice to start the instance before everything is captured.
    static constexpr QLatin1StringView startChoice{"start"};

    CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent = nullptr);
    /// Null if the entry's intent is not understood.
    static std::unique_ptr<CreateSnapshot> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString leavesShutOff() const override
    {
        return m_stop.isOff() ? m_serverName : QString();
    }
    [[nodiscard]] QString command() const override { return m_command; }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }
    [[nodiscard]] const CreateSnapshotRequest &request() const { return m_request; }

    [[nodiscard]] QString cancelText() const override;
    [[nodiscard]] QString consequence() const override { return m_stop.consequence(); }
    [[nodiscard]] bool isOnlyWaiting() const override
    {
        return m_phase == Phase::AllRequested && !m_stop.isPending();
    }
    /// Whether everything has been requested: the image, the volume snapshots, their tags, and the
    /// start of an instance that was shut off. Only waiting is left.
    [[nodiscard]] bool isAskedFor() const
    {
        return m_phase == Phase::AllRequested && !m_stop.isOff();
    }

protected:
    Task<Ending> perform() override;
    void doCancel() override { m_stop.showCanceled(); }
    void decided(const QString &choice) override;

private:
    enum class Phase {
        Preparing,
        Requested,    ///< the capture is requested, and can no longer be canceled
        AllRequested, ///< all volume snapshots are requested and tagged
    };
    /// One of the volume snapshots.
    struct Part
    {
        QString snapshotId;
        QString device;
        int sizeGiB = 0;
    };
    using PartResult = Result<openstack::VolumeSnapshot>;

    Task<Ending> capture();
    /// The ending if there is nothing to capture, or the request would be refused.
    Task<std::optional<Ending>> prepare();
    Task<std::optional<Error>> findOther();
    [[nodiscard]] std::optional<Error> problem() const;

    Task<Facts> beforeCapture();
    Task<StepResult> requestImage(Facts known);
    Task<Ending> endWithoutImage(StepResult result);

    Task<Ending> follow();
    Task<CaptureResult> followVolumes();
    Task<CaptureResult> followDisk();
    Task<CaptureResult> captureDataVolumes();
    Task<CaptureResult> followParts(std::size_t firstStage);
    Task<PartResult> followPart(QString snapshotId, std::size_t stage);
    [[nodiscard]] QString partWords(const Part &part, const PartResult &result) const;
    /// Called with each state of a part: the storage may make no progress while the instance is
    /// off for it.
    void watchProgress(const QString &part, const QString &state);
    /// Called with each state of the instance's own disk.
    void watchDisk(const QString &state);
    /// Starts the instance before everything is captured.
    void startEarly();
    Task<void> tagAndStart();
    /// Starts an instance that was shut off, or waits until it is, if that has begun.
    Task<void> startAgain();
    /// Corrects the tags, then starts an instance that was shut off.
    Task<Nothing> conclude();
    [[nodiscard]] Ending failed(const CaptureResult &result);
    void compareWithPromise();

    template <net::Endpoint E>
    Task<StepResult> tag(QString step, E endpoint);
    Task<Nothing> tagPart(QString snapshotId);
    Task<std::vector<Nothing>> tagParts();
    Task<Nothing> tagSchedule();
    Task<void> correctTags();
    Task<void> tagConsistency(store::Consistency now);
    Task<store::Consistency> consistencyNow();

    void setPhase(Phase phase);
    void expectStages();
    void setCaptureStages(std::vector<Stage> capture);
    [[nodiscard]] std::size_t requestStage() const { return m_request.shutOffFirst ? 1 : 0; }
    [[nodiscard]] std::size_t captureStage() const { return requestStage() + 1; }

    [[nodiscard]] bool isVolumeBacked() const;
    [[nodiscard]] QStringList capturedVolumes() const;
    [[nodiscard]] QString deviceOf(const openstack::Volume &volume) const;
    [[nodiscard]] SnapshotTags tags(store::Consistency consistency) const;
    [[nodiscard]] QDateTime plausible(const QDateTime &cloudTime) const;
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    CreateSnapshotRequest m_request;
    TemporaryStop m_stop;
    Phase m_phase = Phase::Preparing;
    QString m_serverName;
    QString m_command;
    openstack::Server m_before; ///< in the state in which it was captured
    store::Consistency m_consistency = store::Consistency::Unknown; ///< as tagged
    QJsonArray m_known; ///< IDs of volume snapshots that existed before
    QString m_createRequestId;
    openstack::Image m_image;
    std::vector<Part> m_parts;
    QHash<QString, QString> m_progress; ///< the last state of each part
    std::chrono::milliseconds m_lastProgress{0};
    QString m_diskState;
    std::chrono::milliseconds m_diskSince{0};
    std::optional<Task<void>> m_earlyStart; ///< the last member, because its frames use the others
};

} // namespace oriel::operations
