#include "ui/window/globalsearch.h"

#include "net/apiclient.h"
#include "net/transport.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "ui/theme/theme.h"
#include "ui/widgets/suggestionlist.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

/// A window with the search field, over stores without a cloud: web-1 to web-5.
struct Fixture
{
    Fixture()
    {
        authority.held = true;
        for (int i = 1; i <= 5; ++i)
            add(u"web-%1"_s.arg(i));
        auto *page = new QWidget(&window);
        auto *layout = new QVBoxLayout(page);
        search = new ui::GlobalSearch(theme, page);
        other = new QLineEdit(page);
        layout->addWidget(search);
        layout->addStretch();
        layout->addWidget(other);
        window.setCentralWidget(page);
        window.resize(800, 700);
        window.show();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not become active");
        search->setStores(&stores);
        search->setFocus();
        QObject::connect(search, &ui::GlobalSearch::navigate, search,
                         [this](const ui::Route &route) { opened += route.id; });
        list = window.findChild<ui::SuggestionList *>();
    }

    void add(const QString &name)
    {
        openstack::Server server;
        server.id = u"id-of-"_s + name;
        server.name = name;
        stores.servers.upsert({server});
    }

    void type(const QString &text)
    {
        QSignalSpy searched(search, &ui::GlobalSearch::searched);
        QTest::keyClicks(search, text);
        while (search->hitsOf() != search->text()) {
            if (!searched.wait())
                qFatal("it is not searched");
        }
    }

    /// The stores change, and the list has heard of it.
    void changed(const std::function<void()> &how)
    {
        QSignalSpy searched(search, &ui::GlobalSearch::searched);
        how();
        if (searched.isEmpty() && !searched.wait())
            qFatal("it is not searched again");
    }

    [[nodiscard]] QString lineAt(int row) const
    {
        return list->model()->index(row, 0).data().toString();
    }

    void point(int row)
    {
        const QRect rect = list->visualRect(list->model()->index(row, 0));
        QTest::mouseMove(list->viewport(), rect.center());
        QTest::mouseMove(list->viewport(), rect.center() + QPoint(2, 0));
        QCoreApplication::processEvents();
    }

    ui::Theme theme{*qApp, ui::Theme::Scheme::Light};
    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
    QMainWindow window;
    ui::GlobalSearch *search = nullptr;
    QLineEdit *other = nullptr;
    ui::SuggestionList *list = nullptr;
    QStringList opened;
};

} // namespace

/// Enter opens what is highlighted, whatever moved the highlight and whatever came in the meantime.
class TestGlobalSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterOpensTheFirst();
    void arrowsMoveWhatEnterOpens();
    void theMouseMovesWhatEnterOpens();
    void aRestingPointerChoosesNothing();
    void aClickOpensWhatWasPressed();
    void whatComesDoesNotMoveTheHighlight();
    void whatGoesClearsTheHighlight();
    void anotherTextBeginsAnew();
    void enterBeforeTheHits_data();
    void enterBeforeTheHits();
    void itClosesWhereElseOneGoes();
    void pagesAndCommandsAreAmongTheFirst();
    void commandsAreFoundByOtherNames();
    void escapeReturnsTheFocus();
};

void TestGlobalSearch::escapeReturnsTheFocus()
{
    Fixture fixture;
    fixture.other->setFocus();
    fixture.search->setFocus(Qt::ShortcutFocusReason);
    fixture.type(u"web"_s);
    QVERIFY(fixture.list->isVisible());
    QTest::keyClick(fixture.search, Qt::Key_Escape);
    QVERIFY(fixture.search->hasFocus() && fixture.search->text().isEmpty());
    QTest::keyClick(fixture.search, Qt::Key_Escape);
    QVERIFY(fixture.other->hasFocus());
    // The list of results, which follows in the tab order, has not got it instead.
    fixture.search->setFocus(Qt::ShortcutFocusReason);
    fixture.type(u"web"_s);
    QVERIFY(fixture.search->hasFocus());
    QVERIFY(fixture.list->isVisible());
}

void TestGlobalSearch::enterOpensTheFirst()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QVERIFY(fixture.list->isVisible());
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-1"_s});
    QVERIFY(!fixture.list->isVisible() && fixture.search->text().isEmpty());
}

void TestGlobalSearch::arrowsMoveWhatEnterOpens()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QTest::keyClick(fixture.search, Qt::Key_Down);
    QTest::keyClick(fixture.search, Qt::Key_Down);
    QVERIFY(fixture.lineAt(fixture.list->currentIndex().row()).startsWith(u"web-3"_s));
    QTest::keyClick(fixture.search, Qt::Key_Enter);
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-3"_s});

    fixture.type(u"web"_s);
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(fixture.search, Qt::Key_Down); // it stays at the end
    QTest::keyClick(fixture.search, Qt::Key_Up);
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened.last(), u"id-of-web-4"_s);
}

void TestGlobalSearch::theMouseMovesWhatEnterOpens()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    fixture.point(3);
    QCOMPARE(fixture.list->currentIndex().row(), 3);
    QCOMPARE(fixture.list->selectionModel()->selectedIndexes().size(), 1); // one highlight only
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-4"_s});
}

void TestGlobalSearch::aRestingPointerChoosesNothing()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    // The list has opened below the pointer: the position is told again, but nothing has moved.
    const QPoint at = fixture.list->viewport()->mapFromGlobal(QCursor::pos());
    QMouseEvent still(QEvent::MouseMove, at, QCursor::pos(), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(fixture.list->viewport(), &still);
    QCOMPARE(fixture.list->currentIndex().row(), 0);
}

void TestGlobalSearch::aClickOpensWhatWasPressed()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    const auto at = [&](int row) {
        return fixture.list->visualRect(fixture.list->model()->index(row, 0)).center();
    };
    QTest::mousePress(fixture.list->viewport(), Qt::LeftButton, {}, at(1));
    QTest::mouseRelease(fixture.list->viewport(), Qt::LeftButton, {}, at(2));
    QVERIFY(fixture.opened.isEmpty()); // the button was released on something else
    QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {}, at(2));
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-3"_s});
}

void TestGlobalSearch::whatComesDoesNotMoveTheHighlight()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QTest::keyClick(fixture.search, Qt::Key_Down);
    fixture.changed([&] { fixture.add(u"web"_s); }); // which would be the first
    QCOMPARE(fixture.list->model()->rowCount(), 6);
    QVERIFY(fixture.lineAt(0).startsWith(u"web-1"_s)); // no line has moved
    QVERIFY(fixture.lineAt(5).startsWith(u"web "_s));
    QCOMPARE(fixture.list->currentIndex().row(), 1);
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-2"_s});

    // Without a highlight that the user has chosen, it still stays on its item.
    fixture.type(u"web-1"_s);
    fixture.changed([&] { fixture.add(u"web-10"_s); });
    fixture.changed([&] { fixture.stores.servers.remove({u"id-of-web-10"_s}); });
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened.last(), u"id-of-web-1"_s);
}

void TestGlobalSearch::whatGoesClearsTheHighlight()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QTest::keyClick(fixture.search, Qt::Key_Down);
    fixture.changed([&] { fixture.stores.servers.remove({u"id-of-web-2"_s}); });
    QVERIFY(fixture.list->highlighted().isEmpty());
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QVERIFY(fixture.opened.isEmpty());
    QVERIFY(fixture.list->isVisible());
    const QRect gone = fixture.list->visualRect(fixture.list->model()->index(1, 0));
    QTest::mouseClick(fixture.list->viewport(), Qt::LeftButton, {}, gone.center());
    QVERIFY(fixture.opened.isEmpty());
}

void TestGlobalSearch::anotherTextBeginsAnew()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QTest::keyClick(fixture.search, Qt::Key_Down);
    fixture.type(u"-5"_s);
    QTRY_COMPARE(fixture.list->model()->rowCount(), 1);
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(fixture.opened, QStringList{u"id-of-web-5"_s});
}

void TestGlobalSearch::enterBeforeTheHits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("opened");
    QTest::newRow("surely meant") << u"web-4"_s << QStringList{u"id-of-web-4"_s};
    QTest::newRow("one of several") << u"web-"_s << QStringList{};
}

void TestGlobalSearch::enterBeforeTheHits()
{
    QFETCH(QString, text);
    QFETCH(QStringList, opened);
    Fixture fixture;
    fixture.type(u"we"_s);
    QSignalSpy searched(fixture.search, &ui::GlobalSearch::searched);
    // One event after the other: the hits of the whole text cannot be there yet.
    for (const QChar c : text.mid(2)) {
        QKeyEvent key(QEvent::KeyPress, 0, {}, QString(c));
        QCoreApplication::sendEvent(fixture.search, &key);
    }
    QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, {});
    QCoreApplication::sendEvent(fixture.search, &enter);
    QVERIFY(fixture.opened.isEmpty());
    QVERIFY(searched.wait());
    QCOMPARE(fixture.opened, opened);
    QCOMPARE(fixture.list->isVisible(), opened.isEmpty());
}

void TestGlobalSearch::pagesAndCommandsAreAmongTheFirst()
{
    Fixture fixture;
    for (int i = 6; i <= 30; ++i)
        fixture.add(u"web-%1"_s.arg(i));
    bool opened = false;
    fixture.search->setCommands([&opened] {
        return std::vector<ui::SearchCommand>{{.title = u"Web pages"_s,
                                               .kind = u"Page"_s,
                                               .open =
                                                   [&opened] {
                                                       opened = true;
                                                   }},
                                              {.title = u"Other"_s, .kind = u"Page"_s, .open = {}}};
    });
    fixture.type(u"web"_s);
    const auto line = [&](int row) {
        return fixture.list->model()->index(row, 0).data().toString();
    };
    QVERIFY2(line(4).contains(u"web-"_s), qPrintable(line(4)));
    QVERIFY2(line(5).contains(u"Web pages"_s), qPrintable(line(5)));
    QVERIFY2(line(6).contains(u"web-"_s), qPrintable(line(6)));
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(fixture.search, Qt::Key_Down);
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QVERIFY(opened);
    QVERIFY(fixture.opened.isEmpty());
}

/// By those of Horizon, for example; what the present page has comes before the rest.
void TestGlobalSearch::commandsAreFoundByOtherNames()
{
    Fixture fixture;
    QString opened;
    fixture.search->setCommands([&opened] {
        const auto command = [&opened](const QString &title, const QString &detail,
                                       const QStringList &names, bool elsewhere) {
            return ui::SearchCommand{.title = title,
                                     .kind = u"Command"_s,
                                     .detail = detail,
                                     .open = [&opened, detail] { opened = detail; },
                                     .alsoCalled = names,
                                     .elsewhere = elsewhere};
        };
        return std::vector{
            command(u"Edit name…"_s, u"Groups"_s, {}, true),
            command(u"Rename…"_s, u"Instances"_s, {u"Edit Instance"_s, u"server set"_s}, false)};
    });
    const auto line = [&](int row) {
        return fixture.list->model()->index(row, 0).data().toString();
    };
    fixture.type(u"edit"_s);
    QVERIFY2(line(0).contains(u"Rename"_s) && line(0).contains(u"Edit Instance"_s),
             qPrintable(line(0)));
    QVERIFY2(line(1).contains(u"Edit name"_s), qPrintable(line(1)));
    fixture.search->clear();
    fixture.type(u"rename"_s);
    QVERIFY2(!line(0).contains(u"Edit Instance"_s), qPrintable(line(0)));
    QTest::keyClick(fixture.search, Qt::Key_Return);
    QCOMPARE(opened, u"Instances"_s);
}

void TestGlobalSearch::itClosesWhereElseOneGoes()
{
    Fixture fixture;
    fixture.type(u"web"_s);
    QTest::mouseClick(fixture.window.centralWidget(), Qt::LeftButton, {}, QPoint(5, 600));
    QVERIFY(!fixture.list->isVisible());
    QTest::keyClick(fixture.search, Qt::Key_Return); // what is not seen is not opened, but shown
    QVERIFY(fixture.opened.isEmpty() && fixture.list->isVisible());
    fixture.other->setFocus();
    QVERIFY(!fixture.list->isVisible());
}

QTEST_MAIN(TestGlobalSearch)
#include "tst_globalsearch.moc"
