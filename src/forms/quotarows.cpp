#include "forms/quotarows.h"

#include "base/visible.h"
#include "forms/quotatext.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using openstack::Quota;

class QuotaTitles
{
    Q_DECLARE_TR_FUNCTIONS(QuotaRows)

public:
    struct Title
    {
        const char *key;
        QString text;
        QString unit{};
    };
    static std::vector<Title> compute()
    {
        return {{"instances", tr("Instances")},
                {"cores", tr("Cores")},
                {"ram", tr("Memory"), u"MiB"_s},
                {"key_pairs", tr("Key pairs")},
                {"server_groups", tr("Server groups")}};
    }
    static std::vector<Title> storage()
    {
        return {{"volumes", tr("Volumes")},
                {"snapshots", tr("Volume snapshots")},
                {"gigabytes", tr("Storage"), u"GiB"_s},
                {"backups", tr("Backups")},
                {"backup_gigabytes", tr("Backup storage"), u"GiB"_s},
                {"groups", tr("Volume groups")}};
    }
    static std::vector<Title> network()
    {
        return {{"network", tr("Networks")},
                {"subnet", tr("Subnets")},
                {"port", tr("Ports")},
                {"router", tr("Routers")},
                {"floatingip", tr("Floating IPs")},
                {"security_group", tr("Security groups")},
                {"security_group_rule", tr("Security group rules")}};
    }
    /// Of one volume type: "gigabytes_ssd".
    static std::optional<Title> ofType(const QString &key)
    {
        for (const auto &[prefix, pattern, unit] :
             {std::tuple(u"volumes_"_s, tr("Volumes of type “%1”"), QString()),
              std::tuple(u"snapshots_"_s, tr("Volume snapshots of type “%1”"), QString()),
              std::tuple(u"gigabytes_"_s, tr("Storage of type “%1”"), u"GiB"_s)}) {
            if (key.startsWith(prefix))
                return Title{"", pattern.arg(isolated(key.mid(prefix.size()))), unit};
        }
        return std::nullopt;
    }
    static QString perResource(const QString &key, qint64 limit)
    {
        const QString most = QLocale().toString(limit);
        if (key == "metadata_items"_L1)
            return tr("%1 metadata items per instance").arg(most);
        if (key == "server_group_members"_L1)
            return tr("%1 instances per server group").arg(most);
        if (key == "injected_files"_L1)
            return tr("%1 injected files per instance").arg(most);
        if (key == "injected_file_content_bytes"_L1)
            return tr("%1 bytes per injected file").arg(most);
        if (key == "injected_file_path_bytes"_L1)
            return tr("%1 bytes in the path of an injected file").arg(most);
        if (key == "per_volume_gigabytes"_L1)
            return tr("%1 GiB per volume").arg(most);
        if (key == "key_pairs"_L1)
            return tr("%1 key pairs per user").arg(most);
        return {};
    }
};

QMap<QString, Quota> limitsOf(const openstack::ComputeLimits &limits)
{
    return {
        {u"instances"_s, limits.instances}, {u"cores"_s, limits.cores}, {u"ram"_s, limits.ramMiB}};
}

QMap<QString, Quota> limitsOf(const openstack::BlockStorageLimits &limits)
{
    return {{u"volumes"_s, limits.volumes},
            {u"snapshots"_s, limits.snapshots},
            {u"gigabytes"_s, limits.gigabytes},
            {u"backups"_s, limits.backups},
            {u"backup_gigabytes"_s, limits.backupGigabytes}};
}

/// Some policies hide the quotas from users; their limits tell the most important ones.
template <typename Limits>
std::optional<QMap<QString, Quota>> knownQuotas(const std::optional<openstack::Quotas> &quotas,
                                                const std::optional<Limits> &limits)
{
    if (quotas)
        return quotas->byKey;
    if (limits)
        return limitsOf(*limits);
    return std::nullopt;
}

void addRows(std::vector<QuotaRow> &rows, const std::optional<QMap<QString, Quota>> &known,
             const std::vector<QuotaTitles::Title> &titles, std::size_t first)
{
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const auto &[name, text, unit] = titles[i];
        const QString key = QString::fromLatin1(name);
        if (!known) {
            if (i < first) // those that every cloud has
                rows.push_back({key, text, unit, std::nullopt});
        } else if (const auto found = known->find(key); found != known->end()) {
            rows.push_back({key, text, unit, *found});
        }
    }
}

void addTypes(std::vector<QuotaRow> &rows, const QMap<QString, Quota> &known)
{
    for (auto one = known.begin(); one != known.end(); ++one) {
        const auto title = QuotaTitles::ofType(one.key());
        if (title && one.value().known && !one.value().unlimited())
            rows.push_back({one.key(), title->text, title->unit, one.value()});
    }
}

bool isNearlyFull(const QuotaRow &row)
{
    constexpr double nearly = 0.85;
    return row.quota && row.quota->known && quotaShare(*row.quota) >= nearly;
}

/// Nova does not count the key pairs of a user; the list of them does, if it is known.
void countKeyPairs(std::vector<QuotaRow> &rows, const store::CloudStores &stores)
{
    const auto &pairs = stores.of<openstack::KeyPair>();
    const auto row = std::ranges::find(rows, u"key_pairs"_s, &QuotaRow::key);
    if (row == rows.end())
        return;
    if (pairs.state().isComplete())
        row->quota->used = pairs.size();
    else
        rows.erase(row);
}

} // namespace

std::vector<QuotaRow> quotaRows(const store::CloudStores &stores)
{
    constexpr std::size_t everywhere = 3;
    std::vector<QuotaRow> rows;
    const auto has = [&stores](Kind kind) {
        return !stores.at(kind).state().absent;
    };
    if (has(Kind::ComputeQuotas))
        addRows(rows, knownQuotas(stores.computeQuotas.value(), stores.computeLimits.value()),
                QuotaTitles::compute(), everywhere);
    countKeyPairs(rows, stores);
    if (has(Kind::BlockStorageQuotas)) {
        const auto known =
            knownQuotas(stores.blockStorageQuotas.value(), stores.blockStorageLimits.value());
        addRows(rows, known, QuotaTitles::storage(), everywhere);
        if (known)
            addTypes(rows, *known);
    }
    if (const auto &network = stores.networkQuotas.value(); network && has(Kind::NetworkQuotas))
        addRows(rows, network->byKey, QuotaTitles::network(), 0);
    std::stable_partition(rows.begin(), rows.end(), isNearlyFull);
    return rows;
}

QStringList perResourceLimits(const store::CloudStores &stores)
{
    QStringList texts;
    for (const auto *value : {&stores.computeQuotas.value(), &stores.blockStorageQuotas.value()}) {
        if (!*value)
            continue;
        const QMap<QString, Quota> &known = (*value)->byKey;
        for (auto one = known.begin(); one != known.end(); ++one) {
            const bool counted =
                one.key() == "key_pairs"_L1 && stores.of<openstack::KeyPair>().state().isComplete();
            const QString text = one->known && !one->unlimited() && !counted
                                     ? QuotaTitles::perResource(one.key(), one->limit)
                                     : QString();
            if (!text.isEmpty())
                texts.append(text);
        }
    }
    return texts;
}

} // namespace oriel::forms
