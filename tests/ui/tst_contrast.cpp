#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/celltable.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/theme/colors.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;

namespace {

constexpr double least = 4.5;

/// The contrast of what is painted in `place`, against the color of its corner.
double painted(QWidget &widget, const QRect &place)
{
    const QImage image = widget.grab(place).toImage();
    const QColor background = image.pixelColor(2, 2);
    double most = 1;
    for (int y = 2; y < image.height() - 2; ++y) {
        for (int x = 2; x < image.width() - 2; ++x)
            most = std::max(most, ui::contrast(image.pixelColor(x, y), background));
    }
    return most;
}

/// Large, so that the strokes of letters have their full color.
void enlarge(QWidget &widget)
{
    QFont font = widget.font();
    font.setPointSizeF(24);
    widget.setFont(font);
}

/// The cells whose text is not readable.
QStringList weak(QTableView &table)
{
    QStringList cells;
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        for (int column = 0; column < table.model()->columnCount(); ++column) {
            const QModelIndex index = table.model()->index(row, column);
            const QRect place = table.visualRect(index) & table.viewport()->rect();
            if (index.data().toString().isEmpty() || table.isColumnHidden(column) ||
                place.width() < 40)
                continue;
            if (const double got = painted(*table.viewport(), place); got < least)
                cells << u"%1: %2"_s.arg(index.data().toString(), QString::number(got));
        }
    }
    return cells;
}

} // namespace

/// Text as it is painted on the screen can be read, also by those with weak eyes.
class TestContrast final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<ui::Theme::Scheme>("scheme");
        QTest::newRow("light") << ui::Theme::Scheme::Light;
        QTest::newRow("dark") << ui::Theme::Scheme::Dark;
    }
    /// Every status, on rows that are selected and not.
    void rows()
    {
        QFETCH(ui::Theme::Scheme, scheme);
        ModelFixture models;
        operations::OperationCenter operations;
        UiFixture around(*models.net.client, models.stores, operations, models.net.clock, scheme);
        std::vector<openstack::Server> servers;
        for (const QString &status :
             {u"ACTIVE"_s, u"ERROR"_s, u"SHUTOFF"_s, u"BUILD"_s, u"PAUSED"_s, u"SUSPENDED"_s,
              u"UNKNOWN"_s, u"VERIFY_RESIZE"_s, u"SHELVED_OFFLOADED"_s, u"RESCUE"_s, u"DELETED"_s})
            servers.push_back(makeServer(static_cast<int>(servers.size()), status));
        models.stores.servers.replaceAll(std::move(servers));
        models.stores.servers.setState(loadedAt(models.net.clock.now()));
        ui::ListPage page(around.context, ui::instancesList());
        page.resize(1600, 700);
        page.show();
        auto *table = page.findChild<ui::TableView *>(u"instancesTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 11);
        enlarge(*table);
        QCOMPARE(weak(*table), QStringList());
        table->selectAll();
        QCOMPARE(weak(*table), QStringList());
    }

    void rowsOfDialogs_data() { rows_data(); }
    /// A row in the secondary color is not disabled.
    void rowsOfDialogs()
    {
        QFETCH(ui::Theme::Scheme, scheme);
        ui::Theme theme(*qApp, scheme);
        ui::CellTable table(theme, {{u"Captured"_s}, {u"Disk"_s}}, 1, 60, 4);
        table.setRows({{u"a"_s, {{u"Yes"_s}, {u"Root"_s}}},
                       {u"b"_s, {{u"No"_s}, {u"Data"_s}}, ui::CellRow::Box::None, true}});
        enlarge(table);
        table.resize(600, 200);
        table.show();
        QCOMPARE(weak(table), QStringList());
    }
};

QTEST_MAIN(TestContrast)
#include "tst_contrast.moc"
