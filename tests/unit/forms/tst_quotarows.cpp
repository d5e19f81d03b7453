#include "forms/quotarows.h"

#include "openstack/quotas.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// The quota of a project as the Overview shows it.
class TestQuotaRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNearlyFullIsFirst();
    void limitsStandForHiddenQuotas();
    void aMissingServiceCostsItsRows();
    void limitsOfEachResourceAreText();
    void decoded_data();
    void decoded();

private:
    static QStringList keys(const store::CloudStores &stores)
    {
        QStringList keys;
        for (const forms::QuotaRow &row : forms::quotaRows(stores))
            keys.append(row.key);
        return keys;
    }
};

void TestQuotaRows::whatIsNearlyFullIsFirst()
{
    test::ModelFixture cloud;
    cloud.stores.computeQuotas.set(openstack::Quotas{
        {{u"instances"_s, {2, 10}}, {u"cores"_s, {19, 20}}, {u"ram"_s, {5, -1}}}});
    cloud.stores.blockStorageQuotas.set(openstack::Quotas{{{u"volumes"_s, {1, 10}},
                                                           {u"gigabytes_ssd"_s, {10, 10}},
                                                           {u"gigabytes_hdd"_s, {10, -1}},
                                                           {u"unheard_of"_s, {1, 1}}}});
    cloud.stores.networkQuotas.set(openstack::Quotas{{{u"floatingip"_s, {0, 0}}}});
    QCOMPARE(keys(cloud.stores), (QStringList{u"cores"_s, u"gigabytes_ssd"_s, u"floatingip"_s,
                                              u"instances"_s, u"ram"_s, u"volumes"_s}));
}

void TestQuotaRows::limitsStandForHiddenQuotas()
{
    test::ModelFixture cloud;
    // Before anything is known, there is a place for those that every cloud has.
    QCOMPARE(keys(cloud.stores), (QStringList{u"instances"_s, u"cores"_s, u"ram"_s, u"volumes"_s,
                                              u"snapshots"_s, u"gigabytes"_s}));
    openstack::ComputeLimits limits;
    limits.instances = {3, 10};
    limits.cores = openstack::Quota::unknown();
    cloud.stores.computeLimits.set(limits);
    const auto rows = forms::quotaRows(cloud.stores);
    QCOMPARE(rows[0].quota, std::optional(openstack::Quota{3, 10}));
    QVERIFY(rows[1].quota && !rows[1].quota->known);
}

void TestQuotaRows::aMissingServiceCostsItsRows()
{
    test::ModelFixture cloud;
    store::LoadState absent = test::loadedAt(cloud.net.clock.now());
    absent.absent = Error();
    cloud.stores.blockStorageQuotas.setState(absent);
    QCOMPARE(keys(cloud.stores), (QStringList{u"instances"_s, u"cores"_s, u"ram"_s}));
}

void TestQuotaRows::limitsOfEachResourceAreText()
{
    test::ModelFixture cloud;
    cloud.stores.computeQuotas.set(openstack::Quotas{{{u"key_pairs"_s, {0, 100}},
                                                      {u"metadata_items"_s, {0, 128}},
                                                      {u"server_group_members"_s, {0, -1}}}});
    QCOMPARE(forms::perResourceLimits(cloud.stores),
             (QStringList{u"100 key pairs per user"_s, u"128 metadata items per instance"_s}));
    QVERIFY(keys(cloud.stores).filter(u"key_pairs"_s).isEmpty());
    // The list of key pairs counts them.
    openstack::KeyPair pair;
    pair.name = u"mine"_s;
    auto &pairs = cloud.stores.of<openstack::KeyPair>();
    pairs.replaceAll({pair});
    pairs.setState(test::loadedAt(cloud.net.clock.now()));
    const auto rows = forms::quotaRows(cloud.stores);
    const auto row = std::ranges::find(rows, u"key_pairs"_s, &forms::QuotaRow::key);
    QVERIFY(row != rows.end());
    QCOMPARE(row->quota, std::optional(openstack::Quota{1, 100}));
    QCOMPARE(forms::perResourceLimits(cloud.stores).size(), 1);
}

void TestQuotaRows::decoded_data()
{
    QTest::addColumn<int>("service");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nova")
        << int(net::Service::Compute)
        << R"({"quota_set": {"id": "p", "x": {"limit": 10, "in_use": 2, "reserved": 1}}})"_ba;
    QTest::newRow("cinder")
        << int(net::Service::BlockStorage)
        << R"({"quota_set": {"id": "p", "x": {"limit": 10, "in_use": 3, "reserved": 0}}})"_ba;
    QTest::newRow("neutron") << int(net::Service::Network)
                             << R"({"quota": {"x": {"limit": 10, "used": 3, "reserved": 0}}})"_ba;
}

void TestQuotaRows::decoded()
{
    QFETCH(const int, service);
    QFETCH(const QByteArray, body);
    const openstack::GetQuotas get{static_cast<net::Service>(service), u"p/1"_s};
    QVERIFY(get.request().path.contains(u"/p%2F1"_s));
    net::Answer answer;
    answer.body = body;
    const auto quotas = get.decode(answer);
    QVERIFY(quotas.ok());
    QCOMPARE(quotas->byKey.size(), 1);
    QCOMPARE(quotas->byKey.value(u"x"_s), (openstack::Quota{3, 10}));
}

QTEST_GUILESS_MAIN(TestQuotaRows)
#include "tst_quotarows.moc"
