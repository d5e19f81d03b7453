#include "ui/dialogs/deletedialog.h"

#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "support/democloudfixture.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "support/uifixture.h"
#include "ui/actions/actionflow.h"
#include "ui/actions/actionscontroller.h"
#include "ui/dialogs/celltable.h"
#include "ui/dialogs/deleteflow.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"
#include "ui/window/operationnotice.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Subject;

namespace {

/// Stores without a cloud: one snapshot of an instance, with two volume snapshots.
struct DeleteFixture
{
    DeleteFixture()
    {
        authority.held = true;
        openstack::Image image;
        image.id = u"i"_s;
        image.name = u"nightly"_s;
        image.status = u"active"_s;
        image.created = clock.now().addDays(-1);
        for (const QString &id : {u"a"_s, u"b"_s}) {
            openstack::VolumeSnapshot snapshot;
            snapshot.id = id;
            snapshot.volumeId = u"volume-"_s + id;
            snapshot.status = u"available"_s;
            snapshot.sizeGiB = 20;
            snapshot.created = image.created;
            stores.volumeSnapshots.upsert({snapshot});
            openstack::BlockDevice device;
            device.snapshotId = id;
            device.deviceName = u"/dev/"_s + id;
            image.blockDevices.push_back(device);
        }
        stores.images.upsert({image});
        store::LoadState loaded;
        loaded.loaded = true;
        loaded.asOf = clock.now();
        const std::initializer_list<store::StoreBase *> all{
            &stores.images,  &stores.volumeSnapshots,       &stores.volumes,
            &stores.servers, &stores.of<openstack::Port>(), &stores.of<openstack::FloatingIp>()};
        for (store::StoreBase *source : all)
            source->setState(loaded);
        if (!QTest::qWaitFor([this] { return stores.snapshotSets.find(u"i"_s) != nullptr; }))
            qFatal("the set is not worked out");
        window.show();
    }

    ui::DeleteDialog *open()
    {
        auto *dialog = new ui::DeleteDialog(
            context, {{openstack::Kind::SnapshotSet, u"i"_s, u"nightly"_s}}, &window);
        dialog->open();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog does not become active");
        return dialog;
    }

    /// An instance with two volumes: the first goes with it, the second stays.
    openstack::Server addServer(const QString &id)
    {
        openstack::Server server;
        server.id = id;
        server.name = id + u"-name"_s;
        server.status = u"ACTIVE"_s;
        for (const bool goes : {true, false}) {
            openstack::Volume volume;
            volume.id = id + (goes ? u"-root"_s : u"-data"_s);
            volume.name = volume.id;
            volume.status = u"in-use"_s;
            volume.sizeGiB = 10;
            volume.attachments = {{id, u"/dev/vda"_s}};
            stores.volumes.upsert({volume});
            server.volumes.push_back({volume.id, goes});
        }
        stores.servers.upsert({server});
        return server;
    }

    ui::DeleteDialog *open(const std::vector<Subject> &subjects)
    {
        auto *dialog = new ui::DeleteDialog(context, subjects, &window);
        dialog->open();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog does not become active");
        return dialog;
    }

    void change(const QString &snapshotId, const QString &status)
    {
        openstack::VolumeSnapshot snapshot = *stores.volumeSnapshots.find(snapshotId);
        snapshot.status = status;
        stores.volumeSnapshots.upsert({snapshot});
    }

    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
    operations::OperationCenter center;
    test::UiFixture around{client, stores, center, clock};
    ui::UiContext &context = around.context;
    QMainWindow window;
};

} // namespace

/// The dialogs before a deletion and before another keep-until date, and the actions that open
/// them.
class TestDeleteDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterAloneDeletesNothing();
    void deletePrintsThePlanOnce();
    void onlyTheImage();
    void ofManySomeAreLeftOut();
    void manyHaveOneOutcome();
    void whatBlocksIsSaidWhileItIsOpen();
    void actionsSayWhyNot();
    void whatIsLostIsTyped();
    void noDateIsAChoice();
    void anInstanceIsPlanned();
    void aLockIsRemovedInPlace();
    void aThousandInstances();
};

void TestDeleteDialog::enterAloneDeletesNothing()
{
    DeleteFixture fixture;
    auto *dialog = fixture.open();
    int requested = 0;
    connect(dialog, &ui::DeleteDialog::requested, this, [&] { ++requested; });
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(requested, 0);
}

void TestDeleteDialog::deletePrintsThePlanOnce()
{
    DeleteFixture fixture;
    auto *dialog = fixture.open();
    QVERIFY(dialog->findChild<QLabel *>(u"total"_s)->text().contains(u"40 GiB"_s));
    std::vector<operations::RemovalRequest> told;
    connect(dialog, &ui::DeleteDialog::requested, this,
            [&](const std::vector<operations::RemovalRequest> &requests) {
                told.insert(told.end(), requests.begin(), requests.end());
            });
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"delete"_s), Qt::LeftButton);
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told.front().parts.size(), std::size_t(3));
    QCOMPARE(told.front().parts.front().subject.id, u"i"_s);
}

void TestDeleteDialog::onlyTheImage()
{
    DeleteFixture fixture;
    auto *dialog = fixture.open();
    auto *stays = dialog->findChild<QWidget *>(u"whatStays"_s);
    QVERIFY(!stays->isVisible());
    dialog->findChild<QRadioButton *>(u"imageOnly"_s)->click();
    QVERIFY(stays->isVisible());
    QCOMPARE(dialog->form().requests().front().parts.size(), std::size_t(1));
    QCOMPARE(dialog->form().requests().front().stays.size(), std::size_t(2));
}

void TestDeleteDialog::ofManySomeAreLeftOut()
{
    DeleteFixture fixture;
    auto *dialog = new ui::DeleteDialog(fixture.context,
                                        {{openstack::Kind::VolumeSnapshot, u"a"_s, u"first"_s},
                                         {openstack::Kind::VolumeSnapshot, u"b"_s, u"second"_s}},
                                        &fixture.window);
    dialog->open();
    auto *button = dialog->findChild<QPushButton *>(u"delete"_s);
    auto *total = dialog->findChild<QLabel *>(u"total"_s);
    auto *rows = dialog->findChild<ui::CellTable *>(u"deleteRows"_s);
    QVERIFY(total->mapTo(dialog, QPoint()).y() < rows->mapTo(dialog, QPoint()).y());
    const auto tick = [rows](int row) {
        rows->setCurrentIndex(rows->model()->index(row, 0));
        QTest::keyClick(rows, Qt::Key_Space);
    };
    const auto ticked = [rows](int row) {
        return rows->model()->index(row, 0).data(Qt::CheckStateRole) == Qt::Checked;
    };
    QVERIFY(total->text().contains(u"40 GiB"_s));
    QVERIFY(button->text().startsWith(u"Delete 2 "_s));
    tick(0);
    QVERIFY(total->text().contains(u"20 GiB"_s));
    QVERIFY(button->text().startsWith(u"Delete 1 "_s));
    QCOMPARE(dialog->form().requests().size(), std::size_t(1));
    QCOMPARE(dialog->form().requests().front().subject.id, u"b"_s);
    QVERIFY(dialog->windowTitle().contains(u"1"_s));
    // What comes from the cloud in the meantime does not choose it again.
    fixture.change(u"b"_s, u"backing-up"_s);
    QTRY_VERIFY(!button->isEnabled());
    QVERIFY(!ticked(1));
    // What is in the way of the one that is looked at is said below the list, with the way there.
    rows->setCurrentIndex(rows->model()->index(1, 0));
    const auto hints =
        dialog->findChild<QWidget *>(u"deletePlan"_s)->findChildren<ui::NotePanel *>();
    QVERIFY(std::ranges::any_of(hints, [](const ui::NotePanel *hint) {
        const auto *link = hint->findChild<QPushButton *>();
        return hint->text().contains(u"backup"_s) && link && link->isVisible();
    }));
    fixture.change(u"b"_s, u"available"_s);
    QTRY_VERIFY(button->isEnabled());
    QVERIFY(!ticked(0) && ticked(1));
    tick(1);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(u"at least one"_s));
}

void TestDeleteDialog::manyHaveOneOutcome()
{
    test::DemoCloudFixture cloud;
    const auto subscription =
        cloud.stores->watch({Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server});
    QVERIFY(cloud.pump([&] { return cloud.stores->orphanedVolumeSnapshots().size() > 1; }));
    const test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    window.show();
    ui::DeleteFlow remove(around.context, &window);
    ui::ActionFlow keep(around.context, &window);
    QStringList told;
    connect(&cloud.center, &operations::OperationCenter::finished, this,
            [&](const operations::Operation *operation, const operations::Report &report) {
                if (!report.told)
                    told += ui::operationNotice(*operation, report.summary).title;
            });
    std::vector<Subject> subjects;
    for (const auto &orphan : cloud.stores->orphanedVolumeSnapshots())
        subjects.push_back({openstack::Kind::VolumeSnapshot, orphan->id, orphan->name});
    const auto press = [&](const QString &name) {
        auto *button = window.findChild<QPushButton *>(name);
        return cloud.pump([&] { return button->isEnabled(); }) && (button->click(), true);
    };

    QStringList ids;
    for (const Subject &subject : subjects)
        ids += subject.id;
    keep.begin(*operations::actionNamed(u"change-keep-until-of-volume-snapshot"), ids);
    QVERIFY(press(u"confirm"_s));
    QVERIFY(cloud.pump([&] { return cloud.center.running() == 0; }));
    QCOMPARE(told, QStringList{u"The keep-until date of %1 snapshot(s) was changed."_s.arg(
                       subjects.size())});
    told.clear();
    remove.remove(subjects);
    QVERIFY(press(u"delete"_s));
    QVERIFY(cloud.pump([&] { return cloud.center.running() == 0; }));
    QCOMPARE(told, QStringList{u"%1 volume snapshot(s) were deleted."_s.arg(subjects.size())});
}

void TestDeleteDialog::whatBlocksIsSaidWhileItIsOpen()
{
    DeleteFixture fixture;
    auto *dialog = fixture.open();
    auto *button = dialog->findChild<QPushButton *>(u"delete"_s);
    QVERIFY(button->isEnabled());
    fixture.change(u"b"_s, u"backing-up"_s);
    QTRY_VERIFY(!button->isEnabled());
    QVERIFY(button->accessibleDescription().contains(u"backup"_s));
    fixture.change(u"b"_s, u"available"_s);
    QTRY_VERIFY(button->isEnabled());
}

void TestDeleteDialog::actionsSayWhyNot()
{
    DeleteFixture fixture;
    ui::ActionsController actions(fixture.context, &fixture.window, Kind::SnapshotSet);
    QAction *remove = actions.action(u"delete-snapshot");
    QVERIFY(!remove->isEnabled());
    QVERIFY(!remove->toolTip().isEmpty());
    actions.setIds({u"i"_s});
    QVERIFY(remove->isEnabled());
    QCOMPARE(remove->shortcut(), QKeySequence(Qt::Key_Delete));

    openstack::Image plain;
    plain.id = u"debian"_s;
    plain.name = u"debian"_s;
    plain.status = u"active"_s;
    fixture.stores.images.upsert({plain});
    actions.setIds({u"debian"_s});
    QVERIFY(remove->isEnabled());
    QVERIFY(!actions.action(u"change-keep-until")->isEnabled());

    fixture.context.roles = {u"reader"_s};
    ui::ActionsController reader(fixture.context, &fixture.window, Kind::SnapshotSet);
    reader.setIds({u"i"_s});
    QVERIFY(!reader.action(u"delete-snapshot")->isEnabled());
}

void TestDeleteDialog::whatIsLostIsTyped()
{
    DeleteFixture fixture;
    openstack::Server server;
    server.id = u"s"_s;
    server.name = u"old-intranet"_s;
    server.status = u"SHELVED_OFFLOADED"_s;
    fixture.stores.servers.upsert({server});
    openstack::Image image;
    image.id = u"k"_s;
    image.name = u"old-intranet-shelved"_s;
    image.status = u"active"_s;
    image.properties = {{u"image_type"_s, u"snapshot"_s}, {u"instance_uuid"_s, server.id}};
    fixture.stores.images.upsert({image});
    QTRY_VERIFY(fixture.stores.snapshotSets.find(u"k"_s));
    auto *dialog = new ui::DeleteDialog(
        fixture.context, {{openstack::Kind::SnapshotSet, u"k"_s, image.name}}, &fixture.window);
    dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    auto *typed = dialog->findChild<QLineEdit *>(u"typedName"_s);
    const auto *remove = dialog->findChild<QPushButton *>(u"delete"_s);
    const auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    QVERIFY(typed->isVisible() && !remove->isEnabled());
    QVERIFY(problem->text().contains(server.name));
    QCOMPARE(problem->kind(), ui::NotePanel::Kind::Plain); // nothing is wrong yet
    QTest::keyClicks(typed, u"new"_s);
    QCOMPARE(problem->kind(), ui::NotePanel::Kind::Problem);
    typed->clear();
    QCOMPARE(problem->kind(), ui::NotePanel::Kind::Plain);
    QTest::keyClicks(typed, server.name);
    QVERIFY(remove->isEnabled() && problem->isHidden());
}

void TestDeleteDialog::noDateIsAChoice()
{
    DeleteFixture fixture;
    auto *dialog =
        new ui::FieldsDialog(fixture.context, *operations::actionNamed(u"change-keep-until"),
                             {u"i"_s}, {}, &fixture.window);
    dialog->open();
    std::vector<operations::Values> chosen;
    connect(dialog, &ui::FieldsDialog::requested, this,
            [&](const operations::Values &values) { chosen.push_back(values); });
    // It has none now, and that is what is shown first.
    auto *none = dialog->findChild<QCheckBox *>(u"keep_untilNone"_s);
    QVERIFY(none->isChecked());
    QVERIFY(!dialog->findChild<QDateEdit *>(u"keep_until"_s)->isEnabled());
    QVERIFY(dialog->findChild<ui::NotePanel *>(u"note0"_s)->text().contains(u"reminded"_s));
    QVERIFY(!dialog->findChild<QWidget *>(u"problem"_s)->isVisible()); // nothing is in the way
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"confirm"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), std::size_t(1));
    QCOMPARE(chosen.front().value(u"keep_until"_s).toString(), u"none"_s);
}

void TestDeleteDialog::anInstanceIsPlanned()
{
    DeleteFixture fixture;
    const auto server = fixture.addServer(u"s"_s);
    auto *dialog = fixture.open({{Kind::Server, server.id, server.name}});
    std::vector<operations::RemovalRequest> told;
    connect(dialog, &ui::DeleteDialog::requested, this,
            [&](const std::vector<operations::RemovalRequest> &requests) { told = requests; });
    auto *rows = dialog->findChild<ui::CellTable *>(u"deleteRows"_s);
    const auto text = [rows](int row, int column) {
        return rows->model()->index(row, column).data().toString();
    };
    QCOMPARE(rows->model()->rowCount(), 3);
    QCOMPARE(text(1, 1), u"Deleted with it"_s);
    QCOMPARE(text(2, 1), u"Kept, detached"_s);
    rows->setCurrentIndex(rows->model()->index(2, 0));
    QTest::keyClick(rows, Qt::Key_Space);
    QCOMPARE(text(2, 1), u"Deleted"_s);
    const auto *remove = dialog->findChild<QPushButton *>(u"delete"_s);
    QVERIFY(!remove->isEnabled());
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"typedName"_s), server.name);
    QVERIFY(remove->isEnabled());
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"delete"_s), Qt::LeftButton);
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(told.front().parts.size(), std::size_t(3));
    QVERIFY(told.front().stays.empty());
}

void TestDeleteDialog::aLockIsRemovedInPlace()
{
    DeleteFixture fixture;
    auto server = fixture.addServer(u"s"_s);
    server.locked = true;
    fixture.stores.servers.upsert({server});
    auto *dialog = fixture.open({{Kind::Server, server.id, server.name}});
    QStringList remedies;
    connect(dialog, &ui::DeleteDialog::remedy, this,
            [&](const QString &action, const Subject &subject) {
                remedies += action + u' ' + subject.id;
            });
    const auto notes =
        dialog->findChild<QWidget *>(u"deletePlan"_s)->findChildren<ui::NotePanel *>();
    QCOMPARE(notes.size(), 1);
    QVERIFY(notes.front()->text().contains(u"locked"_s));
    notes.front()->findChild<QPushButton *>()->click();
    QCOMPARE(remedies, QStringList{u"unlock-server s"_s});
    QVERIFY(dialog->isVisible());
    server.locked = false;
    fixture.stores.servers.upsert({server});
    QTRY_VERIFY(!dialog->findChild<QWidget *>(u"deletePlan"_s)->isVisible());
}

/// Each change of the stores makes the plans once, however many rows there are.
void TestDeleteDialog::aThousandInstances()
{
    constexpr int count = 1000;
    DeleteFixture fixture;
    std::vector<Subject> subjects;
    for (int i = 0; i < count; ++i) {
        const auto server = fixture.addServer(u"s%1"_s.arg(i));
        subjects.push_back({Kind::Server, server.id, server.name});
    }
    auto *dialog = fixture.open(subjects);
    const auto *rows = dialog->findChild<ui::CellTable *>(u"deleteRows"_s);
    QCOMPARE(rows->model()->rowCount(), 3 * count);
    QCOMPARE(dialog->form().guard(), QString::number(count));
    const int planned = dialog->form().planned();
    for (int i = 0; i < 10; ++i) {
        openstack::Server server = *fixture.stores.servers.find(u"s%1"_s.arg(i));
        server.locked = true;
        fixture.stores.servers.upsert({server});
    }
    QTRY_COMPARE(dialog->form().planned(), planned + count);
    QCOMPARE(dialog->form().requests().size(), std::size_t(count - 10));
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"typedName"_s), u"990"_s);
    QVERIFY(dialog->findChild<QPushButton *>(u"delete"_s)->isEnabled());
    QCOMPARE(dialog->form().planned(), planned + count); // typing plans nothing
}

QTEST_MAIN(TestDeleteDialog)
#include "tst_deletedialog.moc"
