#pragma once

#include "operations/actions/requests.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>

#include <optional>
#include <vector>

namespace oriel::forms {

/// The date until which a volume snapshot is to be kept, as it says itself; nothing: it has none.
[[nodiscard]] std::optional<QDate> keepUntilOf(const openstack::VolumeSnapshot &snapshot);

/// Something whose keep-until date has passed.
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
/// (where the person is); longest due first. Not what is being deleted already.
[[nodiscard]] std::vector<DueItem> dueForDeletion(const store::CloudStores &stores,
                                                  const QDate &today);

/// "3 snapshots, 24 GiB".
[[nodiscard]] QString dueSummary(const std::vector<DueItem> &items);

/// What must be written so that `subject` (of kind SnapshotSet or VolumeSnapshot) is kept until
/// this date; nothing where it is no longer there.
[[nodiscard]] std::optional<operations::KeepUntilRequest>
keepUntilRequest(const operations::Subject &subject, const std::optional<QDate> &date,
                 const store::CloudStores &stores);

/// The date that all of them have; nothing where they differ. `mixed` says which nothing it is.
[[nodiscard]] std::optional<QDate> commonKeepUntil(const std::vector<operations::Subject> &subjects,
                                                   const store::CloudStores &stores, bool *mixed);

} // namespace oriel::forms
