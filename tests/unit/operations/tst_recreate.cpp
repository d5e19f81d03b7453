#include "openstack/blockstorage/volume.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/compute/serverinterface.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverblueprint.h"
#include "operations/journal/journal.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using openstack::Port;
using openstack::Server;
using openstack::Volume;

namespace {

const QRegularExpression attachmentPath(u"/os-volume_attachments/"_s); // NOLINT(cert-err58-cpp)
const QRegularExpression serverPath(u"/servers/[^/]+$"_s);             // NOLINT(cert-err58-cpp)
const QRegularExpression serversPath(u"/servers$"_s);                  // NOLINT(cert-err58-cpp)

} // namespace

/// Instances on the demo cloud that are deleted and launched again from their volumes.
class TestRecreate final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DemoCloudFixture> m;

    void setState(Kind kind, const store::LoadState &state)
    {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): only the pollers write to a store
        const_cast<store::StoreBase &>(m->stores->at(kind)).setState(state);
    }

    /// Its row, with all that the plan reads.
    Server loaded(const QString &name)
    {
        m->load<Volume>();
        m->load<Port>();
        m->load<openstack::Network>();
        m->load<openstack::FloatingIp>();
        m->load<openstack::Flavor>();
        m->load<openstack::KeyPair>();
        m->load<openstack::ServerGroup>();
        const Server server = m->server(name);
        m->stores->setProject(server.projectId);
        return server;
    }

    const Operation *recreate(const Server &server, Values values = {})
    {
        const ServerBlueprint plan = blueprintOf(server, *m->stores);
        for (const auto &[key, value] :
             {std::pair(u"flavor"_s, plan.flavorId), std::pair(u"key_name"_s, plan.keyName),
              std::pair(u"availability_zone"_s, plan.zone)}) {
            if (!values.contains(key))
                values.insert(key, value);
        }
        const Operation *operation = m->center.start(actOn(
            m->context(), u"recreate-server", {Kind::Server, server.id, server.name}, values));
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; }))
            qFatal("the operation never ended");
        return operation;
    }

    std::vector<Port> portsOf(const QString &serverId)
    {
        return m->get(openstack::List<Port>{.filters = {{u"device_id"_s, serverId}}}).items;
    }

    QStringList volumesOf(const Server &server)
    {
        QStringList ids;
        for (const openstack::AttachedVolume &volume : server.volumes)
            ids.append(volume.id);
        ids.sort();
        return ids;
    }

    [[nodiscard]] int sent(const QByteArray &method, const QRegularExpression &path) const
    {
        return m->cloud.faults().requestCount(method, path);
    }

    const Operation *copy(const Server &server, Values values = {})
    {
        const ServerBlueprint plan = blueprintOf(server, *m->stores);
        for (const auto &[key, value] :
             {std::pair(u"flavor"_s, plan.flavorId), std::pair(u"key_name"_s, plan.keyName),
              std::pair(u"name"_s, u"copied"_s), std::pair(u"availability_zone"_s, u"nova-2"_s),
              std::pair(u"original"_s, u"shut-off"_s)}) {
            if (!values.contains(key))
                values.insert(key, value);
        }
        const Operation *operation = m->center.start(actOn(
            m->context(), u"copy-server-to-zone", {Kind::Server, server.id, server.name}, values));
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; },
                     std::chrono::hours(1)))
            qFatal("the operation never ended");
        return operation;
    }

    /// What copying needs only in between.
    QStringList temporary()
    {
        QStringList names;
        for (const Volume &volume : m->get(openstack::List<Volume>{}).items) {
            if (volume.name.endsWith(u"-copying"_s) && volume.status != "deleting"_L1)
                names.append(volume.name);
        }
        for (const openstack::Image &image : m->get(openstack::List<openstack::Image>{}).items) {
            if (image.name.contains(u"-copy-"_s))
                names.append(image.name);
        }
        return names;
    }

private Q_SLOTS:
    void init() { m = std::make_unique<test::DemoCloudFixture>(); }
    void cleanup() { m.reset(); }

    void thePlanIsTheInstance();
    void everythingIsCarriedOver();
    void aBrokenInstanceRunsAgain();
    void aPortOfTheUserIsKept();
    void anotherFlavorAndZone();
    void nothingIsDeletedIfAVolumeWouldBe();
    void nothingIsDeletedOnAPromise();
    void aTakenAddressIsReplaced();
    void withoutAHostTheVolumesAreKept();
    void obstacles();
    void aListThatFailedIsNotEmpty_data();
    void aListThatFailedIsNotEmpty();
    void aLostDeletionIsCheckedAgain();
    void aSoftDeletedInstanceIsNamed();
    void theCommandIsWhatIsSent();
    void aCopyInAnotherZone();
    void aCopyTakesTheFloatingIp();
    void aFailedCopyLeavesNothing();
    void disksOfOneNameAreToldApart_data();
    void disksOfOneNameAreToldApart();
    void aGuestThatStaysOnIsAskedAbout();
    void copiesOnlyWhereThereIsAnotherZone();
};

void TestRecreate::thePlanIsTheInstance()
{
    const Server server = loaded(u"db-1"_s);
    const ServerBlueprint plan = blueprintOf(server, *m->stores);
    QCOMPARE(plan.diskNames(), (QStringList{u"db-1-root"_s, u"db-1-data-1"_s, u"db-1-data-2"_s}));
    QCOMPARE(plan.totalGiB(), 160);
    QCOMPARE(plan.metadata.value(u"role"_s), u"primary"_s);
    QVERIFY(!plan.serverGroupId.isEmpty() && !plan.flavorId.isEmpty());
    QCOMPARE(plan.interfaces.size(), std::size_t{1});
    QVERIFY(plan.interfaces.front().mayChoose);
    QCOMPARE(toJson(blueprintFromJson(toJson(plan))), toJson(plan));
}

void TestRecreate::everythingIsCarriedOver()
{
    const Server before = loaded(u"mail-1"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    QCOMPARE(plan.floatingIps.size(), std::size_t{1});
    m->get(openstack::SetDeleteOnTermination{before.id, plan.disks.front().volumeId, true});
    const auto volumes = m->get(openstack::List<Volume>{}).items.size();
    const Operation *operation = recreate(loaded(u"mail-1"_s));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QCOMPARE(operation->notes(), QStringList());
    const Server after = m->server(u"mail-1"_s);
    QVERIFY(after.id != before.id && after.id == operation->resultId());
    QCOMPARE(after.status, u"ACTIVE"_s);
    QCOMPARE(after.flavor.name, before.flavor.name);
    QCOMPARE(after.keyName, before.keyName);
    QCOMPARE(after.securityGroups, before.securityGroups);
    QCOMPARE(volumesOf(after), volumesOf(before));
    QVERIFY(std::ranges::none_of(after.volumes, &openstack::AttachedVolume::deleteOnTermination));
    QCOMPARE(m->get(openstack::List<Volume>{}).items.size(), volumes);
    for (std::size_t i = 0; i < plan.disks.size(); ++i) {
        const auto volume = m->get(openstack::Get<Volume>{plan.disks[i].volumeId});
        QCOMPARE(volume.attachments.front().serverId, after.id);
        QCOMPARE(volume.attachments.front().device, i == 0 ? u"/dev/vda"_s : u"/dev/vdb"_s);
        QCOMPARE(volume.name, plan.disks[i].name);
    }
    const auto ports = portsOf(after.id);
    QCOMPARE(ports.size(), std::size_t{1});
    QCOMPARE(ports.front().fixedIps.front().address, plan.interfaces.front().address);
    const auto floating =
        m->get(openstack::Get<openstack::FloatingIp>{plan.floatingIps.front().id});
    QCOMPARE(floating.portId, ports.front().id);
}

/// It never got a port, and its volume is attached to it.
void TestRecreate::aBrokenInstanceRunsAgain()
{
    const Server before = loaded(u"upgrade-trial"_s);
    QCOMPARE(before.status, u"ERROR"_s);
    const Action &action = *actionNamed(u"recreate-server");
    QCOMPARE(action.obstacle({*m->stores, {u"member"_s}}, before.id), QString());
    const auto networks = m->get(openstack::List<openstack::Network>{}).items;
    const auto own = std::ranges::find(networks, false, &openstack::Network::external);
    const Operation *operation = recreate(before, {{u"network"_s, own->id}});
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const Server after = m->server(u"upgrade-trial"_s);
    QCOMPARE(after.status, u"ACTIVE"_s);
    QCOMPARE(volumesOf(after), volumesOf(before));
    QCOMPARE(portsOf(after.id).size(), std::size_t{1});
}

void TestRecreate::aPortOfTheUserIsKept()
{
    const Server before = loaded(u"wiki-1"_s);
    const Port first = portsOf(before.id).front();
    const auto made = m->get(
        openstack::Create<Port>{{{u"network_id"_s, first.networkId}, {u"name"_s, u"mine"_s}}});
    m->get(openstack::AttachInterface{.serverId = before.id, .portId = made.id});
    m->pump([&] { return portsOf(before.id).size() == 2; });
    const Operation *operation = recreate(loaded(u"wiki-1"_s));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const auto ports = portsOf(operation->resultId());
    QCOMPARE(ports.size(), std::size_t{2});
    QVERIFY(std::ranges::find(ports, made.id, &Port::id) != ports.end());
    QVERIFY(std::ranges::find(ports, first.id, &Port::id) == ports.end());
    QVERIFY(std::ranges::any_of(ports, [&](const Port &port) {
        return port.fixedIps.front().address == first.fixedIps.front().address;
    }));
}

void TestRecreate::anotherFlavorAndZone()
{
    const Server before = loaded(u"wiki-1"_s);
    const auto flavors = m->get(openstack::List<openstack::Flavor>{}).items;
    const auto large = std::ranges::find(flavors, u"v1.large"_s, &openstack::Flavor::name);
    const Operation *operation =
        recreate(before, {{u"flavor"_s, large->id}, {u"availability_zone"_s, u"nova-2"_s}});
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const Server after = m->server(u"wiki-1"_s);
    QCOMPARE(after.flavor.name, u"v1.large"_s);
    QCOMPARE(after.availabilityZone, u"nova-2"_s);
}

void TestRecreate::nothingIsDeletedIfAVolumeWouldBe()
{
    Server server = loaded(u"wiki-1"_s);
    m->get(openstack::SetDeleteOnTermination{server.id, server.volumes.front().id, true});
    server = m->server(u"wiki-1"_s);
    demo::FaultRule refused;
    refused.method = "PUT";
    refused.path = attachmentPath;
    refused.status = 403;
    refused.count = 0;
    m->cloud.faults().add(refused);
    const Operation *operation = recreate(server);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(sent("DELETE", serverPath), 0);
}

/// What counts is what the instance shows, not that the change was accepted.
void TestRecreate::nothingIsDeletedOnAPromise()
{
    Server server = loaded(u"wiki-1"_s);
    m->get(openstack::SetDeleteOnTermination{server.id, server.volumes.front().id, true});
    server = m->server(u"wiki-1"_s);
    demo::FaultRule promised;
    promised.method = "PUT";
    promised.path = attachmentPath;
    promised.status = 202;
    promised.count = 0;
    m->cloud.faults().add(promised);
    const Operation *operation = recreate(server);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"would still delete"_s),
             qPrintable(operation->error()->message));
    QCOMPARE(sent("DELETE", serverPath), 0);
    QCOMPARE(m->server(u"wiki-1"_s).id, server.id);
}

void TestRecreate::aTakenAddressIsReplaced()
{
    const Server before = loaded(u"wiki-1"_s);
    demo::FaultRule taken;
    taken.method = "POST";
    taken.path = serversPath;
    taken.status = 400;
    m->cloud.faults().add(taken);
    const Operation *operation = recreate(before);
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 1);
    QVERIFY2(operation->notes().front().contains(u"another address"_s),
             qPrintable(operation->notes().front()));
    QCOMPARE(volumesOf(m->server(u"wiki-1"_s)), volumesOf(before));
}

void TestRecreate::withoutAHostTheVolumesAreKept()
{
    const Server before = loaded(u"wiki-1"_s);
    m->cloud.faults().failNextAction(u"create"_s);
    const Operation *operation = recreate(before);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"No valid host"_s),
             qPrintable(operation->error()->message));
    QVERIFY(operation->notes().join(u' ').contains(u"wiki-1-root"_s));
    QVERIFY(operation->leftovers().empty()); // nothing that is offered for deletion
    const Server broken = loaded(u"wiki-1"_s);
    QCOMPARE(broken.status, u"ERROR"_s);
    QVERIFY(std::ranges::none_of(broken.volumes, &openstack::AttachedVolume::deleteOnTermination));
    // It can be tried again.
    const Operation *again = recreate(broken);
    QVERIFY2(again->outcome() == Outcome::Succeeded,
             qPrintable(again->error().value_or(Error()).message));
    QCOMPARE(volumesOf(m->server(u"wiki-1"_s)), volumesOf(before));
}

void TestRecreate::obstacles()
{
    loaded(u"wiki-1"_s);
    const Action &action = *actionNamed(u"recreate-server");
    const Situation member{*m->stores, {u"member"_s}};
    const auto why = [&](const QString &name) {
        return action.obstacle(member, m->server(name).id);
    };
    QCOMPARE(why(u"wiki-1"_s), QString());
    QVERIFY(why(u"web-1"_s).contains(u"not a volume"_s));
    QCOMPARE(action.remedies(member, m->server(u"web-1"_s).id),
             remediesBy({u"rebuild-server"_s, u"create-snapshot"_s}));
    QVERIFY(why(u"erp-1"_s).contains(u"locked"_s));
    const Situation reader{*m->stores, {u"reader"_s}};
    QVERIFY(!action.obstacle(reader, m->server(u"wiki-1"_s).id).isEmpty());
}

void TestRecreate::aListThatFailedIsNotEmpty_data()
{
    QTest::addColumn<Kind>("kind");
    for (const Kind kind : {Kind::Volume, Kind::Port, Kind::Network, Kind::FloatingIp,
                            Kind::ServerGroup, Kind::KeyPair})
        QTest::addRow("%d", static_cast<int>(kind)) << kind;
}

void TestRecreate::aListThatFailedIsNotEmpty()
{
    QFETCH(const Kind, kind);
    const Server server = loaded(u"wiki-1"_s);
    const Situation member{*m->stores, {u"member"_s}};
    const Action &recreating = *actionNamed(u"recreate-server");
    const Action &copying = *actionNamed(u"copy-server-to-zone");
    QCOMPARE(recreating.obstacle(member, server.id), QString());
    QCOMPARE(copying.obstacle(member, server.id), QString());
    store::LoadState failed;
    failed.error.emplace();
    failed.error->message = u"It does not work."_s;
    setState(kind, failed);
    for (const Action *action : {&recreating, &copying})
        QVERIFY2(action->obstacle(member, server.id).contains(u"could not be loaded"_s) &&
                     action->obstacle(member, server.id).contains(u"It does not work."_s),
                 qPrintable(action->obstacle(member, server.id)));
    // Its old rows are something to go by. A list without what the instance has is not.
    failed.loaded = true;
    setState(kind, failed);
    QCOMPARE(recreating.obstacle(member, server.id), QString());
    if (kind == Kind::Volume)
        m->stores->volumes.remove({server.volumes.back().id});
    else if (kind == Kind::Port)
        m->stores->of<Port>().replaceAll({});
    if (kind == Kind::Volume || kind == Kind::Port)
        QVERIFY(recreating.obstacle(member, server.id).contains(u"list of"_s));
}

/// Oriel was killed before its request arrived, and somebody has changed the volumes since.
void TestRecreate::aLostDeletionIsCheckedAgain()
{
    const Server before = loaded(u"wiki-1"_s);
    const QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    demo::FaultRule lost;
    lost.method = "DELETE";
    lost.path = serverPath;
    lost.kind = demo::FaultRule::Kind::Hang;
    m->cloud.faults().add(lost);
    auto dying = actOn(m->context(), u"recreate-server", {Kind::Server, before.id, before.name},
                       {{u"flavor"_s, blueprintOf(before, *m->stores).flavorId}});
    dying->useJournal(&journal, {});
    dying->start();
    QVERIFY(m->pump([&] { return sent("DELETE", serverPath) == 1; }));
    const QString id = dying->id();
    dying.reset();
    m->cloud.faults().clear();
    m->get(openstack::SetDeleteOnTermination{before.id, before.volumes.back().id, true});
    journal.giveBack(id);
    std::optional<std::vector<JournalEntry>> taken;
    journal.takeUnfinished({}, this, [&](const auto &entries) { taken = entries.value(); });
    QVERIFY(m->pump([&] { return taken.has_value(); }));
    Context context = m->context();
    context.journal = &journal;
    const Operation *again = m->center.start(resumeOperation(taken->at(0), context));
    QVERIFY(m->pump([&] { return again->outcome() != Outcome::Running; }));
    QVERIFY2(again->outcome() == Outcome::Succeeded,
             qPrintable(again->error().value_or(Error()).message));
    const Server after = m->server(u"wiki-1"_s);
    QVERIFY(after.id != before.id);
    QCOMPARE(volumesOf(after), volumesOf(before));
}

void TestRecreate::aSoftDeletedInstanceIsNamed()
{
    demo::DemoOptions options;
    options.reclaim = std::chrono::hours(100);
    m = std::make_unique<test::DemoCloudFixture>(u"demo"_s, u"demo"_s, u"demo"_s, options);
    const Server before = loaded(u"wiki-1"_s);
    demo::FaultRule refused;
    refused.method = "POST";
    refused.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
    refused.status = 403;
    refused.count = 0;
    m->cloud.faults().add(refused);
    const Operation *operation = recreate(before);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->notes().join(u' ').contains(u"“Restore”"_s),
             qPrintable(operation->notes().join(u' ')));
    QCOMPARE(m->get(openstack::Get<Server>{before.id}).status, u"SOFT_DELETED"_s);
}

void TestRecreate::theCommandIsWhatIsSent()
{
    const Server server = loaded(u"wiki-1"_s);
    m->get(openstack::SetDeleteOnTermination{server.id, server.volumes.front().id, true});
    const Server now = m->server(u"wiki-1"_s);
    const Action &action = *actionNamed(u"recreate-server");
    const QStringList lines =
        action
            .commandLine(u"wiki-1"_s, action.complete(*m->stores, now.id, {{u"flavor"_s, u"f"_s}}))
            .split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].contains(u"--preserve-on-termination wiki-1 "_s));
    QCOMPARE(lines[1], u"openstack server delete --wait wiki-1"_s);
    QVERIFY2(lines[2].contains(u"server create --wait --flavor f --volume "_s) &&
                 lines[2].contains(u" --block-device source_type=volume,uuid="_s),
             qPrintable(lines[2]));
}

void TestRecreate::aCopyInAnotherZone()
{
    const Server before = loaded(u"wiki-1"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    const auto volumes = m->get(openstack::List<Volume>{}).items.size();
    const Operation *operation = copy(before);
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const Server made = m->server(u"copied"_s);
    QCOMPARE(made.status, u"ACTIVE"_s);
    QCOMPARE(made.availabilityZone, u"nova-2"_s);
    QCOMPARE(made.volumes.size(), before.volumes.size());
    for (std::size_t i = 0; i < plan.disks.size(); ++i) {
        openstack::List<Volume> named;
        named.filters.insert(u"name"_s, plan.disks[i].name + u"-nova-2"_s);
        const auto found = m->get(named).items;
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().availabilityZone, u"nova-2"_s);
        QCOMPARE(found.front().sizeGiB, plan.disks[i].sizeGiB);
        QCOMPARE(found.front().bootable, i == 0);
        QCOMPARE(found.front().attachments.front().serverId, made.id);
        QCOMPARE(found.front().attachments.front().device, i == 0 ? u"/dev/vda"_s : u"/dev/vdb"_s);
    }
    QCOMPARE(m->get(openstack::List<Volume>{}).items.size(), volumes + plan.disks.size());
    QCOMPARE(temporary(), QStringList());
    // The original keeps everything, and is off.
    const Server kept = m->server(u"wiki-1"_s);
    QCOMPARE(kept.id, before.id);
    QCOMPARE(kept.status, u"SHUTOFF"_s);
    QCOMPARE(volumesOf(kept), volumesOf(before));
    QCOMPARE(portsOf(kept.id).size(), std::size_t{1});
}

void TestRecreate::aCopyTakesTheFloatingIp()
{
    const Server before = loaded(u"shop-1"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    const Operation *operation = copy(
        before, {{u"floating_ips"_s, u"move-floating-ips"_s}, {u"original"_s, u"keep-running"_s}});
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QCOMPARE(operation->notes(), QStringList());
    const auto floating =
        m->get(openstack::Get<openstack::FloatingIp>{plan.floatingIps.front().id});
    QCOMPARE(floating.portId, portsOf(operation->resultId()).front().id);
    QCOMPARE(m->server(u"shop-1"_s).status, u"ACTIVE"_s);
}

/// The other zone has no backend of this type.
void TestRecreate::aFailedCopyLeavesNothing()
{
    const Server before = loaded(u"wiki-1"_s);
    ServerBlueprint plan = blueprintOf(before, *m->stores);
    plan.disks.back().type = u"fast"_s;
    const auto volumes = m->get(openstack::List<Volume>{}).items.size();
    const Operation *operation = copy(before, {{u"blueprint"_s, toJson(plan)}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"backend"_s),
             qPrintable(operation->error()->message));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(m->get(openstack::List<Volume>{}).items.size(), volumes);
    QCOMPARE(temporary(), QStringList());
    QCOMPARE(volumesOf(m->server(u"wiki-1"_s)), volumesOf(before));
    QCOMPARE(m->server(u"wiki-1"_s).status, u"ACTIVE"_s); // started again
    QCOMPARE(operation->stages().back().state, StageState::Done);
}

void TestRecreate::disksOfOneNameAreToldApart_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("from");
    QTest::newRow("clone") << u"/volumes$"_s << 2;
    QTest::newRow("image") << u"/volumes/[^/]+/action$"_s << 2;
    QTest::newRow("copy") << u"/volumes$"_s << 4;
}

/// The answer about the second one is lost.
void TestRecreate::disksOfOneNameAreToldApart()
{
    QFETCH(const QString, path);
    QFETCH(const int, from);
    const Server before = loaded(u"wiki-1"_s);
    ServerBlueprint plan = blueprintOf(before, *m->stores);
    QCOMPARE(plan.disks.size(), std::size_t{2});
    for (ServerBlueprint::Disk &disk : plan.disks)
        disk.name = u"disk"_s;
    QCOMPARE(plan.copyNames(u"-copy"_s), (QStringList{u"disk-copy"_s, u"disk-copy-2"_s}));
    demo::FaultRule lost;
    lost.method = "POST";
    lost.path = QRegularExpression(path);
    lost.kind = demo::FaultRule::Kind::CutBefore;
    lost.from = from;
    m->cloud.faults().add(lost);
    const Operation *operation = copy(before, {{u"blueprint"_s, toJson(plan)}});
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const Server made = m->server(u"copied"_s);
    QCOMPARE(made.volumes.size(), std::size_t{2});
    for (const openstack::AttachedVolume &attached : made.volumes) {
        const auto volume = m->get(openstack::Get<Volume>{attached.id});
        const bool root = volume.attachments.front().device == "/dev/vda"_L1;
        QCOMPARE(volume.name, root ? u"disk-nova-2"_s : u"disk-nova-2-2"_s);
        QCOMPARE(volume.sizeGiB, plan.disks[root ? 0 : 1].sizeGiB);
        QCOMPARE(volume.bootable, root);
    }
    QCOMPARE(sent("POST", QRegularExpression(u"/volumes$"_s)), 4);
    QCOMPARE(temporary(), QStringList());
}

void TestRecreate::aGuestThatStaysOnIsAskedAbout()
{
    const Server before = loaded(u"wiki-1"_s);
    m->cloud.faults().failNextAction(u"stop"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    Operation *operation = m->center.start(actOn(m->context(), u"copy-server-to-zone",
                                                 {Kind::Server, before.id, before.name},
                                                 {{u"flavor"_s, plan.flavorId},
                                                  {u"name"_s, u"copied"_s},
                                                  {u"availability_zone"_s, u"nova-2"_s},
                                                  {u"original"_s, u"shut-off"_s}}));
    QVERIFY(m->pump([&] { return operation->question().has_value(); }));
    operation->decide(u"again"_s);
    // Somebody who quits Oriel now is warned.
    QVERIFY(m->pump([&] { return sent("POST", QRegularExpression(u"/volumes$"_s)) > 0; }));
    QCOMPARE(operation->leavesShutOff(), before.name);
    QVERIFY(operation->consequence().contains(u"is shut off"_s));
    QVERIFY(!operation->canCancel());
    QVERIFY(
        m->pump([&] { return operation->outcome() != Outcome::Running; }, std::chrono::hours(1)));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(operation->notes().join(u' ').contains(u"is kept, and is shut off"_s));

    m->cloud.faults().failNextAction(u"stop"_s);
    m->get(openstack::StartServer{before.id});
    QVERIFY(m->pump([&] { return m->server(u"wiki-1"_s).status == "ACTIVE"_L1; }));
    const auto volumes = m->get(openstack::List<Volume>{}).items.size();
    Operation *canceled = m->center.start(actOn(m->context(), u"copy-server-to-zone",
                                                {Kind::Server, before.id, before.name},
                                                {{u"flavor"_s, plan.flavorId},
                                                 {u"name"_s, u"again"_s},
                                                 {u"availability_zone"_s, u"nova-2"_s},
                                                 {u"original"_s, u"shut-off"_s}}));
    QVERIFY(m->pump([&] { return canceled->question().has_value(); }));
    canceled->decide(QString(Operation::cancelChoice));
    QVERIFY(m->pump([&] { return canceled->outcome() != Outcome::Running; }));
    QCOMPARE(canceled->outcome(), Outcome::Canceled);
    QCOMPARE(canceled->notes(), QStringList());
    QCOMPARE(m->server(u"wiki-1"_s).status, u"ACTIVE"_s);
    QCOMPARE(m->get(openstack::List<Volume>{}).items.size(), volumes);
}

void TestRecreate::copiesOnlyWhereThereIsAnotherZone()
{
    const Server server = loaded(u"wiki-1"_s);
    const Action &action = *actionNamed(u"copy-server-to-zone");
    const Situation member{*m->stores, {u"member"_s}};
    const Field &zone = action.fields.front();
    QVERIFY(zone.options(member, server.id).empty());
    m->load<openstack::AvailabilityZone>();
    QVERIFY(zone.options(member, server.id).empty()); // without storage
    m->load<openstack::VolumeZone>();
    QCOMPARE(zone.preset(member, server.id).toString(), u"nova-2"_s);
    QCOMPARE(action.obstacle(member, server.id), QString());
    m->stores->of<openstack::VolumeZone>().replaceAll({{u"nova"_s}});
    QVERIFY(action.obstacle(member, server.id).contains(u"no other"_s));
}

QTEST_GUILESS_MAIN(TestRecreate)
#include "tst_recreate.moc"
