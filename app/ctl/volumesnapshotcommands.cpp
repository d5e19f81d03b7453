#include "app/ctl/command.h"
#include "app/ctl/deletecommand.h"
#include "app/ctl/find.h"
#include "app/ctl/showcommand.h"
#include "app/ctl/verbatim.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct VolumeSnapshotWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::VolumeSnapshots)
};

class VolumeSnapshotList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        if (!invocation().has(u"volume"_s) && !invocation().has(u"long"_s)) {
            list();
            return;
        }
        client().all(openstack::List<openstack::Volume>{}).then(this, [this](auto result) {
            if (result.ok())
                m_volumes = std::move(result.value());
            list();
        });
    }

private:
    void list()
    {
        openstack::List<openstack::VolumeSnapshot> request;
        request.filters = invocation().filters({u"name"_s, u"status"_s});
        if (invocation().has(u"all-projects"_s))
            request.filters.insert(u"all_tenants"_s, u"1"_s);
        if (invocation().has(u"volume"_s)) {
            const QString volume = invocation().value(u"volume"_s);
            for (const openstack::Volume &known : m_volumes) {
                if (known.id != volume && known.name != volume)
                    continue;
                if (request.filters.contains(u"volume_id"_s)) {
                    fail(VolumeSnapshotWords::tr("More than one volume has the name “%1”.")
                             .arg(volume));
                    return;
                }
                request.filters.insert(u"volume_id"_s, known.id);
            }
            if (!request.filters.contains(u"volume_id"_s)) {
                fail(VolumeSnapshotWords::tr("No volume with a name or ID of “%1” exists.")
                         .arg(volume));
                return;
            }
        }
        const Verbatim<openstack::List<openstack::VolumeSnapshot>> withTime{request, "snapshots",
                                                                            "created_at"};
        client().all(withTime).then(this, [this](auto result) {
            if (!result.ok())
                fail(result.error(),
                     VolumeSnapshotWords::tr("The volume snapshots could not be listed."));
            else
                show(listing(*result));
        });
    }

    using Rows = std::vector<std::pair<openstack::VolumeSnapshot, QString>>;

    [[nodiscard]] Listing listing(const Rows &snapshots) const
    {
        QHash<QString, QString> names;
        for (const openstack::Volume &volume : m_volumes)
            names.insert(volume.id, volume.name);
        const bool all = invocation().has(u"long"_s);
        Listing result;
        result.columns = {u"ID"_s, u"Name"_s, u"Description"_s, u"Status"_s, u"Size"_s};
        if (all)
            result.columns += {u"Created At"_s, u"Volume"_s, u"Properties"_s};
        for (const auto &[snapshot, created] : snapshots) {
            std::vector<Cell> row{{snapshot.id},
                                  textCell(snapshot.name),
                                  textCell(snapshot.description),
                                  {snapshot.status},
                                  readableCell(snapshot, "size", {snapshot.sizeGiB})};
            if (all) {
                row.insert(row.end(), {textCell(created),
                                       Cell{snapshot.volumeId,
                                            names.value(snapshot.volumeId, snapshot.volumeId)},
                                       mapCell(snapshot.metadata)});
            }
            result.rows.push_back(std::move(row));
        }
        return result;
    }

    std::vector<openstack::Volume> m_volumes;
};

class VolumeSnapshotDelete final : public DeleteCommand
{
public:
    using DeleteCommand::DeleteCommand;

protected:
    void find(const QString &nameOrId, Found then) override
    {
        findVolumeSnapshot(client(), nameOrId, this, [then](auto found) {
            if (!found.ok()) {
                then(found.error());
                return;
            }
            operations::RemovalRequest request;
            request.subject = {openstack::Kind::VolumeSnapshot, found->id, found->name};
            request.parts.push_back({request.subject, {}, found->sizeGiB});
            then(request);
        });
    }
};

} // namespace

std::vector<CommandEntry> volumeSnapshotCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<VolumeSnapshotList>(
        {.words = {u"volume"_s, u"snapshot"_s, u"list"_s},
         .summary = VolumeSnapshotWords::tr("List volume snapshots"),
         .options = {
             {{u"all-projects"_s}, VolumeSnapshotWords::tr("Of all projects (administrators).")},
             //: Describes the option --long.
             {{u"long"_s},
              VolumeSnapshotWords::tr(
                  "Also show the time of creation, the volume and the properties.")},
             {{u"name"_s}, VolumeSnapshotWords::tr("Only this name."), u"NAME"_s},
             {{u"status"_s}, VolumeSnapshotWords::tr("Only this status."), u"STATUS"_s},
             {{u"volume"_s},
              VolumeSnapshotWords::tr("Only this volume's, by name or ID."),
              u"VOLUME"_s}}}));
    commands.push_back(
        showEntry({.words = {u"volume"_s, u"snapshot"_s, u"show"_s},
                   .operand = u"snapshot"_s,
                   .summary = VolumeSnapshotWords::tr("Show one volume snapshot"),
                   .failed = VolumeSnapshotWords::tr("The volume snapshot could not be shown."),
                   .api = openstack::VolumeSnapshot::api,
                   .find = findBy(&findVolumeSnapshot),
                   .layout = plainLayout}));
    commands.push_back(entry<VolumeSnapshotDelete>(
        {.words = {u"volume"_s, u"snapshot"_s, u"delete"_s},
         .summary = VolumeSnapshotWords::tr("Delete volume snapshots and wait until they are gone"),
         .operand = u"snapshot"_s,
         .many = true,
         .prints = CommandSpec::Prints::Nothing}));
    return commands;
}

} // namespace oriel::ctl
