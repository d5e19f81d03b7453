#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/rawrows.h"
#include "app/ctl/showcommand.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumetransfer.h"
#include "openstack/compute/server.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Volume;
using openstack::VolumeTransfer;

struct VolumeWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Volumes)
};

class VolumeList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        openstack::List<Volume> list;
        list.filters = invocation().filters({u"name"_s, u"status"_s});
        if (invocation().has(u"all-projects"_s))
            list.filters.insert(u"all_tenants"_s, u"1"_s);
        client().all(RawRows<openstack::List<Volume>>{list}).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(), VolumeWords::tr("The volumes could not be listed."));
                return;
            }
            m_volumes = std::move(result.value());
            const bool anyAttached = std::ranges::any_of(
                m_volumes, [](const auto &row) { return !row.first.attachments.empty(); });
            if (anyAttached)
                nameServers();
            else
                show(listing());
        });
    }

private:
    void nameServers()
    {
        openstack::List<openstack::Server> list;
        list.firstLimit = list.limit; // the first page is not shown before the others
        client().all(list).then(this, [this](auto result) {
            // A failed name lookup must not fail the command: it shows the IDs instead.
            if (result.ok()) {
                for (const openstack::Server &server : *result)
                    m_servers.insert(server.id, server.name);
            }
            show(listing());
        });
    }

    [[nodiscard]] Listing listing() const
    {
        const bool all = invocation().has(u"long"_s);
        Listing result;
        result.columns = {u"ID"_s, u"Name"_s, u"Status"_s, u"Size"_s};
        if (all)
            result.columns += {u"Type"_s, u"Bootable"_s};
        result.columns += u"Attached to"_s;
        if (all)
            result.columns += u"Properties"_s;
        for (const auto &[volume, raw] : m_volumes) {
            std::vector<Cell> row{{volume.id},
                                  {raw.value("name"_L1)},
                                  {volume.status},
                                  readableCell(volume, "size", {volume.sizeGiB})};
            if (all)
                row.insert(row.end(),
                           {Cell{raw.value("volume_type"_L1)}, Cell{raw.value("bootable"_L1)}});
            row.push_back(attachedTo(volume, raw.value("attachments"_L1).toArray()));
            if (all)
                row.push_back(objectCell(raw.value("metadata"_L1).toObject()));
            result.rows.push_back(std::move(row));
        }
        return result;
    }

    /// In the words of `openstack`, which are not translated.
    [[nodiscard]] Cell attachedTo(const Volume &volume, const QJsonArray &raw) const
    {
        QString words;
        for (const openstack::VolumeUse &use : volume.attachments)
            words += u"Attached to %1 on %2 "_s.arg(m_servers.value(use.serverId, use.serverId),
                                                    use.device);
        return {raw, words};
    }

    std::vector<std::pair<Volume, QJsonObject>> m_volumes;
    QHash<QString, QString> m_servers; ///< names by ID
};

class TransferList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        openstack::List<VolumeTransfer> list;
        if (invocation().has(u"all-projects"_s))
            list.filters.insert(u"all_tenants"_s, u"1"_s);
        client().all(list).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(),
                     VolumeWords::tr("The offers of volumes to other projects could not be "
                                     "listed."));
                return;
            }
            Listing listing{{u"ID"_s, u"Name"_s, u"Volume"_s}, {}};
            for (const VolumeTransfer &transfer : *result)
                listing.rows.push_back(
                    {{transfer.id}, textCell(transfer.name), {transfer.volumeId}});
            show(std::move(listing));
        });
    }
};

Details volumeLayout(const QJsonObject &volume)
{
    QJsonObject renamed = volume;
    renamed.insert(u"type"_s, renamed.take("volume_type"_L1));
    return plainLayout(renamed);
}

} // namespace

std::vector<CommandEntry> volumeCommands()
{
    using Words = VolumeWords;
    std::vector<CommandEntry> commands;
    commands.push_back(entry<VolumeList>(
        {.words = {u"volume"_s, u"list"_s},
         .summary = Words::tr("List volumes"),
         .options = {
             {{u"all-projects"_s}, Words::tr("Of all projects (administrators).")},
             //: Describes the option --long.
             {{u"long"_s},
              Words::tr(
                  "Also show the type, whether instances can boot from it, and the properties.")},
             {{u"name"_s}, Words::tr("Only this name."), u"NAME"_s},
             {{u"status"_s}, Words::tr("Only this status."), u"STATUS"_s}}}));
    commands.push_back(showEntry({.words = {u"volume"_s, u"show"_s},
                                  .operand = u"volume"_s,
                                  .summary = Words::tr("Show one volume"),
                                  .failed = Words::tr("The volume could not be shown."),
                                  .api = Volume::api,
                                  .find = findBy(&findVolume),
                                  .layout = volumeLayout}));
    commands.push_back(entry<TransferList>(
        {.words = {u"volume"_s, u"transfer"_s, u"request"_s, u"list"_s},
         .summary = Words::tr("List the volumes that are offered to other projects"),
         .options = {{{u"all-projects"_s}, Words::tr("Of all projects (administrators).")}}}));
    commands.push_back(showEntry({.words = {u"volume"_s, u"transfer"_s, u"request"_s, u"show"_s},
                                  .operand = u"transfer-request"_s,
                                  .summary = Words::tr("Show one offer of a volume"),
                                  .failed = Words::tr("The offer could not be shown."),
                                  .api = VolumeTransfer::api,
                                  .find = findBy(&findVolumeTransfer),
                                  .layout = plainLayout}));
    return commands;
}

} // namespace oriel::ctl
