#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QRegularExpression>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <limits>
#include <optional>
#include <vector>

namespace oriel::demo {

/// One fault, for the requests that it matches.
struct FaultRule
{
    enum class Kind {
        Delay,        ///< the real answer, after `delay`
        Hang,         ///< never answers; the request is not carried out
        CutBefore,    ///< the connection closes without an answer; see `carriedOut`
        CutBody,      ///< the real answer, cut after `bytes` bytes of its body
        Status,       ///< `status` with a proxy's plain text and, if set, Retry-After
        Unauthorized, ///< 401 in the service's own format
        Garbage,      ///< bytes that are not HTTP, then the connection is closed
        Html,         ///< 200 with an HTML page
    };

    QByteArray method;       ///< empty: any
    QRegularExpression path; ///< searched for in the undecoded path, e.g. "/servers/[^/]+/action$"
    Kind kind = Kind::Status;
    int from = 1;  ///< the first matching request to hit, counted from 1 after the rule is added
    int count = 1; ///< how many requests to hit from there on; 0: all
    std::chrono::milliseconds delay{0};
    qsizetype bytes = 0;
    int status = 503;
    std::optional<int> retryAfter; ///< seconds
    bool carriedOut =
        true; ///< CutBefore: whether the request takes effect although its answer is lost
    bool reached = false; ///< Status: whether the request takes effect although this is its answer
    bool follows = false; ///< hits nothing until the rule before it has hit
    // Set by the injector.
    int seen = 0;        ///< matching requests so far
    bool hasHit = false; ///< it was applied to a request
};

/// A received request, for tests that count how often something was sent.
struct LoggedRequest
{
    QByteArray method;
    QString path;
    QByteArray query;
    QHash<QByteArray, QByteArray> headers; ///< by lower-case name; tokens are replaced by "…"
    QByteArray body;                       ///< empty for identity requests, which contain passwords
};

/// Delays, hangs, cut and wrong answers, per endpoint and per n-th request, and a log of the
/// received requests. Used on the thread of its DemoCloud.
class FaultInjector
{
public:
    void add(FaultRule rule) { m_rules.push_back(std::move(rule)); }
    /// Forgets the rules and the scheduled failures; keeps the log.
    void clear();

    /// The next volume snapshot of the volume with this name or ID ends in `error`.
    void failSnapshotOf(const QString &volume) { m_failingSnapshots.append(volume); }
    /// While set, the volume snapshot with this name or ID cannot be deleted: it becomes available
    /// again, like on storage where a volume created from it depends on it.
    void makeBusy(const QString &snapshot, bool busy = true);
    /// The next deletion of the volume snapshot with this name or ID ends in `error_deleting`.
    void failDeletionOf(const QString &snapshot) { m_failingDeletions.append(snapshot); }
    /// The next "extend" of a volume ends in an error state; after the next "group-update", the
    /// volumes neither come nor go, and the group stays "updating".
    void failNextOfVolume(const QString &action) { m_failingVolumeActions.append(action); }
    /// While it is stopped, what is being created or freed in the block storage stays so: requests
    /// are answered, but cinder-volume does nothing.
    void stopStorage(bool stopped = true) { m_storageRuns = !stopped; }
    [[nodiscard]] bool storageRuns() const { return m_storageRuns; }
    /// Stops the backup service: backups are accepted and fail.
    void stopBackupService() { m_backupServiceRuns = false; }
    [[nodiscard]] bool backupServiceRuns() const { return m_backupServiceRuns; }
    /// The next backup, or the next restore of one, ends in an error.
    void failNextBackup() { ++m_failingBackups; }
    void failNextRestore() { ++m_failingRestores; }
    /// The next upload of an image-backed snapshot fails: Nova deletes the image.
    void failNextUpload() { ++m_failingUploads; }
    /// The next guest that is told to shut down takes this long.
    void slowNextShutdown(std::chrono::milliseconds duration) { m_slowShutdown = duration; }
    /// The next action of this name ("create", "start", "stop", "pause", …) fails. The server's
    /// state does not change, except that create, suspend, resume, and the reboot of a server that
    /// is not running leave it in ERROR, as in Nova.
    void failNextAction(const QString &action) { m_failingActions.append(action); }

    [[nodiscard]] const std::vector<LoggedRequest> &log() const { return m_log; }
    void clearLog();
    /// The number of requests so far, or of those with this method and a matching path.
    [[nodiscard]] int requestCount() const { return m_total; }
    [[nodiscard]] int requestCount(const QByteArray &method, const QRegularExpression &path) const;

    // The following functions are for the cloud itself.

    /// Counts the request and returns the rule that hits it, if any: the first one, in the order of
    /// addition.
    std::optional<FaultRule> take(const LoggedRequest &request);
    bool takeSnapshotFailure(const QString &volumeName, const QString &volumeId);
    bool takeUploadFailure();
    bool takeBackupFailure();
    bool takeRestoreFailure();
    std::optional<std::chrono::milliseconds> takeSlowShutdown();
    bool takeActionFailure(const QString &action);
    bool takeVolumeFailure(const QString &action);
    [[nodiscard]] bool isBusy(const QString &snapshotName, const QString &snapshotId) const;
    bool takeDeletionFailure(const QString &snapshotName, const QString &snapshotId);

private:
    static constexpr std::size_t keptRequests = 20'000;

    std::vector<FaultRule> m_rules;
    std::vector<LoggedRequest> m_log;
    QStringList m_failingSnapshots;
    QStringList m_busySnapshots;
    QStringList m_failingDeletions;
    bool m_storageRuns = true;
    bool m_backupServiceRuns = true;
    int m_failingBackups = 0;
    int m_failingRestores = 0;
    int m_failingUploads = 0;
    std::optional<std::chrono::milliseconds> m_slowShutdown;
    QStringList m_failingActions;
    QStringList m_failingVolumeActions;
    int m_total = 0;
};

} // namespace oriel::demo
