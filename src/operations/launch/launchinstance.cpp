#include "operations/launch/launchinstance.h"

#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/failure.h"
#include "operations/grouppolicy.h"
#include "operations/launch/floatingipstep.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/cloudstores.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto launchStep = "create-server"_L1;
constexpr auto groupStep = "create-group"_L1;

/// "No valid host was found. The server group …": the cloud's words may end without a full stop.
QString joinedSentences(const QString &first, const QString &second)
{
    if (second.isEmpty())
        return first;
    return first + (first.endsWith(u'.') ? u" "_s : u". "_s) + second;
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
    if (m_request.group)
        shown.push_back(Stage{tr("Create the security group “%1”").arg(m_request.group->name)});
    shown.push_back(Stage{tr("Request the instance")});
    shown.push_back(Stage{tr("Schedule and connect networks")});
    shown.back().measure = u"restore-schedule"_s;
    shown.push_back(Stage{tr("Start the instance")});
    shown.back().measure = u"restore-start"_s;
    if (const auto &move = m_request.floatingIp)
        shown.push_back(Stage{move->id.isEmpty() ? tr("Allocate a floating IP")
                              : move->takesFromAnother()
                                  ? tr("Move the floating IP %1").arg(move->address)
                                  : tr("Associate the floating IP %1").arg(move->address)});
    setStages(std::move(shown));
}

Task<std::optional<Ending>> LaunchInstance::createVolumes()
{
    std::optional<Ending> failed;
    if (earlierIntent(launchStep)) {
        m_volumes.recall();
        co_return failed;
    }
    if (m_volumes.count() > 0)
        setCancelText(tr("The instance is not launched, and the volumes that were created for it "
                         "are deleted."));
    auto requesting = isCanceling() ? m_volumes.recover() : m_volumes.request();
    co_await std::move(requesting);
    auto following = m_volumes.follow();
    co_await std::move(following);
    setCancelText({});
    Ending ending = m_volumes.ending();
    if (isCanceling())
        ending = {Outcome::Canceled,
                  failureOf(net::Service::Compute, ErrorKind::Cancelled,
                            tr("The instance was not launched."), context().clock.now())};
    if (ending.outcome != Outcome::Succeeded) {
        auto removing = removeVolumes();
        co_await std::move(removing);
        failed = ending;
    }
    co_return failed;
}

void LaunchInstance::setCancelText(const QString &text)
{
    if (std::exchange(m_cancelText, text) != text)
        Q_EMIT changed();
}

Task<StepResult> LaunchInstance::requestGroup(bool resend)
{
    // Groups have no metadata: what created it is in its description.
    const QString description =
        tr("Created by Oriel for the instance “%1” (%2)")
            .arg(firstCharacters(m_request.server.name, longestName / 2), id());
    openstack::List<openstack::SecurityGroup> named;
    named.filters.insert(u"name"_s, m_request.group->name);
    auto creating =
        once({.name = groupStep,
              .send = sending(openstack::Create<openstack::SecurityGroup>{
                  {{u"name"_s, m_request.group->name}, {u"description"_s, description}}}),
              .trace = traceInList(context(), named,
                                   [operation = id()](const openstack::SecurityGroup &group) {
                                       return group.description.contains(operation);
                                   }),
              .stage = groupStage(),
              .resend = resend});
    StepResult created = co_await std::move(creating);
    co_return created;
}

Task<StepResult> LaunchInstance::requestRule(QString ethertype)
{
    const NewGroup &group = *m_request.group;
    QJsonObject rule{{u"security_group_id"_s, m_groupId}, {u"direction"_s, u"ingress"_s},
                     {u"ethertype"_s, ethertype},         {u"protocol"_s, group.protocol},
                     {u"port_range_min"_s, group.port},   {u"port_range_max"_s, group.port}};
    if (!group.prefix.isEmpty())
        rule.insert(u"remote_ip_prefix"_s, group.prefix);
    openstack::List<openstack::SecurityGroupRule> rules;
    rules.filters.insert(u"security_group_id"_s, m_groupId);
    const std::function<bool(const openstack::SecurityGroupRule &)> isIt =
        [groupId = m_groupId, ethertype,
         port = group.port](const openstack::SecurityGroupRule &one) {
            return one.groupId == groupId && one.direction == "ingress"_L1 &&
                   one.ethertype == ethertype && one.portMin == port;
        };
    auto creating = once({.name = u"create-rule:"_s + ethertype,
                          .send = sending(openstack::Create<openstack::SecurityGroupRule>{rule}),
                          .trace = traceInList(context(), rules, isIt),
                          .stage = groupStage(),
                          .resend = true});
    StepResult created = co_await std::move(creating);
    co_return created;
}

Task<std::optional<Ending>> LaunchInstance::createGroup()
{
    std::optional<Ending> failed;
    if (!m_request.group)
        co_return failed;
    begin(groupStage());
    auto requesting = requestGroup(true);
    StepResult result = co_await std::move(requesting);
    if (result.ok()) {
        m_groupId = result.text("id"_L1);
        const QStringList ethertypes = ethertypesOf(*m_request.group);
        for (const QString &ethertype : ethertypes) {
            auto adding = requestRule(ethertype);
            result = co_await std::move(adding);
            if (!result.ok())
                break;
        }
    }
    context().stores.refresh({Kind::SecurityGroup, Kind::SecurityGroupRule});
    if (result.ok()) {
        done(groupStage());
        co_return failed;
    }
    failStage(groupStage(), result.error().message);
    failed = result.ending();
    co_return failed;
}

Task<void> LaunchInstance::removeGroup()
{
    if (m_groupId.isEmpty())
        co_return;
    const openstack::Get<openstack::SecurityGroup> get{m_groupId};
    auto deleting = once({.name = u"delete-group:"_s + m_groupId,
                          .send = sending(openstack::Delete<openstack::SecurityGroup>{m_groupId}),
                          .trace = traceByAbsence(context(), get),
                          .resend = true});
    const StepResult deleted = co_await std::move(deleting);
    const bool gone =
        deleted.ok() || (!deleted.isUnknown() && deleted.error().kind == ErrorKind::NotFound);
    if (!gone)
        addLeftover({Kind::SecurityGroup, m_groupId, m_request.group->name});
    context().stores.refresh({Kind::SecurityGroup, Kind::SecurityGroupRule});
}

Task<void> LaunchInstance::removeVolumes()
{
    if (!m_volumes.ids().isEmpty()) {
        auto removing = m_volumes.remove();
        co_await std::move(removing);
        if (leftovers().empty())
            addNote(tr("The volumes that had been created for it were deleted again."));
    }
    context().stores.refresh(
        {Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits, Kind::BlockStorageQuotas});
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
    if (!m_groupId.isEmpty())
        create.securityGroups += m_groupId;
    return create;
}

Task<StepResult> LaunchInstance::requestServer()
{
    openstack::List<openstack::Server> named;
    named.filters.insert(u"name"_s, openstack::serverNameFilter(m_request.server.name));
    auto creating = once(
        {.name = launchStep,
         .send = sending(createServer(), std::function<Facts(const openstack::CreatedServer &)>(
                                             [this](const openstack::CreatedServer &created) {
                                                 m_answered = true;
                                                 m_password = created.adminPassword;
                                                 return factsOf(created); // without the password
                                             })),
         .trace = traceByTag(context(), id(), named),
         .stage = requestStage()});
    StepResult created = co_await std::move(creating);
    const bool isKnown = m_request.lacksPassword || !m_request.server.adminPassword.isEmpty();
    // With a key pair, most users do not need it.
    if (created.ok() && !m_answered && m_request.server.keyName.isEmpty() && !isKnown)
        addNote(tr("If the cloud made a password for the instance, it is lost: Oriel does not keep "
                   "it, and the cloud returns it only once. Set a new one if you need it."));
    co_return created;
}

QString LaunchInstance::command() const
{
    LaunchRequest kept = m_request;
    kept.lacksUserData = kept.lacksUserData || !kept.server.userData.isEmpty();
    kept.server.userData.clear();
    return launchCommand(kept);
}

QString LaunchInstance::whatIsNotKept() const
{
    if (!m_request.lostMetadata.isEmpty())
        return tr("Oriel quit before the instance was requested. It does not keep metadata whose "
                  "names look like secrets (%1), so it cannot request the instance now. Launch it "
                  "again.")
            .arg(m_request.lostMetadata.join(u", "_s));
    if (m_request.lacksUserData)
        return tr("Oriel quit before the instance was requested. Its user data is not kept, so the "
                  "instance cannot be requested now. Launch it again.");
    return m_request.lacksPassword ? tr("Oriel quit before the instance was requested. Its "
                                        "password is not kept, so the "
                                        "instance cannot be requested now. Launch it again.")
                                   : QString();
}

QString LaunchInstance::policyReason(const QString &message) const
{
    const auto group =
        context().stores.of<openstack::ServerGroup>().find(m_request.server.serverGroupId);
    const bool placement = message.contains("No valid host"_L1) ||
                           message.contains("Exhausted all hosts"_L1) ||
                           message.contains("policy was violated"_L1);
    if (!group || !placement)
        return {};
    const QString name = isolated(nameOrId(group->name, group->id));
    if (group->policy == "affinity"_L1)
        return tr("The server group “%1” has the policy “%2”: the instance can only run on the "
                  "host of the other instances. Choose a group with the policy “%3”, or none.")
            .arg(name, policyText(group->policy), policyText(u"soft-affinity"_s));
    if (group->policy == "anti-affinity"_L1)
        return tr("The server group “%1” has the policy “%2”: the instance cannot run where the "
                  "other instances are. Choose a group with the policy “%3”, or none.")
            .arg(name, policyText(group->policy), policyText(u"soft-anti-affinity"_s));
    return {};
}

Task<Ending> LaunchInstance::perform()
{
    showStages();
    if (isResumed() && !hasBegunEarlier())
        co_return Ending{Outcome::Failed, neverSent()};

    const QString lacking = earlierIntent(launchStep) ? QString() : whatIsNotKept();
    if (!lacking.isEmpty()) {
        auto abandoning = abandon(lacking);
        Ending abandoned = co_await std::move(abandoning);
        co_return abandoned;
    }
    auto creatingVolumes = createVolumes();
    const std::optional<Ending> withoutVolumes = co_await std::move(creatingVolumes);
    if (withoutVolumes)
        co_return *withoutVolumes;
    auto creatingGroup = createGroup();
    const std::optional<Ending> withoutGroup = co_await std::move(creatingGroup);
    if (withoutGroup) {
        auto removing = removeVolumes();
        co_await std::move(removing);
        auto removingGroup = removeGroup();
        co_await std::move(removingGroup);
        co_return *withoutGroup;
    }
    begin(requestStage());
    auto creating = requestServer();
    const StepResult created = co_await std::move(creating);
    if (created.isUnknown())
        nameLeftovers(); // or they belong to an instance that was not found
    if (!created.ok() && !created.isUnknown()) {
        auto removing = removeVolumes();
        co_await std::move(removing);
        auto removingGroup = removeGroup();
        co_await std::move(removingGroup);
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
                                         : joinedSentences(why, policyReason(why)),
                           context().clock.now(), requestId);
    } else if (!server.ok() && server.error().kind == ErrorKind::NotFound) {
        failed = server.error();
        failed->message = tr("The new instance was deleted before it was running.");
    } else if (!server.ok()) {
        m_password.clear();
        co_return Ending{Outcome::Unclear, server.error()};
    }
    if (failed) {
        m_password.clear();
        nameLeftovers();
        context().stores.refresh({Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits,
                                  Kind::BlockStorageQuotas});
        co_return Ending{Outcome::Failed, failed};
    }
    if (m_request.floatingIp) {
        auto moving = moveFloatingIp();
        co_await std::move(moving);
    }
    context().stores.refreshRow(openstack::Kind::Server, resultId());
    if (m_moved)
        context().stores.refresh({Kind::Server}); // the old instance no longer has the address
    context().stores.refresh(
        {Kind::Volume, Kind::ComputeLimits, Kind::BlockStorageLimits, Kind::BlockStorageQuotas});
    // Until then, the user may want to enter the same again.
    m_request.lacksPassword = m_request.lacksPassword || !m_request.server.adminPassword.isEmpty();
    m_request.server.adminPassword.clear();
    co_return Ending{};
}

Task<Ending> LaunchInstance::abandon(QString why)
{
    auto recovering = m_volumes.recover();
    co_await std::move(recovering);
    auto following = m_volumes.follow(); // what is being created cannot be deleted
    co_await std::move(following);
    if (m_request.group && earlierIntent(groupStep)) {
        auto finding = requestGroup(false);
        const StepResult group = co_await std::move(finding);
        if (group.ok())
            m_groupId = group.text("id"_L1);
    }
    auto removing = removeVolumes();
    co_await std::move(removing);
    auto removingGroup = removeGroup();
    co_await std::move(removingGroup);
    co_return Ending{Outcome::Failed, neverSent(why)};
}

void LaunchInstance::nameLeftovers()
{
    m_volumes.nameLeftovers();
    if (!m_groupId.isEmpty())
        addLeftover({Kind::SecurityGroup, m_groupId, m_request.group->name});
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
        auto moving = associate(*target);
        moved = co_await std::move(moving);
    }
    if (moved && moved->ok() && !move.takesFromAnother()) {
        done(stage);
        auto naming = nameAddress(move.id.isEmpty() ? moved->text("id"_L1) : move.id);
        co_await std::move(naming);
        co_return;
    }
    if (moved && moved->ok()) {
        m_moved = move;
        m_moved->fromPortId = target->portId;
        m_moved->fromFixedIp = target->fixedIp;
        m_moved->fromName = m_request.server.name;
        m_moved->toName = move.fromName;
        m_floatingAddress = move.address;
        done(stage);
        co_return;
    }
    // The instance is running: the failed move is only an additional remark.
    const Error error = moved ? moved->error() : target.error();
    failStage(stage, error.message);
    addRequestId(error.requestId);
    const bool unknown = moved && moved->isUnknown();
    if (move.id.isEmpty())
        addNote(
            unknown
                ? tr("It is unknown whether the instance has a floating IP. %1").arg(error.message)
                : tr("The instance has no floating IP. %1").arg(error.message));
    else if (!move.takesFromAnother())
        addNote(
            unknown
                ? tr("It is unknown whether the instance has the floating IP %1. %2")
                      .arg(move.address, error.message)
                : tr("The floating IP %1 was not associated. %2").arg(move.address, error.message));
    else
        addNote(unknown
                    ? tr("It is unknown whether the floating IP %1 was moved. %2")
                          .arg(move.address, error.message)
                    : tr("The floating IP %1 was not moved. %2").arg(move.address, error.message));
}

Task<StepResult> LaunchInstance::associate(FloatingIpTarget target)
{
    const FloatingIpMove &move = *m_request.floatingIp;
    if (!move.id.isEmpty()) {
        auto moving = once(floatingIpStep(
            context(), move, target,
            sending(openstack::AssociateFloatingIp{move.id, target.portId, target.fixedIp})));
        StepResult moved = co_await std::move(moving);
        co_return moved;
    }
    // The port is new: whatever address it has was allocated here.
    openstack::List<openstack::FloatingIp> onPort;
    onPort.filters.insert(u"port_id"_s, target.portId);
    QJsonObject wanted{{u"floating_network_id"_s, move.poolId}, {u"port_id"_s, target.portId}};
    if (!target.fixedIp.isEmpty())
        wanted.insert(u"fixed_ip_address"_s, target.fixedIp);
    auto allocating =
        once({.name = u"allocate-floating-ip"_s,
              .send = sending(openstack::Create<openstack::FloatingIp>{wanted}),
              .trace = traceInList(context(), onPort,
                                   [port = target.portId](const openstack::FloatingIp &ip) {
                                       return ip.portId == port;
                                   }),
              .stage = stages().size() - 1,
              .resend = true});
    StepResult allocated = co_await std::move(allocating);
    co_return allocated;
}

/// Shows which address it has.
Task<void> LaunchInstance::nameAddress(QString floatingIpId)
{
    auto fetching = fetch(openstack::Get<openstack::FloatingIp>{floatingIpId});
    const Result<openstack::FloatingIp> row = co_await std::move(fetching);
    if (row.ok()) {
        m_addresses.append(row->address);
        m_floatingAddress = row->address;
        setTitle(stages().size() - 1, tr("Floating IP: %1").arg(row->address));
    }
    context().stores.refresh({Kind::FloatingIp});
}

} // namespace oriel::operations
