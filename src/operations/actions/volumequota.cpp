#include "operations/actions/volumequota.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct VolumeQuotaWords
{
    Q_DECLARE_TR_FUNCTIONS(VolumeQuota)
};

} // namespace

std::vector<Briefing::Use> typeUses(const store::CloudStores &stores, const QString &type,
                                    int volumes, int gib)
{
    std::vector<Briefing::Use> uses;
    const auto &quotas = stores.blockStorageQuotas.value();
    if (!quotas || type.isEmpty())
        return uses;
    const auto add = [&](const QString &key, const QString &title, int more, const QString &unit) {
        const auto quota = quotas->byKey.constFind(key + type);
        if (quota != quotas->byKey.cend() && quota->known && !quota->unlimited() && more > 0)
            uses.push_back({title, *quota, more, unit});
    };
    //: A quota. %1: a type of volumes
    add(u"volumes_"_s, VolumeQuotaWords::tr("Volumes of the type “%1”").arg(isolated(type)),
        volumes, {});
    //: A quota. %1: a type of volumes
    add(u"gigabytes_"_s, VolumeQuotaWords::tr("Storage of the type “%1”").arg(isolated(type)), gib,
        u"GiB"_s);
    return uses;
}

std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores, const QString &type,
                                      int volumes, int gib)
{
    std::vector<Briefing::Use> uses;
    if (const auto &limits = stores.blockStorageLimits.value()) {
        if (volumes > 0)
            uses.push_back({VolumeQuotaWords::tr("Volumes"), limits->volumes, volumes});
        uses.push_back({VolumeQuotaWords::tr("Storage"), limits->gigabytes, gib, u"GiB"_s});
    }
    for (Briefing::Use &use : typeUses(stores, type, volumes, gib))
        uses.push_back(std::move(use));
    return uses;
}

} // namespace oriel::operations
