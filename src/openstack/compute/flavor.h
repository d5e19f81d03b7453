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
    int swapMiB = 0;
    bool isPublic = true;
    QString description = {}; ///< since 2.55
    /// What the hosts and the machine must have. Since 2.61, and where the policy shows them.
    QMap<QString, QString> extraSpecs = {};
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &flavor)
    {
        f.id("id", flavor.id);
        f("name", flavor.name);
        f("vcpus", flavor.vcpus);
        f("ram", flavor.ramMiB);
        f("disk", flavor.diskGiB);
        f("OS-FLV-EXT-DATA:ephemeral", flavor.ephemeralGiB);
        f("swap", flavor.swapMiB, readSwap);
        f("os-flavor-access:is_public", flavor.isPublic);
        f("description", flavor.description);
        f.shared("extra_specs", flavor.extraSpecs);
    }
    bool operator==(const Flavor &) const = default;

private:
    static int readSwap(const net::json::Value &swap);
};

} // namespace oriel::openstack
