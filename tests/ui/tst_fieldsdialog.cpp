#include "base/visible.h"
#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/picktable.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryFile>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::Action;
using operations::ActionOperation;
using operations::Field;
using operations::Outcome;
using operations::Situation;
using operations::Subject;
using operations::Values;

namespace {

const QString key = // NOLINT(cert-err58-cpp)
    u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIhCCkCrC3iIbUaqyI5sXXpOpu1gPJq8k5gZ0yqkZ2A me"_s;

/// The demo cloud and a window over which dialogs open.
struct Fixture
{
    Fixture()
    {
        window.resize(1000, 760);
        window.show();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not become active");
    }

    ui::FieldsDialog *open(const Action &action, const QString &id = {}, const Values &values = {})
    {
        auto *dialog = new ui::FieldsDialog(around.context, action, {id}, values, &window);
        dialog->open();
        if (!hasFocus(dialog))
            qFatal("the dialog does not get the focus");
        return dialog;
    }
    ui::FieldsDialog *open(QStringView action) { return open(*operations::actionNamed(action)); }

    static bool hasFocus(const QWidget *dialog)
    {
        return QTest::qWaitFor([dialog] {
            return dialog->isActiveWindow() && dialog->isAncestorOf(QApplication::focusWidget());
        });
    }

    /// The dialog of this class that is open over the window, or comes.
    template <typename Dialog = QDialog>
    Dialog *dialog(const QString &name)
    {
        Dialog *found = nullptr;
        const auto isOpen = [&] {
            for (Dialog *one : window.findChildren<Dialog *>(name)) {
                if (one->isVisible())
                    found = one;
            }
            return found != nullptr;
        };
        if (!cloud.pump(isOpen) || !hasFocus(found))
            qFatal("no dialog %s", qPrintable(name));
        return found;
    }

    test::DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
};

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void press(Qt::Key pressed, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), pressed, modifiers);
}

/// Moves the focus with Tab to the widget of this name.
bool tabTo(const QString &name)
{
    for (int i = 0; i < 30; ++i) {
        if (QApplication::focusWidget()->objectName() == name)
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}

QString problemOf(const QDialog *dialog, const QString &field)
{
    const auto *panel = dialog->findChild<QWidget *>(field + u"Problem"_s);
    QStringList texts;
    if (panel->isVisible()) {
        for (const QLabel *label : panel->findChildren<QLabel *>())
            texts.append(label->text());
    }
    return texts.join(u' ').trimmed();
}

QPushButton *confirmOf(const QDialog *dialog)
{
    return dialog->findChild<QPushButton *>(u"confirm"_s);
}

QString hintOf(const QDialog *dialog)
{
    return confirmOf(dialog)->toolTip();
}

/// An action with a field of each type.
Action everything()
{
    Action action;
    action.key = u"everything"_s;
    action.words = {u"Do it…"_s, u"Do it with “%1”"_s, {}, {}, {}, {}};
    action.targetOf = [](const store::CloudStores &, const QString &id) {
        return Subject{Kind::Server, id, u"web"_s};
    };
    action.fields = {
        {.key = u"text"_s,
         .label = u"Text"_s,
         .hint = u"A hint."_s,
         .preset =
             [](const Situation &, const QString &) {
                 return u"preset"_s;
             }},
        {.key = u"lines"_s, .label = u"Lines"_s, .type = Field::Type::Lines},
        {.key = u"file"_s, .label = u"File"_s, .type = Field::Type::NewFile},
        {.key = u"number"_s,
         .label = u"Number"_s,
         .type = Field::Type::Number,
         .preset =
             [](const Situation &, const QString &) {
                 return 7;
             }},
        {.key = u"choice"_s,
         .label = u"Choice"_s,
         .type = Field::Type::Choice,
         .options =
             [](const Situation &, const QString &) {
                 return std::vector<Field::Option>{{u"a"_s, u"First"_s}, {u"b"_s, u"Second"_s}};
             },
         .preset =
             [](const Situation &, const QString &) {
                 return u"a"_s;
             }},
        {.key = u"flag"_s, .label = u"Flag"_s, .type = Field::Type::Flag},
        {.key = u"date"_s,
         .label = u"Date"_s,
         .type = Field::Type::Date,
         .preset =
             [](const Situation &, const QString &) {
                 return u"2027-01-31"_s;
             }},
    };
    action.command = [](const QString &target, const Values &values) {
        return QStringList{u"do"_s, values.value("text"_L1).toString(), target};
    };
    return action;
}

} // namespace

/// The one dialog for the fields of an action, and what ActionFlow makes of it.
class TestFieldsDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeOfField();
    void fieldsAreLabelled();
    void presetsAreReplacedByWhatIsTyped();
    void aFieldFollowsAnotherUntilItIsEdited();
    void requiredFieldsAreAskedFor();
    void aProblemIsSaidAtTheField();
    void aSingleOptionIsNotAsked();
    void everyNoteIsShown();
    void enterSendsAndEscapeCancels();
    void inputIsNotDiscardedWithoutAQuestion();
    void theCommandFollowsTheFields();
    void aHomePathIsExpanded();
    void aFlowByTheKeyboard();
    void aRefusedOperationIsEditedAndRetried();
    void anObstacleThatCameIsSaid();
    void whatBecameImpossibleOfSeveralIsSaid();
    void aFileThatIsNoTextIsRefused();
    void severalAreAskedForOnce();
    void optionsOfATableSayWhatTheyChange();
};

void TestFieldsDialog::everyTypeOfField()
{
    Fixture fixture;
    const Action action = everything();
    auto *dialog = fixture.open(action, u"id"_s);
    QSignalSpy requested(dialog, &ui::FieldsDialog::requested);
    QCOMPARE(dialog->findChild<QLabel *>(u"title"_s)->text(), u"Do it with “web”"_s);
    QCOMPARE(confirmOf(dialog)->text(), u"Do it"_s);
    dialog->findChild<QPlainTextEdit *>(u"lines"_s)->setPlainText(u"one\ntwo"_s);
    dialog->findChild<QLineEdit *>(u"file"_s)->setText(u"/tmp/x"_s);
    auto *choice = dialog->findChild<QComboBox *>(u"choice"_s);
    choice->setFocus();
    press(Qt::Key_Down);
    QCOMPARE(choice->currentText(), u"Second"_s);
    dialog->findChild<QSpinBox *>(u"number"_s)->setValue(8);
    QTest::keyClick(dialog->findChild<QCheckBox *>(u"flag"_s), Qt::Key_Space);
    dialog->findChild<QDateEdit *>(u"date"_s)->setDate({2027, 2, 1});
    confirmOf(dialog)->click();
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].value<Values>(), (Values{{u"text"_s, u"preset"_s},
                                                      {u"lines"_s, u"one\ntwo"_s},
                                                      {u"file"_s, u"/tmp/x"_s},
                                                      {u"number"_s, 8},
                                                      {u"choice"_s, u"b"_s},
                                                      {u"flag"_s, true},
                                                      {u"date"_s, u"2027-02-01"_s}}));
}

void TestFieldsDialog::fieldsAreLabelled()
{
    Fixture fixture;
    const Action action = everything();
    auto *dialog = fixture.open(action);
    for (const Field &field : action.fields) {
        const auto *input = dialog->findChild<QWidget *>(field.key);
        QVERIFY2(input, qPrintable(field.key));
        QCOMPARE(input->accessibleName(), field.label);
        QCOMPARE(input->accessibleDescription(), field.hint);
        if (field.type == Field::Type::Flag) {
            QCOMPARE(qobject_cast<const QCheckBox *>(input)->text(), field.label);
            continue;
        }
        const auto labels = dialog->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [&](const QLabel *label) {
            return label->buddy() == input && label->text() == field.label && label->isVisible();
        }));
    }
    QCOMPARE(QApplication::focusWidget()->objectName(), u"text"_s);
}

void TestFieldsDialog::presetsAreReplacedByWhatIsTyped()
{
    Fixture fixture;
    const auto row = fixture.cloud.server(u"web-1"_s);
    auto *dialog = fixture.open(*operations::actionNamed(u"rename-server"), row.id);
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    QCOMPARE(name->text(), u"web-1"_s);
    QVERIFY(name->hasFocus());
    type(u"web-2"_s); // the preset was selected
    QCOMPARE(name->text(), u"web-2"_s);
    // What was entered before comes back instead of the preset.
    dialog->done(QDialog::Rejected);
    dialog = fixture.open(*operations::actionNamed(u"rename-server"), row.id,
                          {{u"name"_s, u"before"_s}});
    QCOMPARE(dialog->findChild<QLineEdit *>(u"name"_s)->text(), u"before"_s);
}

void TestFieldsDialog::aFieldFollowsAnotherUntilItIsEdited()
{
    Fixture fixture;
    auto *dialog = fixture.open(u"generate-key-pair");
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    auto *file = dialog->findChild<QLineEdit *>(u"file"_s);
    QCOMPARE(file->text(), QString());
    type(u"web"_s);
    QVERIFY(file->text().endsWith(u"/web"_s));
    type(u"2"_s);
    QVERIFY(file->text().endsWith(u"/web2"_s));
    file->setFocus();
    file->selectAll();
    type(u"/tmp/other"_s);
    name->setFocus();
    type(u"3"_s);
    QCOMPARE(file->text(), u"/tmp/other"_s);
}

void TestFieldsDialog::requiredFieldsAreAskedFor()
{
    Fixture fixture;
    auto *dialog = fixture.open(u"import-key-pair");
    QVERIFY(!confirmOf(dialog)->isEnabled());
    QVERIFY(hintOf(dialog).contains(u"Name"_s));
    QCOMPARE(problemOf(dialog, u"name"_s), QString()); // not entered yet is not wrong
    type(u"web"_s);
    QVERIFY(hintOf(dialog).contains(u"Public key"_s));
    dialog->findChild<QPlainTextEdit *>(u"public_key"_s)->setPlainText(key);
    QVERIFY(confirmOf(dialog)->isEnabled());
    QCOMPARE(hintOf(dialog), QString());
}

void TestFieldsDialog::aProblemIsSaidAtTheField()
{
    Fixture fixture;
    auto *dialog = fixture.open(u"import-key-pair");
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    auto *text = dialog->findChild<QPlainTextEdit *>(u"public_key"_s);
    text->setPlainText(u"-----BEGIN OPENSSH PRIVATE KEY-----"_s);
    const QString said = problemOf(dialog, u"public_key"_s);
    QVERIFY2(said.contains(u"private key"_s), qPrintable(said));
    QCOMPARE(text->accessibleDescription(), said);
    QVERIFY(hintOf(dialog).contains(u"marked"_s) && !confirmOf(dialog)->isEnabled());
    type(u"a/b"_s);
    QVERIFY(problemOf(dialog, u"name"_s).contains(u"letters"_s));
    name->setText(u"web"_s);
    Q_EMIT name->textEdited(name->text());
    text->setPlainText(key);
    QCOMPARE(problemOf(dialog, u"name"_s), QString());
    QCOMPARE(problemOf(dialog, u"public_key"_s), QString());
    QVERIFY(confirmOf(dialog)->isEnabled());
    // What depends on another field.
    dialog->findChild<QComboBox *>(u"type"_s)->setFocus();
    press(Qt::Key_Down);
    QVERIFY(problemOf(dialog, u"public_key"_s).contains(u"X.509"_s));
}

void TestFieldsDialog::aSingleOptionIsNotAsked()
{
    Fixture fixture;
    QVERIFY(!fixture.open(u"generate-key-pair")->findChild<QWidget *>(u"type"_s)->isVisible());
    QVERIFY(fixture.open(u"import-key-pair")->findChild<QWidget *>(u"type"_s)->isVisible());
}

/// However many there are; on a small screen the body scrolls.
void TestFieldsDialog::everyNoteIsShown()
{
    Fixture fixture;
    Action action = everything();
    action.briefing = [](const Situation &, const QString &, const Values &) {
        operations::Briefing briefing;
        for (int i = 0; i < 6; ++i)
            briefing.notes.push_back({u"Note %1: "_s.arg(i) + u"what is lost "_s.repeated(12)});
        return briefing;
    };
    auto *dialog = fixture.open(action, u"id"_s);
    int below = -1;
    for (int i = 0; i < 6; ++i) {
        const auto *note = dialog->findChild<ui::NotePanel *>(u"note%1"_s.arg(i));
        QVERIFY(note && note->isVisible());
        QVERIFY2(note->text().contains(u"Note %1: "_s.arg(i)), qPrintable(note->text()));
        QVERIFY(note->y() > below);
        below = note->y() + note->height() - 1;
    }
    QVERIFY(dialog->findChild<ui::NotePanel *>(u"note6"_s) == nullptr);
    dialog->resize(dialog->width(), 700);
    QCOMPARE(dialog->height(), 700);
    QVERIFY(confirmOf(dialog)->isVisible());
}

void TestFieldsDialog::enterSendsAndEscapeCancels()
{
    Fixture fixture;
    const auto row = fixture.cloud.server(u"web-1"_s);
    const Action &rename = *operations::actionNamed(u"rename-server");
    QPointer dialog = fixture.open(rename, row.id);
    QSignalSpy requested(dialog, &ui::FieldsDialog::requested);
    type(u" "_s);
    press(Qt::Key_Return); // there is a problem
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(requested.size(), 0);
    press(Qt::Key_Backspace);
    type(u"web-9"_s);
    press(Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].value<Values>(), (Values{{u"name"_s, u"web-9"_s}}));
    QTRY_VERIFY(dialog.isNull());

    dialog = fixture.open(rename, row.id);
    QSignalSpy canceled(dialog, &ui::FieldsDialog::requested);
    press(Qt::Key_Escape); // nothing was entered
    QTRY_VERIFY(dialog.isNull());
    QCOMPARE(canceled.size(), 0);
}

void TestFieldsDialog::inputIsNotDiscardedWithoutAQuestion()
{
    Fixture fixture;
    const auto row = fixture.cloud.server(u"web-1"_s);
    QPointer dialog = fixture.open(*operations::actionNamed(u"rename-server"), row.id);
    const auto question = [&] {
        return dialog->findChild<QDialog *>(u"discardDialog"_s);
    };
    type(u"web-9"_s);
    press(Qt::Key_Escape);
    QVERIFY(Fixture::hasFocus(question()));
    press(Qt::Key_Return); // Keep editing has the focus
    QTRY_VERIFY(!question());
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->findChild<QLineEdit *>(u"name"_s)->text(), u"web-9"_s);
    // The window's own button, and Cancel, ask as well.
    dialog->close();
    QVERIFY(question() && dialog->isVisible());
    question()->reject();
    QTRY_VERIFY(!question());
    dialog->findChild<QPushButton *>(u"cancel"_s)->click();
    QVERIFY(question());
    question()->findChild<QPushButton *>(u"confirm"_s)->click();
    QTRY_VERIFY(dialog.isNull());

    // What was entered and taken back is not lost.
    dialog = fixture.open(*operations::actionNamed(u"rename-server"), row.id);
    type(u"web-9"_s);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"web-1"_s);
    dialog->close();
    QTRY_VERIFY(dialog.isNull());
}

void TestFieldsDialog::theCommandFollowsTheFields()
{
    Fixture fixture;
    auto *dialog = fixture.open(u"generate-key-pair");
    const auto *command = dialog->findChild<ui::CommandBox *>();
    type(u"my web"_s);
    auto *file = dialog->findChild<QLineEdit *>(u"file"_s);
    file->setFocus();
    file->selectAll();
    type(u"/tmp/k"_s);
    QCOMPARE(command->command(), u"openstack keypair create --private-key /tmp/k 'my web'"_s);
    dialog->findChild<QToolButton *>(u"showAsCommand"_s)->click();
    const auto *shown = dialog->findChild<QPlainTextEdit *>(u"command"_s);
    QVERIFY(shown->isVisible() && shown->isReadOnly());
    QCOMPARE(shown->toPlainText(), command->command());
}

void TestFieldsDialog::aHomePathIsExpanded()
{
    Fixture fixture;
    auto *dialog = fixture.open(u"generate-key-pair");
    QSignalSpy requested(dialog, &ui::FieldsDialog::requested);
    type(u"web"_s);
    auto *file = dialog->findChild<QLineEdit *>(u"file"_s);
    file->setFocus();
    file->selectAll();
    type(u"web"_s);
    QVERIFY(problemOf(dialog, u"file"_s).contains(u"whole path"_s));
    file->selectAll();
    type(u"~/no-such-key-of-a-test"_s);
    press(Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].value<Values>().value(u"file"_s).toString(),
             QDir::home().filePath(u"no-such-key-of-a-test"_s));
}

/// Import, without a mouse.
void TestFieldsDialog::aFlowByTheKeyboard()
{
    Fixture fixture;
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    const Action &action = *operations::actionNamed(u"import-key-pair");
    QSignalSpy started(&flow, &ui::ActionFlow::started);
    flow.begin(action, {QString()});
    fixture.dialog(u"import-key-pair"_s);
    type(u"web"_s);
    QVERIFY(tabTo(u"public_key"_s));
    type(key);
    QVERIFY(tabTo(u"confirm"_s));
    press(Qt::Key_Space);
    QCOMPARE(started.size(), 1);
    const auto *operation = started[0][0].value<operations::Operation *>();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->subject(), (Subject{Kind::KeyPair, u"web"_s, u"web"_s}));
    QVERIFY(fixture.cloud.stores->of<openstack::KeyPair>().find(u"web"_s));
}

void TestFieldsDialog::aRefusedOperationIsEditedAndRetried()
{
    Fixture fixture;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    const Action &action = *operations::actionNamed(u"generate-key-pair");
    QSignalSpy started(&flow, &ui::ActionFlow::started);
    std::optional<operations::Report> told;
    connect(
        &fixture.cloud.center, &operations::OperationCenter::finished, &flow,
        [&](const operations::Operation *, const operations::Report &report) { told = report; });
    flow.begin(action, {QString()});
    fixture.dialog(u"generate-key-pair"_s);
    type(u"admin-desk"_s); // there is one, but the list is not loaded
    QVERIFY(tabTo(u"file"_s));
    press(Qt::Key_A, Qt::ControlModifier);
    type(path);
    press(Qt::Key_Return);
    auto *error = fixture.dialog(u"errorDialog"_s);
    QVERIFY(told && told->told);
    QVERIFY(!QFile::exists(path));
    auto *retry = error->findChild<QPushButton *>(u"retry"_s);
    QCOMPARE(retry->text(), u"Edit and retry…"_s);
    retry->setFocus();
    press(Qt::Key_Return);
    auto *again = fixture.dialog(u"generate-key-pair"_s);
    QCOMPARE(again->findChild<QLineEdit *>(u"name"_s)->text(), u"admin-desk"_s);
    QCOMPARE(again->findChild<QLineEdit *>(u"file"_s)->text(), path);
    QVERIFY(again->findChild<QLineEdit *>(u"name"_s)->hasFocus());
    type(u"web"_s); // the name was selected
    press(Qt::Key_Return);
    QCOMPARE(started.size(), 2);
    const auto *operation = started[1][0].value<operations::Operation *>();
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(QFile::exists(path));
}

void TestFieldsDialog::anObstacleThatCameIsSaid()
{
    Fixture fixture;
    const auto row = fixture.cloud.server(u"web-1"_s);
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    const Action &action = *operations::actionNamed(u"rename-server");
    QSignalSpy started(&flow, &ui::ActionFlow::started);
    flow.begin(action, {row.id});
    auto *dialog = fixture.dialog(u"rename-server"_s);
    type(u"web-9"_s);
    fixture.cloud.stores->servers.remove({row.id});
    QVERIFY(!confirmOf(dialog)->isEnabled());
    QVERIFY(hintOf(dialog).contains(u"no longer exists"_s));
    QCOMPARE(started.size(), 0);
    dialog->done(QDialog::Rejected);
    // Without a dialog that follows the cloud it is said when the action is to begin.
    flow.begin(*operations::actionNamed(u"pause-server"), {row.id});
    auto *error = fixture.dialog(u"errorDialog"_s);
    QStringList texts;
    for (const QLabel *label : error->findChildren<QLabel *>())
        texts.append(label->text());
    QVERIFY(texts.join(u' ').contains(u"no longer exists"_s));
    QVERIFY(!error->findChild<QPushButton *>(u"retry"_s)); // nothing was entered
    QCOMPARE(started.size(), 0);
}

/// While the question is open, another user acts.
void TestFieldsDialog::whatBecameImpossibleOfSeveralIsSaid()
{
    Fixture fixture;
    const auto first = fixture.cloud.server(u"web-1"_s);
    const auto second = fixture.cloud.server(u"web-2"_s);
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    QSignalSpy started(&flow, &ui::ActionFlow::started);
    const auto lock = [&](openstack::Server row) {
        row.locked = true;
        fixture.cloud.stores->servers.upsert({row});
    };
    const auto begin = [&] {
        flow.begin(*operations::actionNamed(u"reboot-server"), {first.id, second.id});
        return fixture.dialog(u"confirmDialog"_s)->findChild<QPushButton *>(u"confirm"_s);
    };
    const auto said = [&] {
        auto *error = fixture.dialog(u"errorDialog"_s);
        QStringList texts;
        for (const QLabel *label : error->findChildren<QLabel *>())
            texts.append(withoutIsolates(label->text()));
        error->done(QDialog::Rejected);
        return texts.join(u' ');
    };
    QPushButton *confirm = begin();
    lock(second);
    confirm->click();
    QCOMPARE(started.size(), 1);
    QString text = said();
    QVERIFY2(text.contains(u"“web-2”: The instance is locked."_s), qPrintable(text));
    QVERIFY(!text.contains(u"“web-1”"_s));
    const auto *operation = started[0][0].value<operations::Operation *>();
    QCOMPARE(operation->subject().id, first.id);
    QVERIFY(fixture.cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    fixture.cloud.stores->servers.upsert({first, second});
    confirm = begin();
    lock(first);
    lock(second);
    confirm->click();
    QCOMPARE(started.size(), 1);
    text = said();
    QVERIFY2(text.contains(u"nothing was done"_s) && text.contains(u"“web-1”: "_s) &&
                 text.contains(u"“web-2”: "_s),
             qPrintable(text));
}

/// It would be damaged.
void TestFieldsDialog::aFileThatIsNoTextIsRefused()
{
    Fixture fixture;
    const Action action = everything();
    auto *dialog = fixture.open(action, u"s1"_s);
    QTemporaryFile file;
    QVERIFY(file.open());
    const auto pick = [&](const QByteArray &bytes) {
        file.resize(0);
        file.seek(0);
        file.write(bytes);
        file.flush();
        dialog->findChild<QPushButton *>(u"linesFile"_s)->click();
        auto *files = dialog->findChild<QFileDialog *>();
        Q_EMIT files->fileSelected(file.fileName());
        delete files;
    };
    const auto *lines = dialog->findChild<QPlainTextEdit *>(u"lines"_s);
    pick(QByteArray("\x1f\x8b\x08\x00 packed", 11));
    QVERIFY2(problemOf(dialog, u"lines"_s).contains(u"UTF-8"_s),
             qPrintable(problemOf(dialog, u"lines"_s)));
    QCOMPARE(lines->toPlainText(), QString());
    pick("#!/bin/sh\n");
    QCOMPARE(problemOf(dialog, u"lines"_s), QString());
    QCOMPARE(lines->toPlainText(), u"#!/bin/sh"_s);
}

void TestFieldsDialog::severalAreAskedForOnce()
{
    Fixture fixture;
    auto &pairs = fixture.cloud.stores->of<openstack::KeyPair>();
    pairs.replaceAll(fixture.cloud.get(openstack::List<openstack::KeyPair>{}).items);
    ui::ActionFlow flow(fixture.around.context, &fixture.window);
    const Action &action = *operations::actionNamed(u"delete-key-pair");
    QSignalSpy started(&flow, &ui::ActionFlow::started);
    const auto begin = [&] {
        flow.begin(action, {u"ci-runner"_s, u"deploy-bot"_s});
        return fixture.dialog(u"confirmDialog"_s);
    };
    auto *asking = begin();
    const auto *names = asking->findChild<QLabel *>(u"names"_s);
    QVERIFY(names->text().contains(u"ci-runner"_s) && names->text().contains(u"deploy-bot"_s));
    QVERIFY(asking->findChild<QLabel *>(u"questionText"_s)->text().contains(u"not affected"_s));
    press(Qt::Key_Return); // Cancel has the focus
    QCOMPARE(started.size(), 0);
    begin();
    QVERIFY(tabTo(u"confirm"_s));
    press(Qt::Key_Return);
    QCOMPARE(started.size(), 2);
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    QCOMPARE(pairs.size(), 1);
    QVERIFY(pairs.find(u"admin-desk"_s));
}

/// What does not fit can be picked, to read why.
void TestFieldsDialog::optionsOfATableSayWhatTheyChange()
{
    Fixture fixture;
    const auto watched = fixture.cloud.stores->watch({Kind::Server});
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.stores->servers.state().loaded; }));
    const auto web = fixture.cloud.server(u"web-1"_s);
    auto *dialog = fixture.open(*operations::actionNamed(u"resize-server"), web.id);
    auto *table = dialog->findChild<ui::PickTable *>(u"flavor"_s);
    QVERIFY(table);
    QVERIFY(fixture.cloud.pump([&] { return table->model()->rowCount() == 8; }));
    const auto cell = [&](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    QStringList titles;
    for (int i = 0; i < table->model()->columnCount(); ++i)
        titles.append(table->model()->headerData(i, Qt::Horizontal).toString());
    QCOMPARE(titles, (QStringList{u"Flavor"_s, u"vCPUs"_s, u"Memory"_s, u"Disk"_s, u"Fits"_s}));
    QCOMPARE(cell(0, 0), u"m1.medium"_s);
    QCOMPARE(cell(0, 2), u"4 GiB (+2 GiB)"_s);
    QCOMPARE(cell(0, 4), u"Yes"_s);
    QVERIFY(!confirmOf(dialog)->isEnabled());
    const int last = table->model()->rowCount() - 1;
    table->selectRow(last);
    QCOMPARE(cell(last, 4), u"No: "_s + problemOf(dialog, u"flavor"_s));
    QVERIFY(!problemOf(dialog, u"flavor"_s).isEmpty());
    QVERIFY(!confirmOf(dialog)->isEnabled());
    table->selectRow(0);
    QCOMPARE(problemOf(dialog, u"flavor"_s), QString());
    QVERIFY(fixture.cloud.pump([&] { return confirmOf(dialog)->isEnabled(); }));
    QSignalSpy requested(dialog, &ui::FieldsDialog::requested);
    QTest::mouseClick(confirmOf(dialog), Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
    const QString flavor = requested.front().front().value<Values>().value("flavor"_L1).toString();
    QCOMPARE(fixture.cloud.stores->of<openstack::Flavor>().find(flavor)->name, u"m1.medium"_s);
}

QTEST_MAIN(TestFieldsDialog)
#include "tst_fieldsdialog.moc"
