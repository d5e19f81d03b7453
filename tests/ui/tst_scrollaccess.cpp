#include "ui/widgets/scrollaccess.h"

#include <QtGui/QAccessible>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>

using namespace Qt::StringLiterals;

/// The accessible interface of a scroll area.
class TestScrollAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { oriel::ui::makeScrollAreasAccessible(); }

    void survivesAChildThatIsGone()
    {
        QScrollArea area;
        auto *content = new QLabel(u"content"_s);
        content->setMinimumSize(2000, 2000);
        area.setWidget(content);
        area.resize(300, 300);
        area.show();
        QAccessibleInterface *told = QAccessible::queryAccessibleInterface(&area);
        QVERIFY(told);
        const int counted = told->childCount();
        content->setMinimumSize(10, 10); // its scroll bars go
        content->resize(10, 10);
        for (int i = 0; i < counted; ++i)
            told->child(i);
        QCOMPARE(told->child(counted), nullptr);
        QCOMPARE(told->child(-1), nullptr);
    }

    void leadsToItsContent()
    {
        QScrollArea area;
        area.setWidget(new QLabel(u"content"_s));
        QAccessibleInterface *told = QAccessible::queryAccessibleInterface(&area);
        QVERIFY(told);
        const QAccessibleInterface *label = nullptr;
        for (int i = 0; i < told->childCount() && !label; ++i) {
            QAccessibleInterface *inner = told->child(i);
            QVERIFY(inner);
            QCOMPARE(told->indexOfChild(inner), i);
            if (inner->object() == area.viewport())
                label = inner->child(0);
        }
        QVERIFY(label);
        QCOMPARE(label->text(QAccessible::Name), u"content"_s);
    }
};

QTEST_MAIN(TestScrollAccess)
#include "tst_scrollaccess.moc"
