#include "support/modelfixture.h"
#include "ui/navigation/breadcrumb.h"
#include "ui/navigation/history.h"
#include "ui/navigation/sidebar.h"
#include "ui/pages/listpages.h"
#include "ui/pages/pagefactory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/linkedtext.h"
#include "ui/widgets/roleaccess.h"
#include "ui/window/searchhits.h"

#include <QtGui/QAccessible>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel::ui;
using oriel::Kind;

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
    void initTestCase() { makeRolesAccessible(); }

    void historyGoesBackAndForward()
    {
        History history;
        QVERIFY(!history.current());
        QVERIFY(!history.back());
        const Route a = Route::list(Kind::Server);
        const Route b = Route::to(Kind::Server, u"one"_s, u"snapshots"_s);
        const Route c = Route::list(Kind::Image);
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
            history.push(Route::to(Kind::Server, QString::number(i)));
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
        Sidebar sidebar(theme, sidebarEntries());
        QCOMPARE(shown(sidebar),
                 (QStringList{u"Overview"_s, u"Compute"_s, u"  Instances"_s, u"  Images"_s,
                              u"  Key pairs"_s, u"  Server groups"_s, u"  Flavors"_s, u"Storage"_s,
                              u"  Volumes"_s, u"  Snapshots"_s, u"  Backups"_s,
                              u"  Volume groups"_s, u"Networking"_s, u"  Floating IPs"_s,
                              u"  Security groups"_s, u"Activity"_s}));
        QCOMPARE(sidebar.accessibleName(), u"Places"_s);
    }

    void arrowsGoFromPlaceToPlace()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme, sidebarEntries());
        sidebar.resize(220, 400);
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sidebar));
        std::vector<Route> chosen;
        connect(&sidebar, &Sidebar::chosen, &sidebar,
                [&](const Route &route) { chosen.push_back(route); });
        sidebar.setCurrent(Route::overview());
        QVERIFY(chosen.empty()); // marking is not choosing
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&sidebar, Qt::Key_Down);
        QTest::keyClick(&sidebar, Qt::Key_Up);
        QCOMPARE(chosen, (std::vector{Route::list(Kind::Server), Route::list(Kind::Image),
                                      Route::list(Kind::KeyPair), Route::list(Kind::ServerGroup),
                                      Route::list(Kind::Flavor), Route::list(Kind::ServerGroup)}));
    }

    void groupNamesLeadToTheirFirstEntry()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme, sidebarEntries());
        sidebar.resize(220, 400);
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sidebar));
        QSignalSpy chosen(&sidebar, &Sidebar::chosen);
        QTreeWidgetItem *group = sidebar.topLevelItem(1);
        QTest::mouseClick(sidebar.viewport(), Qt::LeftButton, {},
                          sidebar.visualItemRect(group).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().at(0).value<Route>(), Route::list(Kind::Server));
        QCOMPARE(sidebar.currentItem(), group->child(0));
        QTest::mouseClick(sidebar.viewport(), Qt::LeftButton, {},
                          sidebar.visualItemRect(group->child(0)).center());
        QVERIFY(chosen.size() >= 1);
        QCOMPARE(chosen.last().at(0).value<Route>(), Route::list(Kind::Server));
    }

    void anInstanceBelongsToInstances()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme, sidebarEntries());
        sidebar.setCurrent(Route::to(Kind::Server, u"one"_s));
        QCOMPARE(sidebar.currentItem()->text(0), u"Instances"_s);
        sidebar.setCurrent(Route::list(Kind::Volume, u"one"_s));
        QCOMPARE(sidebar.currentItem()->text(0), u"Volumes"_s);
    }

    void whatIsNotOfferedIsNotShown()
    {
        Theme theme(*qApp);
        Sidebar sidebar(theme, sidebarEntries());
        sidebar.setCurrent(Route::list(Kind::Volume));
        QTreeWidgetItem *volumes = sidebar.currentItem();
        sidebar.setOffered(Route::list(Kind::Volume), false);
        QVERIFY(volumes->isHidden());
        QVERIFY(!volumes->parent()->isHidden()); // there are snapshots
        sidebar.setOffered(Route::list(Kind::SnapshotSet), false);
        QVERIFY(!volumes->parent()->isHidden()); // there are backups
        sidebar.setOffered(Route::list(Kind::Backup), false);
        sidebar.setOffered(Route::list(Kind::VolumeGroup), false);
        QVERIFY(volumes->parent()->isHidden());
        sidebar.setOffered(Route::list(Kind::Volume), true);
        QVERIFY(!volumes->isHidden() && !volumes->parent()->isHidden());
    }

    void everyRouteHasAPage()
    {
        // A resource without a page of its own is a row of its list.
        QCOMPARE(resolved(Route::to(Kind::SnapshotSet, u"i"_s)),
                 Route::list(Kind::SnapshotSet, u"i"_s));
        for (const Kind kind : {Kind::Server, Kind::Volume, Kind::VolumeSnapshot, Kind::Image}) {
            const Route page = Route::to(kind, u"s"_s, u"volumes"_s);
            QCOMPARE(resolved(page), page);
        }
        QVERIFY(!resolved(Route::to(Kind::Server, {})));
        QVERIFY(!resolved(Route::list(Kind::ComputeLimits))); // no page lists them
        QCOMPARE(resolved(Route::activity(u"o"_s)), Route::activity(u"o"_s));
    }

    void everyListPageIsWhole()
    {
        QSet<QString> keys;
        for (const ListPageSpec &spec : listPages()) {
            QVERIFY2(!keys.contains(spec.words.key), qPrintable(spec.words.key));
            keys.insert(spec.words.key);
            for (const QString &text :
                 {spec.words.title, spec.words.placeholder, spec.words.icon, spec.words.emptyTitle,
                  spec.words.emptyText, spec.words.failed, spec.counted(u"2"_s, 2)})
                QVERIFY2(!text.isEmpty(), qPrintable(spec.words.key));
            QVERIFY(spec.source && spec.model);
            QCOMPARE(bool(spec.narrow), !spec.facets.empty());
            for (const RowLink &link : spec.links)
                QVERIFY(link.route && !link.text.isEmpty() && !link.reason.isEmpty());
            oriel::test::ModelFixture models;
            spec.source(models.stores);
        }
    }

    void breadcrumbLeadsBack()
    {
        Breadcrumb breadcrumb;
        const Route list = Route::list(Kind::Server);
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

    void snapshotsWithOneNameAreDistinguished()
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
        const auto hits = searchHits(searchSources(models.stores), u"night"_s);
        QCOMPARE(hits.size(), std::size_t{3});
        QCOMPARE(hits[0].kind, u"Image"_s);
        QCOMPARE(hits[0].detail, u"Private"_s);
        QCOMPARE(hits[1].kind, u"Image of a snapshot"_s); // the snapshot itself is a hit as well
        QCOMPARE(hits[1].detail, u"2026-01-11 03:00"_s);
        QCOMPARE(hits[2].detail, u"2026-01-12 03:00"_s);
    }

    void aLinkIsOneTabAway()
    {
        QWidget window;
        QVBoxLayout column(&window);
        QToolButton before;
        LinkedText words;
        words.setText(u"It is used."_s, u"Show & tell"_s);
        QToolButton after;
        for (QWidget *widget : std::initializer_list<QWidget *>{&before, &words, &after}) {
            column.addWidget(widget);
            if (widget != &words)
                widget->setFocusPolicy(Qt::StrongFocus);
        }
        auto *link = words.findChild<LinkButton *>();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy followed(&words, &LinkedText::linkFollowed);
        before.setFocus();
        QTest::keyClick(&before, Qt::Key_Tab);
        QVERIFY(link->hasFocus());
        QTest::keyClick(link, Qt::Key_Return);
        QTest::keyClick(link, Qt::Key_Space);
        QCOMPARE(followed.size(), 2);
        QAccessibleInterface *access = QAccessible::queryAccessibleInterface(link);
        QCOMPARE(access->role(), QAccessible::Link);
        QCOMPARE(access->text(QAccessible::Name), u"Show & tell"_s);
        access->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(followed.size(), 3);
        QTest::keyClick(link, Qt::Key_Tab);
        QVERIFY(after.hasFocus());
        QTest::keyClick(&after, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(link->hasFocus());
        QTest::keyClick(link, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(before.hasFocus());
        // Without a link there is nothing to stop at.
        words.setText(u"It is not used."_s);
        QTest::keyClick(&before, Qt::Key_Tab);
        QVERIFY(after.hasFocus());
        QCOMPARE(words.text(), u"It is not used."_s);
    }

    void aLinkStandsBehindItsSentenceIfItFits()
    {
        LinkedText words;
        words.setText(u"The volume has two snapshots."_s, u"Show volume snapshots"_s);
        words.show(); // until then it is not told of its size
        const auto *text = words.findChild<QLabel *>();
        const auto *link = words.findChild<LinkButton *>();
        const int line = words.fontMetrics().height();
        const int both = words.fontMetrics().horizontalAdvance(words.text());
        words.resize(both + 20, words.heightForWidth(both + 20));
        QCOMPARE(link->geometry().bottom(), text->geometry().bottom());
        QVERIFY(link->x() > words.width() / 2 - 20);
        QVERIFY(link->geometry().right() < words.width());
        words.resize(both - 20, words.heightForWidth(both - 20));
        QCOMPARE(link->y(), text->geometry().bottom() + 1);
        QCOMPARE(link->x() + LinkButton::ring, text->x());
        QVERIFY(words.height() > line);
        // What does not fit in one line is wrapped.
        const int narrow = link->sizeHint().width() - 20;
        words.resize(narrow, words.heightForWidth(narrow));
        QVERIFY(link->height() > link->sizeHint().height());
        QVERIFY(link->geometry().bottom() < words.height());
    }

    void theLastStepComesFirst()
    {
        Breadcrumb breadcrumb;
        breadcrumb.setCrumbs({{u"Compute"_s, std::nullopt},
                              {u"Instances"_s, Route::list(Kind::Server)},
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
