#include "operations/capture/snapshotcheck.h"

#include "operations/failure.h"
#include "store/cloudstores.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

SnapshotCheck::SnapshotCheck(Context context, QStringList volumeIds, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_volumeIds(std::move(volumeIds))
{}

void SnapshotCheck::start(Then then)
{
    m_then = std::move(then);
    if (m_volumeIds.isEmpty())
        m_then(std::nullopt);
    else
        lookAtVolume();
}

void SnapshotCheck::refuse(ErrorKind kind, const QString &message)
{
    m_then(failureOf(net::Service::BlockStorage, kind, message, m_context.clock.now()));
}

void SnapshotCheck::lookAtVolume()
{
    if (m_at >= m_volumeIds.size()) {
        lookAtQuota();
        return;
    }
    const QString id = m_volumeIds.at(m_at++);
    m_context.client.call(openstack::GetVolume{id}).then(this, [this, id](auto result) {
        if (!result.ok()) {
            if (result.error().kind == ErrorKind::NotFound)
                refuse(ErrorKind::NotFound, tr("The volume %1 does not exist.").arg(id));
            else
                m_then(std::nullopt); // no block storage service, or no answer: the cloud decides
            return;
        }
        const openstack::Volume volume = std::move(result).value();
        m_context.stores.volumes.upsert({volume});
        m_gib += volume.sizeGiB;
        if (volume.status == "in-use"_L1 || volume.status == "available"_L1)
            lookAtVolume();
        else
            refuse(ErrorKind::Conflict,
                   tr("The volume “%1” is “%2”. The cloud captures only volumes that are “in-use” "
                      "or “available”.")
                       .arg(volume.name.isEmpty() ? volume.id : volume.name, volume.status));
    });
}

void SnapshotCheck::lookAtQuota()
{
    m_context.client.call(openstack::GetBlockStorageLimits{}).then(this, [this](auto limits) {
        if (!limits.ok()) {
            m_then(std::nullopt);
        } else if (!limits->snapshots.fits(m_volumeIds.size())) {
            refuse(
                ErrorKind::OverQuota,
                tr("The quota allows %1 volume snapshots, %2 are in use, and this snapshot needs "
                   "%3.")
                    .arg(QString::number(limits->snapshots.limit),
                         QString::number(limits->snapshots.used),
                         QString::number(m_volumeIds.size())));
        } else if (!limits->gigabytes.fits(m_gib)) {
            lookWhetherGigabytesCount(limits.value());
        } else {
            m_then(std::nullopt);
        }
    });
}

void SnapshotCheck::lookWhetherGigabytesCount(const openstack::BlockStorageLimits &limits)
{
    // Clouds can be set up so that volume snapshots do not count as gigabytes. Then what is used is
    // what the volumes take.
    m_context.client.all(openstack::ListVolumes{}).then(this, [this, limits](auto volumes) {
        qint64 used = 0;
        if (volumes.ok()) {
            for (const openstack::Volume &volume : volumes.value())
                used += volume.sizeGiB;
        }
        m_context.client.all(openstack::ListVolumeSnapshots{})
            .then(this, [this, limits, known = volumes.ok(), used](auto snapshots) {
                if (!known || !snapshots.ok() ||
                    (!snapshots.value().empty() && used == limits.gigabytes.used)) {
                    m_then(std::nullopt);
                    return;
                }
                refuse(ErrorKind::OverQuota,
                       tr("The quota allows %1 GiB, %2 GiB are in use, and this snapshot needs "
                          "%3 GiB.")
                           .arg(QString::number(limits.gigabytes.limit),
                                QString::number(limits.gigabytes.used), QString::number(m_gib)));
            });
    });
}

} // namespace oriel::operations
