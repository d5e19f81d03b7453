#include "forms/snapshotform.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "operations/operationcenter.h"
#include "operations/snapshottags.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "support/uifixture.h"
#include "ui/dialogs/celltable.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/snapshotdialog.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Subject;

namespace {

constexpr int many = 1000;

/// Stores without a cloud: many instances with a volume each, and as many volume snapshots.
struct BulkFixture
{
    BulkFixture()
    {
        authority.held = true;
        std::vector<openstack::Server> servers;
        std::vector<openstack::Volume> volumes;
        std::vector<openstack::VolumeSnapshot> snapshots;
        for (int i = 0; i < many; ++i) {
            openstack::Server server;
            server.id = u"s%1"_s.arg(i);
            server.name = u"worker-%1"_s.arg(i);
            server.status = u"ACTIVE"_s;
            server.vmState = u"active"_s;
            server.volumes = {{u"v%1"_s.arg(i), false}};
            ids += server.id;
            servers.push_back(server);
            openstack::Volume volume;
            volume.id = u"v%1"_s.arg(i);
            volume.name = u"root of worker-%1"_s.arg(i);
            volume.sizeGiB = 1;
            volume.attachments = {{server.id, u"/dev/vda"_s}};
            volumes.push_back(volume);
            openstack::VolumeSnapshot snapshot;
            snapshot.id = u"x%1"_s.arg(i);
            snapshot.name = u"nightly-%1"_s.arg(i);
            snapshot.volumeId = volume.id;
            snapshot.status = u"available"_s;
            snapshot.sizeGiB = 1;
            snapshots.push_back(snapshot);
            subjects.push_back({openstack::Kind::VolumeSnapshot, snapshot.id, snapshot.name});
        }
        stores.servers.upsert(servers);
        stores.volumes.upsert(volumes);
        stores.volumeSnapshots.upsert(snapshots);
        openstack::BlockStorageLimits limits;
        limits.snapshots = {0, 5000};
        limits.gigabytes = {0, 50'000};
        stores.blockStorageLimits.set(limits);
        store::LoadState loaded;
        loaded.loaded = true;
        loaded.asOf = clock.now();
        for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
                 &stores.images, &stores.volumeSnapshots, &stores.volumes, &stores.servers})
            source->setState(loaded);
        if (!QTest::qWaitFor([this] { return stores.snapshotSets.state().loaded; }))
            qFatal("the sets are not worked out");
        window.show();
    }

    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
    operations::OperationCenter center;
    test::UiFixture around{client, stores, center, clock};
    QStringList ids;
    std::vector<Subject> subjects;
    QMainWindow window;
};

/// The signals that a view receives.
struct Told
{
    explicit Told(const QAbstractItemModel *model)
        : resets(model, &QAbstractItemModel::modelReset)
        , changes(model, &QAbstractItemModel::dataChanged)
        , inserts(model, &QAbstractItemModel::rowsInserted)
        , removals(model, &QAbstractItemModel::rowsRemoved)
    {}
    QSignalSpy resets;
    QSignalSpy changes;
    QSignalSpy inserts;
    QSignalSpy removals;
};

} // namespace

/// Dialogs about a thousand things do the work of a few: counted, for time depends on the machine.
class TestBulkDialogs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeystrokeEvaluatesNothing();
    void idleCostsNothing();
    void oneChangeOfTheCloudIsOneRow();
    void noneIsChosenInOneGo();
    void aFilterTicksWhatItShows();
    void deletionIsPlannedOnce();
    void theGuardPlansNothing();
    void theNumberIsTyped();
    void fewAreNamedAndAllAreListed();
    void aDialogIsAsHighAsItsContents();
};

void TestBulkDialogs::aKeystrokeEvaluatesNothing()
{
    BulkFixture fixture;
    auto made = std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock, fixture.ids,
                                                      QStringList{u"member"_s});
    const forms::SnapshotForm *form = made.get();
    ui::SnapshotDialog dialog(fixture.around.theme, std::move(made), &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QVERIFY2(form->evaluations() <= 2, qPrintable(QString::number(form->evaluations())));
    auto *rows = dialog.findChild<ui::CellTable *>(u"rows"_s);
    QCOMPARE(rows->model()->rowCount(), many);
    auto *name = dialog.findChild<QLineEdit *>(u"name"_s);
    name->setFocus();
    name->end(false);
    const int before = form->evaluations();
    const Told told(rows->model());
    QTest::keyClicks(name, u"abc"_s);
    QCOMPARE(form->evaluations(), before); // only the names are new
    QCOMPARE(told.changes.size(), 3);
    QCOMPARE(told.resets.size() + told.inserts.size() + told.removals.size(), 0);
    QVERIFY(rows->model()->index(many - 1, 1).data().toString().endsWith(u"abc"_s));
    const QString action = dialog.findChild<QPushButton *>(u"create"_s)->text();
    QVERIFY2(action.startsWith(u"Create 1000 "_s) && action.endsWith(u" after shutting off"_s),
             qPrintable(action));
}

void TestBulkDialogs::idleCostsNothing()
{
    BulkFixture fixture;
    auto made = std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock, fixture.ids,
                                                      QStringList{u"member"_s});
    const forms::SnapshotForm *form = made.get();
    ui::SnapshotDialog dialog(fixture.around.theme, std::move(made), &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QCoreApplication::processEvents();
    const int before = form->evaluations();
    const Told told(dialog.findChild<ui::CellTable *>(u"rows"_s)->model());
    // Five lists are refreshed at once, and nothing is different.
    store::LoadState state = fixture.stores.servers.state();
    for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
             &fixture.stores.servers, &fixture.stores.volumes, &fixture.stores.volumeSnapshots}) {
        state.asOf = state.asOf.addSecs(1);
        source->setState(state);
    }
    QCoreApplication::processEvents();
    QVERIFY(form->evaluations() <= before + 1);
    QCOMPARE(told.changes.size() + told.resets.size() + told.inserts.size() + told.removals.size(),
             0);
}

void TestBulkDialogs::oneChangeOfTheCloudIsOneRow()
{
    BulkFixture fixture;
    ui::SnapshotDialog dialog(fixture.around.theme,
                              std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock,
                                                                    fixture.ids,
                                                                    QStringList{u"member"_s}),
                              &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    auto *rows = dialog.findChild<ui::CellTable *>(u"rows"_s);
    rows->setCurrentIndex(rows->model()->index(700, 0));
    const Told told(rows->model());
    openstack::Server server = *fixture.stores.servers.find(u"s500"_s);
    server.taskState = u"rebooting"_s;
    fixture.stores.servers.upsert({server});
    QTRY_COMPARE(told.changes.size(), 1);
    QCOMPARE(told.changes[0][0].toModelIndex().row(), 500);
    QCOMPARE(told.changes[0][1].toModelIndex().row(), 500);
    QCOMPARE(told.resets.size() + told.inserts.size() + told.removals.size(), 0);
    QCOMPARE(rows->currentIndex().row(), 700);
}

void TestBulkDialogs::noneIsChosenInOneGo()
{
    BulkFixture fixture;
    auto made = std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock, fixture.ids,
                                                      QStringList{u"member"_s});
    forms::SnapshotForm *form = made.get();
    ui::SnapshotDialog dialog(fixture.around.theme, std::move(made), &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    const int before = form->evaluations();
    dialog.findChild<QPushButton *>(u"selectNone"_s)->click();
    QCOMPARE(form->evaluations(), before + 1);
    const auto *create = dialog.findChild<QPushButton *>(u"create"_s);
    QVERIFY(!create->isEnabled());
    QVERIFY(create->toolTip().contains(u"at least one"_s));
    dialog.findChild<QPushButton *>(u"selectAll"_s)->click();
    QVERIFY(create->isEnabled());
    QCOMPARE(form->requests().size(), std::size_t{many});
}

void TestBulkDialogs::aFilterTicksWhatItShows()
{
    BulkFixture fixture;
    auto made = std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock, fixture.ids,
                                                      QStringList{u"member"_s});
    forms::SnapshotForm *form = made.get();
    ui::SnapshotDialog dialog(fixture.around.theme, std::move(made), &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    auto *rows = dialog.findChild<ui::CellTable *>(u"rows"_s);
    const int high = rows->height();
    const int before = form->evaluations();
    auto *filter = dialog.findChild<QLineEdit *>(u"choiceFilter"_s);
    QTest::keyClicks(filter, u"worker-99"_s);
    QCOMPARE(rows->model()->rowCount(), 11); // 99 and 990 to 999
    QCOMPARE(form->evaluations(), before);   // the filter is the list's alone
    QCOMPARE(rows->height(), high);          // nothing moves
    dialog.findChild<QPushButton *>(u"selectNone"_s)->click();
    QCOMPARE(form->requests().size(), std::size_t{many - 11});
    filter->clear();
    QCOMPARE(rows->model()->rowCount(), many);
    QCOMPARE(form->requests().size(), std::size_t{many - 11});
}

void TestBulkDialogs::deletionIsPlannedOnce()
{
    BulkFixture fixture;
    ui::DeleteDialog dialog(fixture.around.context, fixture.subjects, &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QCOMPARE(dialog.form().planned(), many);
    auto *rows = dialog.findChild<ui::CellTable *>(u"deleteRows"_s);
    QCOMPARE(rows->model()->rowCount(), many);
    const Told told(rows->model());
    // A refresh in which nothing is different is compared once, and no view hears of it.
    store::LoadState state = fixture.stores.volumes.state();
    state.asOf = state.asOf.addSecs(1);
    fixture.stores.volumes.setState(state);
    fixture.stores.servers.setState(state);
    QTRY_COMPARE(dialog.form().planned(), 2 * many);
    QCOMPARE(told.changes.size() + told.resets.size(), 0);
    // One that is gone takes its row with it.
    rows->setCurrentIndex(rows->model()->index(10, 0));
    fixture.stores.volumeSnapshots.remove({u"x3"_s});
    QTRY_COMPARE(told.removals.size(), 1);
    QCOMPARE(told.resets.size(), 0);
    QCOMPARE(rows->currentIndex().row(), 9);
}

void TestBulkDialogs::theGuardPlansNothing()
{
    BulkFixture fixture;
    ui::DeleteDialog dialog(fixture.around.context, fixture.subjects, &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    const int planned = dialog.form().planned();
    const int revision = dialog.form().revision();
    auto *typed = dialog.findChild<QLineEdit *>(u"typedName"_s);
    auto *remove = dialog.findChild<QPushButton *>(u"delete"_s);
    QVERIFY(typed->isVisible() && !remove->isEnabled());
    QTest::keyClicks(typed, u"1000"_s);
    QVERIFY(remove->isEnabled());
    QCOMPARE(dialog.form().planned(), planned);
    QCOMPARE(dialog.form().revision(), revision);
    // Another selection is another number.
    auto *rows = dialog.findChild<ui::CellTable *>(u"deleteRows"_s);
    rows->setCurrentIndex(rows->model()->index(0, 0));
    QTest::keyClick(rows, Qt::Key_Space);
    QVERIFY(!remove->isEnabled());
    QVERIFY(remove->text().startsWith(u"Delete 999 "_s));
    QCOMPARE(dialog.form().planned(), planned);
}

void TestBulkDialogs::theNumberIsTyped()
{
    BulkFixture fixture;
    ui::ConfirmDialog::Question question;
    question.title = u"Shut off 878 instances?"_s;
    question.action = u"Shut off 878 instances"_s;
    question.danger = true;
    for (int i = 0; i < 878; ++i)
        question.names += u"worker-%1"_s.arg(i);
    ui::ConfirmDialog dialog(fixture.around.theme, question, &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QVERIFY2(dialog.height() <= 700, qPrintable(QString::number(dialog.height())));
    auto *confirm = dialog.findChild<QPushButton *>(u"confirm"_s);
    auto *typed = dialog.findChild<QLineEdit *>(u"typedNumber"_s);
    QVERIFY(typed->hasFocus() && !confirm->isEnabled());
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::keyClicks(typed, u"87"_s);
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(typed, u"8"_s);
    QVERIFY(confirm->isEnabled());
    QTest::keyClick(typed, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);

    ui::ConfirmDialog hasty(fixture.around.theme, question, &fixture.window);
    hasty.setAttribute(Qt::WA_DeleteOnClose, false);
    hasty.open();
    QSignalSpy done(&hasty, &QDialog::accepted);
    QTest::keyClick(hasty.findChild<QLineEdit *>(u"typedNumber"_s), Qt::Key_Return);
    QCOMPARE(done.size(), 0);
    QVERIFY(!hasty.isVisible()); // Enter alone cancels
}

void TestBulkDialogs::fewAreNamedAndAllAreListed()
{
    BulkFixture fixture;
    ui::ConfirmDialog::Question question;
    for (int i = 0; i < 12; ++i)
        question.names += u"worker-%1"_s.arg(i);
    ui::ConfirmDialog dialog(fixture.around.theme, question, &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    const QString text = dialog.findChild<QLabel *>(u"names"_s)->text();
    QVERIFY2(text.endsWith(u"worker-9 and 2 more"_s), qPrintable(text));
    QCOMPARE(dialog.findChild<QListView *>(u"allNames"_s)->model()->rowCount(), 12);
    QVERIFY(dialog.findChild<QPushButton *>(u"confirm"_s)->isEnabled()); // no number to type
    question.names.resize(10);
    ui::ConfirmDialog small(fixture.around.theme, question, &fixture.window);
    small.setAttribute(Qt::WA_DeleteOnClose, false);
    QVERIFY(small.findChild<QLabel *>(u"names"_s)->text().endsWith(u"worker-9"_s));
    QVERIFY(!small.findChild<QListView *>(u"allNames"_s));
}

/// Neither an empty space below the text nor a scroll bar, also if the heading could wrap.
void TestBulkDialogs::aDialogIsAsHighAsItsContents()
{
    BulkFixture fixture;
    ui::ConfirmDialog::Question question;
    question.title = u"Delete the key pair “a-rather-long-name-of-a-key-pair”?"_s;
    question.text = u"The cloud cannot give the public key back. Instances that were launched with "
                    u"this key pair keep the key and are not affected, but new instances can no "
                    u"longer be launched with it, in any project."_s;
    question.action = u"Delete key pair"_s;
    ui::ConfirmDialog dialog(fixture.around.theme, question, &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    const auto *scroll = dialog.findChild<QScrollArea *>();
    QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
    const auto unused = [scroll] {
        return scroll->viewport()->height() -
               scroll->widget()->layout()->totalHeightForWidth(scroll->viewport()->width());
    };
    QTRY_VERIFY(unused() >= 0 && unused() < 4);
    QCOMPARE(dialog.height() % 4, 0); // whole pixels of a screen at 125 or 150 %
}

QTEST_MAIN(TestBulkDialogs)
#include "tst_bulkdialogs.moc"
