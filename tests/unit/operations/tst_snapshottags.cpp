#include "operations/capture/consistency.h"
#include "operations/commandline.h"
#include "operations/snapshottags.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using store::Consistency;

class TestSnapshotTags final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTagIsAlwaysWritten();
    void evidence_data();
    void evidence();
    void quoting_data();
    void quoting();
};

void TestSnapshotTags::everyTagIsAlwaysWritten()
{
    operations::SnapshotTags tags;
    tags.operationId = u"op"_s;
    tags.userName = QString(300, u'u');
    tags.serverId = u"s1"_s;
    const auto image = operations::imageTags(tags);
    QCOMPARE(image.value(u"oriel:keep_until"_s), u"none"_s);
    QCOMPARE(image.value(u"oriel:consistency"_s), u"unknown"_s);
    QCOMPARE(image.value(u"oriel:operation"_s), u"op"_s);
    QCOMPARE(image.value(u"oriel:created_by"_s).size(), 255);
    QCOMPARE(image.value(u"instance_uuid"_s), u"s1"_s);
    QCOMPARE(image.value(u"image_type"_s), u"snapshot"_s);
    QVERIFY(std::ranges::none_of(image, &QString::isEmpty)); // no description: none is written
    const QRegularExpression allowed(u"^[a-zA-Z0-9-_:. ]+$"_s);
    for (auto it = image.keyBegin(); it != image.keyEnd(); ++it)
        QVERIFY(allowed.match(*it).hasMatch());
    tags.keepUntil = QDate(2026, 2, 3);
    tags.description = u"before the resize"_s;
    QCOMPARE(operations::imageTags(tags).value(u"oriel:description"_s), tags.description);
    const auto part = operations::volumeSnapshotTags(tags, u"i1"_s);
    QCOMPARE(part.value(u"oriel:keep_until"_s), u"2026-02-03"_s);
    QCOMPARE(part.value(u"oriel:image"_s), u"i1"_s);
    QCOMPARE(part.value(u"oriel:instance"_s), u"s1"_s);
}

void TestSnapshotTags::evidence_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("bootsFromVolume");
    QTest::addColumn<QString>("quiesce");
    QTest::addColumn<QStringList>("actions"); // newest first; "createImage" is ours
    QTest::addColumn<int>("graded");
    const QStringList ours{u"createImage"_s, u"stop"_s};
    QTest::newRow("stays shut off")
        << u"SHUTOFF"_s << u"SHUTOFF"_s << true << QString() << ours << int(Consistency::ShutOff);
    QTest::newRow("started") << u"SHUTOFF"_s << u"ACTIVE"_s << true << QString() << ours
                             << int(Consistency::Unknown);
    QTest::newRow("started and stopped again")
        << u"SHUTOFF"_s << u"SHUTOFF"_s << true << QString()
        << QStringList{u"stop"_s, u"start"_s, u"createImage"_s, u"stop"_s}
        << int(Consistency::Unknown);
    QTest::newRow("another's snapshot on top")
        << u"SHUTOFF"_s << u"SHUTOFF"_s << true << QString()
        << QStringList{u"createImage of another"_s, u"createImage"_s, u"stop"_s}
        << int(Consistency::ShutOff);
    QTest::newRow("our action is not listed") << u"SHUTOFF"_s << u"SHUTOFF"_s << true << QString()
                                              << QStringList{} << int(Consistency::Unknown);
    QTest::newRow("running") << u"ACTIVE"_s << u"ACTIVE"_s << true << QString() << ours
                             << int(Consistency::Running);
    QTest::newRow("shut off afterwards")
        << u"ACTIVE"_s << u"SHUTOFF"_s << true << QString() << ours << int(Consistency::Running);
    QTest::newRow("quiesce demanded")
        << u"ACTIVE"_s << u"ACTIVE"_s << true << u"yes"_s << ours << int(Consistency::Quiesced);
    QTest::newRow("quiesce not demanded")
        << u"ACTIVE"_s << u"ACTIVE"_s << true << u"no"_s << ours << int(Consistency::Running);
    QTest::newRow("quiesce demanded, image-backed")
        << u"ACTIVE"_s << u"ACTIVE"_s << false << u"yes"_s << ours << int(Consistency::Running);
    QTest::newRow("quiesce demanded, paused")
        << u"PAUSED"_s << u"PAUSED"_s << true << u"yes"_s << ours << int(Consistency::Running);
    QTest::newRow("state never heard of")
        << u"DREAMING"_s << u"DREAMING"_s << true << QString() << ours << int(Consistency::Unknown);
}

void TestSnapshotTags::evidence()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const bool, bootsFromVolume);
    QFETCH(const QString, quiesce);
    QFETCH(const QStringList, actions);
    QFETCH(const int, graded);
    openstack::Server then;
    then.status = before;
    then.powerState = before == u"SHUTOFF"_s ? 4 : 1;
    then.imageId = bootsFromVolume ? QString() : u"i"_s;
    openstack::Server now = then;
    now.status = after;
    now.powerState = after == u"SHUTOFF"_s ? 4 : 1;
    openstack::Image image;
    if (!quiesce.isEmpty())
        image.properties.insert(u"os_require_quiesce"_s, quiesce);
    std::vector<openstack::InstanceAction> list;
    for (const QString &name : actions) {
        openstack::InstanceAction action;
        action.action = name.section(u' ', 0, 0);
        action.requestId = name == u"createImage"_s ? u"req-ours"_s : u"req-other"_s;
        list.push_back(action);
    }
    QCOMPARE(int(operations::consistencyAfter(then, now, image, list, u"req-ours"_s)), graded);
}

void TestSnapshotTags::quoting_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("plain") << u"web-01_a.b/c:d=e@f%+,"_s << u"web-01_a.b/c:d=e@f%+,"_s;
    QTest::newRow("empty") << QString() << u"''"_s;
    QTest::newRow("blank") << u"a b"_s << u"'a b'"_s;
    QTest::newRow("quote") << u"it's"_s << u"'it'\\''s'"_s;
    QTest::newRow("variable") << u"$HOME"_s << u"'$HOME'"_s;
    QTest::newRow("umlaut") << u"späť"_s << u"'späť'"_s;
    QTest::newRow("home") << u"~root"_s << u"'~root'"_s;
    QTest::newRow("backslash") << u"a\\b"_s << u"'a\\b'"_s;
}

void TestSnapshotTags::quoting()
{
    QFETCH(const QString, word);
    QFETCH(const QString, quoted);
    QCOMPARE(operations::shellQuoted(word), quoted);
}

QTEST_GUILESS_MAIN(TestSnapshotTags)
#include "tst_snapshottags.moc"
