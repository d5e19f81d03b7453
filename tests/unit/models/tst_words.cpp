#include "models/words.h"

#include "openstack/compute/server.h"
#include "openstack/image/image.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::models;

/// The words and tones that states are shown with.
class TestWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverStates_data();
    void serverStates();
    void unknownStatesKeepTheirOwnWords();
    void volumeAndImageStates();
    void imageKinds();
    void counts();
    void detailsOfStages();
};

void TestWords::serverStates_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("active") << u"ACTIVE"_s << QString() << u"Active"_s << Tone::Good;
    QTest::newRow("shut off") << u"SHUTOFF"_s << QString() << u"Shut off"_s << Tone::Off;
    QTest::newRow("shelved") << u"SHELVED_OFFLOADED"_s << QString() << u"Shelved"_s << Tone::Off;
    QTest::newRow("error") << u"ERROR"_s << QString() << u"Error"_s << Tone::Error;
    QTest::newRow("capturing") << u"ACTIVE"_s << u"image_snapshot"_s
                               << u"Active · taking a snapshot"_s << Tone::Busy;
    QTest::newRow("stopping") << u"ACTIVE"_s << u"powering-off"_s << u"Active · shutting off"_s
                              << Tone::Busy;
    QTest::newRow("building") << u"BUILD"_s << u"spawning"_s << u"Building · starting"_s
                              << Tone::Busy;
    // The task would only say the same again.
    QTest::newRow("rebooting") << u"REBOOT"_s << u"rebooting"_s << u"Rebooting"_s << Tone::Busy;
    QTest::newRow("a task without a word")
        << u"ACTIVE"_s << u"cleaning_up"_s << u"Active · cleaning up"_s << Tone::Busy;
}

void TestWords::serverStates()
{
    QFETCH(const QString, status);
    QFETCH(const QString, task);
    QFETCH(const QString, text);
    QFETCH(const Tone, tone);
    openstack::Server server;
    server.status = status;
    server.taskState = task;
    QCOMPARE(serverStatus(server).text, text);
    QCOMPARE(serverStatus(server).tone, tone);
}

void TestWords::detailsOfStages()
{
    QCOMPARE(models::stageDetail(u"powering-on"_s), u"starting"_s);
    QCOMPARE(models::stageDetail(u"SHUTOFF"_s), u"shut off"_s);
    QCOMPARE(models::stageDetail(u"error_deleting"_s), u"error deleting"_s);
    QCOMPARE(models::stageDetail(u"It is still running."_s), u"It is still running."_s);
    QCOMPARE(models::stageDetail({}), QString());
}

void TestWords::unknownStatesKeepTheirOwnWords()
{
    QCOMPARE(volumeStatus(u"very_new-state"_s), (StatusWord{u"Very new state"_s, Tone::Unknown}));
    QCOMPARE(imageStatus({}), (StatusWord{u"Unknown"_s, Tone::Unknown}));
    QCOMPARE(visibilityWord(u"galactic"_s), u"Galactic"_s);
    QCOMPARE(humanized({}), QString());
}

void TestWords::volumeAndImageStates()
{
    QCOMPARE(volumeStatus(u"in-use"_s), (StatusWord{u"In use"_s, Tone::Good}));
    QCOMPARE(volumeStatus(u"error_deleting"_s),
             (StatusWord{u"Could not be deleted"_s, Tone::Error}));
    QCOMPARE(volumeSnapshotStatus(u"creating"_s), (StatusWord{u"Creating"_s, Tone::Busy}));
    QCOMPARE(imageStatus(u"queued"_s), (StatusWord{u"Waiting for data"_s, Tone::Busy}));
    QCOMPARE(imageStatus(u"killed"_s).tone, Tone::Error);
    QCOMPARE(snapshotSetStatus(store::SetStatus::Incomplete),
             (StatusWord{u"Incomplete"_s, Tone::Warning}));
    QCOMPARE(consistencyWord(store::Consistency::ShutOff), u"Shut off"_s);
    QCOMPARE(consistencyWord(store::Consistency::Unknown), u"Unknown"_s);
}

void TestWords::imageKinds()
{
    openstack::Image image;
    image.name = u"debian-12"_s;
    QCOMPARE(imageKind(image), ImageKind::Image);
    // Nova marks the image of a volume-backed instance with nothing but what it names.
    openstack::BlockDevice device;
    device.snapshotId = u"snapshot-1"_s;
    image.blockDevices = {device};
    QCOMPARE(imageKind(image), ImageKind::Snapshot);
    QCOMPARE(imageKindWord(ImageKind::Shelved), u"Shelved"_s);
}

void TestWords::counts()
{
    QCOMPARE(volumesText(1), u"1 volume"_s);
    QCOMPARE(volumesText(3), u"3 volumes"_s);
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
