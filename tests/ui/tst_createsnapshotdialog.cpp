#include "ui/dialogs/snapshotdialog.h"

#include "forms/snapshotform.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "operations/operationcenter.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "support/uifixture.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/errorpanel.h"
#include "ui/dialogs/instanceflows.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/preferences.h"
#include "ui/dialogs/quotabar.h"
#include "ui/theme/colors.h"
#include "ui/widgets/commandbox.h"

#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using ui::SnapshotDialog;

namespace {

/// Stores without a cloud, a theme and a window: what a dialog stands on.
struct Fixture
{
    Fixture()
    {
        authority.held = true;
        openstack::Server server;
        server.id = u"s1"_s;
        server.name = u"app-1"_s;
        server.status = u"ACTIVE"_s;
        server.vmState = u"active"_s;
        server.volumes = {{u"v1"_s, false}, {u"v2"_s, false}};
        stores.servers.upsert({server});
        addVolume(u"v1"_s, u"app-1-root"_s, 5, u"/dev/vda"_s);
        addVolume(u"v2"_s, u"app-1-data"_s, 40, u"/dev/vdb"_s);
        setLimits({4, 10}, {200, 1000});
        store::LoadState loaded;
        loaded.loaded = true;
        stores.servers.setState(loaded);
        window.resize(900, 700);
        window.show();
    }
    void addVolume(const QString &id, const QString &name, int size, const QString &device)
    {
        openstack::Volume volume;
        volume.id = id;
        volume.name = name;
        volume.sizeGiB = size;
        volume.attachments = {{u"s1"_s, device}};
        stores.volumes.upsert({volume});
    }
    void setLimits(openstack::Quota snapshots, openstack::Quota gigabytes)
    {
        openstack::BlockStorageLimits limits;
        limits.snapshots = snapshots;
        limits.gigabytes = gigabytes;
        stores.blockStorageLimits.set(limits);
    }
    SnapshotDialog *open()
    {
        auto made = std::make_unique<forms::SnapshotForm>(stores, clock, QStringList{u"s1"_s},
                                                          context.roles);
        form = made.get();
        auto *dialog = new SnapshotDialog(around.theme, std::move(made), &window);
        dialog->open();
        dialog->activateWindow();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog does not become active");
        return dialog;
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
    forms::SnapshotForm *form = nullptr; ///< of the dialog that open() has opened
};

QPushButton *button(const QWidget *dialog, const QString &name)
{
    return dialog->findChild<QPushButton *>(name);
}

} // namespace

class TestCreateSnapshotDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typeANameAndPressEnter();
    void escapeChangesNothing();
    void showsWhatWillHappen();
    void whatIsLeftOutIsSaidAndLegible();
    void shuttingOffIsChosen();
    void createIsDisabledWithItsReason();
    void theInstanceVanishesWhileItIsOpen();
    void theDateIsChosenByKeys();
    void everyInputIsNamedAsSeen();
    void everythingIsReachedByTab();
    void theCommandUnfoldsAndIsCopied();
    void fitsASmallScreen();
    void reopensWithTheSameInput();
    void typingSurvivesARefresh();
    void errorDialogOffersToEnterAgain();
    void confirmationNeedsMoreThanEnter();
    void flowStartsTheOperationAndReportsItsRefusal();
    void thePreferencesAreTheDefaults();
};

void TestCreateSnapshotDialog::typeANameAndPressEnter()
{
    Fixture fixture;
    QPointer<SnapshotDialog> dialog = fixture.open();
    std::vector<operations::CreateSnapshotRequest> requested;
    connect(dialog, &SnapshotDialog::requested, this,
            [&] { requested.push_back(fixture.form->requests().front()); });
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    QVERIFY(name->hasFocus());
    QCOMPARE(name->selectedText(), u"app-1 2026-01-15 12:00"_s);
    QTest::keyClicks(name, u"before upgrade"_s); // replaces the default, for it is selected
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(requested.size(), std::size_t{1});
    operations::CreateSnapshotRequest wanted{u"s1"_s, u"before upgrade"_s, QDate(2026, 1, 22)};
    wanted.shutOffFirst = true;
    wanted.promised = {{u"v1"_s, u"/dev/vda"_s, 5}, {u"v2"_s, u"/dev/vdb"_s, 40}};
    QVERIFY(requested.front() == wanted);
    QTRY_VERIFY(dialog.isNull()); // closed at once, and gone
}

void TestCreateSnapshotDialog::escapeChangesNothing()
{
    Fixture fixture;
    QPointer<SnapshotDialog> dialog = fixture.open();
    QSignalSpy requested(dialog, &SnapshotDialog::requested);
    QTest::keyClick(dialog->findChild<QLineEdit *>(u"name"_s), Qt::Key_Escape);
    QTRY_VERIFY(dialog.isNull());
    QCOMPARE(requested.size(), 0);
}

void TestCreateSnapshotDialog::showsWhatWillHappen()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    const auto *disks = dialog->findChild<QTableView *>(u"disks"_s);
    const auto cell = [disks](int row, int column) {
        return disks->model()->index(row, column).data().toString();
    };
    QVERIFY(!disks->verticalScrollBar()->isVisible());
    QCOMPARE(disks->model()->rowCount(), 2);
    QCOMPARE(cell(0, 0), u"app-1-root"_s);
    QCOMPARE(cell(1, 1), u"/dev/vdb"_s);
    QCOMPARE(cell(1, 2), u"40 GiB"_s);
    QVERIFY(dialog->findChild<QLabel *>(u"captureText"_s)->text().contains(u"45 GiB"_s));
    const auto gauges = dialog->findChildren<ui::QuotaBar *>();
    QCOMPARE(gauges.size(), 2);
    QCOMPARE(gauges.at(0)->accessibleDescription(), u"6 of 10 after this one"_s);
    QVERIFY(dialog->findChild<ui::NotePanel *>(u"caution"_s)->text().contains(u"not a backup"_s));
    // A volume attached while it is open shows up.
    openstack::Server server = *fixture.stores.servers.find(u"s1"_s);
    server.volumes.push_back({u"v3"_s, false});
    fixture.addVolume(u"v3"_s, u"new"_s, 1, u"/dev/vdc"_s);
    fixture.stores.servers.upsert({server});
    QCOMPARE(disks->model()->rowCount(), 3);
}

void TestCreateSnapshotDialog::whatIsLeftOutIsSaidAndLegible()
{
    Fixture fixture;
    openstack::Server server = *fixture.stores.servers.find(u"s1"_s);
    server.imageId = u"debian"_s;
    server.volumes = {{u"v2"_s, false}};
    fixture.stores.servers.upsert({server});
    fixture.setLimits({10, 10}, {200, 1000});
    store::LoadState loaded;
    loaded.loaded = true;
    fixture.stores.volumes.setState(loaded);
    auto *dialog = fixture.open();
    const auto *disks = dialog->findChild<QTableView *>(u"disks"_s);
    const auto *box = dialog->findChild<QCheckBox *>(u"dataVolumes"_s);
    const auto *note = dialog->findChild<ui::NotePanel *>(u"dataVolumesNote"_s);
    QVERIFY(box->isVisible() && !box->isChecked());
    QVERIFY(note->isVisible() && note->text().contains(u"11 of 10"_s));
    QVERIFY(box->accessibleDescription().contains(u"11 of 10"_s));
    for (const ui::Theme::Scheme scheme : {ui::Theme::Scheme::Light, ui::Theme::Scheme::Dark}) {
        fixture.around.theme.setScheme(scheme);
        const auto ink = disks->model()->index(1, 0).data(Qt::ForegroundRole).value<QColor>();
        const QColor paper = fixture.around.theme.color(ui::Theme::Color::SurfaceRaised);
        QVERIFY2(ui::contrast(ink, paper) >= 4.5, qPrintable(ink.name() + paper.name()));
    }
    // With room in the quota it is included, and there is nothing to say.
    fixture.setLimits({4, 10}, {200, 1000});
    QVERIFY(box->isChecked() && !note->isVisible());
}

void TestCreateSnapshotDialog::shuttingOffIsChosen()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    auto *off = dialog->findChild<QRadioButton *>(u"shutOffFirst"_s);
    auto *running = dialog->findChild<QRadioButton *>(u"keepRunning"_s);
    auto *create = button(dialog, u"create"_s);
    auto *text = dialog->findChild<QPlainTextEdit *>(u"command"_s);
    auto *note = dialog->findChild<ui::NotePanel *>(u"consistency"_s);
    QVERIFY(off->isVisible() && off->isChecked() && !note->isVisible());
    QCOMPARE(create->text(), u"Create snapshot after shutting off"_s);
    QVERIFY(text->toPlainText().contains(u"server stop app-1"_s));
    running->setFocus();
    QTest::keyClick(running, Qt::Key_Space);
    QVERIFY(!off->isChecked() && !dialog->form().shutOffFirst());
    QCOMPARE(create->text(), u"Create snapshot"_s);
    QVERIFY(!text->toPlainText().contains(u"server stop"_s));
    // What was chosen stays chosen while the rows are refreshed.
    openstack::Server server = *fixture.stores.servers.find(u"s1"_s);
    server.progress = 1;
    fixture.stores.servers.upsert({server});
    QVERIFY(running->isChecked());
    // Somebody shuts it off in the meantime: there is nothing to choose any longer.
    server.status = u"SHUTOFF"_s;
    server.vmState = u"stopped"_s;
    fixture.stores.servers.upsert({server});
    QVERIFY(!off->isVisible() && note->isVisible());
    QVERIFY(note->text().contains(u"consistent"_s));
}

void TestCreateSnapshotDialog::createIsDisabledWithItsReason()
{
    Fixture fixture;
    fixture.setLimits({9, 10}, {200, 1000});
    auto *dialog = fixture.open();
    auto *create = button(dialog, u"create"_s);
    auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    QVERIFY(!create->isEnabled());
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(u"11 of 10"_s));
    QCOMPARE(create->toolTip(), problem->text());
    QCOMPARE(create->accessibleDescription(), problem->text());
    QSignalSpy requested(dialog, &SnapshotDialog::requested);
    QTest::keyClick(dialog->findChild<QLineEdit *>(u"name"_s), Qt::Key_Return);
    QCOMPARE(requested.size(), 0);
    QVERIFY(dialog->isVisible());
    fixture.setLimits({1, 10}, {200, 1000});
    QVERIFY(create->isEnabled());
    QVERIFY(!problem->isVisible());
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    name->setText(QString(256, u'x'));
    QVERIFY(!create->isEnabled());
    QVERIFY(problem->text().contains(u"242"_s));
    name->clear();
    QVERIFY(create->isEnabled());
    QCOMPARE(name->placeholderText(), u"app-1"_s);
}

void TestCreateSnapshotDialog::theInstanceVanishesWhileItIsOpen()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    name->setText(u"mine"_s);
    fixture.stores.servers.remove({u"s1"_s});
    QVERIFY(dialog->isVisible());
    QVERIFY(!button(dialog, u"create"_s)->isEnabled());
    QVERIFY(
        dialog->findChild<ui::NotePanel *>(u"problem"_s)->text().contains(u"no longer exists"_s));
    QCOMPARE(name->text(), u"mine"_s);
}

void TestCreateSnapshotDialog::theDateIsChosenByKeys()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    auto *date = dialog->findChild<QDateEdit *>(u"keepUntil"_s);
    auto *none = dialog->findChild<QCheckBox *>(u"noDate"_s);
    QCOMPARE(date->date(), QDate(2026, 1, 22));
    date->setFocus();
    date->setSelectedSection(QDateTimeEdit::DaySection);
    QTest::keyClick(date, Qt::Key_Up);
    QCOMPARE(dialog->form().keepUntil(), std::optional(QDate(2026, 1, 23)));
    QTest::keyClick(none, Qt::Key_Space);
    QVERIFY(!dialog->form().keepUntil());
    QVERIFY(!date->isEnabled());
    QTest::keyClick(none, Qt::Key_Space);
    QCOMPARE(dialog->form().keepUntil(), std::optional(QDate(2026, 1, 23)));
}

void TestCreateSnapshotDialog::everyInputIsNamedAsSeen()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    dialog->findChild<QToolButton *>(u"showAsCommand"_s)->click();
    const auto nameOf = [](QWidget *widget) {
        return QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name);
    };
    QStringList seen;
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        if (!label->buddy())
            continue;
        QString visible = label->text();
        visible.remove(u'&');
        QCOMPARE(nameOf(label->buddy()), visible);
        seen += visible;
    }
    for (const QString &wanted :
         {u"Name"_s, u"Keep until"_s, u"What will be captured"_s, u"Command"_s})
        QVERIFY2(seen.contains(wanted), qPrintable(seen.join(u',')));
    for (auto *input : dialog->findChildren<QAbstractButton *>()) {
        QString visible = input->text();
        visible.remove(u'&');
        if (!visible.isEmpty())
            QCOMPARE(nameOf(input), visible);
    }
}

void TestCreateSnapshotDialog::everythingIsReachedByTab()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    QSet<QString> reached;
    for (int i = 0; i < 20; ++i) {
        reached.insert(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    for (const QString &name : {u"name"_s, u"keepUntil"_s, u"noDate"_s, u"description"_s,
                                u"shutOffFirst"_s, u"showAsCommand"_s, u"create"_s, u"cancel"_s})
        QVERIFY2(reached.contains(name), qPrintable(QStringList(reached.values()).join(u',')));
    Q_UNUSED(dialog)
}

void TestCreateSnapshotDialog::theCommandUnfoldsAndIsCopied()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    auto *text = dialog->findChild<QPlainTextEdit *>(u"command"_s);
    QVERIFY(!text->isVisible());
    QTest::keyClick(dialog->findChild<QToolButton *>(u"showAsCommand"_s), Qt::Key_Space);
    QVERIFY(text->isVisible());
    dialog->findChild<QRadioButton *>(u"keepRunning"_s)->setChecked(true);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"it's"_s);
    QVERIFY(text->toPlainText().startsWith(u"openstack server image create --name 'it'\\''s'"_s));
    QTest::keyClick(dialog->findChild<QToolButton *>(u"copyCommand"_s), Qt::Key_Space);
    QCOMPARE(QGuiApplication::clipboard()->text(), text->toPlainText());
}

void TestCreateSnapshotDialog::fitsASmallScreen()
{
    // 1280 × 800 at 150 % is 853 × 533.
    Fixture fixture;
    auto *dialog = fixture.open();
    dialog->findChild<QToolButton *>(u"showAsCommand"_s)->click();
    dialog->resize(640, 500);
    QApplication::processEvents();
    QVERIFY2(dialog->minimumSizeHint().height() <= 480,
             qPrintable(QString::number(dialog->minimumSizeHint().height())));
    QVERIFY(dialog->minimumSizeHint().width() <= 760);
    QVERIFY(dialog->rect().contains(QRect(button(dialog, u"create"_s)->mapTo(dialog, QPoint()),
                                          button(dialog, u"create"_s)->size())));
}

void TestCreateSnapshotDialog::reopensWithTheSameInput()
{
    Fixture fixture;
    operations::CreateSnapshotRequest request{u"s1"_s, u"mine"_s, std::nullopt};
    request.description = u"why"_s;
    request.promised = {{u"v1"_s, u"/dev/vda"_s, 5}, {u"v2"_s, u"/dev/vdb"_s, 40}};
    auto made = std::make_unique<forms::SnapshotForm>(fixture.stores, fixture.clock, request,
                                                      fixture.context.roles);
    const forms::SnapshotForm *form = made.get();
    SnapshotDialog dialog(fixture.around.theme, std::move(made), &fixture.window);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog.findChild<QLineEdit *>(u"name"_s)->text(), u"mine"_s);
    QVERIFY(dialog.findChild<QCheckBox *>(u"noDate"_s)->isChecked());
    QVERIFY(form->requests().front() == request);
}

void TestCreateSnapshotDialog::typingSurvivesARefresh()
{
    Fixture fixture;
    auto *dialog = fixture.open();
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    QTest::keyClicks(name, u"abcdef"_s);
    QTest::keyClick(name, Qt::Key_Left);
    QTest::keyClick(name, Qt::Key_Left);
    fixture.setLimits({5, 10}, {201, 1000});
    QCOMPARE(name->cursorPosition(), 4);
    QTest::keyClicks(name, u"X"_s);
    QCOMPARE(name->text(), u"abcdXef"_s);
}

void TestCreateSnapshotDialog::errorDialogOffersToEnterAgain()
{
    Fixture fixture;
    const forms::ErrorText text{u"The snapshot was not created."_s, u"Quota exceeded."_s,
                                u"Delete old ones."_s, u"Request-id: req-1"_s};
    QPointer<ui::ErrorDialog> dialog =
        new ui::ErrorDialog(fixture.around.theme, text, u"Edit and retry…"_s, &fixture.window);
    QSignalSpy retried(dialog, &ui::ErrorDialog::retried);
    dialog->open();
    QCOMPARE(dialog->findChild<QLabel *>(u"errorWhat"_s)->text(), text.what);
    auto *details = dialog->findChild<QPlainTextEdit *>();
    QVERIFY(!details->isVisible());
    QTest::keyClick(dialog->findChild<QToolButton *>(u"errorDetails"_s), Qt::Key_Space);
    QVERIFY(details->isVisible());
    QTest::keyClick(dialog->findChild<QToolButton *>(u"errorCopy"_s), Qt::Key_Space);
    QCOMPARE(
        QGuiApplication::clipboard()->text(),
        u"The snapshot was not created.\nQuota exceeded.\nDelete old ones.\nRequest-id: req-1"_s);
    QTest::keyClick(button(dialog, u"retry"_s), Qt::Key_Return);
    QCOMPARE(retried.size(), 1);
    QTRY_VERIFY(dialog.isNull());
}

void TestCreateSnapshotDialog::confirmationNeedsMoreThanEnter()
{
    Fixture fixture;
    ui::ConfirmDialog::Question question;
    question.title = u"Shut off “app-1”?"_s;
    question.action = u"Shut off"_s;
    QPointer<ui::ConfirmDialog> dialog =
        new ui::ConfirmDialog(fixture.around.theme, question, &fixture.window);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    dialog->open();
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(dialog.isNull());
    QCOMPARE(accepted.size(), 0);
    dialog = new ui::ConfirmDialog(fixture.around.theme, question, &fixture.window);
    QSignalSpy confirmed(dialog, &QDialog::accepted);
    dialog->open();
    QTest::keyClick(button(dialog, u"confirm"_s), Qt::Key_Return);
    QCOMPARE(confirmed.size(), 1);
    QTRY_VERIFY(dialog.isNull());
}

void TestCreateSnapshotDialog::flowStartsTheOperationAndReportsItsRefusal()
{
    Fixture fixture;
    ui::InstanceFlows flows(fixture.context, &fixture.window);
    QSignalSpy started(&flows, &ui::InstanceFlows::started);
    QList<bool> told;
    connect(&fixture.center, &operations::OperationCenter::finished, this,
            [&](auto *, const operations::Report &report) { told.append(report.told); });
    flows.createSnapshots({u"s1"_s});
    auto *dialog = fixture.window.findChild<SnapshotDialog *>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"mine"_s);
    dialog->findChild<QCheckBox *>(u"noDate"_s)->setChecked(true);
    button(dialog, u"create"_s)->click();
    QCOMPARE(started.size(), 1);
    QCOMPARE(fixture.center.running(), 1);
    // Nobody can sign in: the operation is refused, and the input is not lost.
    Error refused;
    refused.kind = ErrorKind::Unauthorized;
    refused.message = u"The password was changed."_s;
    fixture.authority.failure = refused;
    fixture.authority.grant();
    QTRY_COMPARE(fixture.center.running(), 0);
    QTRY_VERIFY(fixture.window.findChild<ui::ErrorDialog *>());
    QCOMPARE(told, QList<bool>{true});
    auto *error = fixture.window.findChild<ui::ErrorDialog *>();
    QCOMPARE(error->findChild<QLabel *>(u"errorWhat"_s)->text(),
             u"The snapshot “mine” was not created."_s);
    button(error, u"retry"_s)->click();
    QTRY_VERIFY(fixture.window.findChild<SnapshotDialog *>() != nullptr);
    auto *again = fixture.window.findChildren<SnapshotDialog *>().last();
    operations::CreateSnapshotRequest wanted{u"s1"_s, u"mine"_s, std::nullopt};
    wanted.shutOffFirst = true;
    wanted.promised = {{u"v1"_s, u"/dev/vda"_s, 5}, {u"v2"_s, u"/dev/vdb"_s, 40}};
    QVERIFY(again->form().requests().front() == wanted);
}

void TestCreateSnapshotDialog::thePreferencesAreTheDefaults()
{
    Fixture fixture;
    ui::InstanceFlows flows(fixture.context, &fixture.window);
    ui::Preferences preferences(fixture.context.settings);
    const auto open = [&] {
        flows.createSnapshots({u"s1"_s});
        const auto dialogs = fixture.window.findChildren<SnapshotDialog *>();
        return dialogs.back();
    };
    const auto shutsOff = [](const SnapshotDialog *dialog) {
        return dialog->findChild<QRadioButton *>(u"shutOffFirst"_s)->isChecked();
    };
    const auto *before = open();
    QCOMPARE(before->findChild<QDateEdit *>(u"keepUntil"_s)->date(), QDate(2026, 1, 22));
    QVERIFY(shutsOff(before));

    preferences.setKeepDays(30);
    preferences.setShutsOffFirst(false);
    const auto *dialog = open();
    QCOMPARE(dialog->findChild<QDateEdit *>(u"keepUntil"_s)->date(), QDate(2026, 2, 14));
    QVERIFY(!dialog->findChild<QCheckBox *>(u"noDate"_s)->isChecked());
    QVERIFY(!shutsOff(dialog));

    preferences.setKeepDays(std::nullopt);
    auto *refused = open();
    QVERIFY(refused->findChild<QCheckBox *>(u"noDate"_s)->isChecked());

    // What the user has entered before is not changed.
    refused->findChild<QCheckBox *>(u"noDate"_s)->setChecked(false);
    refused->findChild<QDateEdit *>(u"keepUntil"_s)->setDate(QDate(2026, 1, 20));
    refused->findChild<QRadioButton *>(u"shutOffFirst"_s)->setChecked(true);
    button(refused, u"create"_s)->click();
    fixture.authority.failure = Error{};
    fixture.authority.failure->kind = ErrorKind::Unauthorized;
    fixture.authority.grant();
    QTRY_VERIFY(fixture.window.findChild<ui::ErrorDialog *>());
    button(fixture.window.findChild<ui::ErrorDialog *>(), u"retry"_s)->click();
    QTRY_COMPARE(fixture.window.findChildren<SnapshotDialog *>().back()->form().keepUntil(),
                 std::optional(QDate(2026, 1, 20)));
    const auto *again = fixture.window.findChildren<SnapshotDialog *>().back();
    QCOMPARE(again->findChild<QDateEdit *>(u"keepUntil"_s)->date(), QDate(2026, 1, 20));
    QVERIFY(shutsOff(again));
}

QTEST_MAIN(TestCreateSnapshotDialog)
#include "tst_createsnapshotdialog.moc"
