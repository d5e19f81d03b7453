#include "operations/schedule/retention.h"

#include "operations/names.h"
#include "operations/snapshottags.h"
#include "store/bootdisk.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString scheduleOf(const openstack::Image &image)
{
    const QString tag = image.properties.value(tagKey("schedule"_L1));
    const qsizetype space = tag.lastIndexOf(u' ');
    return space > 0 && QStringView(tag).mid(space + 1) == image.id ? tag.first(space) : QString();
}

std::vector<Subject> beyondSchedule(const store::CloudStores &stores, const QString &id,
                                    const QString &serverId, int keep, const QDate &today)
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
