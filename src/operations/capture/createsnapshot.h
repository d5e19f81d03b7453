#pragma once

#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/capture/captureresult.h"
#include "operations/capture/snapshotrequest.h"
#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/snapshottags.h"

namespace oriel::operations {

/// Captures an instance. If requested, it is shut off first and started again when all is captured.
/// POST createImage is sent exactly once; the data volumes of an image-backed instance, if
/// requested, are captured by a snapshot each; then it follows the image and each volume snapshot
/// until all are captured or one has failed. A lost answer is resolved by the tag
/// (oriel:operation). The consistency is tagged as the evidence before the capture says, and
/// corrected on every part if that of after it differs.
///
/// However it ends, an instance that it has shut off is started again, unless somebody else has
/// done something to it in the meantime. Until the capture is requested it can be canceled; then
/// the instance is started again as well. What can be known of a refusal is found out before the
/// instance is shut off. It asks (question()) if a guest does not shut down in time, or not at all.
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

    CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent = nullptr);
    /// Null if the entry's intent is not understood.
    static std::unique_ptr<CreateSnapshot> fromJournal(const JournalEntry &entry, Context context);

    /// Of many that are started together only so many work at a time. Before start().
    void setLimiter(std::shared_ptr<Limiter> limiter) { m_limiter = std::move(limiter); }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString leavesShutOff() const override
    {
        return m_offByUs && !m_startAsked && !m_startDone ? m_serverName : QString();
    }
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }
    [[nodiscard]] const CreateSnapshotRequest &request() const { return m_request; }

    [[nodiscard]] QString cancelText() const override;
    [[nodiscard]] QString consequence() const override;
    [[nodiscard]] bool isOnlyWaiting() const override
    {
        return m_partsAsked && (!m_offByUs || m_startDone);
    }

    /// Whether everything has been requested: the image, the volume snapshots, their tags, and the
    /// start of an instance that was shut off for it. What is left is only waiting.
    [[nodiscard]] bool isAskedFor() const
    {
        return m_partsAsked && (!m_offByUs || m_startAsked || m_startDone);
    }

Q_SIGNALS:
    /// Once, when isAskedFor() becomes true.
    void askedFor();

protected:
    Task<Ending> perform() override;
    void decided(const QString &choice) override;
    void doCancel() override;

private:
    Task<Ending> capture();
    Task<Result<openstack::Server>> currentServer();
    Task<std::optional<Error>> findOther();
    [[nodiscard]] std::optional<Error> problem() const;

    /// The ending if the capture stops here; none: the instance is off, or is to be captured
    /// as it runs.
    Task<std::optional<Ending>> shutOff();
    Task<StepResult> stop();
    Task<bool> wasChangedByOthers();
    Task<Result<bool>> chooseHowToGoOn(openstack::Server server);
    /// Until it is off, or no task on it is in progress.
    Task<Result<openstack::Server>> untilOff();
    Task<Error> reasonOfStaying(openstack::Server server, QString requestId);
    [[nodiscard]] Ending canceled() const;

    Task<StepResult> requestImage();
    /// What is known before, so that it can be told afterwards what the request made.
    Task<Facts> beforeCapture();
    Task<StepResult> findImage(Error doubt);
    Task<Ending> endWithoutImage(StepResult result);

    Task<Ending> follow();
    Task<Result<openstack::Image>> fetchImage();
    Task<CaptureResult> followVolumes();
    Task<CaptureResult> captureExtras();
    Task<CaptureResult> followParts(std::vector<openstack::BlockDevice> parts, std::size_t stage);
    /// Corrects the tags, then starts an instance that it has shut off.
    Task<Nothing> conclude();
    [[nodiscard]] Ending failed(const CaptureResult &result);
    void compareWithPromise();

    Task<void> tagParts();
    [[nodiscard]] Awaitable<Result<Facts>> sendTags();
    Task<void> correctTags();
    Task<store::Consistency> consistencyNow();

    Task<void> startAgain();
    /// The instance as it is when nothing is being done to it; an error, or that somebody else has
    /// done something to it, ends the start.
    Task<bool> mayStart();
    void endStart(const QString &note);
    void failStart(const Error &error);
    [[nodiscard]] Ending summed(Ending ending) const;

    void showFirstStages();
    void expectStages();
    void setCaptureStages(std::vector<Stage> capture);
    [[nodiscard]] static Stage volumeStage(const QString &device, int sizeGiB);
    [[nodiscard]] std::size_t requestStage() const { return m_request.shutOffFirst ? 1 : 0; }
    [[nodiscard]] std::size_t captureStage() const { return requestStage() + 1; }
    [[nodiscard]] std::size_t startStage() const { return stages().size() - 1; }

    [[nodiscard]] bool isCanceled() const { return isCanceling() || m_wasCanceled; }
    [[nodiscard]] bool isVolumeBacked() const;
    [[nodiscard]] QStringList capturedVolumes() const;
    [[nodiscard]] QString deviceOf(const openstack::Volume &volume) const;
    [[nodiscard]] SnapshotTags tags(store::Consistency consistency) const;
    [[nodiscard]] QDateTime plausible(const QDateTime &cloudTime) const;
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;
    void tellIfAskedFor();

    CreateSnapshotRequest m_request;
    std::shared_ptr<Limiter> m_limiter;
    QString m_serverName;
    bool m_nameIsUnique = false;
    openstack::Server m_before;                                     ///< as it was captured
    Facts m_known;                                                  ///< of beforeCapture()
    store::Consistency m_consistency = store::Consistency::Unknown; ///< as tagged
    QString m_createRequestId;
    openstack::Image m_image;
    std::vector<openstack::BlockDevice> m_parts; ///< the volume snapshots

    bool m_waiting = false;     ///< for the limiter: nothing was done yet
    bool m_wasCanceled = false; ///< in an earlier run
    bool m_shuttingOff = false;
    bool m_stopSent = false;
    bool m_offByUs = false; ///< it was running, and Oriel has shut it off
    QString m_stopRequestId;
    bool m_captureRequested = false;
    bool m_partsAsked = false; ///< every volume snapshot is requested, and tagged
    bool m_toldAskedFor = false;
    bool m_startAsked = false;
    bool m_startedByUs = false;
    bool m_startDone = false;
    std::optional<Error> m_startError;
};

} // namespace oriel::operations
