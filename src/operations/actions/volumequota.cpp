#include "operations/actions/volumequota.h"

#include "base/visible.h"
#include "operations/capture/snapshotcheck.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct VolumeQuotaWords
{
    Q_DECLARE_TR_FUNCTIONS(VolumeQuota)
};

/// By their types, in the order of the first of each.
std::vector<TypedStorage> summed(const std::vector<TypedStorage> &all)
{
    std::vector<TypedStorage> sums;
    for (const TypedStorage &one : all) {
        const auto same = std::ranges::find(sums, one.type, &TypedStorage::type);
        if (same == sums.end()) {
            sums.push_back(one);
        } else {
            same->count += one.count;
            same->gib += one.gib;
        }
    }
    return sums;
}

TypedStorage totalOf(const std::vector<TypedStorage> &all)
{
    TypedStorage total{{}, 0, 0};
    for (const TypedStorage &one : all) {
        total.count += one.count;
        total.gib += one.gib;
    }
    return total;
}

void addTypeUse(std::vector<Briefing::Use> &uses, const store::CloudStores &stores,
                const QString &key, const QString &title, qint64 more, const QString &unit = {})
{
    const auto &quotas = stores.blockStorageQuotas.value();
    if (!quotas)
        return;
    const openstack::Quota quota = quotas->of(key);
    if (quota.known && !quota.unlimited())
        uses.push_back({title, quota, more, unit});
}

void addTypeGigabytes(std::vector<Briefing::Use> &uses, const store::CloudStores &stores,
                      const TypedStorage &storage)
{
    //: A quota. %1: a type of volumes
    addTypeUse(uses, stores, u"gigabytes_"_s + storage.type,
               VolumeQuotaWords::tr("Storage of the type “%1”").arg(isolated(storage.type)),
               storage.gib, u"GiB"_s);
}

QString typeOfVolume(const store::CloudStores &stores, const QString &id)
{
    const auto volume = stores.volumes.find(id);
    return volume ? volume->volumeType : QString();
}

/// Of what is not a volume: the type that it asks for; empty: none.
QString typeAskedFor(const store::CloudStores &stores, const Subject &source)
{
    if (source.kind == Kind::Image) {
        const auto image = stores.images.find(source.id);
        return image ? image->properties.value(u"cinder_img_volume_type"_s) : QString();
    }
    const auto backup =
        source.kind == Kind::Backup ? stores.of<openstack::Backup>().find(source.id) : nullptr;
    return backup ? typeOfVolume(stores, backup->volumeId) : QString();
}

} // namespace

QString defaultVolumeType(const store::CloudStores &stores)
{
    const auto &known = stores.defaultVolumeType.value();
    return known ? known->name : QString();
}

QString shownDefaultType(const store::CloudStores &stores)
{
    const QString name = defaultVolumeType(stores);
    return openstack::isPlaceholderType(name) ? QString() : name;
}

QString defaultTypeLabel(const store::CloudStores &stores)
{
    const QString name = shownDefaultType(stores);
    return name.isEmpty() ? VolumeQuotaWords::tr("The cloud's default")
                          //: %1: a type of volumes
                          : VolumeQuotaWords::tr("The cloud's default: %1").arg(isolated(name));
}

QString typeOfNew(const store::CloudStores &stores, const NewVolume &volume)
{
    if (!volume.type.isEmpty())
        return volume.type;
    if (volume.source.kind == Kind::VolumeSnapshot)
        return typeOfSnapshot(stores, volume.source.id);
    if (volume.source.kind == Kind::Volume)
        return typeOfVolume(stores, volume.source.id);
    const QString asked = typeAskedFor(stores, volume.source);
    return asked.isEmpty() ? defaultVolumeType(stores) : asked;
}

QString typeOfSnapshot(const store::CloudStores &stores, const QString &snapshotId)
{
    const auto snapshot = stores.volumeSnapshots.find(snapshotId);
    return snapshot ? typeOfVolume(stores, snapshot->volumeId) : QString();
}

TypedStorage snapshotStorage(const store::CloudStores &stores, const QString &volumeId)
{
    const auto volume = stores.volumes.find(volumeId);
    return volume ? TypedStorage{volume->volumeType, 1, volume->sizeGiB} : TypedStorage{};
}

std::vector<openstack::Kind> withQuotas(std::vector<openstack::Kind> kinds)
{
    for (const Kind kind : quotaKinds())
        kinds.push_back(kind);
    return kinds;
}

std::vector<openstack::Kind> withTypedQuotas(std::vector<openstack::Kind> kinds)
{
    kinds.push_back(Kind::DefaultVolumeType);
    return withQuotas(std::move(kinds));
}

std::vector<Briefing::Use> typeUses(const store::CloudStores &stores, const TypedStorage &volumes)
{
    std::vector<Briefing::Use> uses;
    if (volumes.type.isEmpty())
        return uses;
    if (volumes.count > 0)
        addTypeUse(uses, stores, u"volumes_"_s + volumes.type,
                   //: A quota. %1: a type of volumes
                   VolumeQuotaWords::tr("Volumes of the type “%1”").arg(isolated(volumes.type)),
                   volumes.count);
    if (volumes.gib > 0)
        addTypeGigabytes(uses, stores, volumes);
    return uses;
}

std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores,
                                      const std::vector<TypedStorage> &volumes)
{
    std::vector<Briefing::Use> uses;
    const TypedStorage total = totalOf(volumes);
    if (const auto &limits = stores.blockStorageLimits.value()) {
        if (total.count > 0)
            uses.push_back({VolumeQuotaWords::tr("Volumes"), limits->volumes, total.count});
        if (total.count > 0 || total.gib > 0)
            uses.push_back(
                {VolumeQuotaWords::tr("Storage"), limits->gigabytes, total.gib, u"GiB"_s});
    }
    for (const TypedStorage &ofType : summed(volumes)) {
        for (Briefing::Use &use : typeUses(stores, ofType))
            uses.push_back(std::move(use));
    }
    return uses;
}

std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores,
                                      const std::vector<NewVolume> &volumes)
{
    std::vector<TypedStorage> storage;
    qint64 largest = 0;
    for (const NewVolume &volume : volumes) {
        storage.push_back({typeOfNew(stores, volume), 1, volume.sizeGiB});
        largest = std::max(largest, qint64{volume.sizeGiB});
    }
    auto uses = volumeUses(stores, storage);
    std::ranges::move(sizeUses(stores, largest), std::back_inserter(uses));
    return uses;
}

std::vector<Briefing::Use> sizeUses(const store::CloudStores &stores, qint64 gib)
{
    std::vector<Briefing::Use> uses;
    const auto &quotas = stores.blockStorageQuotas.value();
    const openstack::Quota most =
        quotas ? quotas->of(u"per_volume_gigabytes"_s) : openstack::Quota::unknown();
    // Nothing is used up, so it is of interest only if it does not fit.
    if (most.known && !most.unlimited() && gib > most.limit)
        uses.push_back(
            {VolumeQuotaWords::tr("Size of a volume"), {0, most.limit}, gib, u"GiB"_s, true});
    return uses;
}

std::vector<Briefing::Use> snapshotUses(const store::CloudStores &stores,
                                        const std::vector<TypedStorage> &snapshots)
{
    std::vector<Briefing::Use> uses;
    const TypedStorage total = totalOf(snapshots);
    const bool sizesCount = snapshotsCountInGigabytes(stores);
    if (const auto &limits = stores.blockStorageLimits.value(); limits && !snapshots.empty()) {
        uses.push_back({VolumeQuotaWords::tr("Volume snapshots"), limits->snapshots, total.count});
        if (sizesCount)
            uses.push_back(
                {VolumeQuotaWords::tr("Storage"), limits->gigabytes, total.gib, u"GiB"_s});
    }
    for (const TypedStorage &ofType : summed(snapshots)) {
        if (ofType.type.isEmpty())
            continue;
        addTypeUse(
            uses, stores, u"snapshots_"_s + ofType.type,
            //: A quota. %1: a type of volumes
            VolumeQuotaWords::tr("Volume snapshots of the type “%1”").arg(isolated(ofType.type)),
            ofType.count);
        if (sizesCount)
            addTypeGigabytes(uses, stores, ofType);
    }
    return uses;
}

} // namespace oriel::operations
