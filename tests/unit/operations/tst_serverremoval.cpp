#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/requestparts.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/removal/removal.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using demo::FaultRule;

namespace {

const QRegularExpression serverPath(u"/servers/[^/]+$"_s);
const QRegularExpression attachmentPath(u"/os-volume_attachments/[^/]+$"_s);
const QRegularExpression volumePath(u"/volumes/[^/]+$"_s);

/// Instance files-1 with three volumes and a floating IP, and the request to delete it: its first
/// volume goes with it, the second is to stay although the cloud would delete it, and the third is
/// to go although the cloud would keep it.
struct Plan
{
    explicit Plan(test::DemoCloudFixture &cloud) : m(cloud)
    {
        server = m.server(u"files-1"_s);
        if (server.volumes.size() != 3)
            qFatal("files-1 does not have three volumes");
        const bool goes[] = {true, true, false};
        for (std::size_t i = 0; i < 3; ++i)
            m.get(openstack::SetDeleteOnTermination{server.id, server.volumes[i].id, goes[i]});
        const auto ports =
            m.get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, server.id}}});
        port = ports.items.at(0).id;
        for (const auto &network : m.get(openstack::List<openstack::Network>{}).items) {
            if (network.external)
                floatingIp = m.get(openstack::Create<openstack::FloatingIp>{
                                       {{u"floating_network_id"_s, network.id}}})
                                 .id;
        }
        m.get(openstack::AssociateFloatingIp{floatingIp, port});

        request.subject = {Kind::Server, server.id, server.name};
        request.serverId = server.id;
        request.parts.push_back({request.subject});
        for (const std::size_t i : {0, 2}) {
            for (const auto &snapshot : snapshotsOf(server.volumes[i].id)) {
                RemovalPart part{{Kind::VolumeSnapshot, snapshot.id, snapshot.name}};
                part.of = snapshot.volumeId;
                request.parts.push_back(part);
            }
        }
        for (std::size_t i = 0; i < 3; ++i) {
            RemovalPart part{{Kind::Volume, server.volumes[i].id, {}}};
            part.withServer = goes[i];
            (i == 1 ? request.stays : request.parts).push_back(part);
        }
        RemovalPart address{{Kind::FloatingIp, floatingIp, u"address"_s}};
        address.of = port;
        request.parts.push_back(address);
        before = inventory();
        m.cloud.faults().clearLog();
    }

    std::vector<openstack::VolumeSnapshot> snapshotsOf(const QString &volume)
    {
        std::vector<openstack::VolumeSnapshot> found;
        for (const auto &snapshot : m.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
            if (snapshot.volumeId == volume)
                found.push_back(snapshot);
        }
        return found;
    }

    /// The IDs of everything in the project.
    QSet<QString> inventory()
    {
        QSet<QString> ids;
        const auto add = [&](const auto &page) {
            for (const auto &row : page.items)
                ids.insert(row.id);
        };
        add(m.get(openstack::List<openstack::Server>{.firstLimit = 1000}));
        add(m.get(openstack::List<openstack::Volume>{}));
        add(m.get(openstack::List<openstack::VolumeSnapshot>{}));
        add(m.get(openstack::List<openstack::Image>{}));
        add(m.get(openstack::List<openstack::Port>{}));
        add(m.get(openstack::List<openstack::FloatingIp>{}));
        return ids;
    }

    /// What was deleted, apart from the port that Nova deletes with the instance.
    QSet<QString> deleted() { return before - inventory() - QSet<QString>{port}; }

    [[nodiscard]] QSet<QString> planned() const
    {
        QSet<QString> ids;
        for (const RemovalPart &part : request.parts)
            ids.insert(part.subject.id);
        return ids;
    }

    test::DemoCloudFixture &m;
    openstack::Server server;
    QString port;
    QString floatingIp;
    RemovalRequest request;
    QSet<QString> before;
};

/// POST /servers/{id}/os-volume_attachments
struct AttachVolume
{
    using Value = Nothing;

    QString serverId = {};
    QString volumeId = {};

    [[nodiscard]] net::Request request() const
    {
        net::Request request = openstack::requestTo(openstack::Server::api, net::Method::Post,
                                                    serverId, u"/os-volume_attachments"_s);
        request.body =
            openstack::jsonBody({{u"volumeAttachment"_s, QJsonObject{{u"volumeId"_s, volumeId}}}});
        return request;
    }
    [[nodiscard]] static Result<Nothing> decode(const net::Answer &) { return Nothing(); }
};

QSet<QString> idsOf(const std::vector<Subject> &subjects)
{
    QSet<QString> ids;
    for (const Subject &subject : subjects)
        ids.insert(subject.id);
    return ids;
}

} // namespace

/// Deleting an instance and volumes by a plan, against the demo cloud.
class TestServerRemoval : public QObject
{
    Q_OBJECT

    test::DemoCloudFixture *m = nullptr;

    Removal *remove(const RemovalRequest &request)
    {
        auto *started = qobject_cast<Removal *>(
            m->center.start(std::make_unique<Removal>(m->context(), request)));
        if (!m->pump([&] { return started->outcome() != Outcome::Running; }, std::chrono::hours(5)))
            qFatal("the deletion never ended");
        return started;
    }

    [[nodiscard]] int sent(const QByteArray &method, const QRegularExpression &path) const
    {
        return m->cloud.faults().requestCount(method, path);
    }
    [[nodiscard]] int deletesOf(const QString &id) const
    {
        return sent("DELETE", QRegularExpression(id + u'$'));
    }

    /// A volume without an instance and without volume snapshots.
    QString freeVolume()
    {
        QString free;
        for (const auto &volume : m->get(openstack::List<openstack::Volume>{}).items) {
            const bool hasSnapshots = std::ranges::any_of(
                m->get(openstack::List<openstack::VolumeSnapshot>{}).items,
                [&](const auto &snapshot) { return snapshot.volumeId == volume.id; });
            if (volume.status == u"available"_s && !hasSnapshots)
                free = volume.id;
        }
        if (free.isEmpty())
            qFatal("no free volume");
        return free;
    }

private Q_SLOTS:
    void init() { m = new test::DemoCloudFixture; }
    void cleanup()
    {
        delete m;
        m = nullptr;
    }

    void everythingInThePlanGoesAndNothingElse()
    {
        Plan plan(*m);
        Removal *removal = remove(plan.request);
        QVERIFY2(removal->outcome() == Outcome::Succeeded,
                 qPrintable(removal->error() ? removal->error()->message : QString()));
        QCOMPARE(plan.deleted(), plan.planned());
        QVERIFY(removal->leftovers().empty());
        QCOMPARE(removal->kind(), u"delete-server"_s);
        QCOMPARE(removal->notes(), QStringList());
        for (const Stage &stage : removal->stages())
            QCOMPARE(stage.state, StageState::Done);
        QCOMPARE(sent("PUT", attachmentPath), 1); // the one that stays
        QCOMPARE(sent("DELETE", serverPath), 1);
        const auto kept = m->get(openstack::Get<openstack::Volume>{plan.server.volumes[1].id});
        QCOMPARE(kept.status, u"available"_s);
        QVERIFY(!plan.snapshotsOf(kept.id).empty());
    }

    void theIntentSurvivesTheJournal()
    {
        const Plan plan(*m);
        QCOMPARE(removalFromJson(toJson(plan.request)), std::optional(plan.request));
        const QString command = removalCommand(plan.request);
        QVERIFY(command.contains(u"--preserve-on-termination "_s + plan.server.id + u' ' +
                                 plan.server.volumes[1].id));
        QVERIFY(command.indexOf(u"server delete"_s) < command.indexOf(u"volume snapshot delete"_s));
        QVERIFY(command.indexOf(u"snapshot delete"_s) < command.indexOf(u"volume delete"_s));
    }

    void anInstanceThatIsGoneCountsAsDeleted()
    {
        Plan plan(*m);
        m->get(openstack::SetDeleteOnTermination{plan.server.id, plan.server.volumes[1].id, false});
        m->get(openstack::Delete<openstack::Server>{plan.server.id});
        std::optional<bool> gone;
        QVERIFY(m->pump([&] {
            if (gone.has_value() && !*gone)
                gone.reset();
            if (!gone.has_value()) {
                gone = false;
                m->client->call(openstack::Get<openstack::Server>{plan.server.id})
                    .then(&m->clockContext, [&](auto row) { gone = !row.ok(); });
            }
            return *gone;
        }));
        m->cloud.faults().clearLog();
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(sent("DELETE", serverPath), 0);
        QCOMPARE(plan.deleted(), plan.planned());
    }

    void aVolumeThatIsNotInThePlanEndsIt()
    {
        Plan plan(*m);
        std::erase_if(plan.request.stays, [](const RemovalPart &) { return true; });
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QVERIFY2(removal->error()->message.contains(u"not in the plan"_s),
                 qPrintable(removal->error()->message));
        QVERIFY(plan.deleted().isEmpty());
        QCOMPARE(sent("DELETE", QRegularExpression(u"."_s)), 0);
        QCOMPARE(idsOf(removal->leftovers()), plan.planned());
        QVERIFY(!removal->deletedAny());
    }

    void aVolumeThatWasDetachedInTheMeantimeEndsIt()
    {
        Plan plan(*m);
        RemovalPart other{{Kind::Volume, freeVolume(), u"precious"_s}};
        plan.request.parts.push_back(other);
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QVERIFY(removal->error()->message.contains(u"detached from the instance"_s));
        QVERIFY(plan.deleted().isEmpty());
    }

    void aLockedInstanceIsKeptWithEverything()
    {
        Plan plan(*m);
        m->get(openstack::LockServer{plan.server.id});
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QVERIFY2(removal->error()->message.contains(u"is locked"_s),
                 qPrintable(removal->error()->message));
        QVERIFY(plan.deleted().isEmpty());
        // It was told before the refusal: that is said.
        QCOMPARE(removal->notes().size(), 1);
        QVERIFY(removal->notes().front().contains(u"now stays"_s));
    }

    void whatAnotherUserTookIsKept()
    {
        Plan plan(*m);
        const auto other = m->server(u"dns-1"_s);
        const auto ports =
            m->get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, other.id}}});
        m->get(openstack::AssociateFloatingIp{plan.floatingIp, ports.items.at(0).id});
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QCOMPARE(deletesOf(plan.floatingIp), 0);
        QCOMPARE(plan.deleted(), plan.planned() - QSet<QString>{plan.floatingIp});
        QCOMPARE(idsOf(removal->leftovers()), QSet<QString>{plan.floatingIp});
    }

    void aVolumeStaysWithItsSnapshots()
    {
        Plan plan(*m);
        QString busy;
        for (const RemovalPart &part : plan.request.parts) {
            if (part.subject.kind == Kind::VolumeSnapshot && part.of == plan.server.volumes[2].id)
                busy = part.subject.id;
        }
        m->cloud.faults().makeBusy(busy);
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        const QSet<QString> left{busy, plan.server.volumes[2].id};
        QCOMPARE(idsOf(removal->leftovers()), left);
        QCOMPARE(plan.deleted(), plan.planned() - left);
        QCOMPARE(deletesOf(plan.server.volumes[2].id), 0);

        m->cloud.faults().makeBusy(busy, false);
        Removal *again = remove(removal->remaining());
        QCOMPARE(again->outcome(), Outcome::Succeeded);
        QCOMPARE(plan.deleted(), plan.planned());
    }

    /// Each request of the plan meets each fault. Whatever comes of it: only what was in the plan
    /// is deleted, and what is left is named.
    void everyFault_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("carriedOut");
        QTest::addColumn<int>("count");
        const std::tuple<const char *, const char *, const char *> targets[] = {
            {"keep a volume", "PUT", "/os-volume_attachments/[^/]+$"},
            {"instance", "DELETE", "/servers/[^/]+$"},
            {"volume snapshot", "DELETE", "/snapshots/[^/]+$"},
            {"volume", "DELETE", "/volumes/[^/]+$"},
            {"floating IP", "DELETE", "/floatingips/[^/]+$"},
        };
        using Kind = FaultRule::Kind;
        const std::tuple<const char *, Kind, int, bool> faults[] = {
            {"cut after", Kind::CutBefore, 0, true}, {"cut before", Kind::CutBefore, 0, false},
            {"refused", Kind::Status, 403, false},   {"conflict", Kind::Status, 409, false},
            {"502", Kind::Status, 502, false},       {"garbage", Kind::Garbage, 0, false},
            {"delayed", Kind::Delay, 0, true},       {"hangs", Kind::Hang, 0, false},
        };
        for (const auto &[what, method, path] : targets) {
            for (const auto &[fault, kind, status, carriedOut] : faults) {
                const bool lost = kind == Kind::CutBefore && !carriedOut;
                for (const int count : {1, 0}) {
                    if (count == 0 && !lost)
                        continue;
                    QTest::addRow("%s, %s, %s", what, fault, count == 1 ? "once" : "always")
                        << QByteArray(method) << QString::fromLatin1(path) << static_cast<int>(kind)
                        << status << carriedOut << count;
                }
            }
        }
    }
    void everyFault()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(bool, carriedOut);
        QFETCH(int, count);
        Plan plan(*m);
        FaultRule rule;
        rule.method = method;
        rule.path = QRegularExpression(path);
        rule.kind = static_cast<FaultRule::Kind>(kind);
        rule.status = status;
        rule.carriedOut = carriedOut;
        rule.count = count;
        rule.delay = std::chrono::seconds(20);
        m->cloud.faults().add(rule);
        const Removal *removal = remove(plan.request);
        m->cloud.faults().clear();
        const QSet<QString> deleted = plan.deleted();
        const QSet<QString> planned = plan.planned();
        QVERIFY((deleted - planned).isEmpty());
        const QSet<QString> named = idsOf(removal->leftovers());
        QVERIFY2((planned - deleted - named).isEmpty(),
                 qPrintable(QStringList((planned - deleted - named).values()).join(u' ')));
        QCOMPARE(removal->outcome() == Outcome::Succeeded, deleted == planned && named.isEmpty());
        for (const RemovalPart &part : plan.request.parts)
            QVERIFY(deletesOf(part.subject.id) <= (carriedOut ? 1 : 2));
        // Without its instance's deletion, nothing else is touched.
        if (!deleted.contains(plan.server.id))
            QVERIFY(deleted.isEmpty());
    }

    void aDeferredDeletionKeepsWhatBelongsToTheInstance()
    {
        delete m;
        demo::DemoOptions options;
        options.reclaim = std::chrono::hours(1);
        m = new test::DemoCloudFixture(u"demo"_s, u"demo"_s, u"demo"_s, options);
        Plan plan(*m);
        const auto watched = m->stores->watch({Kind::Server});
        QVERIFY(m->pump([&] { return m->stores->servers.state().loaded; }));
        Removal *removal = remove(plan.request);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        // It stays known, although the cloud's full list lacks it.
        const auto asOf = m->stores->servers.state().asOf;
        m->stores->refresh({Kind::Server});
        QVERIFY(m->pump([&] { return m->stores->servers.state().asOf > asOf; }));
        const auto row = m->stores->servers.find(plan.server.id);
        QVERIFY(row && row->status == u"SOFT_DELETED"_s);
        const auto undo = undoOf(removal->journalEntry(), *m->stores);
        QVERIFY(undo && undo->key == u"restore-server"_s);
        QCOMPARE(removal->notes().size(), 1);
        QVERIFY(removal->notes().front().contains(u"can be restored"_s));
        QVERIFY(removal->leftovers().empty());
        QCOMPARE(plan.deleted(), QSet<QString>{plan.server.id}); // it is in no list
        const auto kept = m->get(openstack::Get<openstack::Server>{plan.server.id});
        QCOMPARE(kept.status, u"SOFT_DELETED"_s);

        const auto act = [&](const QString &key) {
            auto *operation = m->center.start(actOn(m->context(), key, plan.request.subject));
            return m->pump([&] { return operation->outcome() != Outcome::Running; }) &&
                   operation->outcome() == Outcome::Succeeded;
        };
        m->stores->servers.upsert({kept});
        const Situation situation{*m->stores};
        QCOMPARE(actionNamed(u"restore-server")->obstacle(situation, kept.id), QString());
        QVERIFY(act(u"restore-server"_s));
        QCOMPARE(m->get(openstack::Get<openstack::Server>{kept.id}).status, u"ACTIVE"_s);
        QVERIFY(plan.deleted().isEmpty());

        m->get(openstack::Delete<openstack::Server>{kept.id});
        QVERIFY(m->pump([&] {
            return m->get(openstack::Get<openstack::Server>{kept.id}).status == u"SOFT_DELETED"_s;
        }));
        QVERIFY(act(u"force-delete-server"_s));
        QVERIFY(plan.deleted().contains(kept.id));
        QVERIFY(!plan.deleted().contains(plan.server.volumes[2].id));
    }

    void volumesFollowCindersRules()
    {
        const QString free = freeVolume();
        RemovalRequest request;
        request.subject = {Kind::Volume, free, u"free"_s};
        request.parts.push_back({request.subject});
        Removal *removal = remove(request);
        QCOMPARE(removal->kind(), u"delete-volume"_s);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(deletesOf(free), 1);
        // Again: it no longer exists, which was the aim.
        m->cloud.faults().clearLog();
        QCOMPARE(remove(request)->outcome(), Outcome::Succeeded);
        QCOMPARE(deletesOf(free), 0);

        const auto server = m->server(u"files-1"_s);
        request.subject = {Kind::Volume, server.volumes[0].id, u"root"_s};
        request.parts = {{request.subject}};
        removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QVERIFY2(removal->error()->message.contains(u"files-1"_s),
                 qPrintable(removal->error()->message));
        QCOMPARE(deletesOf(server.volumes[0].id), 0);
    }

    void leftoversOfALaunch()
    {
        const auto server = m->server(u"ci-main"_s);
        QCOMPARE(server.volumes.size(), std::size_t(2));
        m->get(openstack::SetDeleteOnTermination{server.id, server.volumes[0].id, true});
        const std::vector<Subject> left{{Kind::Volume, server.volumes[1].id, u"data"_s},
                                        {Kind::Server, server.id, server.name}};
        const auto removal = removeLeftovers(left, m->context());
        QVERIFY(removal);
        QCOMPARE(removal->subject().kind, Kind::Server);
        RemovalRequest request = removal->request();
        QCOMPARE(request.parts.front().subject.id, server.id);
        // The other volume was made for the instance, and is deleted with it.
        const auto root = m->get(openstack::Get<openstack::Volume>{server.volumes[0].id});
        QVERIFY(root.created >= server.created);
        const Removal *done = remove(request);
        QVERIFY2(done->outcome() == Outcome::Succeeded,
                 qPrintable(done->error() ? done->error()->message : QString()));
        std::optional<bool> gone;
        m->client->call(openstack::Get<openstack::Volume>{root.id})
            .then(&m->clockContext, [&](auto row) { gone = !row.ok(); });
        QVERIFY(m->pump([&] { return gone.has_value(); }) && *gone);
    }

    /// A volume that existed before is nothing that a launch has left.
    void leftoversOfALaunchSpareOlderVolumes()
    {
        const auto server = m->server(u"web-1"_s);
        QString older;
        for (const auto &volume : m->get(openstack::List<openstack::Volume>{}).items) {
            if (volume.name == u"old-shop-data"_s && volume.created < server.created)
                older = volume.id;
        }
        QVERIFY(!older.isEmpty());
        m->get(AttachVolume{server.id, older});
        QVERIFY(m->pump([&] {
            return m->get(openstack::Get<openstack::Volume>{older}).status == u"in-use"_s;
        }));
        m->get(openstack::SetDeleteOnTermination{server.id, older, true});
        const auto removal =
            removeLeftovers({{Kind::Server, server.id, server.name}}, m->context());
        const Removal *done = remove(removal->request());
        QCOMPARE(done->outcome(), Outcome::Failed);
        QVERIFY(done->error()->message.contains(u"not in the plan"_s));
        QCOMPARE(sent("DELETE", serverPath), 0);
    }
};

QTEST_GUILESS_MAIN(TestServerRemoval)
#include "tst_serverremoval.moc"
