#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Values;

/// A password in a form: typed twice, and shown nowhere.
class TestPasswordField final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothEntriesMustAgree();
    void itIsNotFilledInAgain();
};

void TestPasswordField::bothEntriesMustAgree()
{
    test::DemoCloudFixture cloud;
    const auto server = cloud.server(u"web-1"_s);
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    window.show();
    auto *dialog = new ui::FieldsDialog(around.context, *operations::actionNamed(u"set-password"),
                                        {server.id}, {}, &window);
    QSignalSpy requested(dialog, &ui::FieldsDialog::requested);
    dialog->open();
    auto *confirm = dialog->findChild<QPushButton *>(u"confirm"_s);
    auto *first = dialog->findChild<QLineEdit *>(u"password"_s);
    auto *second = dialog->findChild<QLineEdit *>(u"passwordAgain"_s);
    auto *problem = dialog->findChild<ui::NotePanel *>(u"passwordProblem"_s);
    QCOMPARE(first->echoMode(), QLineEdit::Password);
    QCOMPARE(second->echoMode(), QLineEdit::Password);
    QVERIFY(cloud.pump([&] { return cloud.stores->images.state().loaded; }));
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(first, u"horse battery"_s);
    QTest::keyClicks(second, u"horse"_s);
    QVERIFY2(problem->text().isEmpty(), qPrintable(problem->text())); // it is not complete yet
    QVERIFY(!confirm->isEnabled());
    QTest::keyClicks(second, u"x"_s);
    QCOMPARE(problem->text(), u"The two entries differ."_s);
    second->setText(u"horse battery"_s);
    QVERIFY(problem->text().isEmpty());
    QVERIFY(confirm->isEnabled());
    for (const auto *label : dialog->findChildren<QLabel *>())
        QVERIFY(!label->text().contains("horse"_L1));
    for (const auto *text : dialog->findChildren<QPlainTextEdit *>()) // the command
        QVERIFY(!text->toPlainText().contains("horse"_L1));
    QTest::mouseClick(confirm, Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested.front().front().value<Values>().value(u"password"_s).toString(),
             u"horse battery"_s);
}

void TestPasswordField::itIsNotFilledInAgain()
{
    test::DemoCloudFixture cloud;
    const auto server = cloud.server(u"web-1"_s);
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    window.show();
    auto *dialog =
        new ui::FieldsDialog(around.context, *operations::actionNamed(u"set-password"), {server.id},
                             {{u"password"_s, u"horse battery"_s}}, &window);
    dialog->open();
    QVERIFY(dialog->findChild<QLineEdit *>(u"password"_s)->text().isEmpty());
}

QTEST_MAIN(TestPasswordField)
#include "tst_passwordfield.moc"
