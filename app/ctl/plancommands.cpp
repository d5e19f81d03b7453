#include "app/ctl/command.h"
#include "app/ctl/deletecommand.h"
#include "app/ctl/find.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/removalplan.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Plans)
};

/// Deletes instances or volumes as the window does: makes a plan of what goes and what stays,
/// prints it to standard error, and carries it out. What the window lets the user tick is an option
/// here.
class PlanCommand : public DeleteCommand
{
public:
    using DeleteCommand::DeleteCommand;

    void run() override
    {
        store::CloudStores &stores = connection().stores();
        load(stores.volumes);
        load(stores.volumeSnapshots);
        load(stores.of<openstack::Port>());
        load(stores.of<openstack::FloatingIp>());
    }

protected:
    /// Whether an optional part is deleted.
    [[nodiscard]] virtual bool chooses(const forms::RemovalPlan &plan,
                                       const forms::PlannedPart &part) const = 0;
    /// Why the plan must not be carried out with these options; empty: it may.
    [[nodiscard]] virtual QString refusal(const forms::RemovalPlan &,
                                          const forms::RemovalChoice &) const
    {
        return {};
    }

    void plan(const operations::Subject &subject, const Found &then)
    {
        const forms::RemovalPlan plan =
            forms::planRemoval(subject, connection().stores(), forms::canKeepVolumes(client()));
        forms::RemovalChoice choice;
        for (const forms::PlannedPart &part : plan.parts) {
            if (part.optional)
                choice.ticks.insert(part.part.subject.id, chooses(plan, part));
        }
        Error error;
        error.kind = ErrorKind::Conflict;
        error.message = refusal(plan, choice);
        for (const forms::RemovalHint &hint : plan.objections(choice)) {
            // A lock is the cloud's to refuse: administrators pass it.
            if (hint.blocks && hint != plan.lock && error.message.isEmpty())
                error.message = hint.text;
        }
        error.message = withoutIsolates(error.message);
        if (!error.message.isEmpty()) {
            then(error);
            return;
        }
        if (!invocation().quiet)
            complain(withoutIsolates(describe(plan, choice)));
        then(plan.request(choice));
    }

private:
    /// Some services may be absent, and the plan is made of what is known.
    template <typename T>
    void load(store::Store<T> &store)
    {
        ++m_loading;
        client().all(openstack::List<T>{}).then(this, [this, &store](auto rows) {
            store::LoadState state;
            state.loaded = true;
            state.asOf = connection().clock().now();
            if (rows.ok()) {
                store.replaceAll(std::move(rows.value()));
            } else if (rows.error().kind == ErrorKind::NoService ||
                       rows.error().kind == ErrorKind::NotFound) {
                state.absent = rows.error();
            } else {
                state = {};
                state.error = rows.error();
                complain("orielctl: "_L1 +
                         forms::describe(rows.error(),
                                         PlanWords::tr("Not everything that may be left over could "
                                                       "be listed."))
                             .whatAndWhy() +
                         u'\n');
            }
            store.setState(state);
            if (--m_loading == 0)
                DeleteCommand::run();
        });
    }

    [[nodiscard]] static QString describe(const forms::RemovalPlan &plan,
                                          const forms::RemovalChoice &choice)
    {
        QString lines = u"%1 (%2)\n"_s.arg(plan.subject.name, plan.subject.id);
        for (const forms::PlannedPart &part : plan.parts)
            //: A line of a plan. %1: a part: "Volume data"; %2: what happens to it: "Deleted"
            lines +=
                u"  "_s + PlanWords::tr("%1: %2").arg(part.title, plan.fate(part, choice)) + u'\n';
        return lines;
    }

    int m_loading = 0;
};

class ServerDelete final : public PlanCommand
{
public:
    using PlanCommand::PlanCommand;

protected:
    void find(const QString &nameOrId, Found then) override
    {
        findServer(client(), nameOrId, this, [this, then](Result<openstack::Server> found) {
            if (!found.ok()) {
                then(found.error());
                return;
            }
            const operations::Subject subject{Kind::Server, found->id, found->name};
            connection().stores().servers.upsert({std::move(found.value())});
            plan(subject, then);
        });
    }

    [[nodiscard]] bool waits() const override { return invocation().has(u"wait"_s); }

    [[nodiscard]] bool chooses(const forms::RemovalPlan &plan,
                               const forms::PlannedPart &part) const override
    {
        switch (part.part.subject.kind) {
        case Kind::FloatingIp:
            return invocation().has(u"release-floating-ips"_s);
        case Kind::Port:
            return invocation().has(u"delete-ports"_s);
        default:
            break;
        }
        const bool hasSnapshots = std::ranges::any_of(
            plan.parts, [&](const auto &other) { return other.with == part.part.subject.id; });
        const bool asked = invocation().has(u"delete-volumes"_s)
                               ? true
                               : part.part.withServer && !invocation().has(u"keep-volumes"_s);
        return asked && (!hasSnapshots || invocation().has(u"delete-volume-snapshots"_s));
    }

    [[nodiscard]] QString refusal(const forms::RemovalPlan &,
                                  const forms::RemovalChoice &) const override
    {
        return invocation().has(u"delete-volumes"_s) && invocation().has(u"keep-volumes"_s)
                   ? PlanWords::tr("Use either --delete-volumes or --keep-volumes.")
                   : QString();
    }
};

class VolumeDelete final : public PlanCommand
{
public:
    using PlanCommand::PlanCommand;

protected:
    void find(const QString &nameOrId, Found then) override
    {
        findVolume(client(), nameOrId, this, [this, then](Result<openstack::Volume> found) {
            if (!found.ok()) {
                then(found.error());
                return;
            }
            const operations::Subject subject{Kind::Volume, found->id, found->name};
            connection().stores().volumes.upsert({std::move(found.value())});
            plan(subject, then);
        });
    }

    [[nodiscard]] bool chooses(const forms::RemovalPlan &,
                               const forms::PlannedPart &) const override
    {
        return invocation().has(u"cascade"_s);
    }

    [[nodiscard]] QString refusal(const forms::RemovalPlan &plan,
                                  const forms::RemovalChoice &choice) const override
    {
        return !plan.parts.empty() && !plan.deletes(plan.parts.front(), choice)
                   ? PlanWords::tr("“%1” has volume snapshots, and the cloud deletes a volume only "
                                   "without them. Use --cascade to delete them with it.")
                         .arg(plan.subject.name)
                   : QString();
    }
};

} // namespace

std::vector<CommandEntry> planCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ServerDelete>(
        {.words = {u"server"_s, u"delete"_s},
         .summary = PlanWords::tr("Delete instances, and list what goes with them and what stays"),
         .operand = u"server"_s,
         .many = true,
         .prints = CommandSpec::Prints::Nothing,
         .options = {
             {{u"wait"_s}, PlanWords::tr("Wait until everything is deleted.")},
             {{u"delete-volumes"_s},
              PlanWords::tr("Delete all attached volumes, also those that would stay.")},
             {{u"keep-volumes"_s},
              PlanWords::tr("Keep all attached volumes, also those that would be deleted.")},
             {{u"delete-volume-snapshots"_s},
              PlanWords::tr("Delete the volume snapshots of volumes that are deleted. Without this "
                            "option, volumes that have any are kept.")},
             {{u"release-floating-ips"_s}, PlanWords::tr("Release the floating IPs.")},
             {{u"delete-ports"_s},
              PlanWords::tr("Delete the ports that would stay because a user created them.")}}}));
    commands.push_back(entry<VolumeDelete>(
        {.words = {u"volume"_s, u"delete"_s},
         .summary = PlanWords::tr("Delete volumes and wait until they are gone"),
         .operand = u"volume"_s,
         .many = true,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"cascade"_s}, PlanWords::tr("Delete their volume snapshots as well.")}}}));
    return commands;
}

} // namespace oriel::ctl
