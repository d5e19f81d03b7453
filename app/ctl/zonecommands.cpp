#include "app/ctl/command.h"
#include "openstack/blockstorage/volumezone.h"
#include "openstack/compute/availabilityzone.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ZoneWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Zones)
};

/// Those of instances, then those of volumes, as openstack lists them.
class ZoneList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const bool instances = invocation().has(u"compute"_s);
        const bool volumes = invocation().has(u"volume"_s);
        list<openstack::AvailabilityZone>(instances || !volumes, [this, instances, volumes] {
            list<openstack::VolumeZone>(volumes || !instances,
                                        [this] { show(std::move(m_listing)); });
        });
    }

private:
    template <typename Zone>
    void list(bool wanted, const std::function<void()> &then)
    {
        if (!wanted) {
            then();
            return;
        }
        client().all(openstack::List<Zone>{}).then(this, [this, then](auto zones) {
            if (!zones.ok()) {
                fail(zones.error(), ZoneWords::tr("The availability zones could not be listed."));
                return;
            }
            for (const Zone &zone : *zones)
                m_listing.rows.push_back(
                    {{zone.name}, {zone.available ? u"available"_s : u"not available"_s}});
            then();
        });
    }

    Listing m_listing{.columns = {u"Zone Name"_s, u"Zone Status"_s}, .rows = {}};
};

} // namespace

std::vector<CommandEntry> zoneCommands()
{
    using Words = ZoneWords;
    std::vector<CommandEntry> commands;
    commands.push_back(
        entry<ZoneList>({.words = {u"availability"_s, u"zone"_s, u"list"_s},
                         .summary = Words::tr("List availability zones and their status"),
                         .options = {{{u"compute"_s}, Words::tr("Show only those of instances.")},
                                     {{u"volume"_s}, Words::tr("Show only those of volumes.")}}}));
    return commands;
}

} // namespace oriel::ctl
