#include "forms/scheduleform.h"
#include "forms/schedulewords.h"
#include "operations/actions/actions.h"
#include "support/loadedcloud.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/scheduledialog.h"
#include "ui/pages/instance/schedulebar.h"
#include "ui/pages/overview/overviewrows.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTimeEdit>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::ScheduleRun;
using operations::SnapshotSchedule;

namespace {

/// The demo cloud, its schedules, and a window.
struct ScheduleFixture
{
    explicit ScheduleFixture(
        const forms::CloudOptions &options = {{u"--os-cloud"_s, u"my %cloud"_s}, true})
        : context(loaded.around.context)
        , server(loaded.cloud.server(u"db-1"_s))
    {
        context.schedules = &schedules;
        context.cloudOptions = options;
        schedules.enter({}, false);
        flow = std::make_unique<ui::ActionFlow>(context, &loaded.window);
    }
    ui::ScheduleDialog *open()
    {
        flow->begin(*operations::actionNamed(operations::scheduleSnapshotsKey), {server.id});
        for (auto *dialog : loaded.window.findChildren<ui::ScheduleDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        qFatal("no dialog");
    }
    static void press(QWidget *dialog, const QString &button)
    {
        QTest::mouseClick(dialog->findChild<QPushButton *>(button), Qt::LeftButton);
    }
    [[nodiscard]] SnapshotSchedule stored() const { return *schedules.of(server.id); }

    test::LoadedCloud loaded;
    operations::Schedules schedules{QString()};
    ui::UiContext context;
    openstack::Server server;
    std::unique_ptr<ui::ActionFlow> flow;
};

QString textOf(const QWidget *parent, const QString &label)
{
    return parent->findChild<QLabel *>(label)->text();
}

} // namespace

class TestScheduleDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void schedulesAndChanges();
    void backsUp();
    void withoutABackupServiceThereIsNoChoice();
    void removesTheScheduleOnly();
    void withoutADayThereIsNothing();
    void theLinesForAServer();
    void theLinesQuoteWhatIsSpecial();
    void withoutAFileItSaysWhatIsNeeded();
    void theBarSaysWhatIsScheduled();
    void theBarSaysThatNothingIsKnown();
    void theOverviewShowsWhatFailed();
    void aReaderIsTold();
    void theOptionsOfACloud();
};

void TestScheduleDialog::schedulesAndChanges()
{
    ScheduleFixture fixture;
    auto *dialog = fixture.open();
    QVERIFY(!dialog->findChild<QPushButton *>(u"removeSchedule"_s));
    QCOMPARE(textOf(dialog, u"first"_s), u"The next snapshot is created tomorrow at 03:00."_s);
    dialog->findChild<QTimeEdit *>(u"time"_s)->setTime(QTime(22, 15));
    QCOMPARE(textOf(dialog, u"first"_s), u"The next snapshot is created today at 22:15."_s);
    dialog->findChild<QSpinBox *>(u"keep"_s)->setValue(3);
    // Four sets of three volumes, in a project that may have ten.
    QVERIFY(textOf(dialog, u"quota"_s).contains(u"12 volume snapshots"_s));
    for (const int day : {6, 7})
        QTest::mouseClick(dialog->findChild<QCheckBox *>(u"day%1"_s.arg(day)), Qt::LeftButton);
    dialog->findChild<QCheckBox *>(u"shutOff"_s)->click();
    QVERIFY(textOf(dialog, u"consistency"_s).contains(u"interrupted"_s));
    QCOMPARE(dialog->findChild<QPlainTextEdit *>(u"command"_s)->toPlainText(),
             u"orielctl snapshot schedule set --time 22:15 --days mon,tue,wed,thu,fri --keep 3 "
             "--shut-off-first db-1"_s);
    fixture.press(dialog, u"confirm"_s);
    const SnapshotSchedule made = fixture.stored();
    QCOMPARE(made.time, QTime(22, 15));
    QCOMPARE(made.days, (QList<int>{1, 2, 3, 4, 5}));
    QCOMPARE(made.keep, 3);
    QVERIFY(made.shutOffFirst);
    QCOMPARE(made.serverName, u"db-1"_s);
    QCOMPARE(made.since, fixture.loaded.cloud.clock.now());

    fixture.loaded.cloud.clock.advance(std::chrono::minutes(5));
    dialog = fixture.open();
    QCOMPARE(dialog->findChild<QTimeEdit *>(u"time"_s)->time(), QTime(22, 15));
    dialog->findChild<QSpinBox *>(u"keep"_s)->setValue(5);
    fixture.press(dialog, u"confirm"_s);
    QCOMPARE(fixture.stored().id, made.id); // it goes on deleting what it has made
    QCOMPARE(fixture.stored().keep, 5);
    QCOMPARE(fixture.stored().since, made.since);
    dialog = fixture.open();
    dialog->findChild<QTimeEdit *>(u"time"_s)->setTime(QTime(1, 0));
    fixture.press(dialog, u"confirm"_s);
    QVERIFY(fixture.stored().since > made.since); // not at once for 01:00 today
}

void TestScheduleDialog::backsUp()
{
    ScheduleFixture fixture;
    auto *dialog = fixture.open();
    auto *keep = dialog->findChild<QSpinBox *>(u"keepBackups"_s);
    QVERIFY(!keep->isEnabled());
    dialog->findChild<QCheckBox *>(u"backUp"_s)->click();
    QVERIFY(keep->isEnabled());
    QCOMPARE(keep->value(), 14);
    keep->setValue(4);
    dialog->findChild<QSpinBox *>(u"fullEvery"_s)->setValue(3);
    // Of three volumes: the newest four, and what is left of a chain.
    const QString words = textOf(dialog, u"backups"_s);
    QVERIFY2(words.contains(u"Every 3 backup(s)"_s) && words.contains(u"at most 21 backups"_s),
             qPrintable(words));
    QCOMPARE(
        dialog->findChild<QPlainTextEdit *>(u"command"_s)->toPlainText(),
        u"orielctl snapshot schedule set --time 03:00 --keep 7 --keep-backups 4 --full-every 3 "
        "db-1"_s);
    QVERIFY(dialog->form().cron().contains(u" --keep 7 --keep-backups 4 --full-every 3 "_s));
    fixture.press(dialog, u"confirm"_s);
    QCOMPARE(fixture.stored().keepBackups, 4);
    QCOMPARE(fixture.stored().fullEvery, 3);
    dialog = fixture.open();
    QVERIFY(dialog->findChild<QCheckBox *>(u"backUp"_s)->isChecked());
    dialog->findChild<QCheckBox *>(u"backUp"_s)->click();
    fixture.press(dialog, u"confirm"_s);
    QCOMPARE(fixture.stored().keepBackups, 0);
}

void TestScheduleDialog::withoutABackupServiceThereIsNoChoice()
{
    ScheduleFixture fixture;
    auto *dialog = fixture.open();
    const auto *box = dialog->findChild<QCheckBox *>(u"backUp"_s);
    openstack::Backup failed;
    failed.id = u"b1"_s;
    failed.status = u"error"_s;
    failed.failReason = u"Service not found for creating backup."_s;
    fixture.context.stores.of<openstack::Backup>().replaceAll({failed});
    QTRY_VERIFY(!box->isEnabled());
    QVERIFY(box->toolTip().contains(u"No backup service"_s));
    QCOMPARE(textOf(dialog, u"backups"_s), box->toolTip());
    QVERIFY(dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
}

void TestScheduleDialog::removesTheScheduleOnly()
{
    ScheduleFixture fixture;
    fixture.press(fixture.open(), u"confirm"_s);
    QVERIFY(fixture.schedules.of(fixture.server.id));
    auto *dialog = fixture.open();
    fixture.press(dialog, u"removeSchedule"_s);
    QVERIFY(!dialog->isVisible());
    QVERIFY(!fixture.schedules.of(fixture.server.id));
    QCOMPARE(fixture.loaded.cloud.center.running(), 0);
}

void TestScheduleDialog::withoutADayThereIsNothing()
{
    ScheduleFixture fixture;
    auto *dialog = fixture.open();
    for (int day = 1; day <= 7; ++day)
        dialog->findChild<QCheckBox *>(u"day%1"_s.arg(day))->click();
    QVERIFY(!dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
    QVERIFY(textOf(dialog, u"first"_s).isEmpty());
    dialog->findChild<QCheckBox *>(u"day3"_s)->click();
    QVERIFY(dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
}

void TestScheduleDialog::theLinesForAServer()
{
    ScheduleFixture fixture({{u"--os-cloud"_s, u"mycloud"_s}, true});
    auto *dialog = fixture.open();
    dialog->findChild<QCheckBox *>(u"day7"_s)->click();
    const QString id = dialog->form().schedule().id;
    const QString command = u"/usr/bin/orielctl --os-cloud mycloud snapshot create --schedule %1 "
                            "--keep 7 %2"_s.arg(id, fixture.server.id);
    auto *cron = dialog->findChild<QToolButton *>(u"show-cron"_s);
    cron->click();
    QCOMPARE(dialog->findChild<QPlainTextEdit *>(u"cron"_s)->toPlainText(),
             u"0 3 * * 1,2,3,4,5,6 "_s + command);
    const QString units = dialog->findChild<QPlainTextEdit *>(u"systemd"_s)->toPlainText();
    QVERIFY2(units.contains(u"\nExecStart=%1\n"_s.arg(command)), qPrintable(units));
    QVERIFY(units.contains(u"\nOnCalendar=Mon,Tue,Wed,Thu,Fri,Sat *-*-* 03:00:00\n"_s));
    QVERIFY(units.contains(u"\nPersistent=true\n"_s));
    QVERIFY(units.contains(u"\nDescription=Snapshot of db-1\n"_s));
}

void TestScheduleDialog::theLinesQuoteWhatIsSpecial()
{
    SnapshotSchedule schedule;
    schedule.id = u"oriel-1"_s;
    schedule.serverId = u"s1"_s;
    schedule.serverName = u"50 %i\nExecStart=evil"_s;
    schedule.time = QTime(13, 5);
    schedule.days = operations::everyDay();
    const forms::CloudOptions odd{{u"--os-cloud"_s, u"a %b $c \"d\" 'e' \\f"_s}, true};
    QCOMPARE(forms::cronLine(schedule, odd),
             u"5 13 * * * /usr/bin/orielctl --os-cloud 'a \\%b $c \"d\" '\\''e'\\'' \\f' snapshot "
             "create --schedule oriel-1 --keep 7 s1"_s);
    const QString units = forms::systemdUnits(schedule, odd);
    QVERIFY2(units.contains(u"--os-cloud \"a %%b $$c \\\"d\\\" 'e' \\\\f\" snapshot"_s),
             qPrintable(units));
    QVERIFY(units.contains(u"\nDescription=Snapshot of 50 %%i ExecStart=evil\n"_s));
    QVERIFY(units.contains(u"\nOnCalendar=*-*-* 13:05:00\n"_s));
}

void TestScheduleDialog::withoutAFileItSaysWhatIsNeeded()
{
    ScheduleFixture typed({{u"--os-cloud"_s, u"mycloud"_s}, false});
    QVERIFY(textOf(typed.open(), u"serverNeeds"_s).contains(u"not signed in with a clouds.yaml"_s));
    ScheduleFixture named;
    QVERIFY(textOf(named.open(), u"serverNeeds"_s).contains(u"my %cloud"_s));
}

void TestScheduleDialog::theBarSaysWhatIsScheduled()
{
    ScheduleFixture fixture;
    QAction action;
    int pressed = 0;
    QObject::connect(&action, &QAction::triggered, &action, [&] { ++pressed; });
    ui::ScheduleBar bar(fixture.context, fixture.server.id, action);
    QVERIFY(textOf(&bar, u"scheduleText"_s).contains(u"not scheduled"_s));
    auto *button = bar.findChild<QPushButton *>(u"changeSchedule"_s);
    QCOMPARE(button->text(), u"Schedule snapshots…"_s);
    button->click();
    QCOMPARE(pressed, 1);
    fixture.press(fixture.open(), u"confirm"_s);
    QCOMPARE(button->text(), u"Change schedule…"_s);
    QCOMPARE(textOf(&bar, u"scheduleText"_s),
             u"Every day at 03:00, while Oriel runs. The newest 7 are kept. Next: tomorrow at "
             "03:00."_s);
    fixture.loaded.cloud.clock.advance(std::chrono::hours(13));
    QVERIFY(textOf(&bar, u"scheduleText"_s).contains(u"Next: today at 03:00."_s));
    action.setToolTip(u"You can only read."_s);
    action.setEnabled(false);
    QVERIFY(!button->isEnabled());
    QCOMPARE(button->toolTip(), u"You can only read."_s);
}

void TestScheduleDialog::theBarSaysThatNothingIsKnown()
{
    ScheduleFixture fixture;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"schedules.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"format\": 99, \"schedules\": []}");
    file.close();
    operations::Schedules newer(path);
    newer.enter({});
    fixture.context.schedules = &newer;
    QAction action;
    const ui::ScheduleBar bar(fixture.context, fixture.server.id, action);
    QTRY_VERIFY(!newer.unreadable().isEmpty());
    const QString text = textOf(&bar, u"scheduleText"_s);
    QVERIFY2(text.startsWith(u"The snapshot schedules could not be read.\n"_s), qPrintable(text));
    QVERIFY(text.contains(u"newer version"_s));
    QVERIFY(!text.contains(u"not scheduled"_s));
    QVERIFY(QFile::remove(path));
    newer.reload();
    QTRY_VERIFY(textOf(&bar, u"scheduleText"_s).contains(u"not scheduled"_s));
}

void TestScheduleDialog::theOverviewShowsWhatFailed()
{
    ScheduleFixture fixture;
    auto &clock = fixture.loaded.cloud.clock;
    fixture.press(fixture.open(), u"confirm"_s);
    const auto rows = [&] {
        return ui::scheduleRows(fixture.schedules, fixture.loaded.cloud.center, clock.now());
    };
    const auto last = [&](ScheduleRun::Result result, const QString &text) {
        fixture.schedules.claim(fixture.stored(), {clock.now(), result, text, {}, clock.now()},
                                &fixture.schedules,
                                [](const Result<bool> &ours) { QVERIFY(ours.ok() && *ours); });
    };
    QVERIFY(rows().empty());
    last(ScheduleRun::Result::Created, {});
    QVERIFY(rows().empty());
    last(ScheduleRun::Result::Failed, u"The quota is exceeded."_s);
    QCOMPARE(rows().size(), std::size_t{1});
    QCOMPARE(rows().front().title, u"db-1"_s);
    QCOMPARE(rows().front().text,
             u"The snapshot due today at 12:00 failed. The quota is exceeded."_s);
    QCOMPARE(*rows().front().route, ui::Route::to(Kind::Server, fixture.server.id, u"snapshots"_s));
    last(ScheduleRun::Result::Started, {}); // nothing is running
    QVERIFY(rows().front().text.contains(u"not known"_s));
    for (const auto result : {ScheduleRun::Result::Unknown, ScheduleRun::Result::Skipped}) {
        last(result, u"Why."_s);
        QVERIFY(rows().front().text.endsWith(u"Why."_s));
    }
    last(ScheduleRun::Result::Created, {});
    clock.advance(std::chrono::hours(16)); // due, and nothing carries it out
    QVERIFY(rows().empty());
    fixture.schedules.setWaiting(fixture.server.id, u"It is busy."_s);
    QCOMPARE(rows().front().text, u"The snapshot due today at 03:00 is waiting. It is busy."_s);
}

void TestScheduleDialog::aReaderIsTold()
{
    ScheduleFixture fixture;
    const auto *action = operations::actionNamed(operations::scheduleSnapshotsKey);
    QVERIFY(action->obstacle({fixture.context.stores, {u"member"_s}}, fixture.server.id).isEmpty());
    QVERIFY(
        !action->obstacle({fixture.context.stores, {u"reader"_s}}, fixture.server.id).isEmpty());
    QVERIFY(!action->obstacle({fixture.context.stores}, u"gone"_s).isEmpty());
}

void TestScheduleDialog::theOptionsOfACloud()
{
    openstack::CloudConfig cloud;
    cloud.name = u"mycloud"_s;
    cloud.file = u"/home/anna/.config/openstack/clouds.yaml"_s;
    cloud.region = u"one"_s;
    cloud.auth.projectName = u"shop"_s;
    openstack::Scope scope;
    scope.region = u"one"_s;
    scope.projectId = u"p1"_s;
    scope.projectName = u"shop"_s;
    const forms::CloudOptions plain{{u"--os-cloud"_s, u"mycloud"_s}, true};
    QCOMPARE(forms::cloudOptions(cloud, scope), plain);
    scope.region = u"two"_s;
    scope.projectId = u"p2"_s;
    scope.projectName = u"other"_s;
    const QStringList both{u"--os-cloud"_s, u"mycloud"_s,         u"--os-region-name"_s,
                           u"two"_s,        u"--os-project-id"_s, u"p2"_s};
    QCOMPARE(forms::cloudOptions(cloud, scope).words, both);
    cloud.method = openstack::AuthMethod::ApplicationCredential;
    QCOMPARE(forms::cloudOptions(cloud, scope).words, both.first(4));
    for (const QString &file : {QString(), u"/home/anna/demo-openrc.sh"_s}) {
        cloud.file = file;
        QVERIFY(!forms::cloudOptions(cloud, scope).inFile);
        QCOMPARE(forms::cloudOptions(cloud, scope).words.value(1), u"mycloud"_s);
    }
}

QTEST_MAIN(TestScheduleDialog)
#include "tst_scheduledialog.moc"
