#include "operations/flavorwords.h"

#include "base/humanize.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <QtCore/QLocale>
#include <QtCore/QStringList>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Each function gives nothing for what it does not know.
class FlavorWords
{
    Q_DECLARE_TR_FUNCTIONS(FlavorWords)

public:
    using Known = std::optional<FlavorSpec>;
    static Known ofMachine(const QString &key, const QString &value);
    static Known ofTopology(const QString &key, const QString &value);
    static Known ofDevices(const QString &key, const QString &value);
    static Known ofQuota(const QString &key, const QString &value);
    static Known ofHosts(const QString &key, const QString &value);

private:
    static QString pages(const QString &value);
    static QString cpus(const QString &policy);
    static QString aliases(const QString &value);
    static QString rate(const QString &what);
};

bool isYes(const QString &value)
{
    static const QStringList yes{u"true"_s, u"yes"_s, u"1"_s, u"on"_s};
    return yes.contains(value.toLower());
}

QString FlavorWords::cpus(const QString &policy)
{
    if (policy == "dedicated"_L1)
        return tr("dedicated CPUs");
    if (policy == "mixed"_L1)
        return tr("some dedicated CPUs");
    return policy == "shared"_L1 ? tr("shared CPUs") : QString();
}

QString FlavorWords::pages(const QString &value)
{
    if (value == "large"_L1)
        return tr("huge pages");
    if (value == "small"_L1)
        return tr("small pages");
    if (value == "any"_L1)
        return tr("huge pages if the host has them");
    bool number = false;
    const int kib = value.toInt(&number);
    //: %1: a size: "2 MiB", "1GB"
    return tr("pages of %1")
        .arg(!number          ? value
             : kib >= 1 << 20 ? tr("%1 GiB").arg(kib >> 20)
             : kib >= 1 << 10 ? tr("%1 MiB").arg(kib >> 10)
                              : tr("%1 KiB").arg(kib));
}

FlavorWords::Known FlavorWords::ofMachine(const QString &key, const QString &value)
{
    if (key == "hw:cpu_policy"_L1) {
        const QString text = cpus(value);
        if (text.isEmpty())
            return {};
        return FlavorSpec{tr("CPUs"), text, value == "shared"_L1 ? QString() : text};
    }
    if (key == "hw:mem_page_size"_L1)
        return FlavorSpec{tr("Memory pages"), pages(value),
                          value == "small"_L1 ? QString() : pages(value)};
    if (key == "hw:cpu_realtime"_L1 && isYes(value))
        return FlavorSpec{tr("CPU scheduling"), tr("real time"), tr("real-time CPUs")};
    if (key == "hw:mem_encryption"_L1 && isYes(value))
        return FlavorSpec{tr("Memory encryption"), tr("on"), tr("encrypted memory")};
    if (key == "os:secure_boot"_L1)
        return FlavorSpec{tr("Secure Boot"), value,
                          value == "required"_L1 ? tr("Secure Boot") : QString()};
    if (key == "hw:tpm_version"_L1)
        return FlavorSpec{tr("TPM"), tr("version %1").arg(value), tr("TPM %1").arg(value)};
    if (key == "hw:watchdog_action"_L1 || key == "hw_watchdog_action"_L1)
        return FlavorSpec{tr("When the system hangs"), value};
    if (key == "hw_rng:allowed"_L1)
        return FlavorSpec{tr("Random number generator"), isYes(value) ? tr("yes") : tr("no")};
    return {};
}

FlavorWords::Known FlavorWords::ofTopology(const QString &key, const QString &value)
{
    if (key == "hw:numa_nodes"_L1)
        return FlavorSpec{tr("NUMA nodes"), value, tr("%n NUMA node(s)", nullptr, value.toInt())};
    if (key == "hw:cpu_sockets"_L1)
        return FlavorSpec{tr("CPU sockets"), value};
    if (key == "hw:cpu_cores"_L1)
        return FlavorSpec{tr("Cores per socket"), value};
    if (key == "hw:cpu_threads"_L1)
        return FlavorSpec{tr("Threads per core"), value};
    if (key == "hw:cpu_thread_policy"_L1) {
        if (value == "isolate"_L1)
            return FlavorSpec{tr("CPU threads"), tr("each vCPU on its own core")};
        if (value == "require"_L1)
            return FlavorSpec{tr("CPU threads"), tr("vCPUs on threads of the same cores")};
        if (value == "prefer"_L1)
            return FlavorSpec{tr("CPU threads"),
                              tr("vCPUs on threads of the same cores if possible")};
    }
    return {};
}

/// "a100:2,nic:1": names that the cloud's operator has chosen.
QString FlavorWords::aliases(const QString &value)
{
    QStringList devices;
    const QStringList parts = value.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        //: Several devices of one kind. %1: how many; %2: the name of the kind
        devices += tr("%1 × %2").arg(part.section(u':', 1, 1).trimmed(),
                                     part.section(u':', 0, 0).trimmed());
    return devices.join(u", "_s);
}

FlavorWords::Known FlavorWords::ofDevices(const QString &key, const QString &value)
{
    if (key == "pci_passthrough:alias"_L1)
        return FlavorSpec{tr("Host devices"), aliases(value), aliases(value)};
    if (key == "accel:device_profile"_L1)
        return FlavorSpec{tr("Accelerators"), value, value};
    if (!key.startsWith("resources"_L1) || !key.contains(u':'))
        return {};
    const QString what = key.section(u':', 1);
    const int count = value.toInt();
    if (what == "VGPU"_L1)
        return FlavorSpec{tr("Virtual GPUs"), value, tr("%n virtual GPU(s)", nullptr, count)};
    if (what == "PGPU"_L1)
        return FlavorSpec{tr("GPUs"), value, tr("%n GPU(s)", nullptr, count)};
    if (what == "PCPU"_L1)
        return FlavorSpec{tr("Dedicated CPUs"), value, tr("dedicated CPUs")};
    if (what.startsWith("CUSTOM_"_L1)) {
        const QString name = what.mid(7).toLower().replace(u'_', u' ');
        //: %1: how many; %2: a kind of device or host that the cloud's operator has named
        return FlavorSpec{name, value, tr("%1 × %2").arg(value, name)};
    }
    return {};
}

/// Empty: the rate is not known.
QString FlavorWords::rate(const QString &what)
{
    static const QHash<QString, QString> titles{
        {u"disk_read_bytes_sec"_s, tr("Maximum disk read rate")},
        {u"disk_write_bytes_sec"_s, tr("Maximum disk write rate")},
        {u"disk_total_bytes_sec"_s, tr("Maximum disk throughput")},
        {u"disk_read_iops_sec"_s, tr("Maximum disk reads")},
        {u"disk_write_iops_sec"_s, tr("Maximum disk writes")},
        {u"disk_total_iops_sec"_s, tr("Maximum disk reads and writes")},
        {u"vif_inbound_average"_s, tr("Network, incoming")},
        {u"vif_inbound_peak"_s, tr("Network, incoming, peak")},
        {u"vif_outbound_average"_s, tr("Network, outgoing")},
        {u"vif_outbound_peak"_s, tr("Network, outgoing, peak")}};
    return titles.value(what);
}

FlavorWords::Known FlavorWords::ofQuota(const QString &key, const QString &value)
{
    if (!key.startsWith("quota:"_L1))
        return {};
    const QString what = key.mid(6);
    const QString title = rate(what);
    bool number = false;
    const qint64 amount = value.toLongLong(&number);
    if (title.isEmpty() || !number)
        return {};
    if (what.endsWith("iops_sec"_L1))
        return FlavorSpec{title, tr("%1 per second").arg(QLocale().toString(amount)),
                          tr("%1 IOPS").arg(QLocale().toString(amount))};
    // Nova counts bytes on disks, and kilobytes on networks.
    const qint64 bytes = what.startsWith("vif_"_L1) ? amount * 1000 : amount;
    return FlavorSpec{
        title,
        tr("%1 per second").arg(QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat))};
}

FlavorWords::Known FlavorWords::ofHosts(const QString &key, const QString &value)
{
    if (key.startsWith("trait"_L1) && key.contains(u':')) {
        const QString trait = key.section(u':', 1);
        if (value == "required"_L1)
            return FlavorSpec{tr("Only on hosts with"), trait};
        if (value == "forbidden"_L1)
            return FlavorSpec{tr("Only on hosts without"), trait};
    }
    if (const auto prefix = "aggregate_instance_extra_specs:"_L1; key.startsWith(prefix))
        //: %1: a property of hosts; %2: its value
        return FlavorSpec{tr("Only on hosts with"),
                          tr("%1 = %2").arg(key.mid(prefix.size()), value)};
    return {};
}

} // namespace

QString flavorSize(int vcpus, qint64 ramMiB, qint64 diskGiB)
{
    const QString cpus =
        vcpus == 1 ? FlavorWords::tr("1 vCPU") : FlavorWords::tr("%1 vCPUs").arg(vcpus);
    if (diskGiB <= 0) // a flavor for booting from a volume
        //: The size of an instance. %1: "2 vCPUs"; %2: "4 GiB"
        return FlavorWords::tr("%1 · %2 RAM").arg(cpus, memoryText(ramMiB));
    //: The size of an instance. %1: "2 vCPUs"; %2: "4 GiB"; %3: "20 GiB"
    return FlavorWords::tr("%1 · %2 RAM · %3 disk").arg(cpus, memoryText(ramMiB), gibText(diskGiB));
}

std::vector<FlavorSpec> flavorSpecs(const QMap<QString, QString> &extraSpecs)
{
    std::vector<FlavorSpec> known;
    std::vector<FlavorSpec> others;
    for (auto spec = extraSpecs.begin(); spec != extraSpecs.end(); ++spec) {
        FlavorWords::Known words;
        for (const auto &of :
             {FlavorWords::ofMachine, FlavorWords::ofTopology, FlavorWords::ofDevices,
              FlavorWords::ofQuota, FlavorWords::ofHosts}) {
            if (!words)
                words = of(spec.key(), spec.value());
        }
        if (words)
            known.push_back(*words);
        else
            others.push_back({spec.key(), spec.value()});
    }
    known.insert(known.end(), others.begin(), others.end());
    return known;
}

QString flavorFeatures(const QMap<QString, QString> &extraSpecs)
{
    QStringList features;
    for (const FlavorSpec &spec : flavorSpecs(extraSpecs)) {
        if (!spec.brief.isEmpty() && !features.contains(spec.brief))
            features += spec.brief;
    }
    return features.join(u", "_s);
}

} // namespace oriel::operations
