#include "ui/theme/theme.h"
#include "ui/window/gettingstarted.h"
#include "ui/window/globalsearch.h"
#include "ui/window/topbar.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;

/// What the top of the window says of where you are signed in.
class TestTopBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotSafeIsMarkedAllTheTime()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        bar.resize(1000, 60);
        bar.show();
        auto *mark = bar.findChild<QToolButton *>(u"securityCaution"_s);
        ui::SignedIn signedIn;
        signedIn.scope.cloud = u"lab"_s;
        bar.setSignedIn(signedIn);
        QVERIFY(!mark->isVisible());
        signedIn.cautions = {u"Certificates <b>are</b> not checked."_s, u"And plain http."_s};
        bar.setSignedIn(signedIn);
        QVERIFY(mark->isVisible());
        QVERIFY(!mark->text().isEmpty() && !mark->icon().isNull());
        for (const QString &word : {u"not checked"_s, u"plain http"_s}) {
            QVERIFY(mark->accessibleName().contains(word));
            QVERIFY(mark->toolTip().contains(word));
        }
        // Others' markup stays text, and so does ours: no tooltip is taken for markup.
        QVERIFY(mark->toolTip().startsWith(u"Certificates <b>are</b> not"_s));
        QVERIFY(mark->focusPolicy() & Qt::TabFocus);
        bar.resize(600, 60);
        QVERIFY(mark->isVisible()); // the icon stays where there is no room for words
        signedIn.cautions.clear();
        bar.setSignedIn(signedIn);
        QVERIFY(!mark->isVisible());
    }

    /// While a menu is open, Qt does not tell its button that the mouse has left it.
    void aButtonIsNotHoveredWhenItsMenuHasClosed()
    {
        ui::Theme theme(*qApp);
        QToolButton button;
        auto *menu = new QMenu(&button);
        menu->addAction(u"demo"_s);
        button.setMenu(menu);
        button.show();
        QCursor::setPos(button.mapToGlobal(QPoint(500, 500)));
        QEnterEvent enter(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1));
        QCoreApplication::sendEvent(&button, &enter);
        QVERIFY(button.underMouse());
        menu->popup(button.mapToGlobal(QPoint(0, button.height())));
        QTRY_VERIFY(menu->isVisible());
        menu->close();
        QVERIFY(!button.underMouse());
    }

    void theSearchGivesUpItsWordsBeforeTheNames()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        bar.show();
        ui::SignedIn signedIn;
        signedIn.scope.cloud = u"production"_s;
        signedIn.scope.region = u"RegionOne"_s;
        signedIn.scope.projectName = u"web-shop"_s;
        bar.setSignedIn(signedIn);
        const auto *project = bar.findChild<QToolButton *>(u"projectSwitcher"_s);
        const auto *cloud = bar.findChild<QToolButton *>(u"cloudSwitcher"_s);
        const QString whole = u"Search everything (Ctrl+K)"_s;
        bool lost = false;  // the search, its words
        bool alone = false; // the project's name
        for (int width = 1300; width >= 500; width -= 10) {
            bar.resize(width, 60);
            QTRY_COMPARE(bar.width(), width);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            lost = lost || bar.search().placeholderText() != whole;
            if (cloud->toolButtonStyle() == Qt::ToolButtonIconOnly)
                QVERIFY2(lost, qPrintable(QString::number(width)));
            // The project's is the last name to go.
            if (cloud->toolButtonStyle() != Qt::ToolButtonIconOnly)
                QCOMPARE(project->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
            alone = alone || cloud->toolButtonStyle() != project->toolButtonStyle();
        }
        QVERIFY(alone);
        QCOMPARE(project->toolButtonStyle(), Qt::ToolButtonIconOnly);
        bar.resize(800, 60); // 1024 without the sidebar
        QTRY_COMPARE(project->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    }

    void theCloudsNameOpensAMenu()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        ui::SignedIn signedIn;
        signedIn.scope.cloud = u"lab"_s;
        bar.setSignedIn(signedIn);
        QMenu *menu = bar.findChild<QToolButton *>(u"cloudSwitcher"_s)->menu();
        QSignalSpy wanted(&bar, &ui::TopBar::cloudsWanted);
        QSignalSpy chosen(&bar, &ui::TopBar::cloudChosen);
        QSignalSpy another(&bar, &ui::TopBar::switchCloud);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(wanted.size(), 1);
        bar.setClouds({u"lab"_s, u"prod"_s}, {u"edge"_s});
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts += action->isSeparator() ? u"-"_s : action->text();
        QCOMPARE(texts, (QStringList{u"lab"_s, u"prod"_s, u"-"_s, u"edge"_s, u"-"_s,
                                     u"Sign in to another cloud…"_s}));
        QVERIFY(menu->actions()[0]->isChecked() && !menu->actions()[1]->isChecked());
        menu->actions()[0]->trigger(); // where one is already
        QCOMPARE(chosen.size(), 0);
        QVERIFY(menu->actions()[0]->isChecked());
        menu->actions()[3]->trigger();
        QCOMPARE(chosen.value(0).value(0).toString(), u"edge"_s);
        menu->actions()[5]->trigger();
        QCOMPARE(another.size(), 1);
    }

    void manyChoicesCanBeFiltered()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        bar.resize(1000, 60);
        bar.show();
        ui::SignedIn signedIn;
        signedIn.scope.region = u"region-1"_s;
        for (int i = 1; i <= 9; ++i)
            signedIn.regions += u"region-%1"_s.arg(i);
        bar.setSignedIn(signedIn);
        QMenu *menu = bar.findChild<QToolButton *>(u"regionSwitcher"_s)->menu();
        QCoreApplication::processEvents();
        QVERIFY(!menu->findChild<QLineEdit *>());
        signedIn.regions += u"north"_s;
        bar.setSignedIn(signedIn);
        QTRY_VERIFY(menu->findChild<QLineEdit *>());
        menu->popup(bar.mapToGlobal(QPoint(0, 60)));
        QTRY_VERIFY(menu->isVisible());
        auto *field = menu->findChild<QLineEdit *>();
        QTRY_VERIFY(field->hasFocus());
        QSignalSpy chosen(&bar, &ui::TopBar::regionChosen);
        QTest::keyClicks(field, u"nor"_s);
        const auto shown = std::ranges::count_if(menu->actions(), [](const QAction *action) {
            return action->isCheckable() && action->isVisible();
        });
        QCOMPARE(shown, 1);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(chosen.value(0).value(0).toString(), u"north"_s);
        QTRY_VERIFY(!menu->isVisible());
        menu->popup(bar.mapToGlobal(QPoint(0, 60))); // whole again
        QCOMPARE(std::ranges::count_if(menu->actions(),
                                       [](const QAction *action) {
                                           return action->isCheckable() && action->isVisible();
                                       }),
                 10);
        menu->close();
    }

    void whatIsHighlightedIsWhatEnterChooses()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        bar.resize(1000, 60);
        bar.show();
        std::vector<openstack::Project> projects;
        for (int i = 1; i <= 12; ++i)
            projects.push_back({u"id-%1"_s.arg(i), u"shop-%1"_s.arg(i)});
        bar.setProjects(projects);
        QMenu *menu = bar.findChild<QToolButton *>(u"projectSwitcher"_s)->menu();
        QTRY_VERIFY(menu->findChild<QLineEdit *>());
        auto *field = menu->findChild<QLineEdit *>();
        QSignalSpy chosen(&bar, &ui::TopBar::projectChosen);
        const auto open = [&] {
            chosen.clear();
            menu->popup(bar.mapToGlobal(QPoint(0, 60)));
            QTRY_VERIFY(field->hasFocus());
            QTest::keyClicks(field, u"shop"_s);
        };
        const auto highlighted = [&] {
            return menu->activeAction() ? menu->activeAction()->data().toString() : QString();
        };
        const auto enter = [&] {
            QTest::keyClick(field, Qt::Key_Return);
            return chosen.value(0).value(0).value<openstack::Project>().id;
        };
        open(); // the first one, by typing
        QCOMPARE(highlighted(), u"id-1"_s);
        QCOMPARE(enter(), u"id-1"_s);
        open(); // by arrows, while others arrive
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Up);
        QCOMPARE(highlighted(), u"id-2"_s);
        projects.insert(projects.begin(), {u"id-0"_s, u"shop-0"_s});
        bar.setProjects(projects);
        QCoreApplication::processEvents();
        QCOMPARE(highlighted(), u"id-2"_s);
        QCOMPARE(enter(), u"id-2"_s);
        open();                               // by mouse
        QAction *fourth = menu->actions()[4]; // below the field
        const QPoint place = menu->actionGeometry(fourth).center();
        for (const QPoint &at : {place - QPoint(3, 0), place, place + QPoint(3, 0)})
            QTest::mouseMove(menu, at);
        QTRY_COMPARE(highlighted(), fourth->data().toString());
        QCOMPARE(enter(), fourth->data().toString());
    }

    void projectsWithOneNameAreDistinguished()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        bar.setProjects({{.id = u"1"_s, .name = u"web"_s, .domainId = u"d1"_s},
                         {.id = u"2"_s, .name = u"web"_s, .domainId = u"d2"_s}});
        const auto actions = bar.findChild<QToolButton *>(u"projectSwitcher"_s)->menu()->actions();
        QCOMPARE(actions.size(), 2);
        QVERIFY(actions[0]->text().contains(u"d1"_s) && actions[1]->text().contains(u"d2"_s));
    }

    void helpIsInTheAccountMenu()
    {
        ui::Theme theme(*qApp);
        ui::TopBar bar(theme);
        const QMenu *menu = bar.findChild<QToolButton *>(u"account"_s)->menu();
        const auto entries = menu->actions();
        const auto help = std::ranges::find(entries, u"Help"_s, &QAction::text);
        QVERIFY(help != entries.end() && (*help)->menu());
        QSignalSpy started(&bar, &ui::TopBar::gettingStartedWanted);
        QSignalSpy shortcuts(&bar, &ui::TopBar::shortcutsWanted);
        QSignalSpy about(&bar, &ui::TopBar::aboutWanted);
        for (QAction *action : (*help)->menu()->actions())
            action->trigger();
        QCOMPARE(started.size(), 1);
        QCOMPARE(shortcuts.size(), 1);
        QCOMPARE(about.size(), 1);
    }

    void gettingStartedExplainsTheSixWords()
    {
        ui::Theme theme(*qApp);
        QWidget window;
        window.show();
        ui::GettingStarted page(&window);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QStringList said;
        for (const QLabel *label : page.findChildren<QLabel *>()) {
            said << label->text();
            // To its last line.
            QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                     qPrintable(label->text()));
        }
        for (const QString &word :
             {u"Instance"_s, u"Image"_s, u"Volume"_s, u"Snapshot"_s, u"Flavor"_s, u"Project"_s})
            QCOMPARE(said.count(word), 1);
        auto *close = page.findChild<QPushButton *>();
        QVERIFY(close->hasFocus());
        QTest::keyClick(close, Qt::Key_Escape);
        QVERIFY(!page.isVisible());
    }
};

QTEST_MAIN(TestTopBar)
#include "tst_topbar.moc"
