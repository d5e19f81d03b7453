#pragma once

#include "openstack/api.h"

#include <QtCore/QMap>

namespace oriel::openstack {

/// The types of volumes that the project may use.
/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-types-types
struct VolumeType
{
    static constexpr Kind kind = Kind::VolumeType;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/types",
                                    .rows = "volume_types",
                                    .row = "volume_type",
                                    .paging = Paging::None};

    QString id;
    QString name;
    QString description;
    /// Those that members may see, "multiattach" among them; empty in older clouds.
    QMap<QString, QString> extraSpecs = {};

    /// Whether several instances can share a volume of this type, as far as the cloud tells it.
    [[nodiscard]] bool isShared() const
    {
        return extraSpecs.value(QStringLiteral("multiattach")) == QLatin1String("<is> True");
    }

    static void fields(auto &f, auto &type)
    {
        f.id("id", type.id);
        f("name", type.name);
        f("description", type.description);
        f.shared("extra_specs", type.extraSpecs);
    }
    bool operator==(const VolumeType &) const = default;
};

/// Whether this is Cinder's own type, for clouds that have configured no default.
[[nodiscard]] inline bool isPlaceholderType(const QString &name)
{
    return name == QLatin1String("__DEFAULT__");
}

} // namespace oriel::openstack
