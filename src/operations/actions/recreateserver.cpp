#include "operations/actions/recreateserver.h"

#include "base/visible.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/compute/volumeattachment.h"
#include "operations/actions/serverblueprint.h"
#include "operations/actions/serverdeletion.h"
#include "operations/actions/serverreplacement.h"
#include "operations/actions/volumesteps.h"
#include "operations/failure.h"
#include "operations/removal/removalrules.h"
#include "operations/trace.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;
using openstack::Volume;

/// Nova frees the volumes of a deleted instance within seconds.
constexpr auto longestRelease = std::chrono::minutes(10);
const QString deleteStep = u"delete-server"_s; // NOLINT(cert-err58-cpp)

} // namespace

/// One recreation, in its steps; a part of its operation.
class Recreation
{
    Q_DECLARE_TR_FUNCTIONS(Recreation)

public:
    explicit Recreation(ActionOperation *operation)
        : m_operation(*operation)
        , m_blueprint(blueprintFromJson(operation->values().value("blueprint"_L1).toObject()))
        , m_replacement(*operation, m_blueprint,
                        {.name = m_blueprint.subject.name,
                         .flavorId = operation->text("flavor"_L1),
                         .keyName = operation->text("key_name"_L1),
                         .zone = operation->text("availability_zone"_L1),
                         .networkId = operation->text("network"_L1),
                         .takesInterfaces = true,
                         .stage = Launch})
    {}

    Task<Ending> run();

private:
    enum Part : std::size_t { Keep, Remove, Release, Launch, Move };

    void showStages();
    Task<Ending> perform();
    /// Whether an earlier run has deleted the instance. Whatever has merely been requested is
    /// checked again before it is requested again. An error: unknown.
    Task<Result<bool>> isDeletedAlready();
    Task<Ending> keepVolumes();
    Task<Ending> keep(QString volumeId);
    /// Whether it is still the instance that the plan is about, in its current state.
    [[nodiscard]] QString difference(const Server &server) const;
    Task<Ending> untilFree();
    [[nodiscard]] Ending failed(const QString &why) const;

    ActionOperation &m_operation;
    ServerBlueprint m_blueprint;
    ServerReplacement m_replacement;
};

Ending Recreation::failed(const QString &why) const
{
    return {Outcome::Failed, failureOf(net::Service::Compute, ErrorKind::Conflict, why,
                                       m_operation.context().clock.now())};
}

void Recreation::showStages()
{
    std::vector<Stage> stages{
        Stage{tr("Make sure that its volumes are kept")}, Stage{tr("Delete the instance")},
        Stage{tr("Wait until its volumes are free")}, Stage{tr("Launch it again from them")}};
    if (!m_blueprint.floatingIps.empty())
        stages.push_back(Stage{tr("Associate its floating IPs")});
    m_operation.setStages(std::move(stages));
}

QString Recreation::difference(const Server &server) const
{
    if (isBeingDeleted(server))
        return tr("The instance is being deleted already.");
    // Who has planned it for a locked instance is an administrator, whom a lock does not stop.
    if (server.locked && !m_operation.values().value("was_locked"_L1).toBool())
        return tr("The instance has been locked since this was planned. Nothing was changed.");
    QStringList now;
    for (const openstack::AttachedVolume &volume : server.volumes)
        now.append(volume.id);
    QStringList planned;
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks)
        planned.append(disk.volumeId);
    now.sort();
    planned.sort();
    if (now != planned)
        return tr("The volumes of the instance have changed since this was planned. Nothing was "
                  "changed.");
    return server.name == m_blueprint.subject.name
               ? QString()
               : tr("The instance is now called “%1”. Nothing was changed.")
                     .arg(isolated(server.name));
}

Task<Ending> Recreation::keep(QString volumeId)
{
    const QString serverId = m_operation.target().id;
    Step step = volumeDeletionStep(&m_operation, u"keep-volume:"_s + volumeId,
                                   {.serverId = serverId, .volumeId = volumeId, .deleted = false});
    step.stage = Keep;
    step.resend = true;
    step.sends = 2;
    auto keeping = m_operation.once(std::move(step));
    const StepResult kept = co_await std::move(keeping);
    if (kept.ok())
        co_return Ending{};
    Ending ending = kept.ending();
    if (ending.error->kind == ErrorKind::Unsupported)
        ending.error->message =
            tr("The cloud deletes volumes with this instance, and cannot change that: it needs "
               "version 2.85 of the compute API. Nothing was deleted.");
    co_return ending;
}

Task<Ending> Recreation::keepVolumes()
{
    m_operation.begin(Keep);
    const openstack::Get<Server> get{m_operation.target().id};
    auto fetching = m_operation.fetch(get);
    Result<Server> server = co_await std::move(fetching);
    if (!server.ok())
        co_return Ending{Outcome::Failed, server.error()};
    if (const QString why = difference(*server); !why.isEmpty())
        co_return failed(why);
    m_blueprint.recall(*server);
    for (const openstack::AttachedVolume &volume : server->volumes) {
        if (!volume.deleteOnTermination)
            continue;
        auto keeping = keep(volume.id);
        const Ending kept = co_await std::move(keeping);
        if (kept.outcome != Outcome::Succeeded)
            co_return kept;
    }
    // What the cloud says now counts, not that it accepted the changes.
    auto proving = m_operation.fetch(get);
    server = co_await std::move(proving);
    if (!server.ok())
        co_return Ending{Outcome::Failed, server.error()};
    if (std::ranges::any_of(server->volumes, &openstack::AttachedVolume::deleteOnTermination))
        co_return failed(tr("The cloud would still delete a volume with the instance. Nothing was "
                            "deleted."));
    co_return Ending{};
}

Task<Ending> Recreation::untilFree()
{
    m_operation.begin(Release);
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks) {
        const QString serverId = m_operation.target().id;
        bool free = false;
        const auto since = m_operation.context().clock.elapsed();
        const std::function<bool(const Volume &)> isSettled = [&](const Volume &volume) {
            m_operation.progress(Release, -1, volume.name);
            const auto isHere = [&](const openstack::VolumeUse &use) {
                return use.serverId == serverId;
            };
            const bool passing = volume.status == "in-use"_L1 || volume.status == "detaching"_L1 ||
                                 volume.status == "reserved"_L1 || volume.status == "attaching"_L1;
            free = std::ranges::none_of(volume.attachments, isHere) &&
                   (!passing || !volume.attachments.empty());
            return free || m_operation.context().clock.elapsed() - since > longestRelease;
        };
        auto freeing = m_operation.until(openstack::Get<Volume>{disk.volumeId}, isSettled);
        const Result<Volume> volume = co_await std::move(freeing);
        if (!volume.ok())
            co_return Ending{Outcome::Unclear, volume.error()};
        if (!free)
            co_return failed(tr("The volume “%1” is still “%2”, although its instance is deleted. "
                                "Ask the cloud's operator to reset its state.")
                                 .arg(isolated(disk.name), volume->status));
    }
    m_operation.done(Release);
    co_return Ending{};
}

Task<Result<bool>> Recreation::isDeletedAlready()
{
    if (!m_operation.earlierIntent(deleteStep))
        co_return false;
    const auto recorded = m_operation.earlierRecord(deleteStep);
    if (recorded && !recorded->contains("error"_L1))
        co_return true;
    auto fetching = m_operation.fetch(openstack::Get<Server>{m_operation.target().id});
    const Result<Server> server = co_await std::move(fetching);
    if (!server.ok() && server.error().kind != ErrorKind::NotFound)
        co_return server.error();
    co_return !server.ok() || isBeingDeleted(*server) || server->status == "DELETED"_L1 ||
        server->status == "SOFT_DELETED"_L1;
}

Task<Ending> Recreation::perform()
{
    auto asking = isDeletedAlready();
    const Result<bool> deletedAlready = co_await std::move(asking);
    if (!deletedAlready.ok())
        co_return Ending{Outcome::Unclear, deletedAlready.error()};
    if (!deletedAlready.value()) {
        auto keeping = keepVolumes();
        const Ending kept = co_await std::move(keeping);
        if (kept.outcome != Outcome::Succeeded) {
            m_operation.failStage(Keep, kept.error->message);
            co_return kept;
        }
    }
    m_operation.done(Keep);
    m_operation.begin(Remove);
    ServerDeletion deletion(m_operation, m_operation.target().id, Remove);
    auto deleting = deletion.run();
    const Ending deleted = co_await std::move(deleting);
    if (deleted.outcome != Outcome::Succeeded) {
        m_operation.failStage(Remove, deleted.error->message);
        if (deletion.isKept())
            m_operation.addNote(
                tr("“%1” is deleted, but the cloud keeps it for a while, and its volumes stay "
                   "attached to it. Choose “Restore” to get the instance back before the cloud "
                   "deletes it completely.")
                    .arg(isolated(m_blueprint.subject.name)));
        co_return deleted;
    }
    m_operation.done(Remove);
    QStringList volumes;
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks)
        volumes.append(disk.volumeId);
    // From here on the instance is gone, and its disks are what is left of it.
    auto freeing = untilFree();
    Ending ending = co_await std::move(freeing);
    if (ending.outcome == Outcome::Succeeded) {
        auto launching = m_replacement.launch(volumes);
        ending = co_await std::move(launching);
    }
    if (ending.outcome == Outcome::Succeeded && !m_blueprint.floatingIps.empty()) {
        auto moving = m_replacement.moveFloatingIps(Move);
        co_await std::move(moving);
    }
    if (ending.outcome != Outcome::Succeeded && m_replacement.serverId().isEmpty())
        m_operation.addNote(tr("The old instance was deleted. Its volumes are kept: %1. Launch an "
                               "instance from “%2”, and attach any other volumes to it.")
                                .arg(m_blueprint.diskNames().join(", "_L1),
                                     isolated(m_blueprint.disks.front().name)));
    else if (ending.outcome != Outcome::Succeeded)
        m_operation.addNote(tr("The old instance was deleted. Its volumes are attached to the new "
                               "instance, and are kept if you delete or recreate it: %1.")
                                .arg(m_blueprint.diskNames().join(", "_L1)));
    co_return ending;
}

Task<Ending> Recreation::run()
{
    showStages();
    // Between the deletion and the launch they are attached to nothing.
    for (const ServerBlueprint::Disk &disk : m_blueprint.disks)
        m_operation.workOn(disk.volumeId);
    auto performing = perform();
    Ending ending = co_await std::move(performing);
    m_operation.context().stores.refresh({Kind::Server, Kind::Volume, Kind::Port, Kind::FloatingIp,
                                          Kind::ServerGroup, Kind::ComputeLimits});
    co_return ending;
}

Task<Ending> recreateServer(ActionOperation *operation)
{
    // In the frame of this coroutine, which lasts until the end.
    Recreation recreation(operation);
    auto running = recreation.run();
    Ending ending = co_await std::move(running);
    co_return ending;
}

} // namespace oriel::operations
