#include "operations/schedule/retention.h"

#include "operations/names.h"
#include "operations/snapshottags.h"
#include "store/bootdisk.h"

#include <algorithm>
#include <chrono>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::operations {

namespace {

/// The complete ones that schedule `id` has made of the instance, newest first.
std::vector<store::Row<store::SnapshotSet>> completeOnes(const store::CloudStores &stores,
                                                         const QString &id, const QString &serverId)
{
    std::vector<store::Row<store::SnapshotSet>> made;
    for (const auto &set : stores.snapshotSets.rows()) {
        const auto image = stores.images.find(set->id);
        const bool ours = image && scheduleOf(*image) == id && !id.isEmpty() &&
                          set->serverId == serverId &&
                          image->properties.value(tagKey("instance"_L1)) == serverId;
        if (ours && set->status == store::SetStatus::Available && !set->shelved)
            made.push_back(set);
    }
    std::ranges::sort(made, [](const auto &a, const auto &b) {
        return std::tie(a->created, a->id) > std::tie(b->created, b->id);
    });
    return made;
}

} // namespace

QString scheduleOf(const openstack::Image &image)
{
    const QString tag = image.properties.value(tagKey("schedule"_L1));
    const qsizetype space = tag.lastIndexOf(u' ');
    return space > 0 && QStringView(tag).mid(space + 1) == image.id ? tag.first(space) : QString();
}

std::vector<Subject> beyondSchedule(const store::CloudStores &stores, const QString &id,
                                    const QString &serverId, int keep, const QDate &today)
{
    const auto made = completeOnes(stores, id, serverId);
    std::vector<Subject> old;
    for (std::size_t i = static_cast<std::size_t>(std::max(keep, 1)); i < made.size(); ++i) {
        const store::SnapshotSet &set = *made[i];
        const bool wanted = set.keepUntil && !store::isPast(set.keepUntil, today);
        if (!set.isProtected && !wanted)
            old.push_back({Kind::SnapshotSet, set.id, set.name});
    }
    std::ranges::reverse(old);
    return old;
}

QString snapshotOfLastRun(const store::CloudStores &stores, const SnapshotSchedule &schedule)
{
    constexpr std::chrono::seconds differenceOfClocks = 10min;
    const auto made = completeOnes(stores, schedule.id, schedule.serverId);
    return schedule.last && !made.empty() &&
                   made.front()->created >=
                       schedule.last->started.addSecs(-differenceOfClocks.count())
               ? made.front()->id
               : QString();
}

CreateSnapshotRequest scheduledSnapshot(const store::CloudStores &stores,
                                        const openstack::Server &server, const QString &schedule,
                                        bool shutOffFirst, const QDateTime &localTime)
{
    CreateSnapshotRequest request;
    request.serverId = server.id;
    const QString suffix = localTime.toString(u" yyyy-MM-dd HH:mm"_s);
    const qsizetype longest = longestSnapshotName(!server.volumes.empty());
    request.name = firstCharacters(server.name.trimmed(), longest - suffix.size()) + suffix;
    request.name = request.name.trimmed();
    request.shutOffFirst = shutOffFirst && server.status == "ACTIVE"_L1;
    request.schedule = schedule;
    if (!store::bootsFromVolume(server, stores)) {
        for (const openstack::AttachedVolume &volume : server.volumes)
            request.extraVolumes.append(volume.id);
    }
    return request;
}

} // namespace oriel::operations
