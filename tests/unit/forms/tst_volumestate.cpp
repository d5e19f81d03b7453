#include "forms/volumestate.h"
#include "openstack/blockstorage/volume.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// What a volume waits for, and what is said where it is stuck.
class TestVolumeState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void said_data();
    void said();
    void messages();
};

void TestVolumeState::said_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("action");
    const QString reset = u"reset-volume-state"_s;
    QTest::newRow("available") << u"available"_s << 600 << QString() << QString();
    QTest::newRow("in use") << u"in-use"_s << 600 << QString() << QString();
    QTest::newRow("detaching") << u"detaching"_s << 1 << QString() << QString();
    QTest::newRow("stuck while detaching")
        << u"detaching"_s << 30 << u"--state available"_s << reset;
    QTest::newRow("stuck while attaching") << u"attaching"_s << 30 << u"attaching"_s << reset;
    QTest::newRow("retyping") << u"retyping"_s << 300 << u"hours"_s << QString();
    QTest::newRow("retyping for days") << u"retyping"_s << 3000 << u"unusually long"_s << reset;
    QTest::newRow("backing up") << u"backing-up"_s << 300 << QString() << QString();
    QTest::newRow("backing up for days")
        << u"backing-up"_s << 3000 << u"--state available"_s << reset;
    QTest::newRow("restoring for days")
        << u"restoring-backup"_s << 3000 << u"--state error"_s << reset;
    QTest::newRow("not extended") << u"error_extending"_s << 0 << u"7 GiB"_s << reset;
    QTest::newRow("not deleted") << u"error_deleting"_s << 0 << u"failed"_s << reset;
    QTest::newRow("offered") << u"awaiting-transfer"_s << 0 << u"another project"_s
                             << u"cancel-volume-transfer"_s;
}

void TestVolumeState::said()
{
    QFETCH(const QString, status);
    QFETCH(const int, minutes);
    QFETCH(const QString, words);
    QFETCH(const QString, action);
    test::ModelFixture fixture;
    openstack::Volume volume;
    volume.id = u"v"_s;
    volume.status = status;
    volume.sizeGiB = 7;
    volume.updated = fixture.net.clock.now().addSecs(-60 * qint64{minutes});
    fixture.stores.volumes.upsert({volume});
    const forms::VolumeState state =
        forms::volumeState({fixture.stores, {}, nullptr, fixture.net.clock.now()}, volume.id);
    QCOMPARE(state.text.isEmpty(), words.isEmpty());
    QVERIFY2(state.text.contains(words), qPrintable(state.text));
    QCOMPARE(state.actions.value(0), action);
}

void TestVolumeState::messages()
{
    QCOMPARE(forms::messageText(u"extend volume:An unknown error occurred."_s),
             u"extend volume: An unknown error occurred."_s);
    QCOMPARE(forms::messageText(u"Out of space."_s), u"Out of space."_s);
}

QTEST_GUILESS_MAIN(TestVolumeState)
#include "tst_volumestate.moc"
