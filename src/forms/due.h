#pragma once

#include "operations/operationtypes.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>

#include <vector>

namespace oriel::forms {

/// A resource whose keep-until date has passed.
struct DueItem
{
    operations::Subject subject; ///< of kind SnapshotSet or VolumeSnapshot
    QString serverId;
    QString serverName;
    QDate keepUntil;
    qint64 bytes = 0;

    bool operator==(const DueItem &) const = default;
};

/// The snapshots, and the volume snapshots that are part of none, whose date is before `today`
/// (local time); longest due first. Not what is being deleted already.
[[nodiscard]] std::vector<DueItem> dueForDeletion(const store::CloudStores &stores,
                                                  const QDate &today);

/// "3 snapshots, 24 GiB".
[[nodiscard]] QString dueSummary(const std::vector<DueItem> &items);

} // namespace oriel::forms
