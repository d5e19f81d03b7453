#include "operations/capture/snapshotcheck.h"

#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "operations/failure.h"
#include "operations/names.h"
#include "operations/statewords.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>

#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct SnapshotCheckWords
{
    Q_DECLARE_TR_FUNCTIONS(SnapshotCheck)
};

template <typename Rows>
qint64 sizeOf(const Rows &rows)
{
    return std::accumulate(rows.begin(), rows.end(), qint64{0},
                           [](qint64 sum, const auto &row) { return sum + row.sizeGiB; });
}

std::optional<Error> refusal(const Context *context, ErrorKind kind, const QString &message)
{
    return failureOf(net::Service::BlockStorage, kind, message, context->clock.now());
}

/// In some clouds volume snapshots do not count as gigabytes; then the used amount is that of the
/// volumes. True also if this cannot be determined.
Task<bool> mayIgnoreGigabytes(const Context *context, qint64 used)
{
    auto volumeWalk = context->client.all(openstack::List<openstack::Volume>{});
    const auto volumes = co_await volumeWalk;
    auto snapshotWalk = context->client.all(openstack::List<openstack::VolumeSnapshot>{});
    const auto snapshots = co_await snapshotWalk;
    co_return !volumes.ok() || !snapshots.ok() || (!snapshots->empty() && sizeOf(*volumes) == used);
}

} // namespace

Task<std::optional<Error>> refusalOfSnapshot(const Context *context, QStringList volumeIds)
{
    if (volumeIds.isEmpty())
        co_return std::nullopt;
    qint64 gib = 0;
    for (const QString &id : volumeIds) {
        auto call = context->client.call(openstack::Get<openstack::Volume>{id});
        const auto volume = co_await call;
        if (!volume.ok() && volume.error().kind == ErrorKind::NotFound)
            co_return refusal(context, ErrorKind::NotFound,
                              SnapshotCheckWords::tr("The volume %1 does not exist.").arg(id));
        if (!volume.ok())
            co_return std::nullopt; // no block storage service, or no answer: the cloud decides
        context->stores.volumes.upsert({*volume});
        gib += volume->sizeGiB;
        if (volume->status != "in-use"_L1 && volume->status != "available"_L1)
            co_return refusal(
                context, ErrorKind::Conflict,
                SnapshotCheckWords::tr("The volume “%1” is %2. The cloud captures only volumes "
                                       "that are in use or available.")
                    .arg(nameOrId(volume->name, volume->id), storageStateWord(volume->status)));
    }
    auto call = context->client.call(openstack::GetBlockStorageLimits{});
    const auto limits = co_await call;
    if (!limits.ok())
        co_return std::nullopt;
    if (!limits->snapshots.fits(volumeIds.size()))
        co_return refusal(
            context, ErrorKind::OverQuota,
            SnapshotCheckWords::tr("The quota allows %1 volume snapshots, %2 are in use, and this "
                                   "snapshot needs %3.")
                .arg(QString::number(limits->snapshots.limit),
                     QString::number(limits->snapshots.used), QString::number(volumeIds.size())));
    if (limits->gigabytes.fits(gib))
        co_return std::nullopt;
    auto asking = mayIgnoreGigabytes(context, limits->gigabytes.used);
    const bool ignored = co_await std::move(asking);
    if (ignored)
        co_return std::nullopt;
    co_return refusal(context, ErrorKind::OverQuota,
                      SnapshotCheckWords::tr("The quota allows %1 GiB, %2 GiB are in use, and this "
                                             "snapshot needs %3 GiB.")
                          .arg(QString::number(limits->gigabytes.limit),
                               QString::number(limits->gigabytes.used), QString::number(gib)));
}

bool snapshotsCountInGigabytes(const store::CloudStores &stores)
{
    const auto &limits = stores.blockStorageLimits.value();
    if (!limits || !limits->gigabytes.known || !stores.volumes.state().isComplete() ||
        !stores.volumeSnapshots.state().isComplete())
        return true;
    qint64 volumes = 0;
    for (const auto &volume : stores.volumes.rows())
        volumes += volume->sizeGiB;
    qint64 snapshots = 0;
    for (const auto &snapshot : stores.volumeSnapshots.rows())
        snapshots += snapshot->sizeGiB;
    return !(snapshots > 0 && limits->gigabytes.used == volumes);
}

QString snapshotCaution()
{
    return SnapshotCheckWords::tr(
        "A snapshot is not a backup: it is no safer than the storage that holds it. Keep it for a "
        "limited time. The more is written while it exists, the longer it takes to delete.");
}

Task<Error> explainQuota(const Context *context, Error error, QStringList missing)
{
    qint64 gib = 0;
    for (const QString &id : missing) {
        if (const auto known = context->stores.volumes.find(id)) {
            gib += known->sizeGiB;
            continue;
        }
        auto call = context->client.call(openstack::Get<openstack::Volume>{id});
        const auto volume = co_await call;
        if (!volume.ok())
            co_return error;
        gib += volume->sizeGiB;
    }
    if (gib == 0)
        co_return error;
    auto call = context->client.call(openstack::GetBlockStorageLimits{});
    const auto limits = co_await call;
    if (!limits.ok() || !limits->snapshots.fits(missing.size()) || limits->gigabytes.fits(gib))
        co_return error;
    while (error.message.endsWith(u'.') || error.message.endsWith(u' '))
        error.message.chop(1);
    error.message = SnapshotCheckWords::tr("%1. The storage quota is too small: %2 of %3 GiB are "
                                           "in use, and %4 GiB more are needed.")
                        .arg(error.message, QString::number(limits->gigabytes.used),
                             QString::number(limits->gigabytes.limit), QString::number(gib));
    co_return error;
}

} // namespace oriel::operations
