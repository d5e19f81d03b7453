#pragma once

#include "models/lookup.h"

#include <QtCore/QString>

namespace oriel::models {

// What resources are called where another one points to them. GUI thread with a live Lookup, worker
// with a frozen one.

/// The name, or the id where there is none.
[[nodiscard]] inline QString nameOrId(const QString &name, const QString &id)
{
    return name.isEmpty() ? id : name;
}

/// The volume that an instance boots from; null where not known.
[[nodiscard]] store::Row<openstack::Volume> bootVolume(const openstack::Server &server,
                                                       const Lookup &lookup);
/// "web-boot (volume)", "debian-12"; the id where the list does not have it.
[[nodiscard]] QString bootSourceText(const openstack::Server &server, const Lookup &lookup);
/// Floating addresses first, as those are the ones to connect to.
[[nodiscard]] QString addressesText(const openstack::Server &server);
/// "m1.small"; the id where the name is not known.
[[nodiscard]] QString flavorName(const openstack::Server &server, const Lookup &lookup);
/// "2 vCPUs · 4 GiB RAM · 20 GiB disk"; empty where not known.
[[nodiscard]] QString flavorSizes(const openstack::Server &server, const Lookup &lookup);
/// Where a volume is attached: "web-01 (/dev/vda)"; a dash where nowhere.
[[nodiscard]] QString attachedText(const openstack::Volume &volume, const Lookup &lookup);
/// The instance of a volume snapshot: the one of its set, else the one its volume is attached to;
/// empty where none.
[[nodiscard]] QString serverIdOf(const openstack::VolumeSnapshot &snapshot, const Lookup &lookup);
/// Whole bytes of an image: its data, or the volume snapshots that it points to; -1 where not known
/// yet.
[[nodiscard]] qint64 imageBytes(const openstack::Image &image, const Lookup &lookup);

} // namespace oriel::models
