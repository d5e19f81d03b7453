#include "forms/floatingipback.h"
#include "forms/launchsources.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/subnet.h"
#include "operations/actions/actions.h"
#include "operations/launch/launchinstance.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/celltable.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/launch/launchdialog.h"
#include "ui/dialogs/launch/launchflow.h"
#include "ui/dialogs/movebackflow.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/dialogs/picktable.h"
#include "ui/dialogs/plantable.h"
#include "ui/dialogs/restorechoice.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copyabletext.h"
#include "ui/window/launchedoffer.h"
#include "ui/window/notice.h"
#include "ui/window/noticestack.h"

#include "support/loadedcloud.h"
#include "support/uifixture.h"

#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Outcome;
using operations::Subject;

namespace {

/// The demo cloud with everything loaded, and a window.
struct RestoreFixture : test::LoadedCloud
{
    [[nodiscard]] Subject image(const QString &name) const
    {
        for (const auto &row : cloud.stores->images.rows()) {
            if (row->name == name)
                return {openstack::Kind::Image, row->id, row->name};
        }
        qFatal("no such image in the demo cloud");
    }
    ui::LaunchDialog *launch(const Subject &source)
    {
        launchFlow.launch(source);
        auto *dialog = window.findChild<ui::LaunchDialog *>();
        if (!dialog ||
            !cloud.pump([dialog] { return dialog->form().ready() && dialog->isComplete(); }))
            qFatal("the dialog is not ready");
        settle();
        return dialog;
    }
    /// A dialog follows the stores in the next turn of the event loop.
    static void settle() { QCoreApplication::sendPostedEvents(); }
    /// The dialog of an action with fields, for a volume snapshot, once it knows all that it reads.
    ui::FieldsDialog *enter(QStringView key, const QString &id)
    {
        actionFlow.begin(*operations::actionNamed(key), {id});
        auto *dialog = window.findChild<ui::FieldsDialog *>(key.toString());
        if (!dialog || !cloud.pump([&] { return !note(dialog, "problem").contains(u"Loading"_s); }))
            qFatal("the dialog is not ready");
        return dialog;
    }
    /// Why an action is not possible with this row.
    [[nodiscard]] QString why(Kind kind, QStringView key, const QString &id)
    {
        for (const operations::Action &action : operations::actions()) {
            if (action.kind == kind && action.key == key)
                return action.obstacle({*cloud.stores, {u"member"_s}, &cloud.center}, id);
        }
        qFatal("no such action");
    }
    /// A snapshot of a volume that is not used, newer than all others.
    openstack::VolumeSnapshot latestSnapshot(const QString &id)
    {
        openstack::VolumeSnapshot snapshot;
        for (const auto &volume : cloud.stores->volumes.rows()) {
            if (volume->status != u"available"_s)
                continue;
            snapshot.volumeId = volume->id;
            snapshot.sizeGiB = volume->sizeGiB;
        }
        if (snapshot.volumeId.isEmpty())
            qFatal("no free volume in the demo cloud");
        snapshot.id = id;
        snapshot.name = id;
        snapshot.status = u"available"_s;
        snapshot.created = cloud.clock.now().addSecs(60);
        cloud.stores->volumeSnapshots.upsert({snapshot});
        return snapshot;
    }
    /// Shows what few instances need.
    static void unfold(const QWidget *dialog)
    {
        dialog->findChild<QToolButton *>(u"more"_s)->click();
    }
    /// The fields for fixed addresses.
    [[nodiscard]] static QList<QLineEdit *> addresses(const QWidget *dialog)
    {
        static const QRegularExpression name(u"^fixedAddress/"_s);
        return dialog->findChildren<QLineEdit *>(name);
    }
    [[nodiscard]] static QPushButton *button(const QWidget *dialog, const char *name)
    {
        return dialog->findChild<QPushButton *>(QLatin1String(name));
    }
    [[nodiscard]] static QString note(const QWidget *dialog, const char *name)
    {
        return dialog->findChild<ui::NotePanel *>(QLatin1String(name))->text();
    }

    ui::UiContext &context = around.context;
    ui::LaunchFlow launchFlow{context, &window};
    ui::MoveBackFlow moveBackFlow{context, &window};
    ui::ActionFlow actionFlow{context, &window};
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

class TestLaunchDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isPrefilledFromTheOriginal();
    void launchesAndOffersTheWayBack();
    void aPlainImageHasDefaultsThatFit();
    void fromWhatIsChosen();
    void itsListsFollowTheStores();
    void severalAtOnce();
    void moreThanTheQuotaAllows();
    void theNumbersThatAreTakenAreSkipped();
    void whatElseIsEntered();
    void anAddressOnEachNetwork();
    void isMadeReachable();
    void whatTheNetworkQuotaForbids();
    void intoAServerGroup();
    void whatComesAfterIt();
    void whatWasRefusedIsEnteredAgain();
    void whatDidNotStartIsNamedAndEnteredAgain();
    void aListOfAnyLengthOpensAtOnce();
    void theTrapOfMinDisk();
    void whatDoesNotFitCannotBeLaunched();
    void aSnapshotOfABootVolume();
    void aVolumeIsAtLeastAsLargeAsItsSnapshot();
    void revertingWantsTheNameTyped();
    void revertSaysWhyItCannot();
    void aLongQuestionIsShownWhole();
    void backingUpAsksAtOnce();
    void restoringIsAChoice();
    void oneVolumeIsPutBack();
    void anInstanceIsRolledBackAsThePlanSays();
    void oneVolumeSnapshotIsRestored();
    void memoryIsInGiB();
};

void TestLaunchDialog::isPrefilledFromTheOriginal()
{
    RestoreFixture fixture;
    const auto original = fixture.cloud.server(u"db-1"_s);
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.setOf(u"db-1"_s));
    const forms::LaunchForm &form = dialog->form();
    QCOMPARE(dialog->findChild<QLineEdit *>(u"name"_s)->text(), u"db-1-restored"_s);
    const auto *table = dialog->findChild<ui::PickTable *>(u"flavor"_s);
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), original.flavor.name);
    const auto flavors = form.options(form.fields().front());
    const auto fits = [](const forms::LaunchOption &flavor) {
        return flavor.text.contains(u"vCPU"_s);
    };
    QVERIFY(std::ranges::all_of(flavors, fits)); // as on the instance's own page
    QVERIFY(std::ranges::none_of(flavors, [](const forms::LaunchOption &flavor) {
        return flavor.text.contains(u" 0 GiB"_s);
    }));
    QCOMPARE(dialog->findChild<ui::OptionCombo *>(u"keyPair"_s)->currentText(), original.keyName);
    const operations::LaunchRequest request = form.request();
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
    const QStringList volumes = request.volumeNames.values();
    QCOMPARE(volumes.size(), original.volumes.size());
    QVERIFY2(std::ranges::all_of(
                 volumes, [](const QString &name) { return name.startsWith(u"db-1-restored-"_s); }),
             qPrintable(volumes.join(u' ')));
    QVERIFY(newPartOf(form, u"Volumes"_s).contains(volumes.front()));
    QVERIFY(newPartOf(form, u"IP addresses"_s).contains(u"new"_s));
    QVERIFY(newPartOf(form, u"User data"_s).contains(u"none"_s));
    QVERIFY(!form.floatingIp()); // this one has none
    QVERIFY(dialog->findChild<QCheckBox *>(u"floatingIp"_s)->isHidden());
    QVERIFY(dialog->findChild<ui::CommandBox *>()->command().contains(u"--block-device"_s));
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());

    // What the user sets is what is sent.
    dialog->findChild<QSpinBox *>(u"size0"_s)->setValue(33);
    dialog->findChild<QCheckBox *>(u"delete1"_s)->setChecked(true);
    QCOMPARE(form.request().server.blockDevices.at(0).sizeGiB, 33);
    QVERIFY(form.request().server.blockDevices.at(1).deleteOnTermination);
    QVERIFY(!form.request().server.blockDevices.at(0).deleteOnTermination);
}

void TestLaunchDialog::launchesAndOffersTheWayBack()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.setOf(u"shop-1"_s));
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
    fixture.moveBackFlow.moveBack(entry);
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.operations().size() == 2U; }));
    const operations::Operation *undo = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return undo->outcome() != Outcome::Running; }));
    QCOMPARE(undo->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::FloatingIp>{address->id}).portId,
             address->fromPortId);
    // Once more: it is where it was, so nothing is moved, and that is said.
    fixture.moveBackFlow.moveBack(entry);
    QVERIFY(fixture.cloud.pump([&] { return fixture.window.findChild<ui::ErrorDialog *>(); }));
    QCOMPARE(fixture.cloud.center.operations().size(), 2U);
}

void TestLaunchDialog::aPlainImageHasDefaultsThatFit()
{
    RestoreFixture fixture;
    const Subject image = fixture.image(u"debian-12"_s);
    QPointer<ui::LaunchDialog> dialog = fixture.launch(image);
    auto &form = const_cast<forms::LaunchForm &>(dialog->form());
    // The smallest flavor that fits.
    const auto chosen = fixture.cloud.stores->flavors.find(form.request().server.flavorId);
    QVERIFY(chosen);
    QCOMPARE(form.flavorObstacle(*chosen), QString());
    for (const auto &row : fixture.cloud.stores->flavors.rows()) {
        if (row->ramMiB < chosen->ramMiB)
            QVERIFY2(!form.flavorObstacle(*row).isEmpty(), qPrintable(row->name));
    }
    // An image has no original to compare with.
    QVERIFY(form.differences().empty());
    QVERIFY(!dialog->findChild<ui::CellTable *>(u"differences"_s)->isVisible());
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QVERIFY2(!label->isVisible() || !label->text().contains(u"different"_s),
                 qPrintable(label->text()));
    // A key pair is not left out without a word.
    const auto &keyPair = form.fields().at(1);
    form.choose(keyPair, {});
    QVERIFY(form.warning().contains(u"Without a key pair"_s));
    form.choose(keyPair, form.options(keyPair).back().id);
    QCOMPARE(form.warning(), QString());

    // On a new volume, of this size and type, or on the flavor's own disk.
    operations::LaunchRequest request = form.request();
    QCOMPARE(request.server.imageId, QString());
    QCOMPARE(request.newVolumes().size(), 1U);
    QCOMPARE(request.newVolumes().front().source.id, image.id);
    QCOMPARE(request.newVolumes().front().name, u"debian-12-root"_s);
    dialog->findChild<QSpinBox *>(u"size0"_s)->setValue(33);
    dialog->findChild<QCheckBox *>(u"delete0"_s)->setChecked(true);
    request = form.request();
    QCOMPARE(request.newGiB(), 33);
    QVERIFY(request.server.blockDevices.front().deleteOnTermination);
    auto *local = dialog->findChild<QRadioButton *>(u"localDisk"_s);
    QVERIFY(local->isEnabled());
    local->click();
    request = form.request();
    QCOMPARE(request.server.imageId, image.id);
    QVERIFY(request.server.blockDevices.empty());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!dialog->findChild<QSpinBox *>(u"size0"_s));
    // A flavor without a disk leaves only one.
    openstack::Flavor bare = *chosen;
    bare.id = bare.name = u"bare"_s;
    bare.diskGiB = 0;
    fixture.cloud.stores->flavors.upsert({bare});
    form.choose(form.fields().front(), bare.id);
    QVERIFY(!local->isEnabled());
    QVERIFY(dialog->findChild<QLabel *>(u"localDiskText"_s)->text().contains(u"bare"_s));
    QCOMPARE(form.request().newVolumes().size(), 1U);
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
}

void TestLaunchDialog::fromWhatIsChosen()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch({Kind::Image, {}, {}});
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    QVERIFY(RestoreFixture::note(dialog, "problem").contains(u"what to launch"_s));
    auto *table = dialog->findChild<ui::PickTable *>(u"source"_s);
    auto *filter = dialog->findChild<QLineEdit *>(u"sourceFilter"_s);
    filter->setText(u"debian-12"_s);
    QCOMPARE(table->ids(), QStringList{fixture.image(u"debian-12"_s).id});
    table->selectRow(0);
    QCOMPARE(dialog->form().source().id, table->ids().front());
    QCOMPARE(dialog->form().name(), u"debian-12"_s);
    QVERIFY2(RestoreFixture::button(dialog, "launch")->isEnabled(),
             qPrintable(dialog->form().problem()));

    // A volume that can be booted from, and is free.
    openstack::Volume volume = *fixture.cloud.stores->volumes.rows().begin().value();
    volume.id = volume.name = u"boots"_s;
    volume.bootable = true;
    volume.status = u"available"_s;
    volume.attachments.clear();
    fixture.cloud.stores->volumes.upsert({volume});
    QCOMPARE(fixture.why(Kind::Volume, u"restore-instance", volume.id), QString());
    dialog->findChild<QPushButton *>(u"from-volume"_s)->click();
    QVERIFY(filter->text().isEmpty());
    const auto row = static_cast<int>(table->ids().indexOf(volume.id));
    QVERIFY(row >= 0);
    for (const QString &id : table->ids())
        QVERIFY(fixture.cloud.stores->volumes.find(id)->bootable);
    table->selectRow(row);
    const operations::LaunchRequest request = dialog->form().request();
    QCOMPARE(request.server.blockDevices.size(), 1U);
    QCOMPARE(request.server.blockDevices.front().source, openstack::NewBlockDevice::Source::Volume);
    QVERIFY(request.newVolumes().empty());
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(2);
    QVERIFY(RestoreFixture::note(dialog, "countProblem").contains(u"Only one"_s));
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
}

/// They are kept sorted row by row, and are the same as if they were made again.
void TestLaunchDialog::itsListsFollowTheStores()
{
    RestoreFixture fixture;
    store::CloudStores &stores = *fixture.cloud.stores;
    forms::LaunchSources kept(stores, {u"member"_s});
    const auto same = [&] {
        forms::LaunchSources fresh(stores, {u"member"_s});
        return std::ranges::all_of(forms::LaunchSources::kinds(), [&](Kind kind) {
            return kept.ids(kind, {}) == fresh.ids(kind, {});
        });
    };
    QVERIFY(same());
    openstack::Image image = *stores.images.find(fixture.image(u"debian-12"_s).id);
    image.id = u"new"_s;
    image.name = u"MIDDLE"_s;
    stores.images.upsert({image});
    QVERIFY(same() && kept.ids(Kind::Image, u"middle"_s) == QStringList{u"new"_s});
    image.name = u"zz-top"_s;
    stores.images.upsert({image});
    QVERIFY(same() && kept.ids(Kind::Image, {}).back() == u"new"_s);
    stores.images.remove({image.id});
    QVERIFY(same() && !kept.ids(Kind::Image, {}).contains(u"new"_s));
    // A long list is sorted in a worker, and again if it changes meanwhile.
    std::vector<openstack::Image> many(600, image);
    for (std::size_t i = 0; i < many.size(); ++i)
        many[i].id = many[i].name = u"many-%1"_s.arg(i);
    stores.images.upsert(many);
    QVERIFY(kept.isSorting(Kind::Image));
    many.front().name = u"zz-top"_s;
    stores.images.upsert({many.front()});
    QTRY_VERIFY(!kept.isSorting(Kind::Image));
    QCOMPARE(kept.ids(Kind::Image, u"many-"_s).size(), 600);
    QCOMPARE(kept.ids(Kind::Image, {}).back(), many.front().id);
    QStringList manyIds;
    for (const openstack::Image &one : many)
        manyIds += one.id;
    stores.images.remove(manyIds);
    QTRY_VERIFY(same());
    // Whether a volume can be booted from decides about its snapshots, too.
    openstack::VolumeSnapshot snapshot = *stores.volumeSnapshots.rows().begin().value();
    openstack::Volume volume = *stores.volumes.find(snapshot.volumeId);
    for (const bool bootable : {!volume.bootable, volume.bootable}) {
        volume.bootable = bootable;
        stores.volumes.upsert({volume});
        QVERIFY(same());
        QCOMPARE(kept.ids(Kind::Volume, {}).contains(volume.id), bootable);
        QCOMPARE(kept.ids(Kind::VolumeSnapshot, {}).contains(snapshot.id), bootable);
    }
}

void TestLaunchDialog::severalAtOnce()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"fresh"_s);
    auto *count = dialog->findChild<QSpinBox *>(u"count"_s);
    count->setValue(100);
    QVERIFY(RestoreFixture::note(dialog, "countProblem").contains(u"quota"_s));
    count->setValue(2);
    QCOMPARE(RestoreFixture::note(dialog, "countProblem"), QString());
    QVERIFY(dialog->findChild<QLabel *>(u"names"_s)->text().contains(u"fresh-1"_s));
    QVERIFY(dialog->findChild<ui::CommandBox *>()->command().contains(u"$(seq 2)"_s));
    RestoreFixture::button(dialog, "launch")->click();
    QCOMPARE(fixture.cloud.center.operations().size(), 2U);
    QVERIFY(fixture.cloud.pump([&] {
        return std::ranges::all_of(fixture.cloud.center.operations(), [](const auto &one) {
            return one->outcome() != Outcome::Running;
        });
    }));
    QStringList names;
    for (const auto &one : fixture.cloud.center.operations()) {
        QCOMPARE(one->outcome(), Outcome::Succeeded);
        names += fixture.cloud.get(openstack::Get<openstack::Server>{one->resultId()}).name;
    }
    names.sort();
    QCOMPARE(names, (QStringList{u"fresh-1"_s, u"fresh-2"_s}));
}

/// 20 are launched where the quota has become too small for more than 12: those that fit stay, and
/// the rest is said once.
void TestLaunchDialog::moreThanTheQuotaAllows()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    const auto &flavors = fixture.cloud.stores->flavors.rows();
    const auto largest = *std::ranges::find(flavors, u"v1.xlarge"_s, &openstack::Flavor::name);
    auto limits = *fixture.cloud.stores->computeLimits.value();
    const auto free = [&limits, &largest] {
        return static_cast<int>(
            std::min((limits.cores.limit - limits.cores.used) / largest->vcpus,
                     (limits.ramMiB.limit - limits.ramMiB.used) / largest->ramMiB));
    };
    constexpr int fits = 12;
    constexpr int wanted = 20;
    QVERIFY2(free() >= fits, qPrintable(QString::number(free())));
    dialog->chooseFlavor(largest->id);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"many"_s);
    // Another client launches some.
    for (openstack::CreateServer other = dialog->form().request().server; free() > fits;
         limits = *fixture.cloud.stores->computeLimits.value()) {
        other.name = u"other"_s;
        fixture.cloud.get(other);
        fixture.cloud.stores->refresh({Kind::ComputeLimits});
        QVERIFY(fixture.cloud.pump([&] {
            return fixture.cloud.stores->computeLimits.value()->cores.used > limits.cores.used;
        }));
    }
    QCOMPARE(free(), fits);
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(wanted);
    // It is said before, at the field that causes it.
    QVERIFY2(RestoreFixture::note(dialog, "flavorProblem").contains(u"too many"_s),
             qPrintable(RestoreFixture::note(dialog, "flavorProblem")));
    QCOMPARE(RestoreFixture::note(dialog, "countProblem"), QString());
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    limits.cores.limit = limits.ramMiB.limit = 10'000'000;
    fixture.cloud.stores->computeLimits.set(limits);
    RestoreFixture::settle();
    const operations::LaunchRequest before = dialog->form().request();
    std::vector<operations::Report> summaries;
    connect(&fixture.cloud.center, &operations::OperationCenter::finished, this,
            [&summaries](const auto *, const operations::Report &report) {
                if (!report.summed.isEmpty())
                    summaries.push_back(report);
            });
    fixture.cloud.cloud.faults().clearLog();
    RestoreFixture::button(dialog, "launch")->click();
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(summaries.size(), 1U);
    QCOMPARE(summaries.front().summed.size(), fits);
    // Each was requested once, and no other instance was made.
    QCOMPARE(fixture.cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/servers$"_s)),
             wanted);
    QSet<QString> names;
    for (const openstack::Server &server :
         fixture.cloud
             .get(openstack::List<openstack::Server>{.filters = {{u"name"_s, u"^many-"_s}}})
             .items)
        names.insert(server.name);
    QCOMPARE(names.size(), fits);

    // Their passwords are shown even though others have failed.
    std::vector<operations::Operation *> launched;
    for (const auto &one : fixture.cloud.center.operations()) {
        if (summaries.front().summed.contains(one->id()))
            launched.push_back(one.get());
    }
    ui::LaunchedOffer offer(fixture.context, &fixture.window);
    ui::Notice notice;
    offer.extend(notice, launched);
    QCOMPARE(notice.items.size(), static_cast<std::size_t>(fits));
    const auto show =
        std::ranges::find(notice.buttons, u"showPassword"_s, &ui::Notice::Button::key);
    QVERIFY(show != notice.buttons.end());
    show->act();
    auto *passwords = fixture.window.findChild<ui::PasswordDialog *>();
    QVERIFY(passwords);
    QCOMPARE(passwords->findChildren<ui::CopyableText *>().size(), fits);
    passwords->close();

    // One dialog has the cloud's words, and keeps what was entered.
    const auto errors = fixture.window.findChildren<ui::ErrorDialog *>();
    QCOMPARE(errors.size(), 1);
    QString said;
    for (const QLabel *label : errors.front()->findChildren<QLabel *>())
        said += label->text() + u'\n';
    QVERIFY2(said.contains(u"8 of 20 instances are not running."_s), qPrintable(said));
    QVERIFY2(said.contains(u"Quota exceeded"_s), qPrintable(said));
    QVERIFY2(said.contains(u"are running and stay."_s), qPrintable(said));
    QVERIFY2(!said.contains(u"left in the cloud"_s), qPrintable(said));
    RestoreFixture::button(errors.front(), "retry")->click();
    QPointer<ui::LaunchDialog> again = fixture.window.findChild<ui::LaunchDialog *>();
    QVERIFY(again &&
            fixture.cloud.pump([&] { return again->form().ready() && again->isComplete(); }));
    RestoreFixture::settle();
    QCOMPARE(again->form().count(), 8);
    QCOMPARE(again->findChild<QSpinBox *>(u"count"_s)->value(), 8);
    QCOMPARE(again->form().request(), before);
    for (const operations::LaunchRequest &request : again->form().requests())
        QVERIFY2(
            std::ranges::none_of(fixture.cloud.stores->servers.rows(),
                                 [&](const auto &row) { return row->name == request.server.name; }),
            qPrintable(request.server.name));
    QVERIFY(!RestoreFixture::button(again, "launch")->isEnabled()); // the quota is known now
}

void TestLaunchDialog::theNumbersThatAreTakenAreSkipped()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    // There are web-1, web-2 and web-3.
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"web"_s);
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(3);
    QCOMPARE(dialog->findChild<QLabel *>(u"names"_s)->text(), u"“web-4” to “web-6”"_s);
    QCOMPARE(dialog->form().requests().front().server.name, u"web-4"_s);
    QVERIFY(dialog->form().command().contains(u"$(seq 4 6)"_s));
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"web-1"_s);
    QCOMPARE(dialog->form().launchCount().first, 1);
}

void TestLaunchDialog::whatElseIsEntered()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    RestoreFixture::unfold(dialog);
    dialog->findChild<QLineEdit *>(u"description"_s)->setText(u"The shop"_s);
    dialog->findChild<QLineEdit *>(u"tags"_s)->setText(u"blue, shop,, blue"_s);
    dialog->findChild<QCheckBox *>(u"configDrive"_s)->setChecked(true);
    auto *text = dialog->findChild<QPlainTextEdit *>(u"userData"_s);
    text->setPlainText(u"#cloud-config\npackages: [nginx\n"_s);
    QVERIFY2(RestoreFixture::note(dialog, "userDataProblem").contains(u"not valid YAML"_s),
             qPrintable(RestoreFixture::note(dialog, "userDataProblem")));
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    text->setPlainText(u"#cloud-config\npackages: [nginx]\n"_s);
    QVERIFY(dialog->findChild<QLabel *>(u"userDataText"_s)->text().contains(u"65535"_s));
    auto *metadata = dialog->findChild<QLineEdit *>(u"metadata"_s);
    metadata->setText(u"use=shop, odd"_s);
    QVERIFY(RestoreFixture::note(dialog, "metadataProblem").contains(u"odd"_s));
    metadata->setText(u"use=shop, a = b=c"_s);
    auto *password = dialog->findChild<QLineEdit *>(u"password"_s);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    password->setText(u"correct horse"_s);
    auto *address = RestoreFixture::addresses(dialog).front();
    address->setText(u"ten"_s);
    QVERIFY(RestoreFixture::note(dialog, "fixedAddressProblem").contains(u"ten"_s));
    address->setText(u"10.20.0.99"_s);
    QCOMPARE(RestoreFixture::note(dialog, "fixedAddressProblem"), QString());
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
    const openstack::CreateServer server = dialog->form().request().server;
    QCOMPARE(server.description, u"The shop"_s);
    QCOMPARE(server.tags, (QStringList{u"blue"_s, u"shop"_s}));
    QVERIFY(server.configDrive);
    QCOMPARE(server.metadata, (QMap<QString, QString>{{u"use"_s, u"shop"_s}, {u"a"_s, u"b=c"_s}}));
    QVERIFY(server.userData.startsWith("#cloud-config"));
    QCOMPARE(server.fixedIps.values(), QStringList{u"10.20.0.99"_s});
    QCOMPARE(server.adminPassword, u"correct horse"_s);
    QVERIFY(!dialog->form().command().contains(server.adminPassword));
}

/// One for each network that is chosen, in the order of the list.
void TestLaunchDialog::anAddressOnEachNetwork()
{
    RestoreFixture fixture;
    store::CloudStores &stores = *fixture.cloud.stores;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    auto &form = const_cast<forms::LaunchForm &>(dialog->form());
    openstack::Network second;
    second.id = u"second"_s;
    second.name = u"zz-second"_s;
    stores.networks.upsert({second});
    openstack::Subnet subnet;
    subnet.id = u"subnet"_s;
    subnet.networkId = second.id;
    subnet.cidr = u"10.77.0.0/24"_s;
    stores.of<openstack::Subnet>().upsert({subnet});
    RestoreFixture::settle();
    const auto fields = [&] {
        return RestoreFixture::addresses(dialog);
    };
    QCOMPARE(fields().size(), 1);
    QPointer<QLineEdit> first = fields().front();
    QCOMPARE(first->accessibleName(), u"Fixed address"_s);
    first->setText(u"10.20.0.99"_s);
    form.choose(form.field(u"networks"), second.id);
    QCOMPARE(fields().size(), 2);
    auto *other = dialog->findChild<QLineEdit *>(u"fixedAddress/second"_s);
    QVERIFY(first && other && first != other);
    QCOMPARE(first->text(), u"10.20.0.99"_s); // it is the same one
    QVERIFY(first->accessibleName().contains(u"office"_s));
    QVERIFY(other->accessibleName().contains(u"zz-second"_s));
    other->setText(u"10.20.0.98"_s);
    QVERIFY2(RestoreFixture::note(dialog, "fixedAddressProblem").contains(subnet.cidr),
             qPrintable(RestoreFixture::note(dialog, "fixedAddressProblem")));
    other->setText(u"10.77.0.98"_s);
    QCOMPARE(RestoreFixture::note(dialog, "fixedAddressProblem"), QString());
    QCOMPARE(form.request().server.fixedIps.value(second.id), u"10.77.0.98"_s);
    QCOMPARE(form.request().server.fixedIps.size(), 2);
    QVERIFY(form.command().contains(u"--nic net-id=second,v4-fixed-ip=10.77.0.98"_s));
    // An address of another instance.
    first->setText(fixture.cloud.server(u"web-1"_s).addresses.front().address);
    QVERIFY2(RestoreFixture::note(dialog, "fixedAddressProblem").contains(u"web-1"_s),
             qPrintable(RestoreFixture::note(dialog, "fixedAddressProblem")));
    first->clear();
    form.choose(form.field(u"networks"), second.id, false);
    QCOMPARE(fields().size(), 1);
    QVERIFY(form.request().server.fixedIps.isEmpty());
}

void TestLaunchDialog::isMadeReachable()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    auto &form = const_cast<forms::LaunchForm &>(dialog->form());
    auto *reachable = dialog->findChild<QCheckBox *>(u"reachable"_s);
    const auto *text = dialog->findChild<QLabel *>(u"reachText"_s);
    auto *from = dialog->findChild<QLineEdit *>(u"openTo"_s);
    // Not by itself: other instances have floating IPs already.
    QVERIFY2(reachable->isEnabled(), qPrintable(form.reach().obstacle()));
    QVERIFY(!reachable->isChecked() && !from->isVisible());
    QVERIFY(!form.request().floatingIp && !form.request().group);
    reachable->click();
    QVERIFY(form.reach().isOn());
    QVERIFY(form.request().floatingIp);
    QVERIFY(!form.request().floatingIp->takesFromAnother());
    QVERIFY(form.request().group);
    QCOMPARE(form.request().group->port, 22);
    QVERIFY2(text->text().contains(u"anyone on the internet"_s), qPrintable(text->text()));
    from->setText(u"nowhere"_s);
    QVERIFY(RestoreFixture::note(dialog, "openToProblem").contains(u"nowhere"_s));
    from->setText(u"192.0.2.0/24"_s);
    QCOMPARE(RestoreFixture::note(dialog, "openToProblem"), QString());
    QVERIFY(text->text().contains(u"192.0.2.0/24"_s));
    QCOMPARE(form.request().group->prefix, u"192.0.2.0/24"_s);
    QVERIFY(form.command().contains(u"--remote-ip 192.0.2.0/24"_s));
    // A group that is chosen already does.
    const auto &groups =
        *std::ranges::find(form.fields(), u"securityGroups"_s, &forms::LaunchField::key);
    QString ssh;
    for (const forms::LaunchOption &option : form.options(groups)) {
        if (option.name == u"ssh"_s) {
            ssh = option.id;
            QVERIFY2(option.text.contains(u"SSH (TCP 22) from anywhere"_s),
                     qPrintable(option.text));
        }
    }
    form.choose(groups, ssh);
    QVERIFY(!form.request().group);
    QVERIFY(text->text().contains(u"already"_s));
    form.choose(groups, ssh, false);
    // Several instances: not for all of them.
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(2);
    QVERIFY(!reachable->isEnabled() && !form.request().floatingIp);
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(1);
    const operations::LaunchRequest request = form.request();
    RestoreFixture::button(dialog, "launch")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY2(operation->notes().isEmpty(), qPrintable(operation->notes().join(u'\n')));
    const auto server = fixture.cloud.get(openstack::Get<openstack::Server>{operation->resultId()});
    QVERIFY(server.securityGroups.contains(request.group->name));
    QVERIFY(std::ranges::any_of(server.addresses,
                                [](const auto &address) { return address.floating; }));
}

void TestLaunchDialog::whatTheNetworkQuotaForbids()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    const auto titles = [&dialog] {
        QStringList all;
        for (const forms::QuotaLine &line : dialog->form().room())
            all += line.title;
        return all;
    };
    auto &limits = fixture.cloud.stores->networkQuotas;
    openstack::Quotas known;
    known.byKey[u"floatingip"_s] = {50, 50};
    known.byKey[u"security_group"_s] = {9, 10};
    known.byKey[u"port"_s] = openstack::Quota::unknown();
    limits.set(known);
    RestoreFixture::settle();
    QVERIFY(!titles().contains(u"Floating IPs"_s)); // it gets none
    QVERIFY(!titles().contains(u"Ports"_s));
    dialog->findChild<QCheckBox *>(u"reachable"_s)->click();
    QVERIFY(titles().contains(u"Floating IPs"_s) && titles().contains(u"Security groups"_s));
    QVERIFY(RestoreFixture::note(dialog, "addressProblem").contains(u"Floating IPs"_s));
    QCOMPARE(RestoreFixture::note(dialog, "serviceProblem"), QString());
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    known.byKey[u"floatingip"_s] = {1, 50};
    known.byKey[u"security_group"_s] = {10, 10};
    known.byKey[u"port"_s] = {500, 500};
    limits.set(known);
    RestoreFixture::settle();
    QCOMPARE(RestoreFixture::note(dialog, "addressProblem"), QString());
    QVERIFY(RestoreFixture::note(dialog, "serviceProblem").contains(u"Security groups"_s));
    QVERIFY(RestoreFixture::note(dialog, "networksProblem").contains(u"Ports"_s));
    known.byKey[u"security_group"_s] = {9, 10};
    known.byKey[u"port"_s] = {499, 500};
    limits.set(known);
    RestoreFixture::settle();
    QVERIFY2(RestoreFixture::button(dialog, "launch")->isEnabled(),
             qPrintable(dialog->form().problem()));
}

void TestLaunchDialog::intoAServerGroup()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    RestoreFixture::unfold(dialog);
    auto *combo = dialog->findChild<ui::OptionCombo *>(u"serverGroup"_s);
    const auto *text = dialog->findChild<QLabel *>(u"serverGroupText"_s);
    QVERIFY(dialog->form().request().server.serverGroupId.isEmpty());
    QVERIFY(!dialog->form().command().contains(u"--hint"_s));
    // A new one is made in place, and chosen.
    dialog->findChild<QPushButton *>(u"create-server-group"_s)->click();
    auto *fields = dialog->findChild<ui::FieldsDialog *>(u"create-server-group"_s);
    QVERIFY(fields);
    fields->findChild<QLineEdit *>(u"name"_s)->setText(u"spread"_s);
    auto *confirm = fields->findChild<QPushButton *>(u"confirm"_s);
    QVERIFY(fixture.cloud.pump([&] { return confirm->isEnabled(); }));
    confirm->click();
    const auto &groups = fixture.cloud.stores->of<openstack::ServerGroup>();
    QVERIFY(fixture.cloud.pump(
        [&] { return !dialog->form().request().server.serverGroupId.isEmpty(); }));
    const auto group = groups.find(dialog->form().request().server.serverGroupId);
    QVERIFY(group && group->name == u"spread"_s);
    QCOMPARE(group->policy, u"soft-anti-affinity"_s); // which never prevents a launch
    QVERIFY2(combo->currentText().contains(u"spread"_s), qPrintable(combo->currentText()));
    QVERIFY2(text->text().contains(u"as many hosts as possible"_s), qPrintable(text->text()));
    QVERIFY(dialog->form().command().contains(u"--hint group="_s + group->id));
    // A full group says so at its field.
    auto limits = *fixture.cloud.stores->computeLimits.value();
    limits.mostServerGroupMembers = 0;
    fixture.cloud.stores->computeLimits.set(limits);
    RestoreFixture::settle();
    QVERIFY(RestoreFixture::note(dialog, "serverGroupProblem").contains(u"server group"_s));
    limits.mostServerGroupMembers = 10;
    fixture.cloud.stores->computeLimits.set(limits);
    RestoreFixture::settle();
    RestoreFixture::button(dialog, "launch")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::ServerGroup>{group->id}).members,
             QStringList{operation->resultId()});
}

/// The notice says where it is reached, and shows its password once.
void TestLaunchDialog::whatComesAfterIt()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    dialog->findChild<QCheckBox *>(u"reachable"_s)->click();
    RestoreFixture::button(dialog, "launch")->click();
    auto *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const auto server = fixture.cloud.get(openstack::Get<openstack::Server>{operation->resultId()});
    const auto floating =
        std::ranges::find(server.addresses, true, &openstack::ServerAddress::floating);
    QVERIFY(floating != server.addresses.end());
    ui::LaunchedOffer offer(fixture.context, &fixture.window);
    ui::Notice notice;
    offer.extend(notice, {operation});
    QVERIFY2(notice.text.contains(floating->address), qPrintable(notice.text));
    QVERIFY(notice.stays);
    ui::NoticeStack stack(fixture.around.theme, fixture.cloud.clock, &fixture.window);
    stack.show(notice);
    connect(&offer, &ui::LaunchedOffer::outdated, &stack, &ui::NoticeStack::dismissItem);
    for (const char *key : {"connectToIt", "checkReach", "copyAddress", "showPassword"})
        QVERIFY2(RestoreFixture::button(&stack, key), key);
    RestoreFixture::button(&stack, "copyAddress")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), floating->address);
    RestoreFixture::button(&stack, "connectToIt")->click();
    auto *connecting = fixture.window.findChild<ui::ConnectDialog *>();
    QVERIFY(connecting);
    connecting->close();
    QCOMPARE(stack.count(), 1);
    RestoreFixture::button(&stack, "showPassword")->click();
    QCOMPARE(stack.count(), 0);
    QPointer<ui::PasswordDialog> password = fixture.window.findChild<ui::PasswordDialog *>();
    QVERIFY(password && password->findChild<ui::CopyableText *>(u"password"_s));
    RestoreFixture::button(password, "close")->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!password);
    // It goes with the instance that it is about.
    stack.show(notice);
    fixture.cloud.stores->servers.remove({fixture.cloud.server(u"db-1"_s).id});
    QCOMPARE(stack.count(), 1);
    fixture.cloud.stores->servers.remove({operation->resultId()});
    QCOMPARE(stack.count(), 0);
    // It is not shown again.
    ui::Notice again;
    offer.extend(again, {operation});
    QVERIFY(std::ranges::find(again.buttons, u"showPassword"_s, &ui::Notice::Button::key) ==
            again.buttons.end());
}

void TestLaunchDialog::whatWasRefusedIsEnteredAgain()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    dialog->findChild<QSpinBox *>(u"size0"_s)->setValue(25);
    RestoreFixture::unfold(dialog);
    dialog->findChild<QLineEdit *>(u"description"_s)->setText(u"The shop"_s);
    dialog->findChild<QPlainTextEdit *>(u"userData"_s)->setPlainText(u"#!/bin/sh\n"_s);
    const operations::LaunchRequest before = dialog->form().request();
    demo::FaultRule refused;
    refused.method = "POST";
    refused.path = QRegularExpression(u"/servers$"_s);
    refused.status = 403;
    fixture.cloud.cloud.faults().add(refused);
    RestoreFixture::button(dialog, "launch")->click();
    QVERIFY(fixture.cloud.pump([&] { return fixture.window.findChild<ui::ErrorDialog *>(); }));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    auto *error = fixture.window.findChild<ui::ErrorDialog *>();
    RestoreFixture::button(error, "retry")->click();
    QPointer<ui::LaunchDialog> again = fixture.window.findChild<ui::LaunchDialog *>();
    QVERIFY(again &&
            fixture.cloud.pump([&] { return again->form().ready() && again->isComplete(); }));
    RestoreFixture::settle();
    QCOMPARE(again->form().request(), before);
    QCOMPARE(again->form().request().server.userData, before.server.userData);
    QVERIFY(RestoreFixture::button(again, "launch")->isEnabled());
}

void TestLaunchDialog::whatDidNotStartIsNamedAndEnteredAgain()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.image(u"debian-12"_s));
    const operations::LaunchRequest before = dialog->form().request();
    fixture.cloud.cloud.faults().failNextAction(u"create"_s);
    RestoreFixture::button(dialog, "launch")->click();
    QVERIFY(fixture.cloud.pump([&] { return fixture.window.findChild<ui::ErrorDialog *>(); }));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    auto *error = fixture.window.findChild<ui::ErrorDialog *>();
    QString said;
    for (const QLabel *label : error->findChildren<QLabel *>())
        said += label->text() + u'\n';
    QVERIFY2(said.contains(u"No valid host"_s), qPrintable(said));
    QVERIFY2(said.contains(before.server.name), qPrintable(said));
    QVERIFY2(said.contains(before.volumeNames.first()), qPrintable(said));
    RestoreFixture::button(error, "retry")->click();
    QPointer<ui::LaunchDialog> again = fixture.window.findChild<ui::LaunchDialog *>();
    QVERIFY(again &&
            fixture.cloud.pump([&] { return again->form().ready() && again->isComplete(); }));
    RestoreFixture::settle();
    QCOMPARE(again->form().request().server.flavorId, before.server.flavorId);
}

void TestLaunchDialog::aListOfAnyLengthOpensAtOnce()
{
    RestoreFixture fixture;
    QStringList ids;
    for (int i = 0; i < 10'000; ++i)
        ids += QString::number(i);
    int texts = 0;
    ui::PickTable table(fixture.around.theme,
                        {{u"Name"_s,
                          [&texts](const QString &id) {
                              ++texts;
                              return id;
                          }}},
                        0, 6);
    table.setIds(ids);
    table.setPicked(u"7777"_s);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    QVERIFY2(texts > 0 && texts < 500, qPrintable(QString::number(texts)));
    QSignalSpy picked(&table, &ui::PickTable::picked);
    QTest::keyClick(&table, Qt::Key_Down);
    QCOMPARE(picked.count(), 1);
    QCOMPARE(picked.front().front().toString(), u"7778"_s);
    // As assistive technology selects another one.
    table.selectionModel()->select(table.model()->index(3, 0),
                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QCOMPARE(picked.back().front().toString(), u"3"_s);
    QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table.selectionModel()->selectedRows().front().row(), 3);
}

void TestLaunchDialog::theTrapOfMinDisk()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    fixture.cloud.stores->images.upsert(
        {fixture.cloud.get(openstack::UpdateImage{set.id, {{u"min_disk"_s, 80}}, {}})});
    QPointer<ui::LaunchDialog> dialog = fixture.launch(set);
    QVERIFY2(RestoreFixture::note(dialog, "notes").contains(u"80 GiB"_s),
             qPrintable(RestoreFixture::note(dialog, "notes")));
    QVERIFY(dialog->form().request().server.imageId.isEmpty());
    QVERIFY(RestoreFixture::button(dialog, "launch")->isEnabled());
    // Where it no longer applies, nothing below it moves under the pointer.
    auto *size = dialog->findChild<QSpinBox *>(u"size0"_s);
    const auto place = [&] {
        QApplication::processEvents();
        return size->mapTo(dialog->window(), QPoint());
    };
    const QPoint before = place();
    const int small = size->value();
    size->setValue(80);
    QVERIFY(!RestoreFixture::note(dialog, "notes").contains(u"80 GiB"_s));
    QCOMPARE(place(), before);
    size->setValue(small);
    QCOMPARE(place(), before);
    RestoreFixture::button(dialog, "launch")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
}

void TestLaunchDialog::whatDoesNotFitCannotBeLaunched()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.setOf(u"db-1"_s));
    dialog->findChild<QSpinBox *>(u"size1"_s)->setValue(500'000);
    QVERIFY(!RestoreFixture::button(dialog, "launch")->isEnabled());
    QVERIFY2(RestoreFixture::note(dialog, "problem").contains(u"quota"_s),
             qPrintable(RestoreFixture::note(dialog, "problem")));
}

void TestLaunchDialog::aSnapshotOfABootVolume()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    for (const store::SnapshotPart &part : set->parts) {
        const bool boots = part.device == u"/dev/vda"_s;
        QCOMPARE(fixture.why(Kind::VolumeSnapshot, u"restore-instance", part.snapshotId).isEmpty(),
                 boots);
        if (!boots)
            continue;
        QPointer<ui::LaunchDialog> dialog =
            fixture.launch({openstack::Kind::VolumeSnapshot, part.snapshotId, part.name});
        const auto devices = dialog->form().request().server.blockDevices;
        QCOMPARE(devices.size(), 1U);
        QCOMPARE(devices.front().uuid, part.snapshotId);
        QCOMPARE(devices.front().bootIndex, 0);
        QCOMPARE(dialog->form().name(), u"db-1-restored"_s);
        dialog->reject();
    }
}

void TestLaunchDialog::aVolumeIsAtLeastAsLargeAsItsSnapshot()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    const store::SnapshotPart part = set->parts.front();
    QPointer<ui::FieldsDialog> dialog = fixture.enter(u"create-volume", part.snapshotId);
    QVERIFY(dialog->findChild<QLabel *>(u"title"_s)->text().contains(u"Create volume"_s));
    auto *size = dialog->findChild<QSpinBox *>(u"size"_s);
    QCOMPARE(size->minimum(), part.sizeGiB);
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    QCOMPARE(name->text(), part.volumeName + u"-restored"_s);
    const QPushButton *create = RestoreFixture::button(dialog, "confirm");
    QVERIFY(create->isEnabled());
    size->setValue(500'000);
    QVERIFY(!create->isEnabled());
    QVERIFY2(RestoreFixture::note(dialog, "problem").contains(u"exceeds the quota"_s),
             qPrintable(RestoreFixture::note(dialog, "problem")));
    name->clear();
    Q_EMIT name->textEdited(QString());
    QVERIFY(!create->isEnabled());
    name->setText(u"again"_s);
    Q_EMIT name->textEdited(u"again"_s);
    size->setValue(part.sizeGiB + 2);
    RestoreFixture::button(dialog, "confirm")->click();
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::Volume>{operation->resultId()}).sizeGiB,
             part.sizeGiB + 2);
}

void TestLaunchDialog::revertingWantsTheNameTyped()
{
    RestoreFixture fixture;
    const auto snapshot = fixture.latestSnapshot(u"one"_s);
    const QString name = fixture.cloud.stores->volumes.find(snapshot.volumeId)->name;
    QVERIFY(!name.isEmpty());
    auto *dialog = fixture.enter(u"revert-volume", u"one"_s);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QVERIFY(RestoreFixture::note(dialog, "note0").contains(u"is lost"_s));
    QVERIFY(RestoreFixture::note(dialog, "note1").contains(u"create a volume"_s));
    QPushButton *revert = RestoreFixture::button(dialog, "confirm");
    QVERIFY(!revert->isEnabled());
    auto *typed = dialog->findChild<QLineEdit *>(u"typed"_s);
    const auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    const auto standsAs = [&](ui::NotePanel::Kind kind) {
        return !problem->isHidden() && problem->kind() == kind && !revert->isEnabled();
    };
    // Nobody has done anything wrong before the first wrong letter.
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClicks(typed, name.chopped(1));
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClicks(typed, u"#"_s);
    QVERIFY(standsAs(ui::NotePanel::Kind::Problem));
    QTest::keyClick(typed, Qt::Key_Backspace);
    QVERIFY(standsAs(ui::NotePanel::Kind::Plain));
    QTest::keyClick(typed, Qt::Key_Tab); // left before its end
    QVERIFY(standsAs(ui::NotePanel::Kind::Problem));
    typed->setFocus();
    typed->end(false);
    QTest::keyClicks(typed, name.last(1));
    QVERIFY(revert->isEnabled() && problem->isHidden());
    QTest::keyClick(typed, Qt::Key_Return); // Cancel is what Enter means
    QCOMPARE(accepted.count(), 0);
}

void TestLaunchDialog::revertSaysWhyItCannot()
{
    RestoreFixture fixture;
    const auto set = fixture.cloud.stores->snapshotSets.find(fixture.setOf(u"db-1"_s).id);
    const auto revert = [&](const QString &id) {
        return fixture.why(Kind::VolumeSnapshot, u"revert-volume", id);
    };
    const QString reason = revert(set->parts.front().snapshotId);
    QVERIFY2(reason.contains(u"attached"_s) || reason.contains(u"later"_s), qPrintable(reason));
    // Of a volume that is not used, the first of two snapshots no longer can, the second can.
    openstack::VolumeSnapshot snapshot = fixture.latestSnapshot(u"one"_s);
    QVERIFY2(revert(u"one"_s).isEmpty(), qPrintable(revert(u"one"_s)));
    snapshot.id = u"two"_s;
    snapshot.created = snapshot.created.addSecs(60);
    fixture.cloud.stores->volumeSnapshots.upsert({snapshot});
    QVERIFY(revert(u"one"_s).contains(u"later snapshot"_s));
    QVERIFY(revert(u"two"_s).isEmpty());
    snapshot.sizeGiB += 1;
    fixture.cloud.stores->volumeSnapshots.upsert({snapshot});
    QVERIFY(!revert(u"two"_s).isEmpty());
}

void TestLaunchDialog::aLongQuestionIsShownWhole()
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

void TestLaunchDialog::backingUpAsksAtOnce()
{
    RestoreFixture fixture;
    const QString id = fixture.cloud.stores->volumeSnapshots.rows().begin().key();
    fixture.actionFlow.begin(*operations::actionNamed(u"create-backup"), {id});
    const QPointer<ui::FieldsDialog> dialog =
        fixture.window.findChild<ui::FieldsDialog *>(u"create-backup"_s);
    QVERIFY(dialog && dialog->isVisible());
    QPushButton *confirm = RestoreFixture::button(dialog, "confirm");
    QCOMPARE(dialog->findChild<QLineEdit *>(u"name"_s)->text(),
             fixture.cloud.stores->volumeSnapshots.find(id)->name);
    // Whether there are earlier backups is not known yet.
    QVERIFY(!confirm->isEnabled());
    QVERIFY(fixture.cloud.pump([&] { return confirm->isEnabled(); }));
    QVERIFY(RestoreFixture::note(dialog, "note0").contains(u"GiB"_s));
    confirm->click();
    QCOMPARE(fixture.cloud.center.running(), 1);
    // It may be closed while the cloud is still being asked.
    QVERIFY(fixture.cloud.pump([&] { return dialog.isNull(); }));
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    fixture.actionFlow.begin(*operations::actionNamed(u"create-backup"), {id});
    fixture.window.findChild<ui::FieldsDialog *>(u"create-backup"_s)->reject();
}

void TestLaunchDialog::restoringIsAChoice()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    fixture.actionFlow.begin(*operations::actionNamed(u"restore-snapshot"), {set.id});
    QPointer<ui::RestoreChoice> dialog = fixture.window.findChild<ui::RestoreChoice *>();
    QVERIFY(dialog);
    auto *instance = dialog->findChild<QRadioButton *>(u"restore-instance"_s);
    auto *volumes = dialog->findChild<QRadioButton *>(u"restore-volumes"_s);
    auto *one = dialog->findChild<QRadioButton *>(u"revert-volume"_s);
    QVERIFY(instance->isChecked() && instance->isEnabled() && volumes->isEnabled());
    // The reason is the cloud's rule, not a general one.
    QVERIFY(!one->isEnabled());
    QVERIFY2(one->accessibleDescription().contains(u"attached to “db-1”"_s),
             qPrintable(one->accessibleDescription()));
    QVERIFY(dialog->findChild<ui::OptionCombo *>(u"volumeToRevert"_s)->isHidden());
    QVERIFY(dialog->findChild<QRadioButton *>(u"roll-back-server"_s)->isEnabled());
    RestoreFixture::button(dialog, "continue")->click();
    QVERIFY(fixture.cloud.pump([&] { return fixture.window.findChild<ui::LaunchDialog *>(); }));
    fixture.window.findChild<ui::LaunchDialog *>()->reject();

    fixture.actionFlow.begin(*operations::actionNamed(u"restore-snapshot"), {set.id});
    for (ui::RestoreChoice *each : fixture.window.findChildren<ui::RestoreChoice *>()) {
        if (each->isVisible())
            dialog = each;
    }
    dialog->findChild<QRadioButton *>(u"restore-volumes"_s)->click();
    RestoreFixture::button(dialog, "continue")->click();
    auto *entry = fixture.window.findChild<ui::FieldsDialog *>(u"restore-volumes"_s);
    QVERIFY(entry);
    QVERIFY(
        fixture.cloud.pump([&] { return RestoreFixture::button(entry, "confirm")->isEnabled(); }));
    QCOMPARE(entry->findChild<QLineEdit *>(u"name"_s)->text(), u"db-1-restored"_s);
    QVERIFY(RestoreFixture::note(entry, "note0").contains(u"db-1-restored-"_s));
    RestoreFixture::button(entry, "confirm")->click();
    QCOMPARE(fixture.cloud.center.operations().size(), 1U);
    const operations::Operation *operation = fixture.cloud.center.operations().front().get();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(operation->stages().size() >= 2);
}

void TestLaunchDialog::anInstanceIsRolledBackAsThePlanSays()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    fixture.actionFlow.begin(*operations::restoreWays().rollBack, {set.id});
    auto *dialog = fixture.window.findChild<ui::FieldsDialog *>(u"roll-back-server"_s);
    QVERIFY(dialog);
    QStringList plan;
    const auto read = [&] {
        plan.clear();
        for (const QLabel *cell : dialog->findChild<ui::PlanTable *>()->findChildren<QLabel *>())
            plan.append(cell->text());
        return plan.join(u'\n');
    };
    QVERIFY(fixture.cloud.pump([&] { return read().contains(u"-before-rollback"_s); }));
    QVERIFY(plan.contains(u"What happens"_s));
    QCOMPARE(plan.filter(u"Exchanged for"_s).size(), 2);
    QCOMPARE(plan.filter(u"It is the root disk"_s).size(), 1);
    // What else is possible, in one press.
    QVERIFY(RestoreFixture::note(dialog, "note0").contains(u"new instance"_s));
    QPushButton *confirm = RestoreFixture::button(dialog, "confirm");
    QVERIFY(!confirm->isEnabled()); // the name is not typed
    auto *present = dialog->findChild<ui::OptionCombo *>(u"present"_s);
    QVERIFY(present);
    present->setCurrentIndex(1);
    Q_EMIT present->chosen(u"revert"_s);
    QVERIFY(fixture.cloud.pump([&] { return read().contains(u"Reverted."_s); }));
    QCOMPARE(plan.filter(u"Exchanged for"_s).size(), 0);
    dialog->reject();
}

void TestLaunchDialog::oneVolumeSnapshotIsRestored()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    const QString part = fixture.cloud.stores->snapshotSets.find(set.id)->parts.front().snapshotId;
    fixture.actionFlow.begin(*operations::actionNamed(u"restore-volume-snapshot"), {part});
    QPointer<ui::RestoreChoice> dialog = fixture.window.findChild<ui::RestoreChoice *>();
    QVERIFY(dialog);
    auto *volume = dialog->findChild<QRadioButton *>(u"create-volume"_s);
    auto *back = dialog->findChild<QRadioButton *>(u"revert-volume"_s);
    auto *instance = dialog->findChild<QRadioButton *>(u"restore-instance"_s);
    QVERIFY(volume->isChecked() && instance->isEnabled());
    QVERIFY(!back->isEnabled()); // it is attached
    QVERIFY2(back->accessibleDescription().contains(u"attached to “db-1”"_s),
             qPrintable(back->accessibleDescription()));
    // Of the whole snapshot, and it says so.
    QVERIFY2(instance->accessibleDescription().contains(set.name),
             qPrintable(instance->accessibleDescription()));
    RestoreFixture::button(dialog, "continue")->click();
    auto *entry = fixture.window.findChild<ui::FieldsDialog *>(u"create-volume"_s);
    QVERIFY(entry);
    entry->reject();
    // What is not part of a snapshot has a choice, too.
    openstack::VolumeSnapshot alone = *fixture.cloud.stores->volumeSnapshots.find(part);
    alone.id = u"alone"_s;
    alone.metadata.clear();
    fixture.cloud.stores->volumeSnapshots.upsert({alone});
    fixture.actionFlow.begin(*operations::actionNamed(u"restore-volume-snapshot"), {alone.id});
    for (ui::RestoreChoice *each : fixture.window.findChildren<ui::RestoreChoice *>()) {
        if (each->isVisible())
            dialog = each;
    }
    auto *boots = dialog->findChild<QRadioButton *>(u"restore-instance"_s);
    QVERIFY(boots->isEnabled());
    QVERIFY(!boots->accessibleDescription().contains(set.name));
    dialog->reject();
}

void TestLaunchDialog::oneVolumeIsPutBack()
{
    RestoreFixture fixture;
    const Subject set = fixture.setOf(u"db-1"_s);
    const auto parts = fixture.cloud.stores->snapshotSets.find(set.id)->parts;
    // Someone detaches the last of its volumes while the question is open.
    fixture.actionFlow.begin(*operations::actionNamed(u"restore-snapshot"), {set.id});
    QPointer<ui::RestoreChoice> dialog = fixture.window.findChild<ui::RestoreChoice *>();
    openstack::Volume free = *fixture.cloud.stores->volumes.find(parts.back().volumeId);
    free.status = u"available"_s;
    free.attachments.clear();
    free.sizeGiB = parts.back().sizeGiB;
    fixture.cloud.stores->volumes.upsert({free});
    // Newer than all others, as the rule wants it.
    openstack::VolumeSnapshot latest =
        *fixture.cloud.stores->volumeSnapshots.find(parts.back().snapshotId);
    latest.created = fixture.cloud.clock.now().addDays(1);
    fixture.cloud.stores->volumeSnapshots.upsert({latest});
    auto *one = dialog->findChild<QRadioButton *>(u"revert-volume"_s);
    QVERIFY2(one->isEnabled(), qPrintable(one->accessibleDescription()));
    auto *which = dialog->findChild<ui::OptionCombo *>(u"volumeToRevert"_s);
    QVERIFY(!which->isHidden());
    QVERIFY(dialog->findChild<QRadioButton *>(u"restore-instance"_s)->isChecked());
    one->click();
    RestoreFixture::button(dialog, "continue")->click();
    auto *revert = fixture.window.findChild<ui::FieldsDialog *>(u"revert-volume"_s);
    QVERIFY(revert);
    QVERIFY(!RestoreFixture::button(revert, "confirm")->isEnabled()); // the name is typed first
    revert->reject();
}

void TestLaunchDialog::memoryIsInGiB()
{
    RestoreFixture fixture;
    QPointer<ui::LaunchDialog> dialog = fixture.launch(fixture.setOf(u"db-1"_s));
    const auto lines = dialog->form().room();
    const auto memory = std::ranges::find(lines, u"Memory"_s, &forms::QuotaLine::title);
    QVERIFY(memory != lines.end());
    QVERIFY2(memory->text.contains(u"GiB"_s) && !memory->text.contains(u"MiB"_s),
             qPrintable(memory->text));
}

QTEST_MAIN(TestLaunchDialog)
#include "tst_launchdialog.moc"
