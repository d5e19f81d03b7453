#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "ui/pages/activitypage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/noticebar.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTableView>

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
    [[nodiscard]] QString title() const override { return u"Count to a million"_qs; }
    [[nodiscard]] operations::Subject subject() const override
    {
        return {operations::Subject::Kind::Server, u"s1"_qs, u"web-01"_qs};
    }
    [[nodiscard]] QString command() const override { return {}; }
    [[nodiscard]] QString kind() const override { return u"count"_qs; }
    void finish() { succeed(); }
    void ask()
    {
        askPerson({u"How far?"_qs, {{u"all"_qs, u"To the end"_qs}, {u"no"_qs, u"Stop"_qs}}});
    }
    QString answer;

protected:
    void run() override {}
    void decided(const QString &choice) override { answer = choice; }
};

/// Not so long ago that it would be thrown away.
const QDateTime lately = QDateTime::currentDateTimeUtc().addDays(-5); // NOLINT(cert-err58-cpp)

JournalScope place(const QString &project)
{
    return {u"http://cloud.example"_qs, u"RegionOne"_qs, project,
            u"work / RegionOne / "_qs + project};
}

JournalEntry entryOf(const QString &title, const QString &project, Outcome outcome)
{
    JournalEntry entry;
    entry.id = title;
    entry.kind = u"power"_qs;
    entry.intent = {{u"action"_qs, u"stop"_qs}};
    entry.scope = place(project);
    entry.subject = {operations::Subject::Kind::Server, u"s1"_qs, u"web-01"_qs};
    entry.title = title;
    entry.command = u"openstack server stop web-01"_qs;
    entry.started = lately;
    if (outcome == Outcome::Running)
        return entry;
    entry.outcome = outcome;
    entry.ended = entry.started.addSecs(90);
    entry.requestIds = {u"req-"_qs + title};
    if (outcome == Outcome::Failed) {
        entry.error = Error();
        entry.error->kind = ErrorKind::Conflict;
        entry.error->message = u"It is locked."_qs;
    }
    return entry;
}

/// The page over a journal that an earlier Oriel has written.
struct ActivityDesk
{
    explicit ActivityDesk(const std::vector<JournalEntry> &entries)
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
        operations.setJournal(journal.get(), place(u"demo"_qs));
        page = std::make_unique<ui::ActivityPage>(context);
        page->resize(1000, 600);
        page->show();
        table = page->findChild<QTableView *>(u"activityTable"_qs);
        page->entered({ui::Route::Place::Activity, {}, {}});
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
            operations::Context{*models.net.client, models.stores, models.net.clock, u"demo"_qs});
        SlowOperation *out = operation.get();
        operations.start(std::move(operation));
        return out;
    }

    QTemporaryDir folder;
    QString path = folder.filePath(u"journal.sqlite"_qs);
    test::ModelFixture models;
    std::unique_ptr<operations::Journal> journal;
    operations::OperationCenter operations;
    QSettings settings{folder.filePath(u"oriel.ini"_qs), QSettings::IniFormat};
    ui::Theme theme{*qApp, ui::Theme::Scheme::Light};
    ui::UiContext context{*models.net.client, models.stores, operations,    models.net.clock, theme,
                          settings,           u"demo"_qs,    {u"member"_qs}};
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
        const ActivityDesk desk({entryOf(u"one"_qs, u"demo"_qs, Outcome::Succeeded),
                                 entryOf(u"two"_qs, u"demo"_qs, Outcome::Failed)});
        QTRY_COMPARE(desk.titles(), (QStringList{u"two"_qs, u"one"_qs}));
        QCOMPARE(desk.cell(0, 1), u"Failed"_qs);
        QCOMPARE(desk.cell(1, 1), u"Done"_qs);
        QCOMPARE(desk.cell(1, 2), u"work / RegionOne / demo"_qs);
        QVERIFY(desk.cell(1, 3).startsWith(lately.toLocalTime().toString(u"yyyy-MM-dd"_qs)));
        QCOMPARE(desk.cell(1, 4), u"1 min 30 s"_qs);
        QVERIFY(desk.table->isColumnHidden(2)); // all of it was done here
        QVERIFY(desk.says(u"“web-01” was not shut off."_qs) && desk.says(u"It is locked."_qs));
        QVERIFY(desk.says(u"req-two"_qs));
        QVERIFY(!desk.page->findChild<ui::NoticeBar *>()->isVisibleTo(desk.page.get()));
    }

    void whatRunsStandsAboveAndOnce()
    {
        ActivityDesk desk({entryOf(u"one"_qs, u"demo"_qs, Outcome::Succeeded)});
        QTRY_COMPARE(desk.titles().size(), 1);
        SlowOperation *operation = desk.begin();
        QCOMPARE(desk.titles(), (QStringList{u"Count to a million"_qs, u"one"_qs}));
        QCOMPARE(desk.cell(0, 1), u"Running"_qs);
        operation->finish();
        QCOMPARE(desk.cell(0, 1), u"Done"_qs);
        // The journal has it too by now.
        desk.page->refresh();
        bool read = false;
        desk.journal->history(1, desk.page.get(), [&](const auto &) { read = true; });
        QTRY_VERIFY(read);
        QCOMPARE(desk.titles(), (QStringList{u"Count to a million"_qs, u"one"_qs}));
    }

    void theUnfinishedOfOtherPlacesIsNamed()
    {
        const ActivityDesk desk({entryOf(u"one"_qs, u"lab"_qs, Outcome::Running)});
        QTRY_COMPARE(desk.titles().size(), 1);
        QCOMPARE(desk.cell(0, 1), u"Not finished"_qs);
        QVERIFY(
            desk.page->findChild<ui::NoticeBar *>()->text().contains(u"work / RegionOne / lab"_qs));
        QVERIFY(desk.says(u"It is finished as soon as you are signed in"_qs));
        // What it is about is not in the project that is shown.
        for (const QPushButton *button : desk.page->findChildren<QPushButton *>()) {
            if (button->text() == u"Show"_qs)
                QVERIFY(!button->isEnabled());
        }
        QVERIFY(!desk.table->isColumnHidden(2));
        desk.page->resize(600, 600); // what was done needs the room more
        for (const int column : {2, 3, 4})
            QVERIFY(desk.table->isColumnHidden(column));
        // All of the details can be seen without moving them to and fro.
        const auto *details = desk.page->findChild<QScrollArea *>(u"operationDetails"_qs);
        QTRY_VERIFY(details->viewport()->width() >= details->widget()->minimumSizeHint().width());
        desk.page->resize(1000, 600);
        for (const int column : {2, 3, 4})
            QVERIFY(!desk.table->isColumnHidden(column));
        QVERIFY(desk.says(u"It belongs to work / RegionOne / lab. Switch to that project"_qs));
    }

    void whereNoProjectIdTellsTheWordsDo()
    {
        // The projects of the demo cloud are one place to the journal.
        JournalEntry here = entryOf(u"one"_qs, u"demo"_qs, Outcome::Succeeded);
        JournalEntry there = entryOf(u"two"_qs, u"lab"_qs, Outcome::Succeeded);
        JournalScope scope = here.scope;
        scope.projectId = here.scope.projectId = there.scope.projectId = QString();
        ActivityDesk desk({here, there});
        desk.operations.setJournal(desk.journal.get(), scope);
        QTRY_COMPARE(desk.titles().size(), 2);
        const auto *show = desk.page->findChild<QPushButton *>(u"showSubject"_qs);
        desk.table->selectRow(static_cast<int>(desk.titles().indexOf(u"one"_qs)));
        QVERIFY(show->isEnabled());
        desk.table->selectRow(static_cast<int>(desk.titles().indexOf(u"two"_qs)));
        QVERIFY(!show->isEnabled());
        QVERIFY(desk.says(u"It belongs to work / RegionOne / lab."_qs));
    }

    void filters()
    {
        const ActivityDesk desk({entryOf(u"one"_qs, u"demo"_qs, Outcome::Succeeded),
                                 entryOf(u"two"_qs, u"demo"_qs, Outcome::Failed),
                                 entryOf(u"three"_qs, u"lab"_qs, Outcome::Unclear)});
        QTRY_COMPARE(desk.titles().size(), 3);
        auto *field = desk.page->findChild<QLineEdit *>(u"filterField"_qs);
        auto *facet = desk.page->findChild<QComboBox *>(u"outcomeFacet"_qs);
        field->setText(u"LAB web"_qs);
        QCOMPARE(desk.titles(), QStringList{u"three"_qs});
        field->setText(u"req-two"_qs);
        QCOMPARE(desk.titles(), QStringList{u"two"_qs});
        field->clear();
        facet->setCurrentIndex(2);
        QCOMPARE(desk.titles(), (QStringList{u"three"_qs, u"two"_qs}));
        field->setText(u"nowhere"_qs);
        QVERIFY(desk.says(u"Nothing matches the filter"_qs));
        QVERIFY(desk.says(u"3 operation(s) hidden by it."_qs)); // tests have no plural forms
        field->clear();
        // What there is none of is said in words of its own.
        facet->setCurrentIndex(1);
        QVERIFY(desk.says(u"Nothing is running"_qs));
        QVERIFY(!desk.says(u"Nothing matches the filter"_qs));
        // A filter does not hide what was asked for.
        desk.page->entered({ui::Route::Place::Activity, u"one"_qs, {}});
        QTRY_COMPARE(desk.table->currentIndex().data().toString(), u"one"_qs);
        QCOMPARE(desk.titles().size(), 3);
    }

    void aQuestionIsAnsweredHere()
    {
        ActivityDesk desk({});
        SlowOperation *operation = desk.begin();
        operation->ask();
        QTRY_VERIFY(desk.says(u"How far?"_qs));
        for (QPushButton *button : desk.page->findChildren<QPushButton *>()) {
            if (button->text() == u"Stop"_qs)
                button->click();
        }
        QCOMPARE(operation->answer, u"no"_qs);
        QVERIFY(!desk.says(u"How far?"_qs));
    }
};

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
