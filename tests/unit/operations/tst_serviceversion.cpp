#include "net/apiclient.h"
#include "openstack/blockstorage/volume.h"
#include "operations/actions/actions.h"
#include "operations/actions/serviceversion.h"
#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using openstack::Volume;
using test::DemoCloudFixture;

/// What a cloud is too old for is said before it is asked for.
class TestServiceVersion final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNotKnownAtFirst();
    void isCompared();
    void volumesInUseAreExtendedSince342();
};

namespace {

constexpr auto storage = net::Service::BlockStorage;

std::unique_ptr<DemoCloudFixture> cloudWith(int newest)
{
    demo::DemoOptions options;
    options.newestBlockStorage = newest;
    return std::make_unique<DemoCloudFixture>(u"demo"_s, u"demo"_s, u"demo"_s, options);
}

} // namespace

void TestServiceVersion::isNotKnownAtFirst()
{
    const auto fixture = cloudWith(30);
    QCOMPARE(whyTooOld(*fixture->stores, storage, {3, 42}), QString());
}

void TestServiceVersion::isCompared()
{
    const auto fixture = cloudWith(41);
    fixture->get(openstack::List<Volume>{});
    QCOMPARE(whyTooOld(*fixture->stores, storage, {3, 41}), QString());
    const QString why = whyTooOld(*fixture->stores, storage, {3, 42});
    QVERIFY(why.contains(u"3.42"_s));
    QVERIFY(why.contains(u"3.41"_s));
    QVERIFY(why.contains(u"block storage"_s));
}

void TestServiceVersion::volumesInUseAreExtendedSince342()
{
    for (const int newest : {41, 42}) {
        const auto fixture = cloudWith(newest);
        const auto volumes = fixture->get(openstack::List<Volume>{}).items;
        fixture->stores->volumes.upsert(volumes);
        const Situation now{*fixture->stores, {u"member"_s}};
        for (const QString &status : {u"available"_s, u"in-use"_s}) {
            const auto volume = std::ranges::find(volumes, status, &Volume::status);
            QVERIFY(volume != volumes.end());
            const QString why = actionNamed(u"extend-volume"_s)->obstacle(now, volume->id);
            QCOMPARE(why.isEmpty(), newest == 42 || status == "available"_L1);
        }
    }
}

QTEST_GUILESS_MAIN(TestServiceVersion)
#include "tst_serviceversion.moc"
