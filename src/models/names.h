#pragma once

#include "models/lookup.h"
#include "operations/names.h"

#include <QtCore/QString>

namespace oriel::models {

// Texts for resources that other resources refer to. GUI thread with a live Lookup, worker with a
// frozen one.

using operations::nameOrId;

/// The volume that an instance boots from; null if unknown.
[[nodiscard]] store::Row<openstack::Volume> bootVolume(const openstack::Server &server,
                                                       const Lookup &lookup);
/// "web-boot (volume)", "debian-12"; the ID if the list does not contain it.
[[nodiscard]] QString bootSourceText(const openstack::Server &server, const Lookup &lookup);
/// Floating addresses first, because users connect to those.
[[nodiscard]] QString addressesText(const openstack::Server &server);
/// "m1.small"; the ID if the name is unknown.
[[nodiscard]] QString flavorName(const openstack::Server &server, const Lookup &lookup);
/// "2 vCPUs · 4 GiB RAM · 20 GiB disk"; empty if unknown.
[[nodiscard]] QString flavorSizes(const openstack::Server &server, const Lookup &lookup);
/// Where a volume is attached: "web-01 (/dev/vda)"; a dash if it is not.
[[nodiscard]] QString attachedText(const openstack::Volume &volume, const Lookup &lookup);
/// The instance of a volume snapshot: that of its set, otherwise the one its volume is attached to;
/// empty if there is none.
[[nodiscard]] QString serverIdOf(const openstack::VolumeSnapshot &snapshot, const Lookup &lookup);
/// The total bytes of an image: its data, or the volume snapshots that it refers to; -1 if unknown.
[[nodiscard]] qint64 imageBytes(const openstack::Image &image, const Lookup &lookup);

} // namespace oriel::models
