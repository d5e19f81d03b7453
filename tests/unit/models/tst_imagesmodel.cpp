#include "models/imagesmodel.h"

#include "models/words.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;

namespace {

struct Fixture
{
    [[nodiscard]] QModelIndex size(const QString &id) const
    {
        return model.index(model.rowOf(id), model.columnOf(u"size"_s));
    }

    ModelFixture models;
    models::ImagesModel model{models.stores, models.net.clock};
};

openstack::Image makeImage(const QString &id, qint64 bytes, const QString &snapshotId = {})
{
    openstack::Image image;
    image.id = image.name = id;
    image.status = u"active"_s;
    image.sizeBytes = bytes;
    if (!snapshotId.isEmpty()) {
        openstack::BlockDevice device;
        device.sourceType = u"snapshot"_s;
        device.snapshotId = snapshotId;
        device.volumeSizeGiB = 20;
        image.blockDevices = {device};
    }
    return image;
}

} // namespace

/// What the list of images says of their sizes.
class TestImagesModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noImageIsShownAsEmpty();
};

void TestImagesModel::noImageIsShownAsEmpty()
{
    Fixture fixture;
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"there"_s;
    snapshot.status = u"available"_s;
    snapshot.sizeGiB = 20;
    fixture.models.stores.volumeSnapshots.replaceAll({snapshot});
    fixture.models.stores.volumeSnapshots.setState(loadedAt(fixture.models.net.clock.now()));
    openstack::Image queued = makeImage(u"queued"_s, 0);
    queued.status = u"queued"_s;
    fixture.models.stores.images.replaceAll({makeImage(u"data"_s, qint64{2} << 30),
                                             makeImage(u"whole"_s, 0, u"there"_s),
                                             makeImage(u"lost"_s, 0, u"gone"_s), queued});
    fixture.models.stores.images.setState(loadedAt(fixture.models.net.clock.now()));
    QTRY_COMPARE(fixture.model.rowCount(), 4);
    QTRY_COMPARE(fixture.size(u"lost"_s).data().toString(), models::emptyCell());
    QVERIFY(fixture.size(u"lost"_s).data(Qt::ToolTipRole).toString().contains(u"do not exist"_s));
    QCOMPARE(fixture.size(u"queued"_s).data().toString(), models::emptyCell());
    QVERIFY(fixture.size(u"queued"_s).data(Qt::ToolTipRole).toString().contains(u"has finished"_s));
    QCOMPARE(fixture.size(u"data"_s).data().toString(), u"2 GiB"_s);
    QCOMPARE(fixture.size(u"data"_s).data(Qt::ToolTipRole).toString(), QString());
    QCOMPARE(fixture.size(u"whole"_s).data().toString(), u"20 GiB"_s);
    QVERIFY(fixture.size(u"whole"_s).data(Qt::ToolTipRole).toString().contains(u"1 volume"_s));
}

QTEST_GUILESS_MAIN(TestImagesModel)
#include "tst_imagesmodel.moc"
