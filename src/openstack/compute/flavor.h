#pragma once

#include "openstack/api.h"

#include <QtCore/QStringList>

namespace oriel::openstack {

/// The sizes that instances can have. https://docs.openstack.org/api-ref/compute/#flavors
struct Flavor
{
    static constexpr Kind kind = Kind::Flavor;
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/flavors",
                                    .rows = "flavors",
                                    .row = "flavor",
                                    .detail = "/detail"};

    QString id;
    QString name;
    int vcpus = 0;
    int ramMiB = 0;
    int diskGiB = 0;
    int ephemeralGiB = 0;
    bool isPublic = true;
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &flavor)
    {
        f.id("id", flavor.id);
        f("name", flavor.name);
        f("vcpus", flavor.vcpus);
        f("ram", flavor.ramMiB);
        f("disk", flavor.diskGiB);
        f("OS-FLV-EXT-DATA:ephemeral", flavor.ephemeralGiB);
        f("os-flavor-access:is_public", flavor.isPublic);
    }
    bool operator==(const Flavor &) const = default;
};

} // namespace oriel::openstack
