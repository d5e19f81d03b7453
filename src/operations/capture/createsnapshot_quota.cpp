#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "operations/createsnapshot.h"
#include "store/cloudstores.h"

// What a quota that was hit really was; createsnapshot.cpp has the request.

namespace oriel::operations {

/// Of an instance that boots from a volume Nova says that the quota of snapshots is exceeded also
/// where it is that of the gigabytes. The limits tell which of the two has no room for what was
/// still to be captured; where they do, `then` gets an error that says so.
void CreateSnapshot::explainQuota(const Error &error,
                                  const std::function<void(const Error &)> &then)
{
    if (error.kind != ErrorKind::OverQuota || m_before.volumes.empty()) {
        then(error);
        return;
    }
    QSet<QString> captured; // before the quota was hit
    for (const Subject &left : leftovers()) {
        if (const auto snapshot = context().stores.volumeSnapshots.find(left.id))
            captured.insert(snapshot->volumeId);
    }
    QStringList missing;
    for (const openstack::AttachedVolume &attached : m_before.volumes) {
        if (!captured.contains(attached.id))
            missing.append(attached.id);
    }
    addUpSizes(missing, 0, [this, error, then, count = missing.size()](qint64 gib) {
        if (gib <= 0) {
            then(error);
            return;
        }
        context()
            .client.call(openstack::GetBlockStorageLimits{})
            .then(this, [error, then, count, gib](const auto &limits) {
                Error why = error;
                if (limits.ok() && limits->snapshots.fits(count) && !limits->gigabytes.fits(gib)) {
                    while (why.message.endsWith(u'.') || why.message.endsWith(u' '))
                        why.message.chop(1);
                    why.message =
                        tr("%1. It is the gigabytes that do not suffice: %2 of %3 GiB are used, "
                           "and %4 GiB more were needed.")
                            .arg(why.message, QString::number(limits->gigabytes.used),
                                 QString::number(limits->gigabytes.limit), QString::number(gib));
                }
                then(why);
            });
    });
}

/// `then` gets how many GiB the volumes have in all, added to `gib`; -1 where that cannot be found
/// out.
void CreateSnapshot::addUpSizes(QStringList volumeIds, qint64 gib,
                                const std::function<void(qint64)> &then)
{
    while (!volumeIds.isEmpty()) {
        const auto volume = context().stores.volumes.find(volumeIds.front());
        if (!volume)
            break;
        gib += volume->sizeGiB;
        volumeIds.removeFirst();
    }
    if (volumeIds.isEmpty()) {
        then(gib);
        return;
    }
    const QString id = volumeIds.takeFirst();
    context()
        .client.call(openstack::GetVolume{id})
        .then(this, [this, volumeIds, gib, then](const auto &volume) {
            if (volume.ok())
                addUpSizes(volumeIds, gib + volume->sizeGiB, then);
            else
                then(-1);
        });
}

} // namespace oriel::operations
