#include "models/rowmodel.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QHelpEvent>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolTip>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;

namespace {

constexpr int nameColumn = 0;
constexpr int statusColumn = 1;

/// The table of instances over servers of the test.
struct TableFixture
{
    explicit TableFixture(std::vector<openstack::Server> servers,
                          ui::Theme::Scheme scheme = ui::Theme::Scheme::Light)
        : around(*models.net.client, models.stores, operations, models.net.clock, scheme)
        , page(context, ui::instancesList())
    {
        models.stores.servers.replaceAll(std::move(servers));
        models.stores.servers.setState(loadedAt(models.net.clock.now()));
        page.resize(1000, 600);
        page.show();
        table = page.findChild<ui::TableView *>(u"instancesTable"_s);
    }
    [[nodiscard]] QModelIndex cell(int number, int column) const
    {
        const auto *model = qobject_cast<const models::RowModel *>(table->model());
        return model->index(model->rowOf(makeServer(number).id), column);
    }
    /// How many pixels of the cell, right of `from`, have this very colour.
    [[nodiscard]] int pixels(const QModelIndex &index, const QColor &color, int from) const
    {
        const QRect rect = table->visualRect(index).adjusted(from, 0, 0, 0);
        const QImage image = table->viewport()->grab(rect).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y).rgb() == color.rgb();
        }
        return count;
    }
    [[nodiscard]] QString tip(const QModelIndex &index) const
    {
        QToolTip::hideText();
        const QPoint at = table->visualRect(index).center();
        QHelpEvent help(QEvent::ToolTip, at, table->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(table->viewport(), &help);
        return QToolTip::text();
    }

    ModelFixture models;
    operations::OperationCenter operations;
    UiFixture around;
    ui::UiContext &context = around.context;
    ui::ListPage page;
    ui::TableView *table = nullptr;
};

} // namespace

/// What stands in a cell, as it is painted.
class TestTableDelegate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void troubleIsColoured_data();
    void troubleIsColoured();
    void whatIsCutIsInTheTooltip();
    void markupInANameStaysText();
};

void TestTableDelegate::troubleIsColoured_data()
{
    QTest::addColumn<ui::Theme::Scheme>("scheme");
    QTest::newRow("light") << ui::Theme::Scheme::Light;
    QTest::newRow("dark") << ui::Theme::Scheme::Dark;
}

void TestTableDelegate::troubleIsColoured()
{
    QFETCH(const ui::Theme::Scheme, scheme);
    const TableFixture fixture(
        {makeServer(1), makeServer(2, u"ERROR"_s), makeServer(3, u"RESCUE"_s)}, scheme);
    constexpr int text = 34; // right of the icon
    const QColor error = fixture.around.theme.toneColor(models::Tone::Error);
    const QColor warning = fixture.around.theme.toneColor(models::Tone::Warning);
    QVERIFY(fixture.pixels(fixture.cell(2, statusColumn), error, text) > 0);
    QVERIFY(fixture.pixels(fixture.cell(3, statusColumn), warning, text) > 0);
    QCOMPARE(fixture.pixels(fixture.cell(1, statusColumn), error, text), 0);
    QCOMPARE(fixture.pixels(fixture.cell(1, statusColumn), warning, text), 0);
    // A good state is said by its icon alone.
    QCOMPARE(fixture.pixels(fixture.cell(1, statusColumn),
                            fixture.around.theme.toneColor(models::Tone::Good), text),
             0);
}

void TestTableDelegate::whatIsCutIsInTheTooltip()
{
    openstack::Server server = makeServer(1);
    server.taskState = u"image_snapshot"_s;
    const TableFixture fixture({server});
    fixture.table->horizontalHeader()->resizeSection(statusColumn, 400);
    QCOMPARE(fixture.tip(fixture.cell(1, statusColumn)), QString());
    fixture.table->horizontalHeader()->resizeSection(statusColumn, 80);
    QCOMPARE(fixture.tip(fixture.cell(1, statusColumn)), u"Active · taking a snapshot"_s);
}

void TestTableDelegate::markupInANameStaysText()
{
    openstack::Server server = makeServer(1);
    server.name = u"<b>bold</b> and much longer than the column"_s;
    const TableFixture fixture({server});
    fixture.table->horizontalHeader()->resizeSection(nameColumn, 80);
    QCOMPARE(fixture.tip(fixture.cell(1, nameColumn)), server.name);
}

QTEST_MAIN(TestTableDelegate)
#include "tst_tabledelegate.moc"
