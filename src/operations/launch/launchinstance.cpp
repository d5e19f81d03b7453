#include "operations/launch/launchinstance.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/server.h"
#include "openstack/network/port.h"
#include "operations/failure.h"
#include "operations/launch/floatingipstep.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/cloudstores.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto launchStep = "create-server"_L1;

/// Nova treats the name as a regular expression: replaces special characters by "any".
QString serverNameFilter(const QString &name)
{
    QString filter;
    for (const QChar c : name) {
        const bool plain = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_');
        if (plain)
            filter += c;
        else if (!filter.endsWith(".*"_L1))
            filter += ".*"_L1;
    }
    return filter;
}

} // namespace

LaunchInstance::LaunchInstance(Context context, LaunchRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
    , m_volumes(*this, m_request.newVolumes())
{}

std::unique_ptr<LaunchInstance> LaunchInstance::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    auto request = launchRequestFromJson(entry.intent);
    return request ? std::make_unique<LaunchInstance>(std::move(context), *std::move(request))
                   : nullptr;
}

QString LaunchInstance::title() const
{
    return tr("Launch instance “%1”").arg(m_request.server.name);
}

void LaunchInstance::showStages()
{
    std::vector<Stage> shown = m_volumes.stages();
    shown.push_back(Stage{tr("Request the instance")});
    shown.push_back(Stage{tr("Schedule and connect networks")});
    shown.back().measure = u"restore-schedule"_s;
    shown.push_back(Stage{tr("Start the instance")});
    shown.back().measure = u"restore-start"_s;
    if (m_request.floatingIp)
        shown.push_back(Stage{tr("Move the floating IP %1").arg(m_request.floatingIp->address)});
    setStages(std::move(shown));
}

Task<std::optional<Ending>> LaunchInstance::createVolumes()
{
    std::optional<Ending> failed;
    if (earlierIntent(launchStep)) {
        m_volumes.recall();
        co_return failed;
    }
    auto requesting = m_volumes.request();
    co_await std::move(requesting);
    auto following = m_volumes.follow();
    co_await std::move(following);
    const Ending ending = m_volumes.ending();
    if (ending.outcome != Outcome::Succeeded) {
        auto removing = removeVolumes();
        co_await std::move(removing);
        failed = ending;
    }
    co_return failed;
}

Task<void> LaunchInstance::removeVolumes()
{
    if (!m_volumes.ids().isEmpty()) {
        auto removing = m_volumes.remove();
        co_await std::move(removing);
        if (leftovers().empty())
            addNote(tr("The volumes that had been created for it were deleted again."));
    }
    context().stores.refresh({Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits});
}

openstack::CreateServer LaunchInstance::createServer() const
{
    openstack::CreateServer create = m_request.server;
    create.metadata.insert(tagKey("operation"_L1), id());
    for (openstack::NewBlockDevice &device : create.blockDevices) {
        if (!device.isNewVolume())
            continue;
        device.source = openstack::NewBlockDevice::Source::Volume;
        device.uuid = m_volumes.idFor(device.uuid);
        device.volumeType.clear(); // the volume has it
    }
    return create;
}

Task<Ending> LaunchInstance::perform()
{
    showStages();
    if (isResumed() && !hasBegunEarlier())
        co_return Ending{Outcome::Failed, neverSent()};

    auto creatingVolumes = createVolumes();
    const std::optional<Ending> withoutVolumes = co_await std::move(creatingVolumes);
    if (withoutVolumes)
        co_return *withoutVolumes;
    if (m_request.lacksUserData && !earlierIntent(launchStep)) {
        auto removing = removeVolumes();
        co_await std::move(removing);
        co_return Ending{
            Outcome::Failed,
            neverSent(tr("Oriel quit before the instance was requested. Its user data is not kept, "
                         "so the instance cannot be requested now. Launch it again."))};
    }
    begin(requestStage());
    openstack::List<openstack::Server> named;
    named.filters.insert(u"name"_s, serverNameFilter(m_request.server.name));
    auto creating = once({.name = launchStep,
                          .send = sending(createServer()),
                          .trace = traceByTag(context(), id(), named),
                          .stage = requestStage()});
    const StepResult created = co_await std::move(creating);
    if (created.isUnknown())
        m_volumes.nameLeftovers(); // or they belong to an instance that was not found
    if (!created.ok() && !created.isUnknown()) {
        auto removing = removeVolumes();
        co_await std::move(removing);
    }
    if (!created.ok()) {
        context().stores.refresh({Kind::ComputeLimits});
        co_return created.ending();
    }
    // The name in format 1 of the journal is "server".
    setResultId(created.text(created.facts().contains("id"_L1) ? "id"_L1 : "server"_L1));
    done(requestStage());
    begin(hostStage());

    auto building = until(openstack::Get<openstack::Server>{resultId()},
                          [this](const openstack::Server &server) { return follow(server); });
    const Result<openstack::Server> server = co_await std::move(building);
    std::optional<Error> failed;
    if (server.ok() && server->status == "ERROR"_L1) {
        addLeftover({openstack::Kind::Server, server->id, server->name});
        const QString requestId = created.text("requestId"_L1);
        auto asking = whyFailed(&context(), *server, requestId);
        const QString why = co_await std::move(asking);
        failed = failureOf(net::Service::Compute, ErrorKind::Failed,
                           why.isEmpty() ? tr("The instance went into the status “ERROR” while it "
                                              "was being built.")
                                         : why,
                           context().clock.now(), requestId);
    } else if (!server.ok() && server.error().kind == ErrorKind::NotFound) {
        failed = server.error();
        failed->message = tr("The new instance was deleted before it was running.");
    } else if (!server.ok()) {
        co_return Ending{Outcome::Unclear, server.error()};
    }
    if (failed) {
        m_volumes.nameLeftovers();
        context().stores.refresh({Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits});
        co_return Ending{Outcome::Failed, failed};
    }
    if (m_request.floatingIp) {
        auto moving = moveFloatingIp();
        co_await std::move(moving);
    }
    context().stores.refreshRow(openstack::Kind::Server, resultId());
    if (m_moved)
        context().stores.refresh({Kind::Server}); // the old instance no longer has the address
    context().stores.refresh({Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits});
    co_return Ending{};
}

bool LaunchInstance::follow(const openstack::Server &server)
{
    if (server.status == "ERROR"_L1)
        return true;
    std::size_t at = hostStage();
    if (server.status != "BUILD"_L1)
        at = startStage() + 1; // ACTIVE, or another state that a user has caused since
    else if (server.taskState == "spawning"_L1)
        at = startStage();
    for (std::size_t stage = hostStage(); stage < at; ++stage)
        done(stage);
    if (at <= startStage()) {
        begin(at);
        progress(at, -1, server.taskState);
        return false;
    }
    for (const openstack::ServerAddress &address : server.addresses)
        m_addresses.append(address.address);
    if (!m_addresses.isEmpty())
        setTitle(startStage(), tr("Start the instance: %1").arg(m_addresses.join(", "_L1)));
    if (server.status != "ACTIVE"_L1)
        addNote(tr("The new instance is “%1”, not running.").arg(server.status));
    return true;
}

Task<void> LaunchInstance::moveFloatingIp()
{
    const FloatingIpMove &move = *m_request.floatingIp;
    const std::size_t stage = stages().size() - 1;
    begin(stage);
    auto looking =
        fetch(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, resultId()}}});
    const auto ports = co_await std::move(looking);
    Result<FloatingIpTarget> target = ports.ok()
                                          ? targetIn(ports->items, move, context().clock.now())
                                          : Result<FloatingIpTarget>(ports.error());
    std::optional<StepResult> moved;
    if (target.ok()) {
        auto moving = once(floatingIpStep(
            context(), move, *target,
            sending(openstack::AssociateFloatingIp{move.id, target->portId, target->fixedIp})));
        moved = co_await std::move(moving);
    }
    if (moved && moved->ok()) {
        m_moved = move;
        m_moved->fromPortId = target->portId;
        m_moved->fromFixedIp = target->fixedIp;
        m_moved->fromName = m_request.server.name;
        m_moved->toName = move.fromName;
        done(stage);
        co_return;
    }
    // The instance is running: the failed move is only an additional remark.
    const Error error = moved ? moved->error() : target.error();
    failStage(stage, error.message);
    addRequestId(error.requestId);
    addNote(moved && moved->isUnknown()
                ? tr("It is unknown whether the floating IP %1 was moved. %2")
                      .arg(move.address, error.message)
                : tr("The floating IP %1 was not moved. %2").arg(move.address, error.message));
}

} // namespace oriel::operations
