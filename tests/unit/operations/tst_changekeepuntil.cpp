#include "operations/actions/actions.h"
#include "operations/resume/resume.h"

#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/journal/journalentry.h"
#include "support/democloudfixture.h"

#include <QtCore/QJsonArray>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using demo::FaultRule;

/// Changing how long a snapshot is kept, against the demo cloud.
class TestChangeKeepUntil : public QObject
{
    Q_OBJECT

    test::DemoCloudFixture *m = nullptr;

    /// What the action changes: a snapshot of the demo cloud with volume snapshots.
    struct Request
    {
        Subject subject;
        QString serverId;
        QString imageId;
        QStringList volumeSnapshotIds;
        std::optional<QDate> keepUntil{};

        [[nodiscard]] Values values() const
        {
            return {{u"server"_s, serverId},
                    {u"image"_s, imageId},
                    {u"volume_snapshots"_s, QJsonArray::fromStringList(volumeSnapshotIds)},
                    {u"keep_until"_s, keepUntil ? keepUntil->toString(Qt::ISODate) : u"none"_s}};
        }
    };

    [[nodiscard]] std::unique_ptr<ActionOperation> change(const Request &request) const
    {
        return actOn(m->context(), u"change-keep-until", request.subject, request.values());
    }

    Request anySet()
    {
        for (const auto &image : m->get(openstack::List<openstack::Image>{}).items) {
            if (image.blockDevices.size() < 2 || image.instanceUuid().isEmpty())
                continue;
            Request request;
            request.subject = {openstack::Kind::SnapshotSet, image.id, image.name};
            request.serverId = image.instanceUuid();
            request.imageId = image.id;
            for (const auto &device : image.blockDevices)
                request.volumeSnapshotIds += device.snapshotId;
            return request;
        }
        qFatal("no such set in the demo cloud");
    }

    Operation *run(std::unique_ptr<Operation> operation)
    {
        Operation *started = m->center.start(std::move(operation));
        if (!m->pump([&] { return started->outcome() != Outcome::Running; }))
            qFatal("it never ended");
        return started;
    }

    [[nodiscard]] int writes() const
    {
        const QRegularExpression any(u".*"_s);
        return m->cloud.faults().requestCount("PATCH", any) +
               m->cloud.faults().requestCount("POST", QRegularExpression(u"/metadata$"_s));
    }

private Q_SLOTS:
    void init() { m = new test::DemoCloudFixture; }
    void cleanup()
    {
        delete m;
        m = nullptr;
    }

    void itIsWrittenOnEveryPartAndOnlyOnce()
    {
        Request request = anySet();
        request.keepUntil = QDate(2027, 2, 3);
        m->cloud.faults().clearLog();
        QCOMPARE(run(change(request))->outcome(), Outcome::Succeeded);
        QCOMPARE(writes(), 1 + static_cast<int>(request.volumeSnapshotIds.size()));
        const auto image = m->get(openstack::Get<openstack::Image>{request.imageId});
        QCOMPARE(image.properties.value(u"oriel:keep_until"_s), u"2027-02-03"_s);
        for (const QString &id : request.volumeSnapshotIds) {
            const auto snapshot = m->get(openstack::Get<openstack::VolumeSnapshot>{id});
            QCOMPARE(snapshot.metadata.value(u"oriel:keep_until"_s), u"2027-02-03"_s);
            QCOMPARE(snapshot.metadata.value(u"oriel:image"_s), request.imageId);
        }

        // The same again finds it there; "no date" is a date like others.
        m->cloud.faults().clearLog();
        QCOMPARE(run(change(request))->outcome(), Outcome::Succeeded);
        QCOMPARE(writes(), 0);
        request.keepUntil.reset();
        QCOMPARE(run(change(request))->outcome(), Outcome::Succeeded);
        QCOMPARE(m->get(openstack::Get<openstack::Image>{request.imageId})
                     .properties.value(u"oriel:keep_until"_s),
                 u"none"_s);
    }

    void aLostAnswerIsLookedUp()
    {
        Request request = anySet();
        request.keepUntil = QDate(2027, 2, 3);
        FaultRule rule;
        rule.method = "PATCH";
        rule.kind = FaultRule::Kind::CutBefore;
        m->cloud.faults().add(rule);
        m->cloud.faults().clearLog();
        QCOMPARE(run(change(request))->outcome(), Outcome::Succeeded);
        QCOMPARE(m->cloud.faults().requestCount("PATCH", QRegularExpression(u".*"_s)), 1);
    }

    void inheritedTagsBecomeItsOwn()
    {
        Request request = anySet();
        request.keepUntil = QDate(2027, 2, 3);
        m->get(openstack::UpdateImage{request.imageId,
                                      {{u"oriel:instance"_s, u"another"_s},
                                       {u"oriel:consistency"_s, u"shut-off"_s},
                                       {u"instance_uuid"_s, u"another"_s}},
                                      {}});
        QCOMPARE(run(change(request))->outcome(), Outcome::Succeeded);
        const auto image = m->get(openstack::Get<openstack::Image>{request.imageId});
        QCOMPARE(image.instanceUuid(), request.serverId);
        QCOMPARE(image.properties.value(u"oriel:instance"_s), request.serverId);
        QCOMPARE(image.properties.value(u"oriel:keep_until"_s), u"2027-02-03"_s);
        // What another snapshot claimed is not this one's.
        QCOMPARE(image.properties.value(u"oriel:consistency"_s), u"unknown"_s);
    }

    void theIntentSurvivesTheJournal()
    {
        Request request = anySet();
        for (const auto &date : {std::optional<QDate>(), std::optional(QDate(2027, 2, 3))}) {
            request.keepUntil = date;
            const auto dead = change(request);
            const JournalEntry entry = dead->journalEntry();
            const auto again = operationFrom(entry, m->context());
            QVERIFY(again);
            QCOMPARE(again->intent(), dead->intent());
            QCOMPARE(again->title(), dead->title());
        }
        JournalEntry empty;
        empty.kind = u"change-keep-until"_s;
        QVERIFY(!operationFrom(empty, m->context()));
    }
};

QTEST_GUILESS_MAIN(TestChangeKeepUntil)
#include "tst_changekeepuntil.moc"
