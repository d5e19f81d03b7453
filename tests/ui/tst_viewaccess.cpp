#include "ui/widgets/viewaccess.h"

#include "models/rowmodel.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/celltable.h"
#include "ui/navigation/sidebar.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QtTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;

namespace {

using Actions = QAccessibleActionInterface;

QAccessibleInterface *accessOf(QObject *object)
{
    return QAccessible::queryAccessibleInterface(object);
}

QString nameOf(QAccessibleInterface *access)
{
    return access ? access->text(QAccessible::Name) : u"(none)"_s;
}

QStringList childrenOf(QAccessibleInterface *access, int most = 1000)
{
    QStringList names;
    for (int i = 0; i < std::min(access->childCount(), most); ++i)
        names << nameOf(access->child(i));
    return names;
}

QAccessibleInterface *childNamed(QAccessibleInterface *access, const QString &name)
{
    return access->child(static_cast<int>(childrenOf(access).indexOf(name)));
}

/// The list of instances over servers of the test.
struct InstancesFixture
{
    explicit InstancesFixture(int count)
        : around(*models.net.client, models.stores, operations, models.net.clock)
        , page(around.context, ui::instancesList())
        , table(page.findChild<ui::TableView *>(u"instancesTable"_s))
    {
        std::vector<openstack::Server> servers;
        for (int i = 0; i < count; ++i)
            servers.push_back(makeServer(i));
        models.stores.servers.replaceAll(std::move(servers));
        models.stores.servers.setState(loadedAt(models.net.clock.now()));
        page.resize(900, 400);
        page.show();
    }
    [[nodiscard]] QAccessibleInterface *access() const { return accessOf(table); }
    [[nodiscard]] QAccessibleInterface *cell(int row, int column) const
    {
        return access()->tableInterface()->cellAt(row, column);
    }

    ModelFixture models;
    operations::OperationCenter operations;
    UiFixture around;
    ui::ListPage page;
    ui::TableView *table;
};

} // namespace

/// What assistive technology is told of tables and lists, and can do with them.
class TestViewAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::makeViewsAccessible(); }

    void aTableHasTitlesAndCellsThatAreOnTheScreenOnly()
    {
        const InstancesFixture fixture(3);
        QAccessibleInterface *access = fixture.access();
        QTRY_COMPARE(access->tableInterface()->rowCount(), 3);
        const int columns = access->tableInterface()->columnCount();
        QVERIFY(columns < fixture.table->model()->columnCount()); // some are hidden at first
        QCOMPARE(access->childCount(), 4 * columns);
        QCOMPARE(access->child(0)->role(), QAccessible::ColumnHeader);
        QCOMPARE(nameOf(access->child(0)), u"Name"_s);
        QCOMPARE(nameOf(access->child(1)), u"Status"_s);
        QCOMPARE(nameOf(access->child(columns)), makeServer(0).name);
        for (int i = 0; i < access->childCount(); ++i)
            QCOMPARE(access->indexOfChild(access->child(i)), i);
        QCOMPARE(access->child(-1), nullptr);
        QCOMPARE(access->child(access->childCount()), nullptr);

        fixture.table->setColumnHidden(1, true);
        QCOMPARE(access->childCount(), 4 * (columns - 1));
        QVERIFY(!childrenOf(access).contains(u"Status"_s));
        QCOMPARE(nameOf(fixture.cell(2, 0)), makeServer(2).name);
        QCOMPARE(fixture.cell(2, 1)->tableCellInterface()->columnIndex(), 1);
        QCOMPARE(nameOf(fixture.cell(2, 1)->tableCellInterface()->columnHeaderCells().value(0)),
                 nameOf(access->child(1)));
    }

    void aPressOpensTheRowOrFollowsTheLink()
    {
        const InstancesFixture fixture(3);
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 3);
        QSignalSpy opened(fixture.table, &ui::TableView::opened);
        QSignalSpy followed(fixture.table, &ui::TableView::linkClicked);
        fixture.cell(1, 1)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), makeServer(1).id);
        fixture.cell(2, 0)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(followed.size(), 1);
        QCOMPARE(followed.at(0).at(1).toString(), makeServer(2).id);
        QCOMPARE(opened.size(), 1);
    }

    void aRowHasAMenuAndCanBeSelected()
    {
        const InstancesFixture fixture(3);
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 3);
        disconnect(fixture.table, &ui::TableView::menuRequested, nullptr, nullptr);
        QSignalSpy wanted(fixture.table, &ui::TableView::menuRequested);
        fixture.cell(1, 0)->actionInterface()->doAction(Actions::showMenuAction());
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(fixture.table->selectedIds(), QStringList(makeServer(1).id));
        fixture.cell(2, 0)->actionInterface()->doAction(Actions::toggleAction());
        QTRY_COMPARE(fixture.access()->tableInterface()->selectedRows(), (QList<int>{1, 2}));
        QVERIFY(fixture.cell(2, 1)->state().selected);
        // Of the rows that are selected, one of which it is.
        fixture.cell(2, 0)->actionInterface()->doAction(Actions::showMenuAction());
        QTRY_COMPARE(wanted.size(), 2);
        QCOMPARE(fixture.table->selectedIds().size(), 2);
        QVERIFY(fixture.access()->tableInterface()->unselectRow(1));
        QCOMPARE(fixture.table->selectedIds(), QStringList(makeServer(2).id));
    }

    void theFocusScrollsToItsRow()
    {
        const InstancesFixture fixture(100);
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 100);
        QVERIFY(fixture.cell(99, 0)->state().offscreen);
        fixture.cell(99, 0)->actionInterface()->doAction(Actions::setFocusAction());
        QTRY_VERIFY(!fixture.cell(99, 0)->state().offscreen);
        QCOMPARE(fixture.access()->focusChild(), fixture.cell(99, 0));
        const QRect place = fixture.cell(99, 0)->rect();
        QCOMPARE(fixture.access()->childAt(place.center().x(), place.center().y()),
                 fixture.cell(99, 0));
    }

    void aTitleSorts()
    {
        const InstancesFixture fixture(3);
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 3);
        QAccessibleInterface *title = fixture.access()->child(0);
        const auto order = [&] {
            return fixture.table->horizontalHeader()->sortIndicatorOrder();
        };
        const Qt::SortOrder first = order();
        title->actionInterface()->doAction(Actions::pressAction());
        QTRY_VERIFY(order() != first);
        QTRY_COMPARE(nameOf(fixture.cell(0, 0)), makeServer(2).name);
        title->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(order(), first);
    }

    void whatIsGoneIsForgotten()
    {
        InstancesFixture fixture(3);
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 3);
        const QAccessible::Id kept = QAccessible::uniqueId(fixture.cell(2, 0));
        const QAccessible::Id gone = QAccessible::uniqueId(fixture.cell(0, 0));
        fixture.models.stores.servers.remove({makeServer(0).id});
        QTRY_COMPARE(fixture.access()->tableInterface()->rowCount(), 2);
        // Qt says so only while somebody listens.
        QAccessibleTableModelChangeEvent change(fixture.table,
                                                QAccessibleTableModelChangeEvent::RowsRemoved);
        fixture.access()->tableInterface()->modelChange(&change);
        QCOMPARE(nameOf(QAccessible::accessibleInterface(kept)), makeServer(2).name);
        QCOMPARE(fixture.access()->indexOfChild(QAccessible::accessibleInterface(kept)),
                 2 * fixture.access()->tableInterface()->columnCount());
        QCOMPARE(QAccessible::accessibleInterface(gone), nullptr);
    }

    void aCellHasItsBoxAndItsField()
    {
        const InstancesFixture fixture(1);
        ui::CellTable table(fixture.around.context.theme, {{u"Volume"_s}, {u"Name"_s}}, 1, 34, 4);
        table.setRows({{u"a"_s, {{u"root"_s}, {QString()}}, ui::CellRow::Box::Unticked}});
        auto *field = new QLineEdit(u"web-1-root"_s);
        table.setIndexWidget(table.model()->index(0, 1), field);
        table.show();
        QSignalSpy ticked(&table.cells(), &ui::CellModel::ticked);
        QAccessibleInterface *box = accessOf(&table)->tableInterface()->cellAt(0, 0);
        QVERIFY(box->state().checkable);
        QVERIFY(!box->state().checked);
        box->actionInterface()->doAction(Actions::toggleAction());
        QTRY_COMPARE(ticked.size(), 1);
        QAccessibleInterface *cell = accessOf(&table)->tableInterface()->cellAt(0, 1);
        QCOMPARE(cell->childCount(), 1);
        QCOMPARE(cell->child(0)->object(), field);
        QCOMPARE(cell->indexOfChild(cell->child(0)), 0);
    }

    void theListOfABoxChooses()
    {
        QComboBox combo;
        combo.addItems({u"m1.small"_s, u"m1.large"_s});
        combo.show();
        QSignalSpy chosen(&combo, &QComboBox::activated);
        QAccessibleInterface *list = accessOf(combo.view());
        QCOMPARE(childrenOf(list), (QStringList{u"m1.small"_s, u"m1.large"_s}));
        list->child(1)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(combo.currentText(), u"m1.large"_s);
        QCOMPARE(chosen.size(), 1);
    }

    void anEntryIsInEachOfItsMenus()
    {
        QAction entry(u"Reboot"_s);
        for (int i = 0; i < 2; ++i) {
            auto *menu = new QMenu;
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->addAction(&entry);
            menu->popup({});
            QTRY_VERIFY(menu->isVisible());
            QAccessibleInterface *access = accessOf(menu);
            QCOMPARE(access->childCount(), 1);
            QCOMPARE(access->child(0)->parent(), access);
            QVERIFY(!access->child(0)->state().invisible);
            const QPointer<QMenu> gone = menu;
            menu->close();
            QTRY_VERIFY(!gone);
        }
    }

    void aDisabledEntrySaysWhy()
    {
        QMenu menu;
        QAction *start = menu.addAction(u"&Start"_s);
        start->setEnabled(false);
        start->setToolTip(u"The instance is running."_s);
        QAction *off = menu.addAction(u"Shut off"_s);
        menu.popup({});
        QTRY_VERIFY(menu.isVisible());
        QAccessibleInterface *access = accessOf(&menu);
        QCOMPARE(access->childCount(), 2);
        QAccessibleInterface *entry = access->child(0);
        QCOMPARE(entry->text(QAccessible::Name), u"Start"_s);
        QCOMPARE(entry->text(QAccessible::Description), u"The instance is running."_s);
        QVERIFY(entry->state().disabled);
        QVERIFY(entry->actionInterface()->actionNames().isEmpty());
        QCOMPARE(access->child(1)->text(QAccessible::Description), QString());
        QCOMPARE(access->child(1)->role(), QAccessible::MenuItem);
        QVERIFY(access->child(1)->rect().isValid());
        menu.setActiveAction(off);
        QVERIFY(access->child(1)->state().focused && !entry->state().focused);
    }

    /// By mouse and keys, it is closed before the entry acts.
    void theMenuOfAPressedEntryCloses()
    {
        QMenu menu;
        QAction entry(u"Pause"_s);
        menu.addAction(&entry);
        QSignalSpy triggered(&entry, &QAction::triggered);
        menu.popup({});
        QTRY_VERIFY(menu.isVisible());
        accessOf(&menu)->child(0)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(triggered.size(), 1);
        QTRY_VERIFY(!menu.isVisible());
    }

    void theSidebarCanBePressed()
    {
        const InstancesFixture fixture(1);
        ui::Sidebar sidebar(
            fixture.around.context.theme,
            {{ui::Route::overview(), u"Overview"_s, {}, u"activity"_s},
             {ui::Route::list(Kind::Server), u"Instances"_s, u"Compute"_s, u"server"_s},
             {ui::Route::list(Kind::Image), u"Images"_s, u"Compute"_s, u"disc"_s}});
        sidebar.show();
        QAccessibleInterface *list = accessOf(&sidebar);
        QCOMPARE(childrenOf(list),
                 (QStringList{u"Overview"_s, u"Compute"_s, u"Instances"_s, u"Images"_s}));
        QCOMPARE(list->child(1)->role(), QAccessible::Heading);
        QSignalSpy chosen(&sidebar, &ui::Sidebar::chosen);
        childNamed(list, u"Images"_s)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(chosen.size(), 1);
        QCOMPARE(chosen.at(0).at(0).value<ui::Route>(), ui::Route::list(Kind::Image));
        // A group leads to its first page that the cloud has.
        childNamed(list, u"Compute"_s)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(chosen.size(), 2);
        QCOMPARE(chosen.at(1).at(0).value<ui::Route>(), ui::Route::list(Kind::Server));
        sidebar.setOffered(ui::Route::list(Kind::Server), false);
        QCOMPARE(childrenOf(list), (QStringList{u"Overview"_s, u"Compute"_s, u"Images"_s}));
        childNamed(list, u"Compute"_s)->actionInterface()->doAction(Actions::pressAction());
        QTRY_COMPARE(chosen.size(), 3);
        QCOMPARE(chosen.at(2).at(0).value<ui::Route>(), ui::Route::list(Kind::Image));
    }
};

QTEST_MAIN(TestViewAccess)
#include "tst_viewaccess.moc"
