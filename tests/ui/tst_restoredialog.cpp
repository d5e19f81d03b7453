#include "forms/floatingipback.h"
#include "forms/restoreactions.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "operations/restore/restoreinstance.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/newvolumedialog.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/dialogs/restoreflows.h"
#include "ui/dialogs/revertdialog.h"
#include "ui/widgets/commandbox.h"

#include "support/democloudfixture.h"
#include "support/uifixture.h"

#include <QtCore/QPointer>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Outcome;
using operations::Subject;
using test::DemoCloudFixture;

namespace {

/// The demo cloud with everything loaded, and a window.
struct RestoreFixture
{
    RestoreFixture()
    {
        subscription = cloud.stores->watch({Kind::Server, Kind::Flavor, Kind::Network, Kind::Image,
                                            Kind::VolumeSnapshot, Kind::Volume, Kind::ComputeLimits,
                                            Kind::BlockStorageLimits});
        if (!cloud.pump([this] {
                const store::CloudStores &stores = *cloud.stores;
                return stores.servers.state().loaded && stores.flavors.state().loaded &&
                       stores.networks.state().loaded && stores.images.state().loaded &&
                       stores.volumeSnapshots.state().loaded && stores.volumes.state().loaded &&
                       stores.computeLimits.value() && stores.blockStorageLimits.value() &&
                       stores.snapshotSets.size() > 0;
            }))
            qFatal("the demo cloud does not load");
        window.resize(1000, 760);
        window.show();
    }

    /// A set of this instance that is complete; the newest.
    [[nodiscard]] Subject setOf(const QString &server)
    {
        for (const auto &set : cloud.stores->setsOf(cloud.server(server).id)) {
            if (set->status == store::SetStatus::Available && !set->shelved)
                return {openstack::Kind::SnapshotSet, set->id, set->name};
        }
        qFatal("the instance has no snapshot");
    }
    ui::RestoreDialog *launch(const Subject &source)
    {
        flows.launch(source);
        auto *dialog = window.findChild<ui::RestoreDialog *>();
        if (!dialog || !cloud.pump([dialog] { return dialog->form().ready(); }))
            qFatal("the dialog is not ready");
        return dialog;
    }
    [[nodiscard]] static QPushButton *button(const QWidget *dialog, const char *name)
    {
        return dialog->findChild<QPushButton *>(QLatin1String(name));
    }
    [[nodiscard]] static QString note(const QWidget *dialog, const char *name)
    {
        return dialog->findChild<ui::NotePanel *>(QLatin1String(name))->text();
    }

    DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    ui::UiContext &context = around.context;
    QMainWindow window;
    ui::RestoreFlows flows{context, &window};
    std::unique_ptr<store::Subscription> subscription;
};

QString newPartOf(const forms::LaunchForm &form, const QString &what)
{
    for (const forms::LaunchDifference &row : form.differences()) {
        if (row.what == what)
            return row.fresh;
    }
    return u"no such row"_s;
}

} // namespace

class TestRestoreDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isPrefilledFromTheOriginal();
    void launchesAndOffersTheWayBack();
    void aPlainImageWantsAFlavor();
    void theTrapOfMinDisk();
    void whatDoesNotFitCannotBeLaunched();
    void aSnapshotOfABootVolume();
    void aVolumeIsAtLeastAsLargeAsItsSnapshot();
    void revertingWantsTheNameTyped();
    void revertSaysWhyItCannot();
    void aLongQuestionIsShownWhole();
    void backingUpAsksAtOnce();
};

void TestRestoreDialog::isPrefilledFromTheOriginal()
{
    RestoreFixture fixture;
    const auto original = fixture.cloud.server(u"db-1"_s);
    QPointer<ui::RestoreDialog> dialog = fixture.launch(fixture.setOf(u"db-1"_s));
    const forms::LaunchForm &form = dialog->form();
    QCOMPARE(dialog->findChild<QLineEdit *>(u"name"_s)->text(), u"db-1 restored"_s);
    QVERIFY(dialog->findChild<ui::OptionCombo *>(u"flavor"_s)
                ->currentText()
                .startsWith(original.flavor.name));
    const auto flavors = form.options(form.fields().front());
    const auto fits = [](const forms::LaunchOption &flavor) {
        return flavor.text.contains(u"vCPU"_s);
    };
    QVERIFY(std::ranges::all_of(flavors, fits)); // as on the instance's own page
    QVERIFY(std::ranges::none_of(flavors, [](const forms::LaunchOption &flavor) {
        return flavor.text.contains(u" 0 GiB"_s);
    }));
    QCOMPARE(dialog->findChild<ui::OptionCombo *>(u"keyPair"_s)->currentText(), original.keyName);
    const operations::RestoreRequest request = form.request();
    QCOMPARE(request.server.blockDevices.size(), original.volumes.size());
    QCOMPARE(request.server.blockDevices.front().bootIndex, 0);
    QVERIFY(request.server.imageId.isEmpty()); // launched from its volume snapshots
    QCOMPARE(request.server.metadata, original.metadata);
    const auto ports =
        fixture.cloud
            .get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, original.id}}})
            .items;
    QCOMPARE(request.server.networkIds, QStringList{ports.front().networkId});
    QCOMPARE(
        QSet<QString>(request.server.securityGroups.begin(), request.server.securityGroups.end()),
        QSet<QString>(ports.front().securityGroupIds.begin(),
                      ports.front().securityGroupIds.end()));
    QVERIFY(newPartOf(form, u"IP addresses"_s).contains(u"new"_s));
    QVERIFY(newPartOf(form, u"User data"_s).contains(u"none"_s));
    QVERIFY(!form.floatingIp()); // this one has none
    QVERIFY(dialog->findChild<QCheckBox *>(u"floatingIp"_s)->isHidden());
    QVERIFY(dialog->findChild<ui::CommandBox *>()->command().contains(u"--block-device"_s));
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());

    // What the person sets is what is sent.
    dialog->findChild<QSpinBox *>(u"size0"_s)->setValue(33);
    dialog->findChild<QCheckBox *>(u"delete1"_s)->setChecked(true);
    QCOMPARE(form.request().server.blockDevices.at(0).sizeGiB, 33);
    QVERIFY(form.request().server.blockDevices.at(1).deleteOnTermination);
    QVERIFY(!form.request().server.blockDevices.at(0).deleteOnTermination);
}

void TestRestoreDialog::launchesAndOffersTheWayBack()
{
    RestoreFixture fixture;
    QPointer<ui::RestoreDialog> dialog = fixture.launch(fixture.setOf(u"shop-1"_s));
    const auto address = dialog->form().floatingIp();
    QVERIFY(address);
    QVERIFY(!dialog->form().movesFloatingIp()); // nothing is taken from the original unasked
    dialog->findChild<QCheckBox *>(u"floatingIp"_s)->setChecked(true);
    RestoreFixture::button(dialog, "launch")->click();
    QVERIFY(!dialog || dialog->isHidden());
    QCOMPARE(fixture.cloud.center.operations().size(), 1U);
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(!QApplication::activeModalWidget()); // it is told, not asked
    const operations::JournalEntry entry = operation->journalEntry();
    const auto moved = forms::movedFloatingIp(entry);
    QVERIFY(moved && moved->address == address->address);
    QVERIFY(forms::movedText(*moved).contains(u"instead of “shop-1”"_s));
    fixture.flows.moveBack(entry);
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.operations().size() == 2U; }));
    const operations::Operation *undo = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return undo->outcome() != Outcome::Running; }));
    QCOMPARE(undo->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::FloatingIp>{address->id}).portId,
             address->fromPortId);
    // Once more: it is where it was, so nothing is moved, and that is said.
    fixture.flows.moveBack(entry);
    QVERIFY(fixture.cloud.pump([&] { return fixture.window.findChild<ui::ErrorDialog *>(); }));
    QCOMPARE(fixture.cloud.center.operations().size(), 2U);
}

void TestRestoreDialog::aPlainImageWantsAFlavor()
{
    RestoreFixture fixture;
    Subject image;
    for (const auto &row : fixture.cloud.stores->images.rows()) {
        if (row->name == u"debian-12"_s)
            image = {openstack::Kind::Image, row->id, row->name};
    }
    QPointer<ui::RestoreDialog> dialog = fixture.launch(image);
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    QVERIFY(RestoreFixture::note(dialog, "problem").contains(u"flavor"_s));
    auto *flavors = dialog->findChild<ui::OptionCombo *>(u"flavor"_s);
    for (int i = 0; i < flavors->count(); ++i) {
        if (flavors->itemText(i).startsWith(u"m1.small"_s)) {
            flavors->setCurrentIndex(i);
            Q_EMIT flavors->activated(i);
        }
    }
    const operations::RestoreRequest request = dialog->form().request();
    QCOMPARE(request.server.imageId, image.id);
    QVERIFY(request.server.blockDevices.empty());
    if (request.server.networkIds.isEmpty())
        QVERIFY(RestoreFixture::note(dialog, "problem").contains(u"network"_s));
    else
        QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
}

void TestRestoreDialog::theTrapOfMinDisk()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    fixture.cloud.stores->images.upsert(
        {fixture.cloud.get(openstack::UpdateImage{set.id, {{u"min_disk"_s, 80}}, {}})});
    QPointer<ui::RestoreDialog> dialog = fixture.launch(set);
    QVERIFY2(RestoreFixture::note(dialog, "notes").contains(u"80 GiB"_s),
             qPrintable(RestoreFixture::note(dialog, "notes")));
    QVERIFY(dialog->form().request().server.imageId.isEmpty());
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
    RestoreFixture::button(dialog, "launch")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
}

void TestRestoreDialog::whatDoesNotFitCannotBeLaunched()
{
    RestoreFixture fixture;
    QPointer<ui::RestoreDialog> dialog = fixture.launch(fixture.setOf(u"db-1"_s));
    dialog->findChild<QSpinBox *>(u"size1"_s)->setValue(500'000);
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    QVERIFY2(RestoreFixture::note(dialog, "problem").contains(u"quota"_s),
             qPrintable(RestoreFixture::note(dialog, "problem")));
}

void TestRestoreDialog::aSnapshotOfABootVolume()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    const forms::ActionScope scope{*fixture.cloud.stores, fixture.cloud.center, {u"member"_s}};
    for (const store::SnapshotPart &part : set->parts) {
        const bool boots = part.device == u"/dev/vda"_s;
        QCOMPARE(forms::availability(part.snapshotId, forms::VolumeSnapshotAction::Launch, scope)
                     .enabled,
                 boots);
        if (!boots)
            continue;
        QPointer<ui::RestoreDialog> dialog =
            fixture.launch({openstack::Kind::VolumeSnapshot, part.snapshotId, part.name});
        const auto devices = dialog->form().request().server.blockDevices;
        QCOMPARE(devices.size(), 1U);
        QCOMPARE(devices.front().uuid, part.snapshotId);
        QCOMPARE(devices.front().bootIndex, 0);
        QCOMPARE(dialog->form().name(), u"db-1 restored"_s);
        dialog->reject();
    }
}

void TestRestoreDialog::aVolumeIsAtLeastAsLargeAsItsSnapshot()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    const store::SnapshotPart part = set->parts.front();
    fixture.flows.createVolume(part.snapshotId);
    QPointer<ui::NewVolumeDialog> dialog = fixture.window.findChild<ui::NewVolumeDialog *>();
    QVERIFY(dialog);
    QVERIFY(fixture.cloud.pump([&] { return dialog->form().ready(); }));
    auto *size = dialog->findChild<QSpinBox *>(u"size"_s);
    QCOMPARE(size->minimum(), part.sizeGiB);
    QCOMPARE(dialog->form().name(), part.volumeName + u" restored"_s);
    dialog->findChild<QLineEdit *>(u"name"_s)->clear();
    Q_EMIT dialog->findChild<QLineEdit *>(u"name"_s)->textEdited(QString());
    QVERIFY(!RestoreFixture::button(dialog, "create")->isEnabled());
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    name->setText(u"again"_s);
    Q_EMIT name->textEdited(u"again"_s);
    size->setValue(part.sizeGiB + 2);
    RestoreFixture::button(dialog, "create")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::Volume>{operation->resultId()}).sizeGiB,
             part.sizeGiB + 2);
}

void TestRestoreDialog::revertingWantsTheNameTyped()
{
    RestoreFixture fixture;
    forms::RevertText text;
    text.typed = u"data"_s;
    auto *dialog = new ui::RevertDialog(fixture.around.theme, text, &fixture.window);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QPushButton *revert = RestoreFixture::button(dialog, "revert");
    QVERIFY(!revert->isEnabled());
    auto *typed = dialog->findChild<QLineEdit *>(u"typed"_s);
    const auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    const auto standsAs = [&](ui::NotePanel::Kind kind) {
        return !problem->isHidden() && problem->kind() == kind && !revert->isEnabled();
    };
    // Nobody has done anything wrong before the first wrong letter.
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClicks(typed, u"dat"_s);
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClicks(typed, u"e"_s);
    QVERIFY(standsAs(ui::NotePanel::Kind::Problem));
    QTest::keyClick(typed, Qt::Key_Backspace);
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClick(typed, Qt::Key_Tab); // left before its end
    QVERIFY(standsAs(ui::NotePanel::Kind::Problem));
    typed->setFocus();
    typed->end(false);
    QTest::keyClicks(typed, u"a"_s);
    QVERIFY(revert->isEnabled() && problem->isHidden());
    QTest::keyClick(typed, Qt::Key_Return); // Cancel is what Enter means
    QCOMPARE(accepted.count(), 0);
}

void TestRestoreDialog::revertSaysWhyItCannot()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    const forms::ActionScope scope{*fixture.cloud.stores, fixture.cloud.center, {u"member"_s}};
    const auto revert = [&](const QString &id) {
        return forms::availability(id, forms::VolumeSnapshotAction::Revert, scope);
    };
    QString reason = revert(set->parts.front().snapshotId).reason;
    QVERIFY2(reason.contains(u"attached"_s) || reason.contains(u"later"_s), qPrintable(reason));
    // Of a volume that nobody uses, the first of two snapshots can no more, the second can.
    openstack::Volume unused;
    for (const auto &volume : fixture.cloud.stores->volumes.rows()) {
        if (volume->status == u"available"_s)
            unused = *volume;
    }
    QVERIFY(!unused.id.isEmpty());
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"one"_s;
    snapshot.volumeId = unused.id;
    snapshot.status = u"available"_s;
    snapshot.sizeGiB = unused.sizeGiB;
    snapshot.created = fixture.cloud.clock.now().addSecs(60);
    fixture.cloud.stores->volumeSnapshots.upsert({snapshot});
    QVERIFY2(revert(u"one"_s).enabled, qPrintable(revert(u"one"_s).reason));
    snapshot.id = u"two"_s;
    snapshot.created = snapshot.created.addSecs(60);
    fixture.cloud.stores->volumeSnapshots.upsert({snapshot});
    QVERIFY(revert(u"one"_s).reason.contains(u"later snapshot"_s));
    QVERIFY(revert(u"two"_s).enabled);
    snapshot.sizeGiB += 1;
    fixture.cloud.stores->volumeSnapshots.upsert({snapshot});
    QVERIFY(!revert(u"two"_s).enabled);
}

void TestRestoreDialog::aLongQuestionIsShownWhole()
{
    RestoreFixture fixture;
    const QString sentence =
        u"A copy of its 400 GiB goes to the backup store, which stands apart. "_s;
    const ui::ConfirmDialog::Question question{
        u"Back up?"_s, sentence.repeated(4) + u"\n\n"_s + sentence.repeated(4), u"Back up"_s};
    auto *dialog = new ui::ConfirmDialog(fixture.around.theme, question, &fixture.window);
    dialog->open();
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        if (label->wordWrap())
            QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
    }
}

void TestRestoreDialog::backingUpAsksAtOnce()
{
    RestoreFixture fixture;
    const QString id = fixture.cloud.stores->volumeSnapshots.rows().begin().key();
    fixture.flows.backUp(id);
    const QPointer<ui::ConfirmDialog> dialog = fixture.window.findChild<ui::ConfirmDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const auto *text = dialog->findChild<QLabel *>(u"questionText"_s);
    QPushButton *confirm = RestoreFixture::button(dialog, "confirm");
    QVERIFY(text->text().endsWith(u"Looking for earlier backups…"_s));
    QVERIFY(!confirm->isEnabled());
    QVERIFY(fixture.cloud.pump([&] { return confirm->isEnabled(); }));
    QVERIFY(!text->text().contains(u"Looking"_s));
    QTRY_VERIFY(text->height() >= text->heightForWidth(text->width()));
    confirm->click();
    QCOMPARE(fixture.cloud.center.running(), 1);
    // It may be closed while the cloud is still being asked.
    QVERIFY(fixture.cloud.pump([&] { return dialog.isNull(); }));
    fixture.flows.backUp(id);
    fixture.window.findChild<ui::ConfirmDialog *>()->reject();
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
}

QTEST_MAIN(TestRestoreDialog)
#include "tst_restoredialog.moc"
