#include "operations/actions/actions.h"
#include "operations/reachability.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/reachdialog.h"

#include <QtCore/QFile>
#include <QtCore/QScopeGuard>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Action;
using operations::Outcome;
using operations::Values;

namespace {

/// The demo cloud, with an instance, and a window over which dialogs open.
struct Fixture
{
    explicit Fixture(const QString &name) : server(cloud.server(name))
    {
        window.resize(1000, 700);
        window.show();
        QObject::connect(&flow, &ui::ActionFlow::started, &flow,
                         [this](const auto *operation) { started = operation; });
    }

    void begin(const QString &key) { flow.begin(*operations::actionNamed(key), {server.id}); }

    /// The dialog of this name that is open over the window, or comes.
    template <typename Dialog>
    Dialog *dialog(const QString &name)
    {
        Dialog *found = nullptr;
        const bool open = cloud.pump([&] {
            for (Dialog *one : window.findChildren<Dialog *>(name)) {
                if (one->isVisible())
                    found = one;
            }
            return found != nullptr;
        });
        if (!open)
            qFatal("no dialog %s", qPrintable(name));
        return found;
    }

    /// Waits until its button can be pressed, and presses it.
    bool confirm(QDialog *dialog)
    {
        auto *button = dialog->findChild<QPushButton *>(u"confirm"_s);
        if (!cloud.pump([&] { return button->isVisible() && button->isEnabled(); }))
            return false;
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }

    bool finished()
    {
        return cloud.pump([&] { return started && started->outcome() != Outcome::Running; }) &&
               started->outcome() == Outcome::Succeeded;
    }

    test::DemoCloudFixture cloud;
    openstack::Server server;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    ui::ActionFlow flow{around.context, &window};
    const operations::Operation *started = nullptr;
};

QString verdictOf(const QDialog *dialog)
{
    return dialog->findChild<ui::NotePanel *>(u"verdict"_s)->text();
}

/// What was checked, and the verdict.
QString saidBy(const QDialog *dialog)
{
    QStringList said{verdictOf(dialog)};
    for (const auto *label : dialog->findChildren<QLabel *>()) {
        if (label->objectName().startsWith("check"_L1))
            said.append(label->text());
    }
    return said.join(u'\n');
}

void chooseIn(QDialog *dialog, const QString &field, const QString &text)
{
    auto *combo = dialog->findChild<QComboBox *>(field);
    combo->setFocus();
    QTest::keyClicks(combo, text);
}

} // namespace

/// From “it does not answer” to an answer, in the window.
class TestReach final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatStandsInTheWayIsMended();
    void anInstanceThatIsOffIsStarted();
    void aSourceIsChecked();
    void fromTheUsersOwnNetwork();
    void whatHelpsIsNotPossibleItself();
    void theCommandCanBeCopied();
    void withoutATerminalTheReasonIsSaid();
    void everyTerminalRunsTheCommand_data();
    void everyTerminalRunsTheCommand();
    void noAnswerLeadsToTheCheck();
};

void TestReach::whatStandsInTheWayIsMended()
{
    Fixture fixture(u"web-2"_s); // without a public address, and open for the web only
    fixture.begin(operations::checkReach);
    auto *check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    QVERIFY(fixture.cloud.pump([&] { return saidBy(check).contains(u"private"_s); }));
    QVERIFY(fixture.confirm(check));
    auto *associate = fixture.dialog<ui::FieldsDialog>(u"associate-floating-ip"_s);
    QVERIFY(fixture.confirm(associate));
    QVERIFY(fixture.finished());
    fixture.started = nullptr;

    fixture.begin(operations::checkReach);
    check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    QVERIFY(fixture.cloud.pump([&] { return saidBy(check).contains(u"SSH (TCP 22)"_s); }));
    QVERIFY(fixture.confirm(check));
    auto *rule = fixture.dialog<ui::FieldsDialog>(u"add-security-group-rule"_s);
    QVERIFY(fixture.confirm(rule));
    QVERIFY(fixture.finished());

    fixture.begin(operations::checkReach);
    check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    QVERIFY(fixture.cloud.pump([&] { return verdictOf(check).contains(u"Nothing"_s); }));
    QVERIFY(check->findChild<QLabel *>(u"check4"_s)->text().contains(u"SSH"_s));
    QVERIFY(fixture.confirm(check));
    fixture.dialog<ui::ConnectDialog>(operations::connectServer);
}

void TestReach::anInstanceThatIsOffIsStarted()
{
    Fixture fixture(u"web-3"_s);
    fixture.begin(operations::checkReach);
    auto *check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    QVERIFY(fixture.cloud.pump([&] { return saidBy(check).contains(u"shut off"_s); }));
    QVERIFY(!check->findChild<QLabel *>(u"check4"_s)->isEnabled()); // not checked
    QVERIFY(fixture.confirm(check));
    QVERIFY(fixture.finished());
    QCOMPARE(fixture.cloud.server(u"web-3"_s).status, u"ACTIVE"_s);
}

void TestReach::aSourceIsChecked()
{
    Fixture fixture(u"web-1"_s);
    fixture.begin(operations::checkReach);
    auto *check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    QVERIFY(fixture.cloud.pump([&] { return !verdictOf(check).isEmpty(); }));
    chooseIn(check, u"service"_s, u"HTTPS"_s);
    QTRY_VERIFY(verdictOf(check).contains(u"Nothing"_s));
    chooseIn(check, u"from"_s, u"An"_s);
    auto *combo = check->findChild<QComboBox *>(u"from"_s);
    combo->setCurrentIndex(1);
    Q_EMIT combo->activated(1);
    auto *source = check->findChild<QLineEdit *>(u"source"_s);
    QTRY_VERIFY(source->isVisible());
    source->setText(u"192.0.2.0/33"_s);
    QTRY_VERIFY(verdictOf(check).isEmpty()); // and nothing is claimed
    source->setText(u"192.0.2.0/24"_s);
    QTRY_VERIFY(verdictOf(check).contains(u"Nothing"_s));
}

/// A private one does not reach a public address as it is: the other one is asked for.
void TestReach::fromTheUsersOwnNetwork()
{
    Fixture fixture(u"web-1"_s);
    const auto choose = [](QDialog *check, const QString &label) {
        auto *combo = check->findChild<QComboBox *>(u"from"_s);
        const int index = combo->findText(label);
        if (index < 0)
            return false;
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
        return true;
    };
    fixture.around.context.ownNetwork = [] {
        return u"192.168.1.0/24"_s;
    };
    ui::ReachDialog check(fixture.around.context, fixture.server.id, &fixture.window);
    check.open();
    QVERIFY(fixture.cloud.pump([&] { return !verdictOf(&check).isEmpty(); }));
    QVERIFY(choose(&check, u"My network"_s));
    auto *source = check.findChild<QLineEdit *>(u"source"_s);
    QVERIFY(source->isVisible());
    QVERIFY2(verdictOf(&check).contains(u"cannot know"_s), qPrintable(verdictOf(&check)));
    source->setText(u"198.51.100.7"_s);
    QVERIFY(!verdictOf(&check).contains(u"cannot know"_s));

    fixture.around.context.ownNetwork = [] {
        return u"198.51.100.0/24"_s;
    };
    ui::ReachDialog office(fixture.around.context, fixture.server.id, &fixture.window);
    office.open();
    QVERIFY(fixture.cloud.pump([&] { return !verdictOf(&office).isEmpty(); }));
    QVERIFY(choose(&office, u"My network (198.51.100.0/24)"_s));
    QVERIFY(!office.findChild<QLineEdit *>(u"source"_s)->isVisible());
    // web-1 lets SSH in from within the project only.
    QVERIFY2(saidBy(&office).contains(u"198.51.100.0/24"_s), qPrintable(saidBy(&office)));
}

void TestReach::whatHelpsIsNotPossibleItself()
{
    Fixture fixture(u"web-3"_s); // is shut off
    fixture.cloud.get(openstack::ActOnServer{fixture.server.id, u"lock"_s});
    fixture.cloud.stores->servers.upsert({fixture.cloud.server(u"web-3"_s)});
    fixture.begin(operations::checkReach);
    auto *check = fixture.dialog<ui::ReachDialog>(operations::checkReach);
    auto *button = check->findChild<QPushButton *>(u"confirm"_s);
    QVERIFY(fixture.cloud.pump([&] { return button->text().contains(u"Unlock"_s); }));
    QVERIFY2(saidBy(check).contains(u"shut off"_s) && verdictOf(check).contains(u"locked"_s),
             qPrintable(saidBy(check)));
    QVERIFY(fixture.confirm(check));
    QVERIFY(fixture.finished());
    QVERIFY(!fixture.cloud.server(u"web-3"_s).locked);
}

void TestReach::theCommandCanBeCopied()
{
    Fixture fixture(u"web-1"_s);
    auto *dialog =
        new ui::ConnectDialog(fixture.around.context, fixture.server.id, &fixture.window,
                              {[](const QString &name) { return u"/no/"_s + name; }, {}});
    dialog->open();
    auto *command = dialog->findChild<QLineEdit *>(u"command"_s);
    QVERIFY2(fixture.cloud.pump([&] { return command->text() == u"ssh debian@203.0.113.20"_s; }),
             qPrintable(command->text()));
    auto *user = dialog->findChild<QLineEdit *>(u"user"_s);
    user->setText(u"me"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"copyCommand"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ssh me@203.0.113.20"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"copyAddress"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"203.0.113.20"_s);
    auto *connectButton = dialog->findChild<QPushButton *>(u"confirm"_s);
    QTRY_VERIFY(connectButton->isEnabled());
    user->setText(u"-oProxyCommand=x"_s);
    QTRY_VERIFY(!connectButton->isEnabled());
    QVERIFY(command->text().isEmpty());
    // A program that cannot be started is not silent.
    user->setText(u"me"_s);
    const QSignalSpy launched(dialog, &ui::ConnectDialog::launched);
    QTest::mouseClick(connectButton, Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    QVERIFY(launched.isEmpty());
    QVERIFY(dialog->findChild<ui::NotePanel *>(u"problem"_s)->text().contains(u"Copy"_s));
}

void TestReach::withoutATerminalTheReasonIsSaid()
{
    Fixture fixture(u"web-1"_s);
    auto *dialog = new ui::ConnectDialog(fixture.around.context, fixture.server.id, &fixture.window,
                                         {[](const QString &) { return QString(); }, {}});
    dialog->open();
    auto *problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    QVERIFY(fixture.cloud.pump([&] { return problem->text().contains(u"ssh"_s); }));
    QVERIFY(!dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
    QVERIFY(dialog->findChild<QPushButton *>(u"copyCommand"_s)->isEnabled());
    dialog->close();
    // SSH alone does not help: it needs a terminal. The command says what to run elsewhere.
    dialog = new ui::ConnectDialog(
        fixture.around.context, fixture.server.id, &fixture.window,
        {[](const QString &name) { return name == u"ssh"_s ? u"/usr/bin/ssh"_s : QString(); }, {}});
    dialog->open();
    problem = dialog->findChild<ui::NotePanel *>(u"problem"_s);
    QVERIFY(fixture.cloud.pump([&] { return problem->text().contains(u"No terminal"_s); }));
    QVERIFY2(problem->text().contains(u"Copy the command"_s), qPrintable(problem->text()));
    QVERIFY(!dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled());
    // The floating IP may be known later than the port.
    auto *command = dialog->findChild<QLineEdit *>(u"command"_s);
    QVERIFY2(fixture.cloud.pump([&] { return command->text() == u"ssh debian@203.0.113.20"_s; }),
             qPrintable(command->text()));
    dialog->findChild<QPushButton *>(u"copyCommand"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ssh debian@203.0.113.20"_s);
}

void TestReach::everyTerminalRunsTheCommand_data()
{
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *name, const QStringList &options) {
        QTest::newRow(name) << options;
    };
    row("xdg-terminal-exec", {});
    row("gnome-terminal", {u"--"_s});
    row("ptyxis", {u"--"_s});
    row("kgx", {u"--"_s});
    row("konsole", {u"--hold"_s, u"-e"_s});
    row("xfce4-terminal", {u"--hold"_s, u"-x"_s});
    row("mate-terminal", {u"-x"_s});
    row("qterminal", {u"-e"_s});
    row("terminator", {u"-x"_s});
    row("kitty", {u"--hold"_s});
    row("alacritty", {u"--hold"_s, u"-e"_s});
    row("foot", {u"--hold"_s});
    row("wezterm", {u"start"_s, u"--"_s});
    row("urxvt", {u"-hold"_s, u"-e"_s});
    row("xterm", {u"-hold"_s, u"-e"_s});
    row("x-terminal-emulator", {u"-e"_s});
}

/// A real process of that name is started, and runs what follows its own options: `ssh` with one
/// argument.
void TestReach::everyTerminalRunsTheCommand()
{
    QFETCH(const QStringList, options);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    QVERIFY(forms::terminalNames({}).contains(name));
    QTemporaryDir folder;
    const auto program = [&](const QString &file, const QByteArray &script) {
        QFile written(folder.filePath(file));
        QVERIFY(written.open(QFile::WriteOnly));
        written.write("#!/bin/sh\n" + script);
        written.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    // The file appears when it is complete.
    program(u"ssh"_s,
            "printf '%s\\n' \"$0\" \"$@\" > \"$0.part\" && /bin/mv \"$0.part\" \"$0.ran\"\n");
    program(name, "printf '%s\\n' \"$@\" > \"$0.asked\"\nshift " +
                      QByteArray::number(options.size()) + "\nexec \"$@\"\n");
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", folder.path().toLocal8Bit());
    const auto restore = qScopeGuard([&path] { qputenv("PATH", path); });

    Fixture fixture(u"web-1"_s);
    auto *dialog =
        new ui::ConnectDialog(fixture.around.context, fixture.server.id, &fixture.window);
    dialog->open();
    auto *command = dialog->findChild<QLineEdit *>(u"command"_s);
    QVERIFY2(fixture.cloud.pump([&] { return command->text() == u"ssh debian@203.0.113.20"_s; }),
             qPrintable(command->text()));
    QVERIFY(fixture.confirm(dialog));
    const auto lines = [&](const QString &file) {
        QFile read(folder.filePath(file));
        return read.open(QFile::ReadOnly)
                   ? QString::fromLocal8Bit(read.readAll()).split(u'\n', Qt::SkipEmptyParts)
                   : QStringList();
    };
    QTRY_VERIFY(QFile::exists(folder.filePath(u"ssh.ran"_s)));
    QCOMPARE(lines(u"ssh.ran"_s),
             (QStringList{folder.filePath(u"ssh"_s), u"debian@203.0.113.20"_s}));
    QCOMPARE(lines(name + u".asked"_s),
             options + (QStringList{u"ssh"_s, u"debian@203.0.113.20"_s}));
}

void TestReach::noAnswerLeadsToTheCheck()
{
    Fixture fixture(u"web-1"_s);
    fixture.begin(operations::connectServer);
    auto *dialog = fixture.dialog<ui::ConnectDialog>(operations::connectServer);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"checkReachability"_s), Qt::LeftButton);
    fixture.dialog<ui::ReachDialog>(operations::checkReach);
}

QTEST_MAIN(TestReach)
#include "tst_reach.moc"
