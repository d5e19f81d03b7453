#include "operations/actions/serverreplacement.h"

#include "base/visible.h"
#include "openstack/network/floatingip.h"
#include "operations/failure.h"
#include "operations/launch/floatingipstep.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"
#include "operations/trace.h"
#include "operations/why.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

const QString createStep = u"create-server"_s;                  // NOLINT(cert-err58-cpp)
const QString createAnywhereStep = u"create-server-anywhere"_s; // NOLINT(cert-err58-cpp)

QStringList interfaceWords(const ServerBlueprint &blueprint, const ReplacementOptions &options)
{
    if (options.networkId == "none"_L1 ||
        (options.networkId.isEmpty() && blueprint.interfaces.empty()))
        return {u"--no-network"_s};
    if (!options.networkId.isEmpty())
        return {u"--network"_s, options.networkId};
    QStringList words;
    for (const ServerBlueprint::Interface &interface : blueprint.interfaces) {
        const bool alone = std::ranges::count(blueprint.interfaces, interface.networkId,
                                              &ServerBlueprint::Interface::networkId) == 1;
        if (options.takesInterfaces && interface.mayChoose && alone && !interface.address.isEmpty())
            words << u"--nic"_s
                  << u"net-id=%1,v%2-fixed-ip=%3"_s.arg(
                         interface.networkId, interface.address.contains(u':') ? u"6"_s : u"4"_s,
                         interface.address);
        else
            words << u"--network"_s << interface.networkId;
    }
    return words;
}

} // namespace

QStringList launchWords(const ServerBlueprint &blueprint, const ReplacementOptions &options,
                        const QStringList &volumeIds)
{
    QStringList disks = volumeIds;
    for (const ServerBlueprint::Disk &disk : blueprint.disks) {
        if (volumeIds.isEmpty())
            disks.append(disk.volumeId);
    }
    QStringList words{u"openstack"_s, u"--os-compute-api-version"_s,
                      u"2.52"_s,      u"server"_s,
                      u"create"_s,    u"--wait"_s,
                      u"--flavor"_s,  options.flavorId};
    for (qsizetype i = 0; i < disks.size(); ++i) {
        if (i == 0)
            words << u"--volume"_s << disks[i];
        else
            words << u"--block-device"_s << u"source_type=volume,uuid="_s + disks[i];
    }
    words += interfaceWords(blueprint, options);
    for (const QString &group : blueprint.securityGroups)
        words << u"--security-group"_s << group;
    for (const auto &[option, value] : {std::pair(u"--key-name"_s, options.keyName),
                                        std::pair(u"--availability-zone"_s, options.zone),
                                        std::pair(u"--description"_s, blueprint.description)}) {
        if (!value.isEmpty())
            words << option << value;
    }
    for (auto it = blueprint.metadata.begin(); it != blueprint.metadata.end(); ++it)
        words << u"--property"_s << it.key() + u'=' + it.value();
    for (const QString &tag : blueprint.tags)
        words << u"--tag"_s << tag;
    if (!blueprint.serverGroupId.isEmpty())
        words << u"--hint"_s << u"group="_s + blueprint.serverGroupId;
    if (options.name.startsWith(u'-'))
        words << u"--"_s;
    words << options.name;
    for (const FloatingIpMove &move : blueprint.floatingIps)
        words += {{},      u"openstack"_s, u"server"_s, u"add"_s, u"floating"_s,
                  u"ip"_s, options.name,   move.address};
    return words;
}

Task<Ending> ServerReplacement::connect(openstack::CreateServer *create)
{
    if (!m_options.networkId.isEmpty()) {
        if (m_options.networkId != "none"_L1)
            create->networkIds = {m_options.networkId};
        co_return Ending{};
    }
    for (const ServerBlueprint::Interface &interface : m_blueprint.interfaces) {
        if (m_options.takesInterfaces) {
            auto looking = m_operation.fetch(openstack::Get<openstack::Port>{interface.portId});
            const Result<openstack::Port> port = co_await std::move(looking);
            if (port.ok()) {
                create->portIds.append(interface.portId);
                continue;
            }
            if (port.error().kind != ErrorKind::NotFound)
                co_return Ending{Outcome::Unclear, port.error()};
        }
        // Nova takes one address for each network.
        const bool again = create->networkIds.contains(interface.networkId);
        create->networkIds.append(interface.networkId);
        if (again)
            create->fixedIps.remove(interface.networkId);
        else if (m_options.takesInterfaces && interface.mayChoose && !interface.address.isEmpty())
            create->fixedIps.insert(interface.networkId, interface.address);
    }
    co_return Ending{};
}

Task<StepResult> ServerReplacement::request(openstack::CreateServer create, QString step)
{
    openstack::List<Server> named;
    named.filters.insert(u"name"_s, openstack::serverNameFilter(m_options.name));
    Step creation{
        .name = step,
        // Without the password that Nova makes: the disk has its own.
        .send = m_operation.sending(
            create, std::function<Facts(const openstack::CreatedServer &)>(
                        [](const openstack::CreatedServer &made) { return factsOf(made); })),
        .trace = traceByTag(m_operation.context(), m_operation.id(), named),
        .stage = m_options.stage,
        .resend = true};
    auto creating = m_operation.once(std::move(creation));
    StepResult created = co_await std::move(creating);
    co_return created;
}

Task<QMap<QString, QString>> ServerReplacement::metadata()
{
    ServerBlueprint whole = m_blueprint;
    if (!whole.lostMetadata.isEmpty()) {
        auto looking = m_operation.fetch(openstack::Get<Server>{m_operation.target().id});
        const Result<Server> original = co_await std::move(looking);
        if (original.ok())
            whole.recall(*original);
        else
            m_operation.addNote(
                tr("Oriel quit before this was finished. It does not keep metadata "
                   "whose names look like secrets: set these items again on the new instance (%1).")
                    .arg(whole.lostMetadata.join(u", "_s)));
    }
    co_return whole.metadata;
}

Task<Ending> ServerReplacement::launch(QStringList volumeIds)
{
    m_operation.begin(m_options.stage);
    auto recalling = metadata();
    const QMap<QString, QString> items = co_await std::move(recalling);
    openstack::CreateServer create{.name = m_options.name,
                                   .flavorId = m_options.flavorId,
                                   .keyName = m_options.keyName,
                                   .availabilityZone = m_options.zone,
                                   .metadata = items,
                                   .description = m_blueprint.description,
                                   .tags = m_blueprint.tags,
                                   .serverGroupId = m_blueprint.serverGroupId,
                                   .configDrive = m_blueprint.configDrive};
    create.metadata.insert(tagKey("operation"_L1), m_operation.id());
    for (const QString &id : volumeIds)
        create.blockDevices.push_back({.source = openstack::NewBlockDevice::Source::Volume,
                                       .uuid = id,
                                       .bootIndex = create.blockDevices.empty() ? 0 : -1});
    auto connecting = connect(&create);
    const Ending connected = co_await std::move(connecting);
    if (connected.outcome != Outcome::Succeeded)
        co_return connected;
    if (!create.networkIds.isEmpty())
        create.securityGroups = m_blueprint.securityGroups;
    auto requesting = request(create, createStep);
    StepResult created = co_await std::move(requesting);
    const bool refused = !created.ok() && !created.isUnknown();
    if (refused && !create.fixedIps.isEmpty() &&
        (created.error().kind == ErrorKind::BadRequest ||
         created.error().kind == ErrorKind::Conflict)) {
        // The address may have been given to something else.
        const QString why = created.error().message;
        create.fixedIps.clear();
        auto again = request(create, createAnywhereStep);
        created = co_await std::move(again);
        if (created.ok())
            m_operation.addNote(
                tr("The instance has another address, because the cloud rejected the old one: %1")
                    .arg(why));
    }
    if (!created.ok()) {
        m_operation.failStage(m_options.stage, created.error().message);
        co_return created.ending();
    }
    m_serverId = created.text("id"_L1);
    m_operation.setResultId(m_serverId);
    auto following = untilRunning(created.text("requestId"_L1));
    Ending ending = co_await std::move(following);
    co_return ending;
}

Task<Ending> ServerReplacement::untilRunning(QString requestId)
{
    const std::function<bool(const Server &)> isBuilt = [this](const Server &server) {
        m_operation.progress(m_options.stage, -1,
                             server.taskState.isEmpty() ? server.status : server.taskState);
        return server.status != "BUILD"_L1;
    };
    auto building = m_operation.until(openstack::Get<Server>{m_serverId}, isBuilt);
    const Result<Server> server = co_await std::move(building);
    if (!server.ok())
        co_return Ending{Outcome::Unclear, server.error()};
    if (server->status != "ERROR"_L1) {
        m_operation.done(m_options.stage);
        co_return Ending{};
    }
    auto asking = whyFailed(&m_operation.context(), *server, requestId);
    QString why = co_await std::move(asking);
    if (why.isEmpty())
        why = tr("The cloud does not say why.");
    m_operation.failStage(m_options.stage, why);
    co_return Ending{Outcome::Failed, failureOf(net::Service::Compute, ErrorKind::Failed,
                                                tr("The new instance could not start. %1").arg(why),
                                                m_operation.context().clock.now(), requestId)};
}

Task<void> ServerReplacement::moveOne(FloatingIpMove move, std::vector<openstack::Port> ports)
{
    if (std::ranges::find(ports, move.fromPortId, &openstack::Port::id) != ports.end())
        co_return; // its port was reused, and the address with it
    auto fetching = m_operation.fetch(openstack::Get<openstack::FloatingIp>{move.id});
    const Result<openstack::FloatingIp> now = co_await std::move(fetching);
    // It is free once its port is gone.
    if (now.ok() && now->portId.isEmpty())
        move.fromPortId.clear();
    const Result<FloatingIpTarget> target =
        targetIn(ports, move, m_operation.context().clock.now());
    Error error;
    bool unknown = false;
    if (target.ok()) {
        Step step = floatingIpStep(m_operation.context(), move, *target,
                                   m_operation.sending(openstack::AssociateFloatingIp{
                                       move.id, target->portId, target->fixedIp}));
        step.name += u':' + move.id;
        auto moving = m_operation.once(std::move(step));
        const StepResult moved = co_await std::move(moving);
        if (moved.ok())
            co_return;
        error = moved.error();
        unknown = moved.isUnknown();
    } else {
        error = target.error();
    }
    m_operation.addRequestId(error.requestId);
    m_operation.addNote(
        unknown ? tr("It is unknown whether the floating IP %1 was moved. %2")
                      .arg(move.address, error.message)
                : tr("The floating IP %1 was not moved. %2").arg(move.address, error.message));
}

Task<void> ServerReplacement::moveFloatingIps(std::size_t stage)
{
    m_operation.begin(stage);
    auto looking = m_operation.fetch(
        openstack::List<openstack::Port>{.filters = {{u"device_id"_s, m_serverId}}});
    const auto ports = co_await std::move(looking);
    if (!ports.ok()) {
        m_operation.failStage(stage, ports.error().message);
        m_operation.addNote(tr("The floating IPs were not moved. %1").arg(ports.error().message));
        co_return;
    }
    for (const FloatingIpMove &move : m_blueprint.floatingIps) {
        auto moving = moveOne(move, ports->items);
        co_await std::move(moving);
    }
    m_operation.done(stage);
    m_operation.context().stores.refresh({Kind::FloatingIp});
}

} // namespace oriel::operations
