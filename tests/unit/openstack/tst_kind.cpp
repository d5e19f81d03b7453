#include "openstack/kind.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::openstack;

class TestKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasAUniqueName()
    {
        QSet<QString> names;
        for (const Kind kind : allKinds()) {
            QVERIFY(!nameOf(kind).isEmpty());
            QCOMPARE(kindNamed(QString(nameOf(kind))), kind);
            names.insert(nameOf(kind));
        }
        QCOMPARE(std::size_t(names.size()), allKinds().size());
    }

    /// Journals that earlier versions wrote name their subjects so.
    void journaledNamesStay()
    {
        QCOMPARE(kindNamed(u"server"), Kind::Server);
        QCOMPARE(kindNamed(u"volume"), Kind::Volume);
        QCOMPARE(kindNamed(u"volume-snapshot"), Kind::VolumeSnapshot);
        QCOMPARE(kindNamed(u"image"), Kind::Image);
        QCOMPARE(kindNamed(u"snapshot-set"), Kind::SnapshotSet);
        QCOMPARE(nameOf(Kind::VolumeSnapshot), "volume-snapshot"_L1);
    }

    void unknownNamesAreNoKind()
    {
        QVERIFY(!kindNamed(u"hypervisor"));
        QVERIFY(!kindNamed(u""));
        QVERIFY(!kindNamed(u"Server"));
    }
};

QTEST_GUILESS_MAIN(TestKind)
#include "tst_kind.moc"
