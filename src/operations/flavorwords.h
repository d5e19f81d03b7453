#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

namespace oriel::operations {

/// One extra spec of a flavor.
/// https://docs.openstack.org/nova/latest/configuration/extra-specs.html
struct FlavorSpec
{
    QString title;   ///< "CPUs"; of an unknown one, its key
    QString text;    ///< "dedicated to the instance"; of an unknown one, its value
    QString brief{}; ///< by itself: "dedicated CPUs"; empty: not worth a mention beside the sizes
};

/// Its sizes: "2 vCPUs · 4 GiB RAM · 20 GiB disk". Without a local disk, it ends with the memory.
[[nodiscard]] QString flavorSize(int vcpus, qint64 ramMiB, qint64 diskGiB);

/// In words, the known ones first.
[[nodiscard]] std::vector<FlavorSpec> flavorSpecs(const QMap<QString, QString> &extraSpecs);

/// What distinguishes the flavor beside its sizes: "dedicated CPUs, 2 GPUs (VGPU)". Empty: nothing.
[[nodiscard]] QString flavorFeatures(const QMap<QString, QString> &extraSpecs);

} // namespace oriel::operations
