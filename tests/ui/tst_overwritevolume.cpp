#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/picktable.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using openstack::Backup;
using openstack::Volume;

namespace {

/// The dialog of “Restore over a volume…” for a backup of the demo cloud.
struct Fixture
{
    Fixture()
    {
        cloud.stores->volumes.replaceAll(cloud.get(openstack::List<Volume>{}).items);
        cloud.stores->of<Backup>().replaceAll(cloud.get(openstack::List<Backup>{}).items);
        window.resize(1000, 760);
        window.show();
        for (const auto &row : cloud.stores->of<Backup>().rows()) {
            if (row->name == u"accounting-2022"_s)
                backup = *row;
        }
    }

    void open()
    {
        dialog = new ui::FieldsDialog(around.context, *operations::actionNamed(u"overwrite-volume"),
                                      {backup.id}, {}, &window);
        requested = std::make_unique<QSignalSpy>(dialog, &ui::FieldsDialog::requested);
        dialog->open();
        const auto isReady = [this] {
            return table()->ids().size() > 1 && !confirm()->toolTip().contains(u"Loading"_s);
        };
        if (!cloud.pump(isReady))
            qFatal("the volumes do not come");
    }

    [[nodiscard]] ui::PickTable *table() const { return dialog->findChild<ui::PickTable *>(); }
    [[nodiscard]] QLineEdit *typed() const { return dialog->findChild<QLineEdit *>(u"typed"_s); }
    [[nodiscard]] QPushButton *confirm() const
    {
        return dialog->findChild<QPushButton *>(u"confirm"_s);
    }
    void choose(const QString &id) const
    {
        table()->selectRow(static_cast<int>(table()->ids().indexOf(id)));
    }
    [[nodiscard]] Volume volume(const QString &name) const
    {
        for (const auto &row : cloud.stores->volumes.rows()) {
            if (row->name == name)
                return *row;
        }
        qFatal("no volume %s", qPrintable(name));
    }

    test::DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    Backup backup;
    ui::FieldsDialog *dialog = nullptr;
    std::unique_ptr<QSignalSpy> requested;
};

} // namespace

/// The wrong volume cannot be overwritten by accident: every way to it that is tried is closed.
class TestOverwriteVolume final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsChosenAndEnterDoesNothing();
    void theNameOfTheChosenOneIsTyped();
    void whatWasTypedForAnotherDoesNotCount();
    void twoOfOneNameAreToldApartByTheirIds();
    void whatDoesNotFitIsRefused();
    void aVolumeThatGoesIsNotReplacedByAnother();
};

void TestOverwriteVolume::nothingIsChosenAndEnterDoesNothing()
{
    Fixture fixture;
    fixture.open();
    QVERIFY(!fixture.confirm()->isEnabled());
    QVERIFY(fixture.table()->selectionModel()->selectedRows().isEmpty());
    QVERIFY(!fixture.typed()->isVisible());
    QVERIFY(!fixture.confirm()->isDefault());
    QTest::keyClick(fixture.table(), Qt::Key_Return);
    QTest::mouseClick(fixture.confirm(), Qt::LeftButton);
    QCOMPARE(fixture.requested->count(), 0);
}

void TestOverwriteVolume::theNameOfTheChosenOneIsTyped()
{
    Fixture fixture;
    fixture.open();
    const Volume volume = fixture.volume(u"old-shop-data"_s);
    fixture.choose(volume.id);
    QVERIFY(fixture.typed()->isVisible());
    QVERIFY(!fixture.confirm()->isEnabled());
    fixture.typed()->setText(u"spare-fast"_s);
    QVERIFY(!fixture.confirm()->isEnabled());
    fixture.typed()->setText(volume.name);
    QVERIFY2(fixture.confirm()->isEnabled(), qPrintable(fixture.confirm()->toolTip()));
    QTest::mouseClick(fixture.confirm(), Qt::LeftButton);
    QCOMPARE(fixture.requested->count(), 1);
    const auto values = fixture.requested->front().front().value<operations::Values>();
    QCOMPARE(values.value(u"volume"_s).toString(), volume.id);
}

void TestOverwriteVolume::whatWasTypedForAnotherDoesNotCount()
{
    Fixture fixture;
    fixture.open();
    const Volume first = fixture.volume(u"old-shop-data"_s);
    fixture.choose(first.id);
    fixture.typed()->setText(first.name);
    QVERIFY(fixture.confirm()->isEnabled());
    const Volume second = fixture.volume(u"archive-2023"_s);
    fixture.choose(second.id);
    QVERIFY(!fixture.confirm()->isEnabled());
    QCOMPARE(fixture.typed()->text(), QString());
    // And back: it is typed again.
    fixture.choose(first.id);
    QVERIFY(!fixture.confirm()->isEnabled());
}

void TestOverwriteVolume::twoOfOneNameAreToldApartByTheirIds()
{
    Fixture fixture;
    Volume twin = fixture.volume(u"old-shop-data"_s);
    const Volume first = twin;
    twin.id = u"5f0c1f2e-0000-4000-8000-000000000001"_s;
    fixture.open();
    fixture.cloud.stores->volumes.upsert({twin});
    fixture.choose(first.id);
    fixture.typed()->setText(first.name);
    QVERIFY(!fixture.confirm()->isEnabled());
    fixture.typed()->setText(twin.id);
    QVERIFY(!fixture.confirm()->isEnabled());
    fixture.typed()->setText(first.id);
    QVERIFY(fixture.confirm()->isEnabled());
}

void TestOverwriteVolume::whatDoesNotFitIsRefused()
{
    Fixture fixture;
    fixture.open();
    // The backup has 60 GiB: one that is too small, and one that is in use.
    for (const QString &name : {u"spare-fast"_s, u"db-1-root"_s}) {
        const Volume volume = fixture.volume(name);
        fixture.choose(volume.id);
        fixture.typed()->setText(volume.name);
        QVERIFY2(!fixture.confirm()->isEnabled(), qPrintable(name));
    }
}

/// Another user deletes it while the dialog is open.
void TestOverwriteVolume::aVolumeThatGoesIsNotReplacedByAnother()
{
    Fixture fixture;
    fixture.open();
    const Volume volume = fixture.volume(u"old-shop-data"_s);
    fixture.choose(volume.id);
    fixture.typed()->setText(volume.name);
    QVERIFY(fixture.confirm()->isEnabled());
    fixture.cloud.stores->volumes.remove({volume.id});
    QVERIFY(!fixture.confirm()->isEnabled());
    QVERIFY(fixture.table()->selectionModel()->selectedRows().isEmpty());
}

QTEST_MAIN(TestOverwriteVolume)
#include "tst_overwritevolume.moc"
