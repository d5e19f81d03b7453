#include "ui/pages/listpages.h"
#include "ui/pages/resourcepage.h"

#include "openstack/compute/serverchanges.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/detaileditor.h"
#include "ui/dialogs/notepanel.h"
#include "ui/pages/instance/instancehistory.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;
using ui::Route;

namespace {

/// The page of web-1 of the demo cloud.
struct PageFixture
{
    PageFixture()
        : server(cloud.server(u"web-1"_s))
        , page(new ui::ResourcePage(context, *ui::listPageOf(openstack::Kind::Server), server.id))
    {
        window.setCentralWidget(page);
        window.resize(1030, 1100); // all of it is in view
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not become active");
        enter(u"overview"_s);
        if (!cloud.pump([this] { return button(u"Edit tags"_s) != nullptr; }))
            qFatal("the cloud does not answer");
    }
    void enter(const QString &detail) { page->entered(Route::to(Kind::Server, server.id, detail)); }
    [[nodiscard]] QToolButton *button(const QString &name) const
    {
        for (QToolButton *one : page->findChildren<QToolButton *>()) {
            if (one->accessibleName() == name && one->isVisible())
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] ui::DetailEditor *editor() const
    {
        for (auto *one : page->findChildren<ui::DetailEditor *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] QLineEdit *input() const
    {
        return editor() ? editor()->findChild<QLineEdit *>(u"detailInput"_s) : nullptr;
    }
    [[nodiscard]] QString problem() const
    {
        auto *note = editor()->findChild<ui::NotePanel *>(u"detailProblem"_s);
        return note->isVisible() ? note->text() : QString();
    }
    [[nodiscard]] openstack::Server now()
    {
        return cloud.get(openstack::Get<openstack::Server>{server.id});
    }
    [[nodiscard]] bool says(const QString &text) const
    {
        const auto labels = page->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *one) { return one->isVisible() && one->text() == text; });
    }
    bool closes()
    {
        return cloud.pump([this] { return !editor(); });
    }

    DemoCloudFixture cloud;
    UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    ui::UiContext &context = around.context;
    QMainWindow window;
    openstack::Server server;
    ui::ResourcePage *page;
};

} // namespace

class TestInstanceDetails final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDescriptionIsEditedInItsPlace();
    void escapeDiscards();
    void aRefreshKeepsWhatIsTyped();
    void whatIsWrongIsSaidBesideTheField();
    void aRefusalKeepsWhatWasEntered();
    void tagsOfOthersStay();
    void metadataIsEditedInLines();
    void theMenuLeadsToThePlace();
    void anOperationAndItsActionsAreOneRow();
    void theTabShowsWhatWasDone();
};

void TestInstanceDetails::theDescriptionIsEditedInItsPlace()
{
    PageFixture fixture;
    QTest::mouseClick(fixture.button(u"Edit description"_s), Qt::LeftButton);
    QLineEdit *input = fixture.input();
    QVERIFY(input && input->hasFocus());
    QCOMPARE(input->accessibleName(), u"Description"_s);
    input->selectAll();
    QTest::keyClicks(input, u"Sells shoes"_s);
    QTest::keyClick(input, Qt::Key_Return);
    QVERIFY(!input->isEnabled()); // until the cloud has answered
    QVERIFY(fixture.closes());
    QVERIFY(fixture.button(u"Edit description"_s)->hasFocus());
    QTRY_VERIFY(fixture.says(u"Sells shoes"_s));
    QCOMPARE(fixture.now().description, u"Sells shoes"_s);
    QCOMPARE(fixture.cloud.cloud.faults().requestCount("PUT", QRegularExpression(u"/servers/"_s)),
             1);
}

void TestInstanceDetails::escapeDiscards()
{
    PageFixture fixture;
    fixture.button(u"Rename"_s)->setFocus();
    QTest::keyClick(fixture.button(u"Rename"_s), Qt::Key_Space);
    QLineEdit *input = fixture.input();
    QCOMPARE(input->text(), u"web-1"_s);
    QTest::keyClicks(input, u"other"_s);
    QTest::keyClick(input, Qt::Key_Escape);
    QVERIFY(!fixture.editor());
    QVERIFY(fixture.button(u"Rename"_s)->hasFocus());
    // What was not changed is not sent.
    QTest::mouseClick(fixture.button(u"Rename"_s), Qt::LeftButton);
    QTest::keyClick(fixture.input(), Qt::Key_Return);
    QVERIFY(!fixture.editor());
    QCOMPARE(fixture.cloud.cloud.faults().requestCount("PUT", QRegularExpression(u"/servers/"_s)),
             0);
}

void TestInstanceDetails::aRefreshKeepsWhatIsTyped()
{
    PageFixture fixture;
    QTest::mouseClick(fixture.button(u"Edit description"_s), Qt::LeftButton);
    QLineEdit *input = fixture.input();
    QTest::keyClicks(input, u"Mine"_s);
    input->setCursorPosition(2);
    fixture.cloud.get(openstack::DescribeServer{fixture.server.id, u"Theirs"_s});
    fixture.cloud.get(openstack::RenameServer{fixture.server.id, u"web-9"_s});
    fixture.cloud.stores->servers.upsert({fixture.now()});
    QCOMPARE(fixture.input(), input);
    QCOMPARE(input->text(), u"Mine"_s);
    QCOMPARE(input->cursorPosition(), 2);
    QVERIFY(input->hasFocus());
    QVERIFY2(fixture.problem().contains(u"Theirs"_s), qPrintable(fixture.problem()));
    QTest::keyClick(input, Qt::Key_Escape);
    QTRY_VERIFY(fixture.says(u"Theirs"_s));
}

void TestInstanceDetails::whatIsWrongIsSaidBesideTheField()
{
    PageFixture fixture;
    QTest::mouseClick(fixture.button(u"Edit tags"_s), Qt::LeftButton);
    QTest::keyClicks(fixture.input(), u", a/b"_s);
    QVERIFY2(fixture.problem().contains(u"a/b"_s), qPrintable(fixture.problem()));
    QCOMPARE(fixture.input()->accessibleDescription(), fixture.problem());
    QTest::keyClick(fixture.input(), Qt::Key_Return);
    QVERIFY(fixture.input()->isEnabled());
    QCOMPARE(fixture.cloud.cloud.faults().requestCount("PUT", QRegularExpression(u"/servers/"_s)),
             0);
    fixture.input()->setText(u"a"_s);
    QCOMPARE(fixture.problem(), QString());
}

void TestInstanceDetails::aRefusalKeepsWhatWasEntered()
{
    PageFixture fixture;
    demo::FaultRule refused;
    refused.method = "PUT";
    refused.status = 403;
    fixture.cloud.cloud.faults().add(refused);
    QTest::mouseClick(fixture.button(u"Rename"_s), Qt::LeftButton);
    fixture.input()->setText(u"web-2"_s);
    QTest::keyClick(fixture.input(), Qt::Key_Return);
    QVERIFY(fixture.cloud.pump([&] { return fixture.input()->isEnabled(); }));
    QCOMPARE(fixture.input()->text(), u"web-2"_s);
    QVERIFY2(fixture.problem().contains(u"was not renamed"_s), qPrintable(fixture.problem()));
    QTest::keyClick(fixture.input(), Qt::Key_Return); // once more
    QVERIFY(fixture.closes());
    QCOMPARE(fixture.now().name, u"web-2"_s);
}

void TestInstanceDetails::tagsOfOthersStay()
{
    PageFixture fixture;
    QTest::mouseClick(fixture.button(u"Edit tags"_s), Qt::LeftButton);
    fixture.cloud.get(openstack::AddServerTag{fixture.server.id, u"theirs"_s});
    fixture.cloud.stores->servers.upsert({fixture.now()});
    fixture.input()->setText(u"ours, , second"_s);
    QTest::keyClick(fixture.input(), Qt::Key_Return);
    QVERIFY(fixture.closes());
    QStringList tags = fixture.now().tags;
    tags.sort();
    QCOMPARE(tags, (QStringList{u"ours"_s, u"second"_s, u"theirs"_s}));
}

void TestInstanceDetails::metadataIsEditedInLines()
{
    PageFixture fixture;
    fixture.cloud.get(openstack::SetServerMetadata{
        fixture.server.id, {{u"old"_s, u"1"_s}, {u"role"_s, u"db"_s}, {u"oriel:x"_s, u"y"_s}}});
    fixture.cloud.stores->servers.upsert({fixture.now()});
    const auto before = fixture.now().metadata;
    QTest::mouseClick(fixture.button(u"Edit metadata"_s), Qt::LeftButton);
    QVERIFY(!fixture.button(u"Remove “oriel:x”"_s)); // Oriel's own
    for (QLineEdit *edit : fixture.editor()->findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == u"Value of “role”"_s)
            edit->setText(u"shop"_s);
    }
    fixture.button(u"Remove “old”"_s)->click(); // as assistive technology does
    fixture.editor()->findChild<QToolButton *>(u"addPair"_s)->click();
    auto *key = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(key);
    QTest::keyClicks(key, u"role"_s);
    QVERIFY2(fixture.problem().contains(u"twice"_s), qPrintable(fixture.problem()));
    QTest::keyClicks(key, u"-2"_s);
    QTest::keyClick(key, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->accessibleName(), u"Value of “role-2”"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"x"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(fixture.closes());
    auto after = before;
    after.remove(u"old"_s);
    after.insert(u"role"_s, u"shop"_s);
    after.insert(u"role-2"_s, u"x"_s);
    QCOMPARE(fixture.now().metadata, after);
}

void TestInstanceDetails::theMenuLeadsToThePlace()
{
    PageFixture fixture;
    fixture.enter(u"log"_s);
    fixture.enter(u"overview/edit-server-tags"_s);
    QVERIFY(fixture.input());
    QCOMPARE(fixture.input()->accessibleName(), u"Tags"_s);
    fixture.enter(u"overview/edit-server-tags"_s); // is open
    QVERIFY(fixture.input()->hasFocus());
}

void TestInstanceDetails::anOperationAndItsActionsAreOneRow()
{
    const QDateTime start(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
    const auto action = [&](const QString &id, const QString &name, int minute) {
        openstack::InstanceAction made;
        made.requestId = id;
        made.action = name;
        made.userId = u"u1"_s;
        made.started = start.addSecs(60 * minute);
        made.updated = made.started.addSecs(5);
        return made;
    };
    ui::InstanceHistory history;
    history.actions = {action(u"req-3"_s, u"start"_s, 3), action(u"req-2"_s, u"stop"_s, 2),
                       action(u"req-1"_s, u"create"_s, 0)};
    history.actions[1].message = u"Error"_s;
    operations::JournalEntry entry;
    entry.id = u"op"_s;
    entry.kind = u"start-server"_s;
    entry.title = u"Start “web-1”"_s;
    entry.userName = u"demo"_s;
    entry.subject = {Kind::Server, u"s1"_s, u"web-1"_s};
    entry.outcome = operations::Outcome::Succeeded;
    entry.requestIds = {u"req-3"_s};
    entry.started = start.addSecs(180);
    operations::JournalEntry other = entry;
    other.id = u"other"_s;
    other.subject.id = u"s2"_s;
    other.requestIds = {u"req-9"_s};
    history.entries = {entry, other};
    QCOMPARE(ui::unexplainedActions(history), (QStringList{u"req-3"_s, u"req-2"_s}));
    // While the instance is busy, any of the newest may be in progress.
    history.isBusy = true;
    QCOMPARE(ui::unexplainedActions(history), (QStringList{u"req-3"_s, u"req-2"_s, u"req-1"_s}));
    openstack::InstanceAction running = history.actions[2];
    running.events = {{.event = u"compute__do_build_and_run_instance"_s,
                       .result = {},
                       .details = {},
                       .started = running.started,
                       .finished = {}}};
    history.details.insert(running.requestId, running);
    QCOMPARE(ui::historyRows(u"s1"_s, history)[2].outcome, u"In progress"_s);
    history.isBusy = false; // it is asked about once more, although it is not the newest
    QCOMPARE(ui::unexplainedActions(history), (QStringList{u"req-3"_s, u"req-2"_s, u"req-1"_s}));
    running.events.front().finished = running.updated;
    running.events.front().result = u"Success"_s;
    history.details.insert(running.requestId, running);
    QCOMPARE(ui::unexplainedActions(history), (QStringList{u"req-3"_s, u"req-2"_s}));
    QCOMPARE(ui::historyRows(u"s1"_s, history)[2].outcome, u"Done"_s);
    openstack::InstanceAction failed = history.actions[1];
    openstack::InstanceActionEvent event;
    event.event = u"compute_stop_instance"_s;
    event.result = u"Error"_s;
    event.details = u"The host is gone."_s;
    event.started = failed.started;
    event.finished = failed.updated;
    failed.events = {event};
    history.details.insert(failed.requestId, failed);

    const auto rows = ui::historyRows(u"s1"_s, history);
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].what, u"Start “web-1”"_s);
    QCOMPARE(rows[0].operationId, u"op"_s);
    QCOMPARE(rows[1].outcome, u"Failed"_s);
    QVERIFY2(rows[1].why.contains(u"The host is gone."_s), qPrintable(rows[1].why));
    QCOMPARE(rows[1].by, u"demo"_s); // the same user as that of the operation
    QCOMPARE(rows[2].what, u"Create"_s);
    history.userId = u"u1"_s;
    QCOMPARE(ui::historyRows(u"s1"_s, history)[2].by, u"You"_s);
    // An unknown user is the beginning of an ID, and all of it in the tooltip.
    history.actions[2].userId = u"0123456789abcdef0123456789abcdef"_s;
    const auto others = ui::historyRows(u"s1"_s, history);
    QCOMPARE(others[2].by, u"01234567…"_s);
    QCOMPARE(others[2].byTip, history.actions[2].userId);
    QVERIFY(ui::eventsText(failed).contains(u"Shut off the instance (compute_stop_instance): "_s));
}

void TestInstanceDetails::theTabShowsWhatWasDone()
{
    PageFixture fixture;
    auto *table = fixture.page->findChild<ui::TableView *>(u"instanceHistoryTable"_s);
    fixture.enter(u"activity"_s);
    QVERIFY(fixture.cloud.pump([&] { return table->model()->rowCount() > 0; }));
    const int before = table->model()->rowCount();
    fixture.cloud.get(openstack::ActOnServer{fixture.server.id, u"pause"_s}); // by another user
    QVERIFY(fixture.cloud.pump([&] { return fixture.now().status == u"PAUSED"_s; }));
    fixture.page->refresh();
    QVERIFY(fixture.cloud.pump([&] { return table->model()->rowCount() == before + 1; }));
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"Pause"_s);
    QVERIFY(fixture.cloud.pump(
        [&] { return table->model()->index(0, 1).data().toString() == u"Done"_s; }));
}

QTEST_MAIN(TestInstanceDetails)
#include "tst_instancedetails.moc"
