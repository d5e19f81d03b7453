#include "models/rowmodel.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/tabledelegate.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
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
    void addressesAreCutBetweenAddresses();
    void theNameShrinksLastAndAStatusNever();
    void aStatusThatIsScrolledToIsWhole();
    void nothingIsPaintedInTheNextRow();
};

/// At 150 % a row begins in the middle of a pixel, and the row above is not repainted with it.
void TestTableDelegate::nothingIsPaintedInTheNextRow()
{
    TableFixture fixture({makeServer(1), makeServer(2)});
    fixture.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.page));
    fixture.table->setFocus();
    fixture.table->selectId(makeServer(1).id);
    const QModelIndex index = fixture.cell(1, nameColumn);
    QCOMPARE(fixture.table->currentIndex().row(), index.row());
    for (const int top : {33, 34}) {
        const auto paint = [&](const auto &how) {
            QImage image(300, 300, QImage::Format_RGB32);
            image.setDevicePixelRatio(1.5);
            image.fill(Qt::magenta);
            QPainter painter(&image);
            how(painter);
            return image;
        };
        const QRect row(0, top, 150, 34);
        const QImage cell = paint([&](QPainter &painter) {
            QStyleOptionViewItem option;
            option.rect = row;
            option.font = fixture.table->font();
            option.fontMetrics = QFontMetrics(option.font);
            fixture.table->itemDelegate()->paint(&painter, option, index);
        });
        const QImage whole = paint([&](QPainter &painter) { painter.fillRect(row, Qt::black); });
        const QColor ring = fixture.around.theme.color(ui::Theme::Color::Accent);
        int ringPixels = 0;
        for (int y = 0; y < cell.height(); ++y) {
            for (int x = 0; x < cell.width(); ++x) {
                ringPixels += cell.pixelColor(x, y) == ring;
                if (whole.pixelColor(x, y) == QColor(Qt::magenta))
                    QCOMPARE(cell.pixelColor(x, y), QColor(Qt::magenta));
            }
        }
        QVERIFY(ringPixels > 200);
    }
}

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

void TestTableDelegate::addressesAreCutBetweenAddresses()
{
    const QFontMetrics metrics{QFont()};
    const auto fits = [&](const QString &items, const QString &in) {
        return ui::fittedItems(items, metrics, metrics.horizontalAdvance(in));
    };
    const QString all = u"203.0.113.20, 10.0.0.5, 10.0.0.6, 10.0.0.7"_s;
    QCOMPARE(fits(all, all), all);
    QCOMPARE(fits(all, u"203.0.113.20, 10.0.0.5, …, 10.0.0.7"_s),
             u"203.0.113.20, 10.0.0.5, …, 10.0.0.7"_s);
    QCOMPARE(fits(all, u"203.0.113.20, …, 10.0.0.7"_s), u"203.0.113.20, …, 10.0.0.7"_s);
    QCOMPARE(fits(all, u"203.0.113.20, …"_s), u"203.0.113.20, …"_s);
    QCOMPARE(fits(u"203.0.113.20, 10.0.0.7"_s, u"203.0.113.20, …"_s), u"203.0.113.20, …"_s);
    QVERIFY(fits(all, u"203.0.1, …"_s).endsWith(u"…, …"_s));
    QVERIFY(fits(u"203.0.113.20"_s, u"203.0.1…"_s).endsWith(u"…"_s));
}

void TestTableDelegate::theNameShrinksLastAndAStatusNever()
{
    std::vector<openstack::Server> servers;
    for (int i = 0; i < 8; ++i) {
        openstack::Server server = makeServer(i);
        server.name = u"snapshot-runner-of-the-day-%1"_s.arg(i);
        server.keyName = u"a-key-pair-with-a-long-name"_s;
        server.availabilityZone = u"a-zone-with-a-long-name"_s;
        openstack::ServerAddress address;
        address.address = u"10.20.0.%1"_s.arg(100 + i);
        server.addresses = {address, address, address};
        servers.push_back(server);
    }
    servers[3].taskState = u"image_snapshot"_s;
    TableFixture fixture(std::move(servers));
    const auto whole = [&](int column) {
        const QModelIndex cell = fixture.cell(3, column);
        return fixture.table->columnWidth(column) >= fixture.table->sizeHintForIndex(cell).width();
    };
    // 160: a title with the sort arrow, or a time; 36: the "…" of the rows.
    const auto othersGaveWay = [&] {
        for (int column = statusColumn + 1; column < fixture.table->model()->columnCount();
             ++column)
            if (fixture.table->columnWidth(column) > 160 + 36)
                return false;
        return true;
    };
    fixture.page.resize(1500, 600);
    QTRY_VERIFY(whole(nameColumn));
    for (const int width : {1400, 1200, 1072, 900}) {
        fixture.page.resize(width, 600);
        QTRY_VERIFY2(whole(nameColumn) || othersGaveWay(), qPrintable(QString::number(width)));
        QVERIFY2(whole(statusColumn), qPrintable(QString::number(width)));
    }
    // Where the others have nothing left to give.
    fixture.page.resize(560, 600);
    QTRY_VERIFY(fixture.table->viewport()->width() < 560);
    QVERIFY(whole(statusColumn));
    QVERIFY(fixture.table->columnWidth(nameColumn) >= 140);
}

void TestTableDelegate::aStatusThatIsScrolledToIsWhole()
{
    std::vector<openstack::Server> servers;
    for (int i = 0; i < 400; ++i)
        servers.push_back(makeServer(i));
    servers[399].taskState = u"image_pending_upload"_s;
    servers[399].name = u"zz"_s;
    TableFixture fixture(std::move(servers));
    const QModelIndex cell = fixture.cell(399, statusColumn);
    QCOMPARE(cell.row(), 399);
    fixture.page.resize(800, 600);
    const auto whole = [&] {
        return fixture.table->columnWidth(statusColumn) >=
               fixture.table->sizeHintForIndex(cell).width();
    };
    fixture.table->scrollTo(cell);
    QTRY_VERIFY(whole());
}

QTEST_MAIN(TestTableDelegate)
#include "tst_tabledelegate.moc"
