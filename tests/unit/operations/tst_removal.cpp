#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journalentry.h"
#include "operations/removal/removal.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using demo::FaultRule;

namespace {

const QRegularExpression snapshotPath(u"/snapshots/[^/]+$"_s);
const QRegularExpression imagePath(u"/images/[^/]+$"_s);

} // namespace

/// Deleting a snapshot part by part, against the demo cloud.
class TestRemoval : public QObject
{
    Q_OBJECT

    test::DemoCloudFixture *m = nullptr;

    /// A snapshot of the demo cloud's files-1 (three volumes), and the request to delete it.
    RemovalRequest makeSet(const QString &name)
    {
        const auto server = m->server(u"files-1"_s);
        auto *made = m->center.start(std::make_unique<CreateSnapshot>(
            m->context(), CreateSnapshotRequest{server.id, name, {}}));
        if (!m->pump([&] { return made->outcome() != Outcome::Running; }) ||
            made->outcome() != Outcome::Succeeded)
            qFatal("no snapshot to delete");
        const auto image = m->get(openstack::Get<openstack::Image>{made->resultId()});
        RemovalRequest request;
        request.subject = {openstack::Kind::SnapshotSet, image.id, image.name};
        request.serverId = server.id;
        request.parts.push_back({{openstack::Kind::Image, image.id, image.name}, {}, 0});
        for (const auto &device : image.blockDevices)
            request.parts.push_back(
                {{openstack::Kind::VolumeSnapshot, device.snapshotId, u"snapshot for "_s + name},
                 device.deviceName,
                 device.volumeSizeGiB,
                 {},
                 true});
        m->cloud.faults().clearLog();
        return request;
    }

    Removal *remove(const RemovalRequest &request)
    {
        auto *started = qobject_cast<Removal *>(
            m->center.start(std::make_unique<Removal>(m->context(), request)));
        if (!m->pump([&] { return started->outcome() != Outcome::Running; }))
            qFatal("the deletion never ended");
        return started;
    }

    [[nodiscard]] int sent(const QRegularExpression &path) const
    {
        return m->cloud.faults().requestCount("DELETE", path);
    }

    template <typename E>
    bool isGone(E endpoint)
    {
        std::optional<bool> gone;
        m->client->call(std::move(endpoint)).then(&m->clockContext, [&](auto result) {
            gone = !result.ok() && result.error().kind == ErrorKind::NotFound;
        });
        return m->pump([&] { return gone.has_value(); }) && *gone;
    }

private Q_SLOTS:
    void init() { m = new test::DemoCloudFixture; }
    void cleanup()
    {
        delete m;
        m = nullptr;
    }

    void everythingGoesInOrderAndOnce()
    {
        const RemovalRequest request = makeSet(u"whole"_s);
        QCOMPARE(request.parts.size(), std::size_t(4));
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QVERIFY(removal->leftovers().empty());
        for (const Stage &stage : removal->stages())
            QCOMPARE(stage.state, StageState::Done);
        QVERIFY(isGone(openstack::Get<openstack::Image>{request.subject.id}));
        for (std::size_t i = 1; i < request.parts.size(); ++i)
            QVERIFY(isGone(openstack::Get<openstack::VolumeSnapshot>{request.parts[i].subject.id}));
        QCOMPARE(sent(imagePath), 1);
        QCOMPARE(sent(snapshotPath), 3);
        // The image first: from then on nobody can launch from half of it.
        QStringList deletes;
        for (const auto &logged : m->cloud.faults().log()) {
            if (logged.method == "DELETE")
                deletes += logged.path.section(u'/', -1);
        }
        QCOMPARE(deletes.front(), request.subject.id);
        QStringList wanted;
        for (const RemovalPart &part : request.parts)
            wanted += part.subject.id;
        wanted.sort();
        deletes.sort();
        QCOMPARE(deletes, wanted);
        QVERIFY(!removal->requestIds().isEmpty());
    }

    /// Each takes its time: none is waited for before the next is requested.
    void partsOfDifferentVolumesGoAtOnce()
    {
        delete m; // a cloud that takes long, so that none is gone before the last is requested
        m = new test::DemoCloudFixture(u"demo"_s, u"demo"_s, u"demo"_s,
                                       demo::DemoOptions{.speed = 0.05});
        const RemovalRequest request = makeSet(u"at once"_s);
        const Operation *removal =
            m->center.start(std::make_unique<Removal>(m->context(), request));
        QVERIFY(m->pump([&] { return sent(snapshotPath) == 3; }));
        for (std::size_t i = 1; i < request.parts.size(); ++i)
            QCOMPARE(removal->stages()[i].state, StageState::Running);
        QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
    }

    /// Storage keeps the snapshots of a volume as a chain.
    void partsOfOneVolumeGoOneAfterTheOther()
    {
        const RemovalRequest first = makeSet(u"older"_s);
        const RemovalRequest request = makeSet(u"newer"_s);
        for (const RemovalRequest *of : {&first, &request})
            m->stores->volumeSnapshots.upsert(
                {m->get(openstack::Get<openstack::VolumeSnapshot>{of->parts.back().subject.id})});
        RemovalRequest both;
        both.subject = request.parts.back().subject;
        both.parts = {request.parts.back(), first.parts.back()};
        const Operation *removal = m->center.start(std::make_unique<Removal>(m->context(), both));
        QVERIFY(m->pump([&] { return sent(snapshotPath) == 2; }));
        QCOMPARE(removal->stages()[0].state, StageState::Done);
        QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
    }

    void aBusyPartStaysWithTheCloudsReasonAndCanBeRetried()
    {
        const RemovalRequest request = makeSet(u"busy"_s);
        const QString busy = request.parts[2].subject.id;
        m->cloud.faults().makeBusy(busy);
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QVERIFY2(removal->error()->message.contains(u"Snapshot is busy."_s),
                 qPrintable(removal->error()->message));
        QCOMPARE(removal->leftovers().size(), std::size_t(1));
        QCOMPARE(removal->leftovers().front().id, busy);
        QCOMPARE(removal->stages()[2].state, StageState::Failed);
        QCOMPARE(removal->stages()[3].state, StageState::Done);
        QVERIFY(!isGone(openstack::Get<openstack::VolumeSnapshot>{busy}));

        m->cloud.faults().makeBusy(busy, false);
        m->cloud.faults().clearLog();
        const RemovalRequest left = removal->remaining();
        QVERIFY(left.leftovers);
        Removal *again = remove(left);
        QCOMPARE(again->outcome(), Outcome::Succeeded);
        QCOMPARE(sent(snapshotPath), 1);
        QCOMPARE(sent(imagePath), 0);
        QVERIFY(isGone(openstack::Get<openstack::VolumeSnapshot>{busy}));
    }

    void whatIsLeftWithoutItsImageIsTagged()
    {
        RemovalRequest request = makeSet(u"unstamped"_s);
        for (RemovalPart &part : request.parts)
            part.tagged = false; // as another client leaves them
        const QString kept = request.parts[1].subject.id;
        m->get(openstack::UpdateVolumeSnapshotMetadata{kept, {{u"mine"_s, u"yes"_s}}, true});
        m->cloud.faults().failDeletionOf(kept);
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        const auto left = m->get(openstack::Get<openstack::VolumeSnapshot>{kept});
        QCOMPARE(left.status, u"error_deleting"_s);
        QCOMPARE(left.metadata.value(u"oriel:image"_s), request.subject.id);
        QCOMPARE(left.metadata.value(u"oriel:instance"_s), request.serverId);
        QCOMPARE(left.metadata.value(u"mine"_s), u"yes"_s);
    }

    /// An orielctl that does not wait must tag the volume snapshots that stay before it ends.
    void whatIsStillToBeTaggedIsNotOnlyWaiting()
    {
        for (const bool tagged : {true, false}) {
            RemovalRequest request = makeSet(tagged ? u"tagged"_s : u"untagged"_s);
            request.stays = {request.parts.back()};
            request.stays.front().tagged = tagged;
            request.parts.pop_back();
            bool waited = false;
            const Operation *removal =
                m->center.start(std::make_unique<Removal>(m->context(), request));
            connect(removal, &Operation::changed, this, [&] {
                waited =
                    waited || (removal->outcome() == Outcome::Running && removal->isOnlyWaiting());
            });
            QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
            QCOMPARE(removal->outcome(), Outcome::Succeeded);
            QCOMPARE(waited, tagged);
        }
    }

    void aProtectedImageKeepsItsVolumeSnapshots()
    {
        const RemovalRequest request = makeSet(u"protected"_s);
        m->get(openstack::UpdateImage{request.subject.id, {{u"protected"_s, true}}, {}});
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QCOMPARE(sent(imagePath), 0);
        QCOMPARE(sent(snapshotPath), 0);
        QCOMPARE(removal->leftovers().size(), request.parts.size());
        QCOMPARE(removal->stages()[1].state, StageState::Skipped);
        QVERIFY(!removal->deletedAny());
    }

    void aLostAnswerIsLookedUpAndNotSentAgain()
    {
        const RemovalRequest request = makeSet(u"lost"_s);
        FaultRule rule;
        rule.method = "DELETE";
        rule.kind = FaultRule::Kind::CutBefore;
        rule.count = 0;
        m->cloud.faults().add(rule);
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(sent(imagePath), 1);
        QCOMPARE(sent(snapshotPath), 3);
    }

    void aRequestThatNeverArrivedIsSentOnceMoreAfterLooking()
    {
        const RemovalRequest request = makeSet(u"never"_s);
        FaultRule rule;
        rule.method = "DELETE";
        rule.kind = FaultRule::Kind::CutBefore;
        rule.carriedOut = false;
        m->cloud.faults().add(rule);
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(sent(imagePath), 2);
    }

    void aRequestThatNeverArrivesEndsAsUnknown()
    {
        const RemovalRequest request = makeSet(u"unreached"_s);
        FaultRule rule;
        rule.method = "DELETE";
        rule.kind = FaultRule::Kind::CutBefore;
        rule.carriedOut = false;
        rule.count = 0;
        m->cloud.faults().add(rule);
        Removal *removal = remove(request);
        QCOMPARE(removal->outcome(), Outcome::Unclear);
        QCOMPARE(sent(imagePath), 2);
        QCOMPARE(sent(snapshotPath), 0); // they are kept with their image
        QCOMPARE(removal->leftovers().size(), request.parts.size());
    }

    void whatAnEarlierRunDidNotSendIsSentOnce()
    {
        const RemovalRequest request = makeSet(u"unsent"_s);
        JournalEntry entry;
        entry.id = u"0f2f0a3e-0000-4000-8000-000000000002"_s;
        entry.kind = removalKind(Kind::SnapshotSet);
        entry.intent = toJson(request);
        entry.started = m->clock.now();
        entry.steps.push_back({u"delete:"_s + request.parts[0].subject.id,
                               JournalStep::Phase::Intended,
                               m->clock.now(),
                               {}});
        auto resumed = Removal::fromJournal(entry, m->context());
        QVERIFY(resumed);
        resumed->resumeFrom(entry);
        Operation *removal = m->center.start(std::move(resumed));
        QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(sent(imagePath), 1);
        QCOMPARE(sent(snapshotPath), 3);
    }

    void aHiddenImageSavesItsVolumeSnapshots()
    {
        const RemovalRequest request = makeSet(u"hidden"_s);
        m->get(openstack::UpdateImage{request.subject.id, {{u"os_hidden"_s, true}}, {}});
        RemovalRequest orphan;
        orphan.subject = request.parts[1].subject;
        orphan.parts = {request.parts[1]};
        orphan.parts[0].goneImageId = request.subject.id;
        Removal *removal = remove(orphan);
        QCOMPARE(removal->outcome(), Outcome::Failed);
        QCOMPARE(sent(snapshotPath), 0);
        QVERIFY(!isGone(openstack::Get<openstack::VolumeSnapshot>{orphan.subject.id}));

        // Nor is it called an orphan, although Glance leaves its image out of the list.
        m->stores->images.clear();
        const auto watched = m->stores->watch({Kind::Image, Kind::VolumeSnapshot});
        QVERIFY(m->pump([&] { return m->stores->snapshotSets.state().loaded; }));
        QVERIFY(m->stores->images.find(request.subject.id));
        QVERIFY(m->stores->setOfVolumeSnapshot(orphan.subject.id));
    }

    void theIntentSurvivesTheJournal()
    {
        const RemovalRequest request = makeSet(u"written"_s);
        QCOMPARE(removalFromJson(toJson(request)), std::optional(request));
    }

    void partsOfANewerOrielAreNotTakenForOthers()
    {
        const QJsonObject written = toJson(makeSet(u"newer"_s));
        for (const QString &where : {u"parts"_s, u"stays"_s}) {
            QJsonObject newer = written;
            QJsonArray parts = newer.value(where).toArray();
            parts.append(QJsonObject{{u"kind"_s, u"starship"_s}, {u"id"_s, u"r1"_s}});
            newer.insert(where, parts);
            QVERIFY(!removalFromJson(newer));
        }
        QJsonObject newer = written;
        newer.insert(u"subject_kind"_s, u"starship"_s);
        QVERIFY(!removalFromJson(newer));
    }

    void afterALongTimeItAsks_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::newRow("finish") << QString(Operation::finishChoice);
        QTest::newRow("leave it") << QString(Operation::cancelChoice);
    }
    /// Of a snapshot whose deletion was interrupted two days ago, nothing more is deleted unasked.
    void afterALongTimeItAsks()
    {
        QFETCH(const QString, choice);
        const RemovalRequest request = makeSet(u"stale-"_s + choice);
        m->cloud.faults().clearLog();
        JournalEntry entry;
        entry.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        entry.kind = removalKind(Kind::SnapshotSet);
        entry.intent = toJson(request);
        entry.started = m->clock.now().addDays(-2);
        entry.steps.push_back({u"delete:"_s + request.parts[0].subject.id,
                               JournalStep::Phase::Intended,
                               entry.started,
                               {}});
        auto resumed = Removal::fromJournal(entry, m->context());
        resumed->resumeFrom(entry);
        Operation *removal = m->center.start(std::move(resumed));
        QVERIFY(m->pump([&] { return removal->question().has_value(); }));
        QVERIFY2(removal->question()->text.contains(request.subject.name),
                 qPrintable(removal->question()->text));
        QCOMPARE(sent(imagePath) + sent(snapshotPath), 0);
        removal->decide(choice);
        QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
        const bool finished = choice == Operation::finishChoice;
        QCOMPARE(removal->outcome(), finished ? Outcome::Succeeded : Outcome::Canceled);
        QCOMPARE(sent(imagePath) > 0, finished);
    }

    void resumedItLooksAndGoesOnWithTheRest()
    {
        const RemovalRequest request = makeSet(u"resumed"_s);
        // The image's deletion was answered, the first volume snapshot's had left, and then Oriel
        // was killed.
        m->get(openstack::Delete<openstack::Image>{request.parts[0].subject.id});
        m->get(openstack::Delete<openstack::VolumeSnapshot>{request.parts[1].subject.id});
        m->cloud.faults().clearLog();
        JournalEntry entry;
        entry.id = u"0f2f0a3e-0000-4000-8000-000000000001"_s;
        entry.kind = removalKind(Kind::SnapshotSet);
        entry.intent = toJson(request);
        entry.started = m->clock.now();
        const auto step = [&](std::size_t part, JournalStep::Phase phase,
                              const QJsonObject &facts) {
            entry.steps.push_back(
                {u"delete:"_s + request.parts[part].subject.id, phase, m->clock.now(), facts});
        };
        step(0, JournalStep::Phase::Intended, {});
        step(0, JournalStep::Phase::Recorded, {{u"requestId"_s, u"req-1"_s}});
        step(1, JournalStep::Phase::Intended, {});
        auto resumed = Removal::fromJournal(entry, m->context());
        QVERIFY(resumed);
        resumed->resumeFrom(entry);
        Operation *removal = m->center.start(std::move(resumed));
        QVERIFY(m->pump([&] { return removal->outcome() != Outcome::Running; }));
        QCOMPARE(removal->outcome(), Outcome::Succeeded);
        QCOMPARE(sent(imagePath), 0);
        QCOMPARE(sent(snapshotPath), 2); // the first was being deleted already
        for (std::size_t i = 1; i < request.parts.size(); ++i)
            QVERIFY(isGone(openstack::Get<openstack::VolumeSnapshot>{request.parts[i].subject.id}));
    }

    void manyGoFewAtATime()
    {
        const RemovalRequest request = makeSet(u"many"_s);
        const auto limiter = std::make_shared<Limiter>(1);
        std::vector<Operation *> started;
        for (std::size_t i = 1; i < request.parts.size(); ++i) {
            RemovalRequest one;
            one.subject = request.parts[i].subject;
            one.parts = {request.parts[i]};
            started.push_back(
                m->center.start(std::make_unique<Removal>(m->context(), one, limiter)));
        }
        QVERIFY(m->pump([&] { return sent(snapshotPath) == 1; }));
        QCOMPARE(started[1]->stages()[0].state, StageState::Waiting);
        QVERIFY(m->pump([&] { return m->center.running() == 0; }));
        for (Operation *operation : started)
            QCOMPARE(operation->outcome(), Outcome::Succeeded);
    }

    void leftoversOfACapture()
    {
        const RemovalRequest request = makeSet(u"left"_s);
        QVERIFY(!removeLeftovers({}, m->context()));
        QVERIFY(!removeLeftovers({{Kind::KeyPair, u"k"_s, {}}}, m->context()));
        auto removal =
            removeLeftovers({request.parts[1].subject, request.parts[0].subject}, m->context());
        QVERIFY(removal);
        QCOMPARE(removal->request().parts.front().subject.kind, openstack::Kind::Image);
        QCOMPARE(removal->request().parts.size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestRemoval)
#include "tst_removal.moc"
