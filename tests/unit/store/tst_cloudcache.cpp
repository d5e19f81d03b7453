#include "store/cache/cachecodec.h"
#include "store/cache/cachefile.h"
#include "store/cache/cachelayout.h"
#include "store/cache/cloudcache.h"
#include "support/modelfixture.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThreadPool>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);

openstack::Scope someScope()
{
    return {.cloud = u"work"_s,
            .region = u"RegionOne"_s,
            .projectId = u"p1"_s,
            .projectName = u"web"_s,
            .userId = u"u1"_s,
            .userName = u"ana"_s,
            .roles = {u"member"_s}};
}

template <typename T>
void add(CachedList<T> &list, T row)
{
    list.asOf = noon;
    const QString id = openstack::idOf(row);
    list.rows.insert(id, std::make_shared<const T>(std::move(row)));
}

/// Rows with something in every member.
CachedState fullState()
{
    CachedState state;
    state.scope = someScope();
    openstack::Server server = makeServer(1);
    server.taskState = u"image_snapshot"_s;
    server.vmState = u"active"_s;
    server.powerState = 1;
    server.updated = noon;
    server.launched = noon.addSecs(-5);
    server.addresses = {{u"net"_s, u"10.0.0.1"_s, u"fa:16"_s, 4, true},
                        {u"net"_s, u"::1"_s, {}, 6}};
    server.imageId = u"image"_s;
    server.flavor = {u"f"_s, u"m1"_s, 2, 2048, 20};
    server.keyName = u"key"_s;
    server.availabilityZone = u"nova"_s;
    server.description = u"Größe €"_s;
    server.hostname = u"web"_s;
    server.projectId = u"p1"_s;
    server.userId = u"u1"_s;
    server.metadata = {{u"a"_s, u"b"_s}};
    server.volumes = {{u"v"_s, true}};
    server.securityGroups = {u"default"_s};
    server.tags = {u"x"_s, u"y"_s};
    server.fault = openstack::ServerFault{500, u"No valid host"_s};
    server.progress = 40;
    server.locked = true;
    server.lockedReason = u"keep"_s;
    server.configDrive = true;
    add(state.of<openstack::Server>(), server);
    add(state.of<openstack::Flavor>(), openstack::Flavor{u"f"_s, u"m1"_s, 1, 2, 3, 4, false});
    openstack::Volume volume;
    volume.id = u"v"_s;
    volume.name = u"data"_s;
    volume.status = u"in-use"_s;
    volume.sizeGiB = 7;
    volume.bootable = volume.encrypted = volume.multiattach = true;
    volume.created = noon;
    volume.imageMetadata = {{u"os"_s, u"linux"_s}};
    volume.attachments = {{server.id, u"/dev/vda"_s}};
    add(state.of<openstack::Volume>(), volume);
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"s"_s;
    snapshot.name = u"before"_s;
    snapshot.progress = 80;
    snapshot.metadata = {{u"oriel:image"_s, u"image"_s}};
    add(state.of<openstack::VolumeSnapshot>(), snapshot);
    openstack::Image image;
    image.id = u"image"_s;
    image.name = u"before"_s;
    image.sizeBytes = qint64{5} << 33;
    image.hidden = image.isProtected = true;
    image.blockDevices = {{u"snapshot"_s, u"s"_s, u"/dev/vda"_s, 0, 7, true, u"virtio"_s}};
    image.properties = {{u"image_type"_s, u"snapshot"_s}};
    add(state.of<openstack::Image>(), image);
    add(state.of<openstack::Network>(),
        openstack::Network{u"n"_s, u"net"_s, u"ACTIVE"_s, true, true, u"p"_s});
    return state;
}

// Rows that differ in a name or a type.
struct Text
{
    QString a;
    static void fields(auto &f, auto &row) { f("a", row.a); }
};
struct Same
{
    QString b;
    static void fields(auto &f, auto &row) { f("a", row.b); }
};
struct Renamed
{
    QString a;
    static void fields(auto &f, auto &row) { f("b", row.a); }
};
struct Number
{
    int a = 0;
    static void fields(auto &f, auto &row) { f("a", row.a); }
};
struct More
{
    QString a;
    QString b;
    static void fields(auto &f, auto &row)
    {
        f("a", row.a);
        f("b", row.b);
    }
};
struct Texts
{
    std::vector<Text> a;
    static void fields(auto &f, auto &row) { f("a", row.a); }
};
struct Numbers
{
    std::vector<Number> a;
    static void fields(auto &f, auto &row) { f("a", row.a); }
};

/// Gives each field of a row a value that no other has and that is not its default.
class Filler : public openstack::FieldVisitor<Filler>
{
public:
    void visit(std::string_view /*key*/, auto &member) { fill(member); }

private:
    QString text() { return QString::number(++m_last); }
    void fill(QString &member) { member = text(); }
    void fill(int &member) { member = ++m_last; }
    void fill(qint64 &member) { member = ++m_last; }
    void fill(bool &member) { member = !member; }
    void fill(QDateTime &member) { member = noon.addSecs(++m_last); }
    void fill(QStringList &member) { member = {text(), text()}; }
    void fill(QMap<QString, QString> &member) { member = {{text(), text()}}; }
    template <typename Row>
    void fill(std::vector<Row> &member)
    {
        Row::fields(*this, member.emplace_back());
    }
    template <typename Row>
    void fill(std::optional<Row> &member)
    {
        Row::fields(*this, member.emplace());
    }
    template <typename Row>
    void fill(Row &member)
    {
        Row::fields(*this, member);
    }

    int m_last = 100;
};

template <typename T>
void compare(const CachedList<T> &a, const CachedList<T> &b)
{
    QCOMPARE(a.asOf, b.asOf);
    QCOMPARE(a.rows.size(), b.rows.size());
    for (const Row<T> &row : a.rows) {
        const Row<T> other = b.rows.value(openstack::idOf(*row));
        QVERIFY(other);
        QVERIFY(*row == *other);
    }
}

void waitForWorkers()
{
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
}

struct Fixture
{
    CloudCache cache() { return {models.stores, models.net.clock, path, someScope()}; }
    [[nodiscard]] std::optional<CachedState> onDisk() { return readCache(path, now()); }
    [[nodiscard]] QDateTime now() { return models.net.clock.now(); }
    void load(std::vector<openstack::Server> rows)
    {
        models.stores.servers.replaceAll(std::move(rows));
        models.stores.servers.setState(loadedAt(now()));
    }

    QTemporaryDir folder;
    QString path = folder.filePath(u"lists/one.lists"_s);
    ModelFixture models;
};

} // namespace

/// The cached state: what is written, what is trusted, and for how long.
class TestCloudCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack();
    void everyFieldOfEveryKindComesBack();
    void theLayoutFollowsTheFields();
    void brokenOnesAreIgnored();
    void otherVersionsAreIgnored();
    void longListsAreLeftOut();
    void signingInNamesTheFile();
    void onlyTheOwnerReadsIt();
    void oldOnesAreIgnored();
    void onlySoManyAreKept();
    void rowsAreShownAsNotFresh();
    void answersReplaceThem();
    void whatIsThereAlreadyStays();
    void anotherScopesFileIsIgnored();
    void isWrittenAfterTheListsAndAtTheEnd();
    void unloadedListsKeepTheirAge();
    void isForgotten();
};

void TestCloudCache::everythingComesBack()
{
    const CachedState state = fullState();
    const auto back = decodeCache(encodeCache(state));
    QVERIFY(back);
    QCOMPARE(back->scope, state.scope);
    Rows::each([&]<typename T>() { compare(state.of<T>(), back->of<T>()); });
    QCOMPARE(back->oldest(), noon);
}

void TestCloudCache::everyFieldOfEveryKindComesBack()
{
    CachedState state;
    Filler fill;
    Rows::each([&]<typename T>() {
        T row;
        T::fields(fill, row);
        QVERIFY(!(row == T()));
        add(state.of<T>(), row);
    });
    const auto back = decodeCache(encodeCache(state));
    QVERIFY(back);
    Rows::each([&]<typename T>() {
        QCOMPARE(back->of<T>().rows.size(), 1);
        compare(state.of<T>(), back->of<T>());
    });
}

void TestCloudCache::theLayoutFollowsTheFields()
{
    const auto layoutOf = []<typename Row>(Row) {
        CacheLayout layout("1");
        layout.add<Row>();
        return layout.number();
    };
    QCOMPARE(layoutOf(Text()), layoutOf(Same()));
    const QSet<quint32> numbers{layoutOf(Text()), layoutOf(Renamed()), layoutOf(Number()),
                                layoutOf(More()), layoutOf(Texts()),   layoutOf(Numbers())};
    QCOMPARE(numbers.size(), 6);
}

void TestCloudCache::brokenOnesAreIgnored()
{
    const QByteArray whole = encodeCache(fullState());
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!decodeCache(whole.left(size)), qPrintable(QString::number(size)));
    for (qsizetype at = 0; at < whole.size(); ++at) {
        QByteArray flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
        QVERIFY2(!decodeCache(flipped), qPrintable(QString::number(at)));
    }
    QVERIFY(!decodeCache(whole + "x"));
    QVERIFY(!decodeCache("SQLite format 3"));
}

void TestCloudCache::otherVersionsAreIgnored()
{
    QByteArray other = encodeCache(fullState());
    other[7] = static_cast<char>(other[7] + 1);
    QVERIFY(!decodeCache(other));
}

void TestCloudCache::longListsAreLeftOut()
{
    CachedState state = fullState();
    for (int i = 0; i <= mostCachedRows; ++i)
        add(state.of<openstack::Flavor>(),
            openstack::Flavor{QString::number(i), {}, 1, 2, 3, 4, false});
    const auto back = decodeCache(encodeCache(state));
    QVERIFY(back);
    QVERIFY(!back->of<openstack::Flavor>().asOf.isValid());
    QVERIFY(back->of<openstack::Flavor>().rows.isEmpty());
    compare(state.of<openstack::Server>(), back->of<openstack::Server>());
}

void TestCloudCache::signingInNamesTheFile()
{
    openstack::CloudConfig cloud;
    cloud.name = u"work"_s;
    cloud.auth.authUrl = QUrl(u"https://cloud.example/v3"_s);
    cloud.auth.username = u"ana"_s;
    cloud.auth.projectName = u"web"_s;
    const QString name = cacheFileName(cloud);
    openstack::CloudConfig other = cloud;
    other.auth.password = u"secret"_s;
    QCOMPARE(cacheFileName(other), name);
    other.region = u"Two"_s;
    QVERIFY(cacheFileName(other) != name);
    other = cloud;
    other.auth.projectName = u"db"_s;
    QVERIFY(cacheFileName(other) != name);
    other = cloud;
    other.auth.username = u"bob"_s;
    QVERIFY(cacheFileName(other) != name);
    other = cloud;
    other.auth.authUrl = QUrl(u"https://other.example/v3"_s);
    QVERIFY(cacheFileName(other) != name);
}

void TestCloudCache::onlyTheOwnerReadsIt()
{
    Fixture fixture;
    QVERIFY(writeCache(fixture.path, fullState()));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(fixture.path) & others));
    QVERIFY(!(QFile::permissions(fixture.folder.filePath(u"lists"_s)) & others));
}

void TestCloudCache::oldOnesAreIgnored()
{
    Fixture fixture;
    QVERIFY(writeCache(fixture.path, fullState()));
    QVERIFY(readCache(fixture.path, noon.addDays(29)));
    QVERIFY(!readCache(fixture.path, noon.addDays(31)));
    QVERIFY(!readCache(fixture.path, noon.addDays(-1))); // written under a wrong clock
    QVERIFY(!readCache(fixture.folder.filePath(u"none.lists"_s), noon));
}

void TestCloudCache::onlySoManyAreKept()
{
    Fixture fixture;
    const QDateTime start = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < mostCaches + 3; ++i) {
        const QString path = fixture.folder.filePath(u"%1.lists"_s.arg(i));
        QVERIFY(writeCache(path, fullState()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(start.addSecs(i - 100), QFileDevice::FileModificationTime));
    }
    QVERIFY(writeCache(fixture.folder.filePath(u"newest.lists"_s), fullState()));
    QCOMPARE(QDir(fixture.folder.path()).entryList({u"*.lists"_s}).size(), mostCaches);
    QVERIFY(!QFile::exists(fixture.folder.filePath(u"0.lists"_s)));
    QVERIFY(QFile::exists(fixture.folder.filePath(u"newest.lists"_s)));
}

void TestCloudCache::rowsAreShownAsNotFresh()
{
    Fixture fixture;
    CloudStores &stores = fixture.models.stores;
    CloudCache cache = fixture.cache();
    QSignalSpy changed(&stores.servers, &StoreBase::changed);
    cache.show(fullState());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(stores.servers.size(), 1);
    QVERIFY(!stores.servers.state().loaded);
    QVERIFY(stores.servers.state().cached());
    QCOMPARE(stores.servers.state().cachedAt, noon);
    QVERIFY(!stores.servers.state().asOf.isValid());
    // Derived data is no more reliable.
    QTRY_COMPARE(stores.snapshotSets.size(), 1);
    QVERIFY(!stores.snapshotSets.state().loaded);
    QVERIFY(stores.snapshotSets.state().cached());
    QVERIFY(stores.orphanedVolumeSnapshots().empty());
}

void TestCloudCache::answersReplaceThem()
{
    Fixture fixture;
    auto &servers = fixture.models.stores.servers;
    CloudCache cache = fixture.cache();
    CachedState state;
    state.scope = someScope();
    for (int i = 1; i <= 3; ++i)
        add(state.of<openstack::Server>(), makeServer(i));
    cache.show(std::move(state));
    const auto same = servers.find(makeServer(1).id);
    fixture.load({makeServer(1), makeServer(2, u"ERROR"_s)});
    QCOMPARE(servers.size(), 2);
    QCOMPARE(servers.find(makeServer(1).id), same);
    QCOMPARE(servers.find(makeServer(2).id)->status, u"ERROR"_s);
    QVERIFY(!servers.state().cached());
}

void TestCloudCache::whatIsThereAlreadyStays()
{
    Fixture fixture;
    CloudCache cache = fixture.cache();
    fixture.models.stores.servers.upsert({makeServer(7)});
    cache.show(fullState());
    QCOMPARE(fixture.models.stores.servers.size(), 1);
    QVERIFY(fixture.models.stores.servers.find(makeServer(7).id));
    QVERIFY(!fixture.models.stores.servers.state().cached());
    QCOMPARE(fixture.models.stores.volumes.size(), 1);
}

void TestCloudCache::anotherScopesFileIsIgnored()
{
    Fixture fixture;
    CachedState state = fullState();
    for (const auto &[projectId, rows] : {std::pair(u"another"_s, 0), std::pair(u"p1"_s, 1)}) {
        state.scope.projectId = projectId;
        state.of<openstack::Server>().asOf = fixture.now();
        state.of<openstack::Volume>().asOf = state.of<openstack::Image>().asOf =
            state.of<openstack::Flavor>().asOf = state.of<openstack::Network>().asOf =
                state.of<openstack::VolumeSnapshot>().asOf = fixture.now();
        QVERIFY(writeCache(fixture.path, state));
        CloudCache cache = fixture.cache();
        cache.load();
        waitForWorkers();
        QCOMPARE(fixture.models.stores.servers.size(), rows);
    }
}

void TestCloudCache::isWrittenAfterTheListsAndAtTheEnd()
{
    Fixture fixture;
    {
        CloudCache cache = fixture.cache();
        fixture.models.stores.servers.merge({makeServer(1)}, 0); // the first page of several
        fixture.models.net.clock.advance(10s);
        waitForWorkers();
        QVERIFY(!fixture.onDisk());
        fixture.load({makeServer(1), makeServer(2)});
        fixture.models.net.clock.advance(10s);
        waitForWorkers();
        QCOMPARE(fixture.onDisk()->of<openstack::Server>().rows.size(), 2);
        fixture.models.stores.servers.upsert({makeServer(3)});
        fixture.models.net.clock.advance(10s);
        waitForWorkers();
        QCOMPARE(fixture.onDisk()->of<openstack::Server>().rows.size(), 2); // not with every change
    }
    waitForWorkers();
    const auto last = fixture.onDisk();
    QVERIFY(last);
    QCOMPARE(last->of<openstack::Server>().rows.size(), 3);
    QVERIFY(!last->of<openstack::Volume>().asOf.isValid());
}

void TestCloudCache::unloadedListsKeepTheirAge()
{
    Fixture fixture;
    {
        CloudCache cache = fixture.cache();
        CachedState state = fullState();
        state.of<openstack::Volume>().asOf = fixture.now().addSecs(-600);
        cache.show(std::move(state));
        fixture.load({makeServer(1)});
    }
    waitForWorkers();
    QFile file(fixture.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto last = decodeCache(file.readAll());
    QVERIFY(last);
    QCOMPARE(last->of<openstack::Server>().asOf, fixture.now());
    QCOMPARE(last->of<openstack::Volume>().asOf, fixture.now().addSecs(-600));
    QCOMPARE(last->of<openstack::Volume>().rows.size(), 1);
}

void TestCloudCache::isForgotten()
{
    Fixture fixture;
    {
        CloudCache cache = fixture.cache();
        fixture.load({makeServer(1)});
        fixture.models.net.clock.advance(10s);
        waitForWorkers();
        QVERIFY(QFile::exists(fixture.path));
        cache.forget();
        fixture.load({makeServer(2)});
    }
    waitForWorkers();
    QVERIFY(!QFile::exists(fixture.path));
}

QTEST_GUILESS_MAIN(TestCloudCache)
#include "tst_cloudcache.moc"
