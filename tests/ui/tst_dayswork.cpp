#include "openstack/compute/flavor.h"
#include "openstack/image/image.h"
#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/signin/signinpage.h"
#include "ui/window/mainwindow.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace std::chrono_literals;
using operations::Outcome;
using operations::Values;
using ui::Route;

namespace {

/// A request, and when it came.
struct Seen
{
    QByteArray method;
    QString path;
    std::chrono::milliseconds at;

    [[nodiscard]] bool changes() const { return method != "GET"; }
    [[nodiscard]] bool isOfOneRow() const
    {
        static const QRegularExpression row(u"/servers/[0-9a-f-]{36}"_s);
        return path.contains(row);
    }
    [[nodiscard]] QString text() const
    {
        return u"%1 %2 at %3 ms"_s.arg(QString::fromLatin1(method), path,
                                       QString::number(at.count()));
    }
};

QString textOf(const std::vector<Seen> &seen)
{
    QStringList lines;
    for (const Seen &one : seen)
        lines.append(one.text());
    return u'\n' + lines.join(u'\n');
}

/// The window on a demo cloud with 40 instances, and its requests.
struct Day
{
    Day()
    {
        cloud.server(u"web-1"_s); // signs in
        cloud.stores->setProject(cloud.session->scope()->projectId);
        window.showScope({*cloud.session->scope(), cloud.session->regions(), true}, around.context);
        window.resize(1280, 800);
        window.show();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("no window");
        pass(3s);
        taken();
    }

    template <typename F>
    bool pump(F done)
    {
        return cloud.pump([&] {
            note();
            return done();
        });
    }
    void pass(std::chrono::milliseconds span)
    {
        const auto end = cloud.clock.elapsed() + span;
        pump([&] { return cloud.clock.elapsed() >= end; });
    }

    void note()
    {
        const auto &log = cloud.cloud.faults().log();
        for (; m_noted < log.size(); ++m_noted) {
            const demo::LoggedRequest &one = log[m_noted];
            const bool hidden = one.query.contains("os_hidden");
            if (!one.path.endsWith("/auth/tokens"_L1))
                m_seen.push_back({one.method, one.path + (hidden ? u" (hidden)"_s : QString()),
                                  cloud.clock.elapsed()});
        }
    }
    /// The requests since the last call.
    std::vector<Seen> taken() { return std::exchange(m_seen, {}); }

    void open(const Route &route)
    {
        window.navigate(route);
        pass(3s);
    }

    /// As a form does when it closes. Whether it succeeded.
    bool act(const QString &key, const QString &id, const Values &values)
    {
        const auto row = cloud.stores->servers.find(id);
        const auto *operation = cloud.center.start(
            operations::actOn(cloud.context(), key, {Kind::Server, id, row->name}, values));
        pump([&] { return operation->outcome() != Outcome::Running; });
        if (operation->outcome() != Outcome::Succeeded)
            qWarning("%s: %s", qPrintable(key),
                     qPrintable(operation->error().value_or(Error()).message));
        pass(3s);
        return operation->outcome() == Outcome::Succeeded;
    }

    test::DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    ui::MainWindow window{around.theme,
                          around.settings,
                          cloud.clock,
                          cloud.center,
                          new ui::SignInPage(around.theme),
                          ui::Theme::Scheme::Light};

private:
    std::vector<Seen> m_seen;
    std::size_t m_noted = 0;
};

/// Like web-1: running, from an image, with the flavor m1.small.
QStringList usualInstances(const Day &day)
{
    QStringList ids;
    for (const auto &row : day.cloud.stores->servers.rows()) {
        if (row->status == "ACTIVE"_L1 && !row->locked && !row->imageId.isEmpty() &&
            row->flavor.name == "m1.small"_L1)
            ids.append(row->id);
    }
    return ids;
}

QString flavorNamed(const Day &day, const QString &name)
{
    for (const auto &row : day.cloud.stores->flavors.rows()) {
        if (row->name == name)
            return row->id;
    }
    return {};
}

} // namespace

/// What a day of an operator costs the cloud: no request that is not needed.
class TestDaysWork final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsShownIsPolled_data();
    void onlyWhatIsShownIsPolled();
    void sixtyActions();
};

void TestDaysWork::onlyWhatIsShownIsPolled_data()
{
    QTest::addColumn<Route>("route");
    QTest::addColumn<QStringList>("shown");
    const QString servers = u"/servers/detail"_s;
    const QString volumes = u"/volumes/detail"_s;
    const QString snapshots = u"/snapshots/detail"_s;
    const QString images = u"/images"_s;
    QTest::newRow("overview") << Route::overview()
                              << QStringList{servers, volumes, snapshots, images, u"/limits"_s,
                                             u"/os-quota-sets/"_s, u"/quotas/"_s,
                                             // whether the cloud has this service
                                             u"/backups/"_s};
    QTest::newRow("instances") << Route::list(Kind::Server) << QStringList{servers};
    QTest::newRow("volumes") << Route::list(Kind::Volume) << QStringList{volumes};
    QTest::newRow("images") << Route::list(Kind::Image) << QStringList{images};
    QTest::newRow("snapshots") << Route::list(Kind::SnapshotSet) << QStringList{images, snapshots};
    QTest::newRow("floating IPs") << Route::list(Kind::FloatingIp)
                                  << QStringList{u"/floatingips"_s};
    QTest::newRow("security groups")
        << Route::list(Kind::SecurityGroup) << QStringList{u"/security-groups"_s};
    QTest::newRow("flavors") << Route::list(Kind::Flavor) << QStringList{u"/flavors/detail"_s};
    QTest::newRow("key pairs") << Route::list(Kind::KeyPair) << QStringList{u"/os-keypairs"_s};
    QTest::newRow("activity") << Route::activity() << QStringList();
    for (const auto &[tab, shown] :
         {std::pair(u"overview"_s, QStringList()), std::pair(u"volumes"_s, QStringList{volumes}),
          std::pair(u"networking"_s,
                    QStringList{u"/ports"_s, u"/floatingips"_s, u"/security-groups"_s,
                                u"/security-group-rules"_s}),
          std::pair(u"snapshots"_s, QStringList{images, snapshots}),
          std::pair(u"console"_s, QStringList()), std::pair(u"log"_s, QStringList()),
          std::pair(u"activity"_s, QStringList())})
        QTest::newRow(qPrintable(u"instance: "_s + tab))
            << Route::to(Kind::Server, {}, tab) << shown;
}

/// In a minute without input, each list on the page at most every ten seconds, the instance of a
/// page at most every five, and nothing else.
void TestDaysWork::onlyWhatIsShownIsPolled()
{
    QFETCH(Route, route);
    QFETCH(const QStringList, shown);
    Day day;
    const bool isOfInstance = route.place == Route::Place::Resource;
    if (isOfInstance)
        route.id = usualInstances(day).constFirst();
    day.open(route);
    day.taken();
    day.pass(60s);
    const std::vector<Seen> minute = day.taken();
    QHash<QString, int> counts;
    for (const Seen &one : minute) {
        QVERIFY2(!one.changes(), qPrintable(one.text()));
        const bool isShown = std::ranges::any_of(
            shown, [&](const QString &part) { return one.path.contains(part); });
        const bool isPage = isOfInstance && one.path.endsWith(u"/servers/"_s + route.id);
        QVERIFY2(isShown || isPage, qPrintable(one.text()));
        ++counts[one.path];
    }
    for (auto count = counts.begin(); count != counts.end(); ++count) {
        const int most = count.key().contains(u"/servers/"_s + route.id) && isOfInstance ? 13 : 7;
        QVERIFY2(*count <= most, qPrintable(textOf(minute)));
    }
}

/// Twenty on each of three instances, seen from three places. Each sends one changing request; the
/// instance is read once a second at most while it changes, and no list twice in a row.
void TestDaysWork::sixtyActions()
{
    Day day;
    day.open(Route::list(Kind::Server));
    const QStringList instances = usualInstances(day).mid(0, 3);
    QCOMPARE(day.cloud.stores->servers.size(), qsizetype{40});
    QCOMPARE(instances.size(), 3);
    const QString medium = flavorNamed(day, u"m1.medium"_s);
    QVERIFY(!medium.isEmpty());
    const std::vector<std::pair<QString, Values>> works{
        {u"stop-server"_s, {}},
        {u"start-server"_s, {}},
        {u"reboot-server"_s, {}},
        {u"hard-reboot-server"_s, {}},
        {u"pause-server"_s, {}},
        {u"unpause-server"_s, {}},
        {u"suspend-server"_s, {}},
        {u"resume-server"_s, {}},
        {u"lock-server"_s, {{u"reason"_s, u"month-end"_s}}},
        {u"unlock-server"_s, {}},
        {u"rename-server"_s, {{u"name"_s, u"renamed"_s}}},
        {u"describe-server"_s, {{u"description"_s, u"Sells shoes"_s}}},
        {u"edit-server-tags"_s, {{u"changes"_s, QJsonObject{{u"shop"_s, true}}}}},
        {u"edit-server-metadata"_s, {{u"changes"_s, QJsonObject{{u"role"_s, u"shop"_s}}}}},
        {u"resize-server"_s, {{u"flavor"_s, medium}}},
        {u"confirm-resize"_s, {}},
        {u"shelve-server"_s, {}},
        {u"unshelve-server"_s, {}},
        {u"rescue-server"_s, {{u"image"_s, u"own"_s}}},
        {u"unrescue-server"_s, {}},
    };
    const std::vector<Route> places{Route::list(Kind::Server),
                                    Route::to(Kind::Server, instances[1]),
                                    Route::list(Kind::Volume)};
    int done = 0;
    QHash<QString, std::chrono::milliseconds> lists; // when each was fetched last
    for (std::size_t i = 0; i < places.size(); ++i) {
        day.open(places[i]);
        day.taken();
        for (const auto &[key, values] : works) {
            const auto since = day.cloud.clock.elapsed();
            QVERIFY2(day.act(key, instances[static_cast<qsizetype>(i)], values), qPrintable(key));
            const std::vector<Seen> seen = day.taken();
            const QByteArray said = key.toUtf8() + textOf(seen).toUtf8();
            QCOMPARE(std::ranges::count_if(seen, &Seen::changes), 1);
            const auto seconds = (day.cloud.clock.elapsed() - since) / 1s;
            // Before and after the request, and where a page and an operation take turns.
            QVERIFY2(std::ranges::count_if(seen, &Seen::isOfOneRow) <= seconds + 4,
                     said.constData());
            for (const Seen &one : seen) {
                if (one.changes() || one.isOfOneRow())
                    continue;
                const auto last = lists.constFind(one.path);
                QVERIFY2(last == lists.cend() || one.at - *last >= 4s, said.constData());
                lists.insert(one.path, one.at);
            }
            ++done;
        }
    }
    QCOMPARE(done, 60);
}

QTEST_MAIN(TestDaysWork)
#include "tst_dayswork.moc"
