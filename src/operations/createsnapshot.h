#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"
#include "operations/capture/snapshotrequest.h"
#include "operations/capture/steplog.h"
#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/stamps.h"

#include "base/result.h"

#include <QtCore/QSet>

namespace oriel::operations {

class PowerStep;
class StampWriter;
class VolumeCapture;

/// Captures an instance: where that is asked for it is shut off first and started again when all is
/// captured; POST createImage exactly once; the data volumes of an image-backed instance, where
/// they are wanted, each by a snapshot of its own; then it follows the image and each volume
/// snapshot until all are captured or one has failed. A lost answer is resolved by looking for the
/// stamp (oriel:operation). The consistency is stamped as the evidence before the capture says, and
/// put right where that of after it differs. However it ends, an instance that it has shut off is
/// started again, unless somebody else has done something to it meanwhile. Until the capture is
/// requested it can be canceled; then the instance is started again as well. What can be known of a
/// refusal is found out before the instance is shut off.
///
/// It asks (question()) where a guest does not shut down in time, or not at all.
///
/// Resumed, it finds out from the instance's actions, the stamps and the journal how far it came,
/// and finishes; where nothing had been begun it says so and ends.
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
    /// Null where the entry's intent is not understood.
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

    /// Whether everything has been asked of the cloud: the image, the volume snapshots, their
    /// stamps, and the start of an instance that was shut off for it. What is left is only waiting.
    [[nodiscard]] bool isAskedFor() const;

Q_SIGNALS:
    /// Once, when isAskedFor() becomes true.
    void askedFor();

protected:
    void run() override;
    void resume(const JournalEntry &left) override;
    void decided(const QString &choice) override;
    void doCancel() override;

private:
    /// What the cloud did not answer to may have happened (Lost) or most likely has not (Refused).
    enum class Doubt { Refused, Lost };
    struct Ending
    {
        Outcome outcome = Outcome::Succeeded;
        std::optional<Error> error{};
    };

    // createsnapshot.cpp
    [[nodiscard]] QString nameProblem() const;
    [[nodiscard]] QStringList capturedVolumes() const;
    void lookForOthers();
    void lookAtServer();
    void startWith(openstack::Server server);
    void checkThenShutOff();
    [[nodiscard]] bool isOver() const;
    void rememberBefore();
    void rememberVolumeSnapshots();
    void sendCreateImage();
    void answered(const Result<openstack::CreatedImage> &answer);
    void search(Doubt doubt, const Error &error);
    void searchedInVain(Doubt doubt, const Error &error, bool looked);
    void endWithoutImage(Doubt doubt, const Error &error);
    void showFirstStages();
    void expectStages();
    void setCaptureStages(std::vector<Stage> capture);
    [[nodiscard]] static Stage volumeStage(const QString &device, int sizeGiB);
    [[nodiscard]] std::size_t askStage() const { return m_request.shutOffFirst ? 1 : 0; }
    [[nodiscard]] std::size_t captureStage() const { return askStage() + 1; }
    [[nodiscard]] std::size_t startStage() const { return stages().size() - 1; }
    [[nodiscard]] StepLog stepLog();
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;
    void tellWhenAskedFor();

    // capture/createsnapshot_power.cpp
    void shutOff();
    PowerStep *makeShutOff();
    void shutOffArrived(const openstack::Server &server);
    void askWhetherToWait();
    void askWithoutShutOff(const Error &why);
    void keepRunning();
    void conclude(Ending ending);
    void startAgain();
    void lookBeforeStart();
    void startUnlessOthersActed();
    void sendStart();
    void startEnded(const QString &note);
    void startFailed(const Error &error);
    void endIfAll();
    [[nodiscard]] QString canceledText() const;
    [[nodiscard]] Error stillOff(const Error &why) const;

    // capture/createsnapshot_follow.cpp
    void adopt(const QString &imageId);
    void fetchImage();
    void followImage();
    void followVolumes(const openstack::Image &image);
    void followParts(const openstack::Image &image, std::size_t firstStage);
    void askForExtra(std::size_t index);
    void extraAsked(std::size_t index, const Result<QString> &answer, bool unclear);
    void followExtras();
    void captureFailed(const Error &error, const std::vector<Subject> &leftovers);
    void advance();
    void compareWithPromise();
    [[nodiscard]] Stamps stampsNow() const;
    [[nodiscard]] QDateTime plausible(const QDateTime &cloudTime) const;

    // capture/createsnapshot_quota.cpp
    void explainQuota(const Error &error, const std::function<void(const Error &)> &then);
    void addUpSizes(QStringList volumeIds, qint64 gib, const std::function<void(qint64)> &then);

    // capture/createsnapshot_resume.cpp
    void resumeLooking();
    void resumeWith(const openstack::Server &server);
    void resumeShutOff();
    void resumeAsk(const openstack::Server &server);
    void resumeLost();
    /// The request-ids of the instance's createImage actions.
    [[nodiscard]] static QStringList
    captureRequestIds(const std::vector<openstack::InstanceAction> &actions);

    CreateSnapshotRequest m_request;
    std::shared_ptr<Limiter> m_limiter;
    QString m_serverName;
    bool m_nameIsUnique = false;
    openstack::Server m_before;
    Stamps m_stamps;
    StampWriter *m_writer = nullptr;
    QSet<QString> m_knownBefore; ///< volume snapshots that were there before: no leftovers of this
    /// Request-ids of the createImage actions before ours; nothing where they could not be had.
    std::optional<QStringList> m_capturesBefore;
    QString m_createRequestId;
    Pace m_pace;
    int m_tries = 0;
    std::chrono::milliseconds m_lastAnswer{0};

    // Power.
    PowerStep *m_power = nullptr; ///< while it is being shut off
    bool m_offByUs = false;       ///< it was running, and Oriel has shut it off
    bool m_cancelled = false;     ///< by the user
    bool m_captureRequested = false;
    bool m_lostStartRepeated = false;
    bool m_startedByUs = false;
    QString m_stopRequestId;
    bool m_starting = false;
    bool m_startAsked = false;
    bool m_startDone = false;
    int m_startTries = 0;
    std::optional<Error> m_startError;
    std::optional<Ending> m_ending;

    // What is followed.
    openstack::Image m_image;
    bool m_imageDone = false;
    bool m_imageReleased = false; ///< its data has left the hypervisor
    bool m_partsAsked = false;    ///< every volume snapshot is asked for, and stamped
    bool m_partsDone = false;
    bool m_weighing = false;
    bool m_weighed = false;
    bool m_toldAskedFor = false;
    std::vector<openstack::BlockDevice> m_extras; ///< made of m_request.extraVolumes
    std::optional<Ending> m_trouble;              ///< of the capture: it will not succeed
    std::optional<JournalEntry> m_left;           ///< what an earlier Oriel had written
};

} // namespace oriel::operations
