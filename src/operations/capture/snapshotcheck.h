#pragma once

#include "openstack/blockstorage/requests.h"
#include "operations/operation.h"

#include <functional>

namespace oriel::operations {

/// Finds out, before an instance is shut off for it, whether the snapshot would be refused: by the
/// state of a volume that is captured, or by the quota. What cannot be found out stands in the way
/// of nothing.
class SnapshotCheck final : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void(const std::optional<Error> &refusal)>;

    SnapshotCheck(Context context, QStringList volumeIds, QObject *parent);

    /// `then` is called once.
    void start(Then then);

private:
    void lookAtVolume();
    void lookAtQuota();
    void lookWhetherGigabytesCount(const openstack::BlockStorageLimits &limits);
    void refuse(ErrorKind kind, const QString &message);

    Context m_context;
    QStringList m_volumeIds;
    Then m_then;
    int m_at = 0;
    qint64 m_gib = 0;
};

} // namespace oriel::operations
