#include "app/ctl/command.h"
#include "app/ctl/deletecommand.h"
#include "app/ctl/find.h"
#include "app/ctl/showcommand.h"
#include "app/ctl/verbatim.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "operations/backupchains.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct VolumeBackupWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::VolumeBackups)
};

class VolumeBackupList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        if (!invocation().has(u"volume"_s)) {
            readNames();
            return;
        }
        const QString given = invocation().value(u"volume"_s);
        findVolume(client(), given, this, [this, given](const auto &found) {
            // Backups outlive their volume: what is no name may be the ID of one that is gone.
            if (!found.ok() && found.error().kind != ErrorKind::NotFound) {
                fail(found.error(), VolumeBackupWords::tr("The backups could not be listed."));
                return;
            }
            m_volumeId = found.ok() ? found->id : given;
            readNames();
        });
    }

private:
    void readNames()
    {
        if (!invocation().has(u"long"_s)) {
            list();
            return;
        }
        client().all(openstack::List<openstack::Volume>{}).then(this, [this](auto result) {
            if (result.ok())
                m_volumes = std::move(result.value());
            list();
        });
    }

    void list()
    {
        openstack::List<openstack::Backup> request;
        request.filters = invocation().filters({u"name"_s, u"status"_s});
        if (invocation().has(u"all-projects"_s))
            request.filters.insert(u"all_tenants"_s, u"1"_s);
        if (!m_volumeId.isEmpty())
            request.filters.insert(u"volume_id"_s, m_volumeId);
        client().all(request).then(this, [this](auto result) {
            if (!result.ok())
                fail(result.error(), VolumeBackupWords::tr("The backups could not be listed."));
            else
                show(listing(*result));
        });
    }

    [[nodiscard]] Listing listing(const std::vector<openstack::Backup> &backups) const
    {
        QHash<QString, QString> names;
        for (const openstack::Volume &volume : m_volumes)
            names.insert(volume.id, volume.name);
        const bool all = invocation().has(u"long"_s);
        Listing result;
        result.columns = {u"ID"_s, u"Name"_s, u"Description"_s, u"Status"_s, u"Size"_s};
        if (all)
            result.columns += {u"Availability Zone"_s, u"Volume"_s, u"Container"_s};
        for (const openstack::Backup &backup : backups) {
            std::vector<Cell> row{{backup.id},
                                  textCell(backup.name),
                                  textCell(backup.description),
                                  {backup.status},
                                  readableCell(backup, "size", {backup.sizeGiB})};
            if (all) {
                row.insert(row.end(),
                           {textCell(backup.availabilityZone),
                            Cell{backup.volumeId, names.value(backup.volumeId, backup.volumeId)},
                            textCell(backup.container)});
            }
            result.rows.push_back(std::move(row));
        }
        return result;
    }

    QString m_volumeId;                       ///< empty: of all
    std::vector<openstack::Volume> m_volumes; ///< for their names
};

/// Increments first, each with its own outcome.
class VolumeBackupDelete final : public DeleteCommand
{
public:
    using DeleteCommand::DeleteCommand;

    void run() override
    {
        client().all(openstack::List<openstack::Backup>{}).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(), VolumeBackupWords::tr("The backups could not be listed."));
                return;
            }
            connection().stores().of<openstack::Backup>().replaceAll(std::move(result.value()));
            DeleteCommand::run();
        });
    }

protected:
    void find(const QString &nameOrId, Found then) override
    {
        findBackup(client(), nameOrId, this, [this, then](auto found) {
            if (found.ok())
                then(requestFor(*found));
            else
                then(found.error());
        });
    }

private:
    [[nodiscard]] Result<operations::RemovalRequest> requestFor(const openstack::Backup &backup)
    {
        using openstack::Kind;
        const auto &all = connection().stores().of<openstack::Backup>().rows();
        const auto increments = operations::incrementsOf(backup, all);
        if (!increments.empty() && !invocation().has(u"cascade"_s)) {
            Error error;
            error.kind = ErrorKind::Conflict;
            error.message = VolumeBackupWords::tr(
                                "%n increment(s) build on “%1”, and the cloud deletes it only "
                                "without them. Use --cascade to delete them first.",
                                nullptr, static_cast<int>(increments.size()))
                                .arg(backup.name.isEmpty() ? backup.id : backup.name);
            return error;
        }
        operations::RemovalRequest request;
        request.subject = {Kind::Backup, backup.id, backup.name};
        for (auto row = increments.rbegin(); row != increments.rend(); ++row) {
            const auto parent = operations::parentOf(**row, all);
            operations::RemovalPart part{
                {Kind::Backup, (*row)->id, (*row)->name}, {}, (*row)->sizeGiB};
            part.of = parent ? parent->id : backup.id;
            request.parts.push_back(std::move(part));
        }
        request.parts.push_back({request.subject, {}, backup.sizeGiB});
        return request;
    }
};

} // namespace

std::vector<CommandEntry> volumeBackupCommands()
{
    using Words = VolumeBackupWords;
    std::vector<CommandEntry> commands;
    commands.push_back(entry<VolumeBackupList>(
        {.words = {u"volume"_s, u"backup"_s, u"list"_s},
         .summary = Words::tr("List backups"),
         .options = {
             {{u"all-projects"_s}, Words::tr("Of all projects (administrators).")},
             //: Describes the option --long.
             {{u"long"_s},
              Words::tr("Also show the availability zone, the volume and the container.")},
             {{u"name"_s}, Words::tr("Only this name."), u"NAME"_s},
             {{u"status"_s}, Words::tr("Only this status."), u"STATUS"_s},
             {{u"volume"_s}, Words::tr("Only this volume's, by name or ID."), u"VOLUME"_s}}}));
    commands.push_back(showEntry({.words = {u"volume"_s, u"backup"_s, u"show"_s},
                                  .operand = u"backup"_s,
                                  .summary = Words::tr("Show one backup"),
                                  .failed = Words::tr("The backup could not be shown."),
                                  .api = openstack::Backup::api,
                                  .find = findBy(&findBackup),
                                  .layout = plainLayout}));
    commands.push_back(entry<VolumeBackupDelete>(
        {.words = {u"volume"_s, u"backup"_s, u"delete"_s},
         .summary = Words::tr("Delete backups and wait until they are gone"),
         .operand = u"backup"_s,
         .many = true,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"cascade"_s}, Words::tr("Delete what builds on them first.")}}}));
    return commands;
}

} // namespace oriel::ctl
