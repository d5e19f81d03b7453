#include "support/modelfixture.h"
#include "ui/navigation/breadcrumb.h"
#include "ui/navigation/history.h"
#include "ui/navigation/places.h"
#include "ui/navigation/sidebar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/linklabel.h"
#include "ui/window/searchhits.h"

#include <QtTest/QtTest>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel::ui;

class TestNavigation : public QObject
{
    Q_OBJECT

private:
    static QStringList shown(Sidebar &sidebar)
    {
        QStringList out;
        for (QTreeWidgetItemIterator it(&sidebar); *it; ++it)
            out << ((*it)->parent() ? u"  "_s : QString()) + (*it)->text(0);
        return out;
    }

private Q_SLOTS:
    void historyGoesBackAndForward()
    {
        History history;
        QVERIFY(!history.current());
        QVERIFY(!history.back());
        const Route a{Route::Place::Instances, {}, {}};
        const Route b{Route::Place::Instance, u"one"_s, u"snapshots"_s};
        const Route c{Route::Place::Images, {}, {}};
        history.push(a);
        history.push(b);
        history.push(b); // going where one is
        history.push(c);
        QCOMPARE(history.back(), std::optional(b));
        QCOMPARE(history.back(), std::optional(a));
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.forward(), std::optional(b));
        history.push(a); // what lay ahead is forgotten
        QVERIFY(!history.canGoForward());
        QCOMPARE(history.back(), std::optional(b));
    }

    void historyForgetsTheOldest()
    {
        History history;
        for (int i = 0; i < 500; ++i)
            history.push({Route::Place::Instance, QString::number(i), {}});
        QCOMPARE(history.current()->id, u"499"_s);
        int steps = 0;
        while (history.back())
            ++steps;
        QCOMPARE(steps, 199);
        QCOMPARE(history.current()->id, u"300"_s);
    }

    void sidebarShowsThePlacesInTheirGroups()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme);
        QCOMPARE(shown(sidebar),
                 (QStringList{u"Overview"_s, u"Compute"_s, u"  Instances"_s, u"  Images"_s,
                              u"Storage"_s, u"  Volumes"_s, u"  Snapshots"_s, u"Activity"_s}));
        QCOMPARE(sidebar.accessibleName(), u"Places"_s);
    }

    void arrowsGoFromPlaceToPlace()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme);
        sidebar.resize(220, 400);
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sidebar));
        std::vector<Route::Place> chosen;
        connect(&sidebar, &Sidebar::chosen, &sidebar,
                [&](Route::Place place) { chosen.push_back(place); });
        sidebar.setCurrentPlace(Route::Place::Overview);
        QVERIFY(chosen.empty()); // marking is not choosing
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(&sidebar, Qt::Key_Down);
        QTest::keyClick(&sidebar, Qt::Key_Up);
        QCOMPARE(chosen,
                 (std::vector{Route::Place::Instances, Route::Place::Images, Route::Place::Volumes,
                              Route::Place::Snapshots, Route::Place::Volumes}));
    }

    void groupNamesCannotBeChosen()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme);
        sidebar.resize(220, 400);
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sidebar));
        QSignalSpy chosen(&sidebar, &Sidebar::chosen);
        QTreeWidgetItem *group = sidebar.topLevelItem(1);
        QTest::mouseClick(sidebar.viewport(), Qt::LeftButton, {},
                          sidebar.visualItemRect(group).center());
        QCOMPARE(chosen.size(), 0);
        QTest::mouseClick(sidebar.viewport(), Qt::LeftButton, {},
                          sidebar.visualItemRect(group->child(0)).center());
        QVERIFY(chosen.size() >= 1);
        QCOMPARE(chosen.last().at(0).value<Route::Place>(), Route::Place::Instances);
    }

    void anInstanceBelongsToInstances()
    {
        QCOMPARE(sidebarPlaceOf(Route::Place::Instance), Route::Place::Instances);
        QCOMPARE(sidebarPlaceOf(Route::Place::Volumes), Route::Place::Volumes);
    }

    void breadcrumbLeadsBack()
    {
        Breadcrumb breadcrumb;
        const Route list{Route::Place::Instances, {}, {}};
        breadcrumb.setCrumbs(
            {{u"Compute"_s, std::nullopt}, {u"Instances"_s, list}, {u"web & db"_s, std::nullopt}});
        QSignalSpy navigate(&breadcrumb, &Breadcrumb::navigate);
        const auto buttons = breadcrumb.findChildren<QToolButton *>();
        QCOMPARE(buttons.size(), 1);
        QCOMPARE(buttons.first()->text(), u"Instances"_s);
        buttons.first()->click();
        QCOMPARE(navigate.size(), 1);
        QCOMPARE(navigate.first().at(0).value<Route>(), list);
    }

    void snapshotsOfOneNameAreToldApart()
    {
        oriel::test::ModelFixture models;
        std::vector<oriel::openstack::Image> images(3);
        for (std::size_t i = 0; i < images.size(); ++i) {
            images[i].id = QString::number(i);
            images[i].name = u"nightly"_s;
            images[i].visibility = u"private"_s;
            images[i].created = QDateTime(QDate(2026, 1, 10 + int(i)), QTime(3, 0));
        }
        images[1].properties = images[2].properties = {{u"image_type"_s, u"snapshot"_s}};
        models.stores.images.upsert(images);
        const auto hits = searchHits(SearchSources(models.stores), u"night"_s);
        QCOMPARE(hits.size(), std::size_t{3});
        QCOMPARE(hits[0].kind, u"Image"_s);
        QCOMPARE(hits[0].detail, u"Private"_s);
        QCOMPARE(hits[1].kind, u"Snapshot"_s);
        QCOMPARE(hits[1].detail, u"2026-01-11 03:00"_s);
        QCOMPARE(hits[2].detail, u"2026-01-12 03:00"_s);
    }

    void aLinkIsOneTabAway()
    {
        QWidget window;
        QVBoxLayout column(&window);
        QToolButton before;
        LinkLabel words(u"It is used. <a href=\"show\">Show</a>"_s);
        words.setTextFormat(Qt::RichText);
        QToolButton after;
        words.setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        for (QWidget *widget : std::initializer_list<QWidget *>{&before, &words, &after}) {
            column.addWidget(widget);
            if (widget != &words)
                widget->setFocusPolicy(Qt::StrongFocus);
        }
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy followed(&words, &QLabel::linkActivated);
        before.setFocus();
        QTest::keyClick(&before, Qt::Key_Tab);
        QVERIFY(words.hasFocus());
        QTest::keyClick(&words, Qt::Key_Return);
        QCOMPARE(followed.size(), 1);
        QTest::keyClick(&words, Qt::Key_Tab);
        QVERIFY(after.hasFocus());
        QTest::keyClick(&after, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(words.hasFocus());
        QTest::keyClick(&words, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(before.hasFocus());
    }

    void theLastStepComesFirst()
    {
        Breadcrumb breadcrumb;
        breadcrumb.setCrumbs({{u"Compute"_s, std::nullopt},
                              {u"Instances"_s, Route{Route::Place::Instances, {}, {}}},
                              {u"cache-1"_s, std::nullopt}});
        breadcrumb.resize(600, 40);
        breadcrumb.show();
        const auto labels = breadcrumb.findChildren<ElidedLabel *>();
        QCOMPARE(labels.size(), 2);
        const ElidedLabel *group = labels[0];
        const ElidedLabel *name = labels[1];
        QVERIFY(group->isVisible() && name->width() >= name->sizeHint().width());
        breadcrumb.resize(breadcrumb.minimumSizeHint());
        QVERIFY(!group->isVisible());
        QVERIFY(breadcrumb.findChild<QToolButton *>()->isVisible());
        QTRY_VERIFY(name->width() >= name->sizeHint().width()); // whole
        breadcrumb.resize(600, 40);
        QVERIFY(group->isVisible());
    }
};

QTEST_MAIN(TestNavigation)
#include "tst_navigation.moc"
