#include "operations/actions/availability.h"

#include "base/visible.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class AvailabilityWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::Availability)
};

QString pattern(openstack::Kind kind)
{
    switch (kind) {
    case Kind::VolumeSnapshot:
        return AvailabilityWords::tr("The volume snapshot is %1. It must be available.");
    case Kind::Backup:
        return AvailabilityWords::tr("The backup is %1. It must be available.");
    case Kind::VolumeGroup:
        return AvailabilityWords::tr("The volume group is %1. It must be available.");
    case Kind::GroupSnapshot:
        return AvailabilityWords::tr("The group snapshot is %1. It must be available.");
    default:
        return AvailabilityWords::tr("The volume is %1. It must be available.");
    }
}

} // namespace

QString unavailable(openstack::Kind kind, const QString &status)
{
    return status == "available"_L1 ? QString() : pattern(kind).arg(storageStateWord(status));
}

QString notIdle(const openstack::Volume &volume)
{
    return volume.status == "available"_L1 || volume.status == "in-use"_L1
               ? QString()
               : AvailabilityWords::tr("The volume is %1. It must be available or in use.")
                     .arg(storageStateWord(volume.status));
}

QString notEditable(const openstack::Volume &volume)
{
    return volume.status == "maintenance"_L1
               ? AvailabilityWords::tr("The volume is in maintenance. Try again later.")
               : QString();
}

QString hasFixedMetadata(const openstack::Volume &volume)
{
    return volume.status == "uploading"_L1
               ? AvailabilityWords::tr("The volume is being copied to an image. Try again when "
                                       "that has finished.")
               : notEditable(volume);
}

QString notDetached(const openstack::Volume &volume, const store::CloudStores &stores)
{
    if (volume.status != "in-use"_L1)
        return unavailable(Kind::Volume, volume.status);
    const auto server = volume.attachments.empty()
                            ? nullptr
                            : stores.servers.find(volume.attachments.front().serverId);
    return server && !server->name.isEmpty()
               ? AvailabilityWords::tr("The volume is attached to “%1”. Detach it first.")
                     .arg(isolated(server->name))
               : AvailabilityWords::tr("The volume is attached to an instance. Detach it first.");
}

Remedies waysToDetach(const openstack::Volume &volume)
{
    return volume.status == "in-use"_L1
               ? Remedies{{.action = u"detach-from-server"_s, .on = volume.id}}
               : Remedies{};
}

} // namespace oriel::operations
