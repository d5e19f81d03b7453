#include "ui/pages/listpages.h"

#include "base/humanize.h"
#include "models/names.h"
#include "models/words.h"
#include "operations/actions/volumegroups.h"
#include "ui/pages/resourcefacts.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Lookup;
using openstack::GroupSnapshot;
using openstack::VolumeGroup;

class VolumeGroupsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::VolumeGroupsList)

public:
    static qsizetype memberCount(const VolumeGroup &group, const Lookup &lookup)
    {
        const auto &volumes = lookup.all<openstack::Volume>();
        return std::ranges::count_if(
            volumes, [&](const auto &volume) { return volume->groupId == group.id; });
    }

    /// The columns that groups and their snapshots have in common.
    template <typename T>
    static std::vector<models::Column<T>> columns(std::vector<models::Column<T>> further)
    {
        auto name = models::memberColumn(u"name"_s, tr("Name"), &T::name, 28);
        name.text = [](const T &row, const Lookup &) {
            return models::nameOrId(row.name, row.id);
        };
        name.link = [](const T &row, const Lookup &) {
            return row.id;
        };
        name.tip = [](const T &row, const Lookup &) {
            return row.description;
        };
        name.cut = models::Cut::Middle;
        auto id = models::memberColumn(u"id"_s, tr("ID"), &T::id, 36);
        id.shownByDefault = false;
        auto status = models::memberColumn(u"status"_s, tr("Status"), &T::status, 16);
        status.text = [](const T &row, const Lookup &) {
            return models::volumeGroupStatus(row.status).text;
        };
        status.tone = [](const T &row, const Lookup &) {
            return models::volumeGroupStatus(row.status).tone;
        };
        status.cut = models::Cut::Never;
        auto created = models::memberColumn(u"created"_s, tr("Created"), &T::status, 17);
        created.text = [](const T &row, const Lookup &) {
            return timeText(row.created);
        };
        created.number = [](const T &row, const Lookup &) {
            return row.created.toMSecsSinceEpoch();
        };
        created.searched = false;
        std::vector<models::Column<T>> all{std::move(name), std::move(status)};
        std::ranges::move(further, std::back_inserter(all));
        all.push_back(std::move(created));
        all.push_back(std::move(id));
        return all;
    }

    static std::vector<models::Column<VolumeGroup>> groupColumns()
    {
        std::vector<models::Column<VolumeGroup>> own{
            {.key = u"volumes"_s,
             .title = tr("Volumes"),
             .text =
                 [](const VolumeGroup &group, const Lookup &lookup) {
                     return QString::number(memberCount(group, lookup));
                 },
             .number = [](const VolumeGroup &group, const Lookup &lookup) -> qint64 {
                 return memberCount(group, lookup);
             },
             .alignment = Qt::AlignRight | Qt::AlignVCenter,
             .width = 10,
             .searched = false},
            {.key = u"type"_s,
             .title = tr("Group type"),
             .text =
                 [](const VolumeGroup &group, const Lookup &lookup) {
                     const auto type = lookup.find<openstack::VolumeGroupType>(group.typeId);
                     return type ? type->name : group.typeId;
                 },
             .width = 18},
            models::memberColumn(u"zone"_s, tr("Zone"), &VolumeGroup::availabilityZone, 12)};
        return columns(std::move(own));
    }

    static std::vector<models::Column<GroupSnapshot>> snapshotColumns()
    {
        std::vector<models::Column<GroupSnapshot>> own{
            {.key = u"group"_s,
             .title = tr("Volume group"),
             .text =
                 [](const GroupSnapshot &snapshot, const Lookup &lookup) {
                     const auto group = lookup.find<VolumeGroup>(snapshot.groupId);
                     return models::nameOrId(group ? group->name : QString(), snapshot.groupId);
                 },
             .link =
                 [](const GroupSnapshot &snapshot, const Lookup &lookup) {
                     return lookup.find<VolumeGroup>(snapshot.groupId) ? snapshot.groupId
                                                                       : QString();
                 },
             .width = 24}};
        return columns(std::move(own));
    }

    static SearchWords groupWords(const VolumeGroup &group)
    {
        return {.kind = tr("Volume group"),
                .detail = models::volumeGroupStatus(group.status).text,
                .icon = u"layers"_s};
    }

    static SearchWords snapshotWords(const GroupSnapshot &snapshot)
    {
        return {.kind = tr("Group snapshot"),
                .detail = timeText(snapshot.created),
                .icon = u"layers"_s};
    }

    static std::optional<Route> groupOf(const UiContext &ui, const QString &id)
    {
        const auto snapshot = ui.stores.of<GroupSnapshot>().find(id);
        if (!snapshot || !ui.stores.of<VolumeGroup>().find(snapshot->groupId))
            return {};
        return Route::to(Kind::VolumeGroup, snapshot->groupId);
    }

    static ListPageSpec groups()
    {
        return {
            .kind = Kind::VolumeGroup,
            .group = PageGroup::Storage,
            .words = {.key = u"volumeGroups"_s,
                      .title = tr("Volume groups"),
                      .placeholder = tr("Filter volume groups"),
                      .icon = u"layers"_s,
                      .emptyTitle = tr("No volume groups in this project"),
                      .emptyText = tr("The volumes in a group are captured together, by one "
                                      "request. Create a group, then put volumes into it: "
                                      "“Change volume group…” in the menu of a volume."),
                      .failed = tr("The volume groups could not be loaded.")},
            .counted =
                [](const QString &count, int total) {
                    return tr("%1 volume group(s)", nullptr, total).arg(count);
                },
            .needs = {Kind::Volume, Kind::VolumeGroupType},
            .source = storeOf<VolumeGroup>,
            .model = modelOf(groupColumns(), {Kind::Volume, Kind::VolumeGroupType}),
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Volume, Kind::VolumeType, Kind::VolumeGroupType,
                              Kind::GroupSnapshot},
                    .name = nameOf<VolumeGroup>,
                    .body = factsBody(&volumeGroupFacts),
                    .gone = tr("This volume group no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The volume group could not be loaded."),
                },
            .actions = actionsOn(Kind::VolumeGroup),
            .search = searchIn(Kind::VolumeGroup, &groupWords),
            .offer = Offer{.by = Kind::VolumeGroupType,
                           .has =
                               [](const store::CloudStores &stores) {
                                   return operations::hasVolumeGroupTypes(stores) ||
                                          stores.of<VolumeGroup>().size() > 0;
                               }},
            .viewTitle = tr("Groups"),
        };
    }

    static ListPageSpec snapshots()
    {
        return {
            .kind = Kind::GroupSnapshot,
            .group = PageGroup::Storage,
            .words = {.key = u"groupSnapshots"_s,
                      .title = tr("Group snapshots"),
                      .placeholder = tr("Filter group snapshots"),
                      .icon = u"layers"_s,
                      .emptyTitle = tr("No group snapshots in this project"),
                      .emptyText = tr("A group snapshot has a volume snapshot of each volume in a "
                                      "volume group. Create one in the menu of a volume group: "
                                      "“Create group snapshot…”."),
                      .failed = tr("The group snapshots could not be loaded.")},
            .counted =
                [](const QString &count, int total) {
                    return tr("%1 group snapshot(s)", nullptr, total).arg(count);
                },
            .needs = {Kind::VolumeGroup},
            .source = storeOf<GroupSnapshot>,
            .model = modelOf(snapshotColumns(), {Kind::VolumeGroup}),
            .page =
                ResourcePageSpec{
                    .needs = {Kind::VolumeGroup, Kind::Volume, Kind::VolumeSnapshot},
                    .name = nameOf<GroupSnapshot>,
                    .body = factsBody(&groupSnapshotFacts),
                    .gone = tr("This group snapshot no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The group snapshot could not be loaded."),
                },
            .actions = actionsOn(Kind::GroupSnapshot),
            .links = {{tr("Show its volume group"), groupOf,
                       tr("Its volume group no longer exists.")}},
            .cell = [](const UiContext &, const QString &column,
                       const QString &target) -> std::optional<Route> {
                return Route::to(column == "group"_L1 ? Kind::VolumeGroup : Kind::GroupSnapshot,
                                 target);
            },
            .search = searchIn(Kind::GroupSnapshot, &snapshotWords),
            .beside = Kind::VolumeGroup,
            .viewTitle = tr("Group snapshots"),
        };
    }
};

} // namespace

ListPageSpec volumeGroupsList()
{
    return VolumeGroupsList::groups();
}

ListPageSpec groupSnapshotsList()
{
    return VolumeGroupsList::snapshots();
}

} // namespace oriel::ui
