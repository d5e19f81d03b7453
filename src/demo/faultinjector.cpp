#include "demo/faultinjector.h"

#include <algorithm>
#include <utility>

namespace oriel::demo {

void FaultInjector::clear()
{
    m_rules.clear();
    m_failingSnapshots.clear();
    m_failingUploads = 0;
    m_failingBackups = 0;
    m_failingRestores = 0;
    m_busySnapshots.clear();
    m_failingDeletions.clear();
    m_slowShutdown.reset();
    m_failingActions.clear();
    m_failingVolumeActions.clear();
}

void FaultInjector::makeBusy(const QString &snapshot, bool busy)
{
    m_busySnapshots.removeAll(snapshot);
    if (busy)
        m_busySnapshots.append(snapshot);
}

bool FaultInjector::isBusy(const QString &snapshotName, const QString &snapshotId) const
{
    return m_busySnapshots.contains(snapshotName) || m_busySnapshots.contains(snapshotId);
}

bool FaultInjector::takeDeletionFailure(const QString &snapshotName, const QString &snapshotId)
{
    return m_failingDeletions.removeOne(snapshotName) || m_failingDeletions.removeOne(snapshotId);
}

void FaultInjector::clearLog()
{
    m_log.clear();
    m_total = 0;
}

int FaultInjector::requestCount(const QByteArray &method, const QRegularExpression &path) const
{
    return static_cast<int>(std::count_if(m_log.begin(), m_log.end(), [&](const LoggedRequest &r) {
        return (method.isEmpty() || r.method == method) && path.match(r.path).hasMatch();
    }));
}

std::optional<FaultRule> FaultInjector::take(const LoggedRequest &request)
{
    ++m_total;
    // A server that runs for weeks must not grow indefinitely.
    if (m_log.size() >= keptRequests)
        m_log.erase(m_log.begin(), m_log.begin() + static_cast<std::ptrdiff_t>(keptRequests / 2));
    m_log.push_back(request);

    std::optional<FaultRule> hit;
    bool mayFollow = false;
    for (FaultRule &rule : m_rules) {
        const bool held = rule.follows && !mayFollow;
        mayFollow = rule.hasHit;
        if (held)
            continue;
        if (!rule.method.isEmpty() && rule.method != request.method)
            continue;
        if (!rule.path.match(request.path).hasMatch())
            continue;
        ++rule.seen;
        const bool due =
            rule.seen >= rule.from && (rule.count == 0 || rule.seen < rule.from + rule.count);
        if (due && !hit) {
            rule.hasHit = true;
            hit = rule;
        }
    }
    return hit;
}

bool FaultInjector::takeSnapshotFailure(const QString &volumeName, const QString &volumeId)
{
    return m_failingSnapshots.removeOne(volumeName) || m_failingSnapshots.removeOne(volumeId);
}

std::optional<std::chrono::milliseconds> FaultInjector::takeSlowShutdown()
{
    return std::exchange(m_slowShutdown, std::nullopt);
}

bool FaultInjector::takeActionFailure(const QString &action)
{
    return m_failingActions.removeOne(action);
}

bool FaultInjector::takeVolumeFailure(const QString &action)
{
    return m_failingVolumeActions.removeOne(action);
}

namespace {

bool takeOne(int &failing)
{
    if (failing == 0)
        return false;
    --failing;
    return true;
}

} // namespace

bool FaultInjector::takeUploadFailure()
{
    return takeOne(m_failingUploads);
}

bool FaultInjector::takeBackupFailure()
{
    return takeOne(m_failingBackups);
}

bool FaultInjector::takeRestoreFailure()
{
    return takeOne(m_failingRestores);
}

} // namespace oriel::demo
