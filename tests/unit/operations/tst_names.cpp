#include "operations/flavorwords.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;

/// The services' own rules for names.
class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lengthIsInCharacters();
    void compute_data();
    void compute();
    void storage();
    void leavesRoomForWhatNovaPutsBefore();
    void tagsAreCutBetweenCharacters();
    void extraSpecsInWords();
    void flavorSizes();
    void statesInSentences();
};

void TestNames::lengthIsInCharacters()
{
    QCOMPARE(characters(u"𝄞𝄞"), 2);
    QCOMPARE(firstCharacters(u"a𝄞b𝄞c"_s, 2), u"a𝄞"_s);
    QCOMPARE(firstCharacters(u"ab"_s, 5), u"ab"_s);
    QCOMPARE(firstCharacters(u"ab"_s, 0), QString());
}

void TestNames::compute_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<NameFault>("fault");
    QTest::newRow("plain") << u"before the upgrade"_s << NameFault::None;
    QTest::newRow("umlauts") << u"Grüße €"_s << NameFault::None;
    QTest::newRow("combining") << u"e\u0301"_s << NameFault::None;
    QTest::newRow("empty") << QString() << NameFault::Empty;
    QTest::newRow("longest") << QString(255, u'x') << NameFault::None;
    QTest::newRow("too long") << QString(256, u'x') << NameFault::TooLong;
    QTest::newRow("blank before") << u" a"_s << NameFault::BlankEnd;
    QTest::newRow("blank behind") << u"a "_s << NameFault::BlankEnd;
    QTest::newRow("another blank") << u"a\u00a0"_s << NameFault::BlankEnd;
    QTest::newRow("blanks alone") << u"  "_s << NameFault::BlankEnd;
    QTest::newRow("line break") << u"a\nb"_s << NameFault::Unprintable;
    QTest::newRow("line separator") << u"a\u2028b"_s << NameFault::Unprintable;
    QTest::newRow("right to left") << u"a\u202eb"_s << NameFault::Unprintable;
    QTest::newRow("zero width joiner") << u"a\u200db"_s << NameFault::Unprintable;
    QTest::newRow("emoji") << u"a\U0001F680"_s << NameFault::Unprintable;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xd83d) + u"b"_s << NameFault::Unprintable;
}

void TestNames::compute()
{
    QFETCH(QString, name);
    QFETCH(NameFault, fault);
    QCOMPARE(computeNameFault(name), fault);
}

void TestNames::storage()
{
    QCOMPARE(storageNameFault(u" \U0001F680\n"_s), NameFault::None);
    QCOMPARE(storageNameFault(u"𝄞"_s.repeated(255)), NameFault::None);
    QCOMPARE(storageNameFault(u"𝄞"_s.repeated(256)), NameFault::TooLong);
    QCOMPARE(storageNameFault({}), NameFault::Empty);
}

void TestNames::leavesRoomForWhatNovaPutsBefore()
{
    QCOMPARE(longestSnapshotName(false), 255);
    QCOMPARE(longestSnapshotName(true), 242); // "snapshot for " has 13
    QCOMPARE(computeNameFault(QString(242, u'x'), longestSnapshotName(true)), NameFault::None);
    QCOMPARE(computeNameFault(QString(243, u'x'), longestSnapshotName(true)), NameFault::TooLong);
}

void TestNames::tagsAreCutBetweenCharacters()
{
    SnapshotTags tags;
    tags.description = u"𝄞"_s.repeated(300);
    tags.userName = u"𝄞"_s.repeated(300);
    const auto properties = imageTags(tags);
    QCOMPARE(properties.value(tagKey("description"_L1)), u"𝄞"_s.repeated(255));
    QCOMPARE(properties.value(tagKey("created_by"_L1)), u"𝄞"_s.repeated(255));
}

void TestNames::extraSpecsInWords()
{
    const QMap<QString, QString> specs{{u"hw:cpu_policy"_s, u"dedicated"_s},
                                       {u"hw:mem_page_size"_s, u"2048"_s},
                                       {u"resources:VGPU"_s, u"1"_s},
                                       {u"pci_passthrough:alias"_s, u"a100:2,nic:1"_s},
                                       {u"quota:disk_total_iops_sec"_s, u"500"_s},
                                       {u"quota:cpu_shares"_s, u"2048"_s},
                                       {u"trait:HW_CPU_X86_AVX512F"_s, u"required"_s},
                                       {u"zone"_s, u"x"_s}};
    QMap<QString, QString> texts;
    for (const FlavorSpec &spec : flavorSpecs(specs))
        texts.insert(spec.title, spec.text);
    QCOMPARE(texts.size(), specs.size());
    QCOMPARE(texts.value(u"CPUs"_s), u"dedicated CPUs"_s);
    QCOMPARE(texts.value(u"Memory pages"_s), u"pages of 2 MiB"_s);
    QCOMPARE(texts.value(u"Host devices"_s), u"2 × a100, 1 × nic"_s);
    QCOMPARE(texts.value(u"Only on hosts with"_s), u"HW_CPU_X86_AVX512F"_s);
    QCOMPARE(texts.value(u"quota:cpu_shares"_s), u"2048"_s); // not known: as it is
    QCOMPARE(flavorSpecs(specs).back().title, u"zone"_s);
    const QString features = flavorFeatures(specs);
    QVERIFY2(features.startsWith(u"dedicated CPUs, pages of 2 MiB"_s), qPrintable(features));
    QVERIFY2(features.contains(u"500 IOPS"_s), qPrintable(features));
    QCOMPARE(flavorFeatures({{u"hw:cpu_policy"_s, u"shared"_s}}), QString());
}

void TestNames::flavorSizes()
{
    QCOMPARE(flavorSize(1, 2048, 20), u"1 vCPU · 2 GiB RAM · 20 GiB disk"_s);
    QCOMPARE(flavorSize(4, 512, 0), u"4 vCPUs · 0.5 GiB RAM"_s); // it boots from a volume
}

void TestNames::statesInSentences()
{
    QCOMPARE(storageStateWord(u"in-use"_s), u"in use"_s);
    QCOMPARE(storageStateWord(u"available"_s), u"available"_s);
    QCOMPARE(storageStateWord(u"error"_s), u"in error"_s);
    QCOMPARE(storageStateWord(u"backing-up"_s), u"being backed up"_s);
    QCOMPARE(storageStateWord(u"awaiting-transfer"_s), u"waiting for its transfer"_s);
    QCOMPARE(storageStateWord(u"of_a-later Cinder"_s), u"of a later cinder"_s);
    // Nova's task is not Cinder's status.
    QCOMPARE(stateWord(u"deleting"_s), u"deleting"_s);
    QCOMPARE(storageStateWord(u"deleting"_s), u"being deleted"_s);
}

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
