#include "unit/demo/harness.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;

/// Pages, filters, and what the story fills the lists with.
class ListingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cloud = std::make_unique<Harness>();
        QCOMPARE(m_cloud->signIn().status, 201);
    }
    void pagesFollowTheLinks();
    void filters();
    void storyIsBelievable();
    void largerCloudKeepsTheProportions();

private:
    QString flavor(const QString &name)
    {
        return m_cloud->idOf(u"/compute/v2.1/flavors"_s, u"flavors"_s, name);
    }

    std::unique_ptr<Harness> m_cloud;
};

void ListingsTest::pagesFollowTheLinks()
{
    const struct
    {
        QString path;
        QString key;
    } lists[] = {
        {u"/compute/v2.1/servers/detail?limit=7&sort_key=display_name&sort_dir=asc"_s,
         u"servers"_s},
        {m_cloud->volumePath(u"/volumes/detail?limit=7"_s), u"volumes"_s},
        {m_cloud->volumePath(u"/snapshots/detail?limit=7&sort=display_name:asc"_s), u"snapshots"_s},
        {u"/image/v2/images?limit=7"_s, u"images"_s}};
    for (const auto &list : lists) {
        QString whole = list.path;
        whole.replace(u"limit=7"_s, u"limit=1000"_s);
        const QJsonArray all = m_cloud->get(whole).json().value(list.key).toArray();
        QVERIFY2(all.size() > 14, qPrintable(list.key));
        QJsonArray collected;
        QString next = list.path;
        int pages = 0;
        while (!next.isEmpty() && ++pages < 20) {
            const QJsonObject page = m_cloud->get(next).json();
            const QJsonArray rows = page.value(list.key).toArray();
            QVERIFY(rows.size() <= 7);
            for (const auto &row : rows)
                collected.append(row);
            next = page.value(list.key + u"_links"_s)
                       .toArray()
                       .first()
                       .toObject()
                       .value(u"href")
                       .toString();
            if (!next.isEmpty())
                next = QUrl(next).path() + u'?' + QUrl(next).query(QUrl::FullyEncoded);
            if (page.contains(u"next"))
                next = u"/image"_s + page.value(u"next").toString();
        }
        QCOMPARE(collected, all);
    }
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers?marker=nobody"_s).status, 400);
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/volumes?marker=nobody"_s)).status, 404);
    QCOMPARE(m_cloud->get(u"/image/v2/images?marker=nobody"_s).status, 400);
    QCOMPARE(m_cloud->get(u"/image/v2/images"_s).json().value(u"images").toArray().size(), 25);
    QCOMPARE(m_cloud
                 ->get(m_cloud->volumePath(u"/volumes?limit=1&with_count=True"_s),
                       {{"OpenStack-API-Version", "volume 3.45"}})
                 .json()
                 .value(u"count")
                 .toInt(),
             45);
}

void ListingsTest::filters()
{
    const auto names = [this](const QString &path, const QString &key) {
        QStringList found;
        const QJsonArray rows = m_cloud->get(path).json().value(key).toArray();
        for (const auto &row : rows)
            found.append(row.toObject().value(u"name").toString());
        found.sort();
        return found;
    };
    const QString servers = u"/compute/v2.1/servers?"_s;
    QCOMPARE(names(servers + u"name=%5Eweb-"_s, u"servers"_s),
             (QStringList{u"web-1"_s, u"web-2"_s, u"web-3"_s}));
    QCOMPARE(names(servers + u"status=PAUSED"_s, u"servers"_s), QStringList{u"shop-staging"_s});
    QCOMPARE(names(servers + u"flavor="_s + flavor(u"v1.xlarge"_s), u"servers"_s),
             QStringList{u"erp-1"_s});
    QCOMPARE(names(servers + u"status=no-such"_s, u"servers"_s), QStringList());
    QCOMPARE(m_cloud->get(servers + u"sort_key=status"_s).status, 400);
    QCOMPARE(names(m_cloud->volumePath(u"/volumes?status=error"_s), u"volumes"_s),
             QStringList{u"import-test"_s});
    QCOMPARE(names(m_cloud->volumePath(u"/snapshots?status=error"_s), u"snapshots"_s),
             QStringList{u"failed copy"_s});
    QCOMPARE(names(u"/image/v2/images?protected=true"_s, u"images"_s),
             QStringList{u"base-hardened"_s});
    QCOMPARE(names(u"/image/v2/images?status=queued"_s, u"images"_s),
             QStringList{u"queue-1 before patch"_s});
    QCOMPARE(names(u"/image/v2/images?name=in:debian-12,debian-11"_s, u"images"_s),
             (QStringList{u"debian-11"_s, u"debian-12"_s}));
    QCOMPARE(m_cloud->get(u"/image/v2/images?changes-since=2026-01-01T00:00:00Z"_s).status, 400);
    const QString since = m_cloud->clock.now().addDays(-1).addSecs(-3600).toString(Qt::ISODate);
    const QStringList recent = names(u"/image/v2/images?updated_at=gt:"_s + since, u"images"_s);
    QCOMPARE(recent, (QStringList{u"db-1 nightly"_s, u"db-2 nightly"_s}));
}

void ListingsTest::storyIsBelievable()
{
    const QJsonArray servers =
        m_cloud->get(u"/compute/v2.1/servers/detail"_s).json().value(u"servers").toArray();
    QCOMPARE(servers.size(), 40);
    QSet<QString> statuses;
    QSet<QString> addresses;
    int imageBacked = 0;
    int withData = 0;
    for (const auto &entry : servers) {
        const QJsonObject row = entry.toObject();
        statuses.insert(row.value(u"status").toString());
        const qsizetype volumes =
            row.value(u"os-extended-volumes:volumes_attached").toArray().size();
        imageBacked += row.value(u"image").isObject() ? 1 : 0;
        withData += volumes > (row.value(u"image").isObject() ? 0 : 1) ? 1 : 0;
        const QJsonArray fixed = row.value(u"addresses").toObject().value(u"office").toArray();
        for (const auto &address : fixed) {
            const QString ip = address.toObject().value(u"addr").toString();
            QVERIFY2(!addresses.contains(ip), qPrintable(ip));
            addresses.insert(ip);
        }
    }
    QCOMPARE(statuses, (QSet<QString>{u"ACTIVE"_s, u"SHUTOFF"_s, u"PAUSED"_s, u"SUSPENDED"_s,
                                      u"ERROR"_s, u"SHELVED_OFFLOADED"_s}));
    QVERIFY(imageBacked >= 10);
    QVERIFY(withData >= 10);

    // Orphans in both directions, and sets past their date.
    QSet<QString> parts;
    QSet<QString> named;
    const QJsonArray snapshots = m_cloud->get(m_cloud->volumePath(u"/snapshots/detail"_s))
                                     .json()
                                     .value(u"snapshots")
                                     .toArray();
    for (const auto &row : snapshots)
        parts.insert(row.toObject().value(u"id").toString());
    int due = 0;
    int missing = 0;
    const QJsonArray images =
        m_cloud->get(u"/image/v2/images?limit=1000"_s).json().value(u"images").toArray();
    for (const auto &row : images) {
        const QString keep = row.toObject().value(u"oriel:keep_until").toString();
        due += !keep.isEmpty() && keep < m_cloud->clock.now().date().toString(Qt::ISODate) ? 1 : 0;
        const QJsonArray mapping =
            QJsonDocument::fromJson(
                row.toObject().value(u"block_device_mapping").toString().toUtf8())
                .array();
        for (const auto &part : mapping) {
            const QString id = part.toObject().value(u"snapshot_id").toString();
            named.insert(id);
            missing += parts.contains(id) ? 0 : 1;
        }
    }
    QVERIFY(due >= 3);
    QVERIFY(missing >= 2);
    QVERIFY((parts - named).size() >= 4);
}

void ListingsTest::largerCloudKeepsTheProportions()
{
    Harness large({0, 1300, 1.0});
    large.signIn();
    const QJsonObject first = large.get(u"/compute/v2.1/servers"_s).json();
    QCOMPARE(first.value(u"servers").toArray().size(), 1000);
    QVERIFY(first.contains(u"servers_links"));
    const QJsonObject limits = large.get(large.volumePath(u"/limits"_s))
                                   .json()
                                   .value(u"limits")
                                   .toObject()
                                   .value(u"absolute")
                                   .toObject();
    QVERIFY(limits.value(u"totalVolumesUsed").toInt() > 700);
    QVERIFY(limits.value(u"totalSnapshotsUsed").toInt() > 300);
    QVERIFY(limits.value(u"totalGigabytesUsed").toInt() <
            limits.value(u"maxTotalVolumeGigabytes").toInt());
    QVERIFY(!large.snapshot(large.serverId(u"batch-105"_s), u"room for one"_s).isEmpty());
}

QTEST_GUILESS_MAIN(ListingsTest)
#include "tst_listings.moc"
