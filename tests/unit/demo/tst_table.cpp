#include "demo/state.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// The demo cloud's rows.
class TestTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowIsRemovedByItsOwnId();
};

void TestTable::aRowIsRemovedByItsOwnId()
{
    demo::Table<demo::Image> images;
    // Too long for any buffer in the string itself: what is freed is seen to be freed.
    const QString end = u"-0123456789-0123456789-0123456789"_s;
    for (int i = 0; i < 50; ++i) {
        demo::Image image;
        image.id = QString::number(i) + end;
        images.add(std::move(image));
    }
    for (int i = 0; i < 49; ++i)
        images.remove(images.find(QString::number(i) + end)->id);
    QCOMPARE(images.rows().size(), std::size_t{1});
    QCOMPARE(images.rows().front()->id, u"49"_s + end);
    QVERIFY(images.find(u"49"_s + end) && !images.find(u"48"_s + end));
}

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
