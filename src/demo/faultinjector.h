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

/// One way to go wrong, for the requests that it matches.
struct FaultRule
{
    enum class Kind {
        Delay,        ///< the true answer, `delay` later
        Hang,         ///< no answer, ever; the request is not carried out
        CutBefore,    ///< the connection closes without an answer; see `carriedOut`
        CutBody,      ///< the true answer, cut after `bytes` bytes of its body
        Status,       ///< `status` with a proxy's plain text and, where set, Retry-After
        Unauthorized, ///< 401 as the service itself would say it
        Garbage,      ///< bytes that are not HTTP, then the connection closes
        Html,         ///< 200 with a page of HTML
    };

    QByteArray method;       ///< empty: any
    QRegularExpression path; ///< searched in the undecoded path, e.g. "/servers/[^/]+/action$"
    Kind kind = Kind::Status;
    int from = 1; ///< the first matching request that is hit, counted from 1 when the rule is added
    int count = 1; ///< how many requests are hit from there on; 0: all
    std::chrono::milliseconds delay{0};
    qsizetype bytes = 0;
    int status = 503;
    std::optional<int> retryAfter; ///< seconds
    bool carriedOut =
        true;     ///< CutBefore: whether the request takes effect although its answer is lost
    int seen = 0; ///< matching requests so far; kept by the injector
};

/// What came in, for tests that must prove how often something was sent.
struct LoggedRequest
{
    QByteArray method;
    QString path;
    QByteArray query;
    QHash<QByteArray, QByteArray> headers; ///< by lower-case name; tokens are replaced by "…"
    QByteArray body;                       ///< empty for identity requests: they carry passwords
};

/// Delays, hangs, cuts and wrong answers, per endpoint and per n-th request, and a log of what came
/// in. Used on the thread of its DemoCloud.
class FaultInjector
{
public:
    void add(FaultRule rule) { m_rules.push_back(std::move(rule)); }
    /// Forgets the rules and the failures to come; the log stays.
    void clear();

    /// The next volume snapshot of a volume with this name, or this id, ends in `error`.
    void failSnapshotOf(const QString &volume) { m_failingSnapshots.append(volume); }
    /// The volume snapshot with this name, or this id, cannot be deleted as long as this holds: it
    /// becomes available again, as with storage where a volume made from it depends on it.
    void makeBusy(const QString &snapshot, bool busy = true);
    /// The next deletion of the volume snapshot with this name, or this id, ends in
    /// `error_deleting`.
    void failDeletionOf(const QString &snapshot) { m_failingDeletions.append(snapshot); }
    /// No backup service runs any more: backups are accepted and fail.
    void stopBackupService() { m_backupServiceRuns = false; }
    [[nodiscard]] bool backupServiceRuns() const { return m_backupServiceRuns; }
    /// The next upload of an image-backed snapshot fails: nova deletes the image.
    void failNextUpload() { ++m_failingUploads; }
    /// The next guest that is asked to shut down takes this long.
    void slowNextShutdown(std::chrono::milliseconds duration) { m_slowShutdown = duration; }
    /// The next such action ("start", "stop", "pause", "reboot", …) ends in an error. It leaves the
    /// server as it was; but to suspend or resume one, or to reboot one that does not run, leaves
    /// it in ERROR, as with Nova.
    void failNextAction(const QString &action) { m_failingActions.append(action); }

    [[nodiscard]] const std::vector<LoggedRequest> &log() const { return m_log; }
    void clearLog();
    /// Requests so far, or those of this method whose path matches.
    [[nodiscard]] int requestCount() const { return m_total; }
    [[nodiscard]] int requestCount(const QByteArray &method, const QRegularExpression &path) const;

    // What follows is for the cloud itself.

    /// Counts the request and gives the rule that hits it, if any: the first that does, in the
    /// order added.
    std::optional<FaultRule> take(const LoggedRequest &request);
    bool takeSnapshotFailure(const QString &volumeName, const QString &volumeId);
    bool takeUploadFailure();
    std::optional<std::chrono::milliseconds> takeSlowShutdown();
    bool takeActionFailure(const QString &action);
    [[nodiscard]] bool isBusy(const QString &snapshotName, const QString &snapshotId) const;
    bool takeDeletionFailure(const QString &snapshotName, const QString &snapshotId);

private:
    static constexpr std::size_t keptRequests = 20'000;

    std::vector<FaultRule> m_rules;
    std::vector<LoggedRequest> m_log;
    QStringList m_failingSnapshots;
    QStringList m_busySnapshots;
    QStringList m_failingDeletions;
    bool m_backupServiceRuns = true;
    int m_failingUploads = 0;
    std::optional<std::chrono::milliseconds> m_slowShutdown;
    QStringList m_failingActions;
    int m_total = 0;
};

} // namespace oriel::demo
