#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/verbatim.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"

#include <QtCore/QCoreApplication>

#include <type_traits>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::GroupSnapshot;
using openstack::VolumeGroup;
using openstack::VolumeGroupType;

struct VolumeGroupWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::VolumeGroups)
};

/// The IDs, statuses and names of all rows of one type.
template <typename T>
class VolumeGroupList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        client().all(openstack::List<T>{}).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(),
                     VolumeGroupWords::tr("The block storage service could not list them."));
                return;
            }
            Listing listing{.columns = {u"ID"_s, u"Name"_s}, .rows = {}};
            if constexpr (requires(T row) { row.status; })
                listing.columns = {u"ID"_s, u"Status"_s, u"Name"_s};
            else
                listing.columns.append(u"Description"_s);
            for (const T &row : *result) {
                std::vector<Cell> cells{{row.id}};
                if constexpr (requires { row.status; }) {
                    cells.push_back({row.status});
                    cells.push_back(textCell(row.name));
                } else {
                    cells.push_back(textCell(row.name));
                    cells.push_back(textCell(row.description));
                }
                listing.rows.push_back(std::move(cells));
            }
            show(std::move(listing));
        });
    }
};

/// All fields of one row.
template <typename T>
class VolumeGroupShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const auto told = [this](const Result<T> &row) {
            if (row.ok())
                show({.fields = fields(*row)});
            else
                fail(row.error(), refused());
        };
        if constexpr (std::is_same_v<T, VolumeGroup>)
            findVolumeGroup(client(), invocation().operands.first(), this, told);
        else
            findGroupSnapshot(client(), invocation().operands.first(), this, told);
    }

private:
    using Fields = decltype(Details::fields);

    static QString refused()
    {
        return std::is_same_v<T, VolumeGroup>
                   ? VolumeGroupWords::tr("The volume group could not be shown.")
                   : VolumeGroupWords::tr("The group snapshot could not be shown.");
    }

    static Fields fields(const T &row)
    {
        Fields fields{{u"id"_s, Cell{row.id}},
                      {u"name"_s, textCell(row.name)},
                      {u"description"_s, textCell(row.description)},
                      {u"status"_s, Cell{row.status}}};
        if constexpr (std::is_same_v<T, VolumeGroup>) {
            fields.push_back({u"group_type"_s, Cell{row.typeId}});
            fields.push_back({u"volume_types"_s,
                              readableCell(row, "volume_types", listCell(row.volumeTypeIds))});
            fields.push_back({u"availability_zone"_s, textCell(row.availabilityZone)});
            fields.push_back({u"group_snapshot_id"_s, textCell(row.groupSnapshotId)});
        } else {
            fields.push_back({u"group_id"_s, Cell{row.groupId}});
            fields.push_back({u"group_type_id"_s, textCell(row.groupTypeId)});
        }
        return fields;
    }
};

} // namespace

std::vector<CommandEntry> volumeGroupCommands()
{
    using Words = VolumeGroupWords;
    const QStringList group{u"volume"_s, u"group"_s};
    std::vector<CommandEntry> commands;
    commands.push_back(entry<VolumeGroupList<VolumeGroup>>(
        {.words = group + QStringList{u"list"_s}, .summary = Words::tr("List volume groups")}));
    commands.push_back(
        entry<VolumeGroupShow<VolumeGroup>>({.words = group + QStringList{u"show"_s},
                                             .summary = Words::tr("Show one volume group"),
                                             .operand = u"group"_s,
                                             .prints = CommandSpec::Prints::Details}));
    commands.push_back(
        entry<VolumeGroupList<VolumeGroupType>>({.words = group + QStringList{u"type"_s, u"list"_s},
                                                 .summary = Words::tr("List volume group types")}));
    commands.push_back(entry<VolumeGroupList<GroupSnapshot>>(
        {.words = group + QStringList{u"snapshot"_s, u"list"_s},
         .summary = Words::tr("List group snapshots")}));
    commands.push_back(entry<VolumeGroupShow<GroupSnapshot>>(
        {.words = group + QStringList{u"snapshot"_s, u"show"_s},
         .summary = Words::tr("Show one group snapshot"),
         .operand = u"snapshot"_s,
         .prints = CommandSpec::Prints::Details}));
    return commands;
}

} // namespace oriel::ctl
