#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "support/modelfixture.h"
#include "ui/pages/activitypage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copyabletext.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/viewaccess.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::JournalEntry;
using operations::JournalScope;
using operations::Outcome;

namespace {

/// Runs until the test ends it.
class SlowOperation final : public operations::Operation
{
public:
    using Operation::Operation;
    [[nodiscard]] QString title() const override { return u"Count to a million"_s; }
    [[nodiscard]] operations::Subject subject() const override
    {
        return {openstack::Kind::Server, u"s1"_s, u"web-01"_s};
    }
    [[nodiscard]] QString command() const override { return {}; }
    [[nodiscard]] QString kind() const override { return u"count"_s; }
    void finish() { succeed(); }
    void ask() { askUser({u"How far?"_s, {{u"all"_s, u"To the end"_s}, {u"no"_s, u"Stop"_s}}}); }
    QString answer;

protected:
    void run() override {}
    void decided(const QString &choice) override { answer = choice; }
};

/// Not so long ago that it would be thrown away.
const QDateTime lately = QDateTime::currentDateTimeUtc().addDays(-5); // NOLINT(cert-err58-cpp)

JournalScope place(const QString &project)
{
    return {u"http://cloud.example"_s, u"RegionOne"_s, project, u"work / RegionOne / "_s + project};
}

JournalEntry entryOf(const QString &title, const QString &project, Outcome outcome)
{
    JournalEntry entry;
    entry.id = title;
    entry.kind = u"power"_s;
    entry.intent = {{u"action"_s, u"stop"_s}};
    entry.scope = place(project);
    entry.subject = {openstack::Kind::Server, u"s1"_s, u"web-01"_s};
    entry.title = title;
    entry.command = u"openstack server stop web-01"_s;
    entry.started = lately;
    if (outcome == Outcome::Running)
        return entry;
    entry.outcome = outcome;
    entry.ended = entry.started.addSecs(90);
    entry.requestIds = {u"req-"_s + title};
    if (outcome == Outcome::Failed) {
        entry.error = Error();
        entry.error->kind = ErrorKind::Conflict;
        entry.error->message = u"It is locked."_s;
    }
    return entry;
}

/// The page over a journal that an earlier Oriel has written.
struct ActivityFixture
{
    explicit ActivityFixture(const std::vector<JournalEntry> &entries)
    {
        {
            operations::Journal earlier(path);
            for (const JournalEntry &entry : entries) {
                earlier.begin(entry, &earlier, [](const auto &) {});
                if (entry.ended.isValid())
                    earlier.end(entry);
            }
        }
        journal = std::make_unique<operations::Journal>(path);
        operations.setJournal(journal.get(), place(u"demo"_s));
        page = std::make_unique<ui::ActivityPage>(context);
        page->resize(1000, 600);
        page->show();
        table = page->findChild<QTableView *>(u"activityTable"_s);
        page->entered(ui::Route::activity());
    }

    [[nodiscard]] QString cell(int row, int column) const
    {
        return table->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QStringList titles() const
    {
        QStringList titles;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            titles += cell(row, 0);
        return titles;
    }
    /// Whether a label that can be seen has these words.
    [[nodiscard]] bool says(const QString &words) const
    {
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (label->isVisibleTo(page.get()) && label->text().contains(words))
                return true;
        }
        return false;
    }
    SlowOperation *begin()
    {
        auto operation = std::make_unique<SlowOperation>(
            operations::Context{*models.net.client, models.stores, models.net.clock, u"demo"_s});
        SlowOperation *out = operation.get();
        operations.start(std::move(operation));
        return out;
    }

    QTemporaryDir folder;
    QString path = folder.filePath(u"journal.sqlite"_s);
    test::ModelFixture models;
    std::unique_ptr<operations::Journal> journal;
    operations::OperationCenter operations;
    QSettings settings{folder.filePath(u"oriel.ini"_s), QSettings::IniFormat};
    ui::Theme theme{*qApp, ui::Theme::Scheme::Light};
    ui::UiContext context{*models.net.client, models.stores, operations,   models.net.clock, theme,
                          settings,           u"demo"_s,     {u"member"_s}};
    std::unique_ptr<ui::ActivityPage> page;
    QTableView *table = nullptr;
};

} // namespace

class TestActivity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earlierRunsAreListed()
    {
        const ActivityFixture fixture({entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded),
                                       entryOf(u"two"_s, u"demo"_s, Outcome::Failed)});
        QTRY_COMPARE(fixture.titles(), (QStringList{u"two"_s, u"one"_s}));
        QCOMPARE(fixture.cell(0, 1), u"Failed"_s);
        QCOMPARE(fixture.cell(1, 1), u"Done"_s);
        QCOMPARE(fixture.cell(1, 2), u"demo"_s); // what distinguishes it from the current place
        QCOMPARE(fixture.table->model()->index(1, 2).data(Qt::ToolTipRole).toString(),
                 u"work / RegionOne / demo"_s);
        QVERIFY(fixture.cell(1, 3).startsWith(lately.toLocalTime().toString(u"yyyy-MM-dd"_s)));
        QCOMPARE(fixture.cell(1, 4), u"1 min 30 s"_s);
        QVERIFY(fixture.table->isColumnHidden(2)); // all of it was done here
        QVERIFY(fixture.says(u"“web-01” was not shut off."_s) && fixture.says(u"It is locked."_s));
        QVERIFY(fixture.says(u"req-two"_s));
        QVERIFY(!fixture.page->findChild<ui::NoticeBar *>()->isVisibleTo(fixture.page.get()));
    }

    void whatRunsStandsAboveAndOnce()
    {
        ActivityFixture fixture({entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded)});
        QTRY_COMPARE(fixture.titles().size(), 1);
        SlowOperation *operation = fixture.begin();
        QCOMPARE(fixture.titles(), (QStringList{u"Count to a million"_s, u"one"_s}));
        QCOMPARE(fixture.cell(0, 1), u"Running"_s);
        operation->finish();
        QCOMPARE(fixture.cell(0, 1), u"Done"_s);
        // The journal has it too by now.
        fixture.page->refresh();
        bool read = false;
        fixture.journal->history(1, fixture.page.get(), [&](const auto &) { read = true; });
        QTRY_VERIFY(read);
        QCOMPARE(fixture.titles(), (QStringList{u"Count to a million"_s, u"one"_s}));
    }

    /// What an operation has left in the cloud goes with one click, also after a restart of Oriel.
    void whatWasLeftCanBeRemoved()
    {
        JournalEntry failed = entryOf(u"launch"_s, u"demo"_s, Outcome::Failed);
        failed.kind = u"restore-instance"_s;
        failed.leftovers = {{openstack::Kind::Volume, u"v1"_s, u"web-11-root"_s},
                            {openstack::Kind::SecurityGroup, u"g1"_s, u"web-11-ssh"_s}};
        ActivityFixture fixture({failed, entryOf(u"one"_s, u"demo"_s, Outcome::Failed)});
        QTRY_COMPARE(fixture.titles(), (QStringList{u"one"_s, u"launch"_s}));
        auto *remove = fixture.page->findChild<QPushButton *>(u"removeLeftovers"_s);
        QVERIFY(remove->isHidden()); // the first one has left nothing
        fixture.table->selectRow(1);
        QVERIFY(!remove->isHidden() && remove->isEnabled());
        QVERIFY(fixture.says(u"web-11-ssh"_s));
        remove->click();
        QCOMPARE(fixture.operations.operations().size(), 1U);
        const auto *removal =
            qobject_cast<operations::Removal *>(fixture.operations.operations().front().get());
        QVERIFY(removal);
        QStringList ids;
        for (const auto &part : removal->request().parts)
            ids += part.subject.id;
        QCOMPARE(ids, (QStringList{u"v1"_s, u"g1"_s}));
        fixture.table->selectRow(0);
        const int again = fixture.titles().indexOf(u"launch"_s);
        fixture.table->selectRow(again);
        QVERIFY(remove->isHidden());
    }

    /// What a failed action needed has a button, as long as it is possible.
    void whatWouldHelpIsOffered()
    {
        JournalEntry failed = entryOf(u"stop"_s, u"demo"_s, Outcome::Failed);
        failed.kind = u"stop-server"_s;
        JournalEntry elsewhere = failed;
        elsewhere.id = elsewhere.title = u"elsewhere"_s;
        elsewhere.scope = place(u"lab"_s);
        ActivityFixture fixture({failed, elsewhere});
        openstack::Server server;
        server.id = u"s1"_s;
        server.name = u"web-01"_s;
        server.status = u"ACTIVE"_s;
        server.locked = true;
        fixture.models.stores.servers.upsert({server});
        QTRY_COMPARE(fixture.titles().size(), 2);
        const auto unlock = [&fixture] {
            return fixture.page->findChild<QPushButton *>(u"help-unlock-server"_s);
        };
        fixture.table->selectRow(static_cast<int>(fixture.titles().indexOf(u"elsewhere"_s)));
        QVERIFY(!unlock() || unlock()->isHidden());
        fixture.table->selectRow(static_cast<int>(fixture.titles().indexOf(u"stop"_s)));
        QTRY_VERIFY(unlock() && unlock()->isVisible());
        unlock()->click();
        QCOMPARE(fixture.operations.operations().size(), 1U);
        QCOMPARE(fixture.operations.operations().front()->kind(), u"unlock-server"_s);
    }

    /// A scope that was left is released with its operations; what they were stays.
    void aReleasedOperationStays()
    {
        ActivityFixture fixture({entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded)});
        QTRY_COMPARE(fixture.titles().size(), 1);
        const QPointer<SlowOperation> finished(fixture.begin());
        finished->finish();
        const QPointer<SlowOperation> running(fixture.begin());
        QVERIFY(fixture.operations.isUsing(fixture.models.stores));
        fixture.operations.release(fixture.models.stores);
        QVERIFY(!finished);
        QVERIFY(running);
        QCOMPARE(fixture.operations.operations().size(), 1u);
        QCOMPARE(fixture.operations.released().size(), 1u);
        QStringList outcomes;
        for (int row = 0; row < fixture.table->model()->rowCount(); ++row)
            outcomes += fixture.cell(row, 1);
        QCOMPARE(outcomes, (QStringList{u"Running"_s, u"Done"_s, u"Done"_s}));
        running->finish();
        QVERIFY(!fixture.operations.isUsing(fixture.models.stores));
    }

    void whatNeedsANewerOrielSaysSo()
    {
        JournalEntry unknown = entryOf(u"kind"_s, u"demo"_s, Outcome::Running);
        unknown.kind = u"teleport"_s;
        JournalEntry newer = entryOf(u"format"_s, u"demo"_s, Outcome::Running);
        newer.format = JournalEntry::newestFormat + 1;
        const ActivityFixture fixture({unknown, newer});
        QTRY_COMPARE(fixture.titles().size(), 2);
        for (const int row : {0, 1}) {
            QCOMPARE(fixture.cell(row, 1), u"Needs a newer Oriel"_s);
            fixture.table->selectRow(row);
            QVERIFY(fixture.says(u"This version of Oriel does not know how to finish this."_s));
            QVERIFY(!fixture.says(u"It will be finished when you sign in"_s));
        }
        QVERIFY(!fixture.page->findChild<ui::NoticeBar *>()->isVisibleTo(fixture.page.get()));
    }

    void theUnfinishedOfOtherPlacesIsNamed()
    {
        const ActivityFixture fixture({entryOf(u"one"_s, u"lab"_s, Outcome::Running)});
        QTRY_COMPARE(fixture.titles().size(), 1);
        QCOMPARE(fixture.cell(0, 1), u"Not finished"_s);
        QVERIFY(fixture.page->findChild<ui::NoticeBar *>()->text().contains(
            u"work / RegionOne / lab"_s));
        QVERIFY(fixture.says(u"It will be finished when you sign in"_s));
        // What it is about is in another project of this cloud.
        auto *show = fixture.page->findChild<QPushButton *>(u"showSubject"_s);
        QCOMPARE(show->text(), u"Switch and show"_s);
        QSignalSpy there(fixture.page.get(), &ui::Page::navigateIn);
        QTest::mouseClick(show, Qt::LeftButton);
        QCOMPARE(there.size(), 1);
        QCOMPARE(there[0][0].value<JournalScope>().projectId, u"lab"_s);
        QCOMPARE(there[0][1].value<ui::Route>(), ui::Route::to(openstack::Kind::Server, u"s1"_s));
        fixture.page->resize(1500, 600);
        for (const int column : {2, 3, 4})
            QTRY_VERIFY(!fixture.table->isColumnHidden(column));
        const QString whole = fixture.cell(0, 3);
        fixture.page->resize(600, 600); // what, when and how it finished need the space more
        for (const int column : {2, 4})
            QTRY_VERIFY(fixture.table->isColumnHidden(column));
        QVERIFY(!fixture.table->isColumnHidden(3));
        QVERIFY(fixture.cell(0, 3).size() < whole.size());
        // All of the details can be seen without moving them to and fro.
        const auto *details = fixture.page->findChild<QScrollArea *>(u"operationDetails"_s);
        QTRY_VERIFY(details->viewport()->width() >= details->widget()->minimumSizeHint().width());
        QVERIFY(fixture.says(u"It belongs to work / RegionOne / lab."_s));
    }

    void whatIsShownCanBeRead()
    {
        const ActivityFixture fixture(
            {entryOf(u"Create snapshot “web-1 2026-11-25 22:41”"_s, u"lab"_s, Outcome::Succeeded),
             entryOf(u"two"_s, u"demo"_s, Outcome::Succeeded)});
        QTRY_COMPARE(fixture.titles().size(), 2);
        for (const int width : {816, 1072, 1280, 1700}) {
            fixture.page->resize(width, 600);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            for (int row = 0; row < 2; ++row) {
                for (int column = 0; column < 5; ++column) {
                    if (fixture.table->isColumnHidden(column))
                        continue;
                    const QModelIndex cell = fixture.table->model()->index(row, column);
                    const int needed = fixture.table->sizeHintForIndex(cell).width();
                    QTRY_VERIFY2(fixture.table->columnWidth(column) >= needed,
                                 qPrintable(u"%1 at %2: %3 of %4"_s.arg(
                                     cell.data().toString(), QString::number(width),
                                     QString::number(fixture.table->columnWidth(column)),
                                     QString::number(needed))));
                }
            }
        }
        for (int column = 0; column < 5; ++column) // at 1700
            QVERIFY(!fixture.table->isColumnHidden(column));
    }

    void detailsAreAsWideAsTheirSpace()
    {
        JournalEntry entry = entryOf(u"Create snapshot “a-rather-long-name 2026-11-25 22:41”"_s,
                                     u"demo"_s, Outcome::Succeeded);
        for (int i = 0; i < 3; ++i)
            entry.requestIds +=
                u"req"_s + u"-20030be0-5cbc-4d87"_s.repeated(8) + QString::number(i);
        for (const QString &title : {u"Shut off the instance first"_s, u"Start it again"_s}) {
            operations::Stage stage{title};
            stage.state = operations::StageState::Done;
            stage.started = entry.started;
            stage.ended = entry.ended;
            stage.detail = u"powering-on and more words than fit"_s;
            entry.stages.push_back(stage);
        }
        const ActivityFixture fixture({entry});
        QTRY_COMPARE(fixture.titles().size(), 1);
        const auto *details = fixture.page->findChild<QScrollArea *>(u"operationDetails"_s);
        for (const int width : {816, 1072, 1400}) {
            fixture.page->resize(width, 600);
            QTRY_COMPARE(details->widget()->width(), details->viewport()->width());
        }
        auto *copy = details->findChild<ui::CopyableText *>()->findChild<QToolButton *>();
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), entry.requestIds.constFirst());
    }

    void everyRowHasAMenu()
    {
        ActivityFixture fixture({entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded),
                                 entryOf(u"two"_s, u"lab"_s, Outcome::Failed)});
        QTRY_COMPARE(fixture.titles().size(), 2);
        const auto menu = [&] {
            return fixture.page->findChild<QMenu *>(u"rowMenu"_s);
        };
        const auto texts = [&] {
            QStringList all;
            for (const QAction *action : menu()->actions())
                all += action->text();
            delete menu();
            return all;
        };
        QTableView &table = *fixture.table;
        const auto cell = [&](const QString &title) {
            return table.model()->index(int(fixture.titles().indexOf(title)), 5);
        };
        // By the mouse: what the menu offers belongs to its row, whatever was selected.
        table.selectRow(cell(u"one"_s).row());
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(cell(u"two"_s)).center());
        QVERIFY(menu() && menu()->isVisible());
        QCOMPARE(texts(), (QStringList{u"Switch and show"_s, u"Copy all"_s}));
        // By the keyboard.
        table.selectRow(cell(u"one"_s).row());
        QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QCoreApplication::sendEvent(table.viewport(), &key);
        QVERIFY(menu() && menu()->isVisible());
        QSignalSpy there(fixture.page.get(), &ui::Page::navigate);
        menu()->actions().constFirst()->trigger();
        QCOMPARE(there.size(), 1);
        QCOMPARE(texts(), (QStringList{u"Show"_s, u"Copy all"_s}));
        // Enter opens the row, like a double click.
        table.setFocus();
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(there.size(), 2);
        // By assistive technology.
        auto *items = dynamic_cast<ui::PressableItems *>(&table);
        QVERIFY(items && items->hasItemMenu());
        items->openItemMenu(cell(u"two"_s));
        QCOMPARE(texts(), (QStringList{u"Switch and show"_s, u"Copy all"_s}));
        QCOMPARE(cell(u"two"_s).data(Qt::AccessibleTextRole).toString(), u"Actions for two"_s);
    }

    void whereNoProjectIdTellsTheWordsDo()
    {
        // The projects of the demo cloud are one place to the journal.
        JournalEntry here = entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded);
        JournalEntry there = entryOf(u"two"_s, u"lab"_s, Outcome::Succeeded);
        JournalScope scope = here.scope;
        scope.projectId = here.scope.projectId = there.scope.projectId = QString();
        ActivityFixture fixture({here, there});
        fixture.operations.setJournal(fixture.journal.get(), scope);
        QTRY_COMPARE(fixture.titles().size(), 2);
        const auto *show = fixture.page->findChild<QPushButton *>(u"showSubject"_s);
        fixture.table->selectRow(static_cast<int>(fixture.titles().indexOf(u"one"_s)));
        QVERIFY(show->isEnabled());
        fixture.table->selectRow(static_cast<int>(fixture.titles().indexOf(u"two"_s)));
        QVERIFY(!show->isEnabled());
        QVERIFY(fixture.says(u"It belongs to work / RegionOne / lab."_s));
    }

    void filters()
    {
        const ActivityFixture fixture({entryOf(u"one"_s, u"demo"_s, Outcome::Succeeded),
                                       entryOf(u"two"_s, u"demo"_s, Outcome::Failed),
                                       entryOf(u"three"_s, u"lab"_s, Outcome::Unclear)});
        QTRY_COMPARE(fixture.titles().size(), 3);
        auto *field = fixture.page->findChild<QLineEdit *>(u"filterField"_s);
        auto *facet = fixture.page->findChild<QComboBox *>(u"outcomeFacet"_s);
        field->setText(u"LAB web"_s);
        QCOMPARE(fixture.titles(), QStringList{u"three"_s});
        field->setText(u"req-two"_s);
        QCOMPARE(fixture.titles(), QStringList{u"two"_s});
        field->clear();
        facet->setCurrentIndex(2);
        QCOMPARE(fixture.titles(), (QStringList{u"three"_s, u"two"_s}));
        field->setText(u"nowhere"_s);
        QVERIFY(fixture.says(u"No matches"_s));
        QVERIFY(
            fixture.says(u"3 operation(s) hidden by the filter."_s)); // tests have no plural forms
        field->clear();
        // What there is none of is said in words of its own.
        facet->setCurrentIndex(1);
        QVERIFY(fixture.says(u"Nothing is running"_s));
        QVERIFY(!fixture.says(u"No matches"_s));
        // A filter does not hide what was asked for.
        fixture.page->entered(ui::Route::activity(u"one"_s));
        QTRY_COMPARE(fixture.table->currentIndex().data().toString(), u"one"_s);
        QCOMPARE(fixture.titles().size(), 3);
    }

    void aQuestionIsAnsweredHere()
    {
        ActivityFixture fixture({});
        SlowOperation *operation = fixture.begin();
        operation->ask();
        QTRY_VERIFY(fixture.says(u"How far?"_s));
        for (QPushButton *button : fixture.page->findChildren<QPushButton *>()) {
            if (button->text() == u"Stop"_s)
                button->click();
        }
        QCOMPARE(operation->answer, u"no"_s);
        QVERIFY(!fixture.says(u"How far?"_s));
    }
};

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
