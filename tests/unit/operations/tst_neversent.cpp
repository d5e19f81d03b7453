#include "openstack/blockstorage/volume.h"
#include "openstack/network/port.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using openstack::Port;

/// Oriel quit while an operation waited and had sent nothing: nothing is sent at a later sign-in.
class TestNeverSent final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSentLater_data();
    void nothingIsSentLater();
};

void TestNeverSent::nothingIsSentLater_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QJsonObject>("values");
    const QJsonObject group{{u"group"_s, u"a-group"_s}};
    QTest::newRow("set-volume-group") << Kind::Volume << group;
    QTest::newRow("delete-volume-group") << Kind::VolumeGroup << QJsonObject();
    QTest::newRow("add-security-group") << Kind::Server << group;
    QTest::newRow("remove-security-group") << Kind::Server << group;
    QTest::newRow("add-security-group-to-port") << Kind::Port << group;
    QTest::newRow("remove-security-group-from-port") << Kind::Port << group;
    QTest::newRow("connect-network") << Kind::Server << QJsonObject{{u"network"_s, u"a-network"_s}};
    QTest::newRow("connect-port") << Kind::Server << QJsonObject{{u"port"_s, u"a-port"_s}};
    QTest::newRow("disconnect-interface") << Kind::Server << QJsonObject{{u"port"_s, u"a-port"_s}};
    QTest::newRow("disconnect-port") << Kind::Port << QJsonObject();
    QTest::newRow("add-fixed-ip") << Kind::Port << QJsonObject{{u"subnet"_s, u"a-subnet"_s}};
    QTest::newRow("remove-fixed-ip") << Kind::Port << QJsonObject{{u"fixed_ip"_s, u"192.0.2.1"_s}};
}

void TestNeverSent::nothingIsSentLater()
{
    QFETCH(const Kind, kind);
    QFETCH(QJsonObject, values);
    test::DemoCloudFixture fixture;
    const QString server = fixture.server(u"web-1"_s).id;
    const Port port =
        fixture.get(openstack::List<Port>{.filters = {{u"device_id"_s, server}}}).items.front();
    fixture.stores->of<Port>().upsert({port});
    const QString id = kind == Kind::Server ? server : kind == Kind::Port ? port.id : u"an-id"_s;
    const JournalEntry entry =
        actOn(fixture.context(), QString::fromLatin1(QTest::currentDataTag()), {kind, id, u"it"_s},
              values)
            ->journalEntry();
    fixture.cloud.faults().clearLog();
    auto resumed = resumeOperation(entry, fixture.context());
    QVERIFY(resumed);
    const Operation *operation = fixture.center.start(std::move(resumed));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"Nothing was done"_s),
             qPrintable(operation->error()->message));
    for (const char *method : {"POST", "PUT", "DELETE", "PATCH"})
        QCOMPARE(fixture.cloud.faults().requestCount(method, QRegularExpression(u"."_s)), 0);
}

QTEST_GUILESS_MAIN(TestNeverSent)
#include "tst_neversent.moc"
