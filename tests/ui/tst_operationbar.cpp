#include "ui/pages/instance/operationbar.h"

#include "net/apiclient.h"
#include "net/transport.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "store/cloudstores.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"
#include "support/uifixture.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/leftovers.h"
#include "ui/dialogs/notepanel.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableWidget>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Operation;
using operations::Outcome;
using operations::Subject;

namespace {

/// Does what the test says.
class Puppet final : public Operation
{
public:
    using Operation::Operation;
    [[nodiscard]] QString title() const override { return u"Create snapshot “x”"_s; }
    [[nodiscard]] Subject subject() const override
    {
        return {openstack::Kind::Server, u"s1"_s, u"app-1"_s};
    }
    [[nodiscard]] QString command() const override { return {}; }
    void asks(const QString &text)
    {
        askUser({text, {{u"wait"_s, u"Keep waiting"_s}, {u"cancel"_s, u"Give up"_s}}});
    }
    void settles() { withdrawQuestion(); }
    [[nodiscard]] QString cancelText() const override { return undo; }
    [[nodiscard]] QString consequence() const override { return harm; }
    void takesDown()
    {
        undo = u"The instance is started again, and no snapshot is created."_s;
        harm = u"“app-1” is being shut off."_s;
        Q_EMIT changed();
    }
    void isUp() { endCanceled(u"The instance was started again."_s); }
    QString undo;
    QString harm;
    void breaks(const std::vector<Subject> &left)
    {
        for (const Subject &subject : left)
            addLeftover(subject);
        fail({});
    }
    QStringList answers;

protected:
    void run() override {}
    void decided(const QString &choice) override { answers += choice; }
};

struct Fixture
{
    Fixture()
    {
        authority.held = true;
        bar.parentWidget()->show();
    }
    Puppet *start()
    {
        return static_cast<Puppet *>(center.start(
            std::make_unique<Puppet>(operations::Context{client, stores, clock, u"demo"_s})));
    }
    QPushButton *button(const QString &name)
    {
        // One that is on its way out is not one that a user can press.
        for (auto *found : bar.findChildren<QPushButton *>(name)) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }

    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
    operations::OperationCenter center;
    test::UiFixture around{client, stores, center, clock};
    ui::UiContext &context = around.context;
    QWidget window;
    ui::OperationBar &bar = *new ui::OperationBar(context, u"s1"_s, &window);
};

} // namespace

/// What an operation asks of a user, and what it has left, on the instance's page.
class TestOperationBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuestionIsAnswered();
    void whatTookTheInstanceDownIsCanceled();
    void theFocusGoesBackToWhereItWas();
    void theFocusGoesToTheTableWhereNothingHadIt();
    void aQuestionThatSettlesItselfGoes();
    void leftoversAreRemoved();
    void leftoversAreKept();
    void leftoversAreSaidInOnePlaceAtATime();
};

void TestOperationBar::whatTookTheInstanceDownIsCanceled()
{
    Fixture fixture;
    Puppet *operation = fixture.start();
    QVERIFY(!fixture.bar.isVisible());
    operation->takesDown();
    QVERIFY(fixture.bar.isVisible());
    const auto *text = fixture.bar.findChild<QLabel *>(u"operationBarText"_s);
    QVERIFY2(text->text().contains(operation->harm) && text->text().contains(operation->undo),
             qPrintable(text->text()));
    QPushButton *cancel = fixture.button(u"cancelOperation"_s);
    QVERIFY(cancel);
    // Its own question goes before it, and after it comes back.
    operation->asks(u"Not yet?"_s);
    QCOMPARE(text->text(), u"Not yet?"_s);
    operation->settles();
    cancel = fixture.button(u"cancelOperation"_s);
    QVERIFY(cancel);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(operation->isCanceling());
    QVERIFY(fixture.bar.isVisible() && !fixture.button(u"cancelOperation"_s));
    QVERIFY2(text->text().startsWith(u"Canceling."_s), qPrintable(text->text()));
    operation->isUp();
    QVERIFY(operation->outcome() == Outcome::Canceled);
    QVERIFY(!fixture.bar.isVisible());
}

void TestOperationBar::aQuestionIsAnswered()
{
    Fixture fixture;
    QVERIFY(fixture.bar.isHidden());
    auto *operation = fixture.start();
    QVERIFY(fixture.bar.isHidden());
    operation->asks(u"It takes long."_s);
    QVERIFY(fixture.bar.isVisible());
    QCOMPARE(fixture.bar.findChild<QLabel *>(u"operationBarText"_s)->text(), u"It takes long."_s);
    QVERIFY(fixture.button(u"choice-wait"_s));
    QTest::mouseClick(fixture.button(u"choice-cancel"_s), Qt::LeftButton);
    QCOMPARE(operation->answers, QStringList{u"cancel"_s});
    QVERIFY(fixture.bar.isHidden());
    QVERIFY(!operation->question());
}

void TestOperationBar::theFocusGoesBackToWhereItWas()
{
    Fixture fixture;
    QPushButton crumb(&fixture.window); // what is next in the order of Tab
    QLineEdit field(&fixture.window);
    QTableWidget table(1, 1, &fixture.window);
    for (QWidget *widget : std::initializer_list<QWidget *>{&crumb, &field, &table})
        widget->show();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
    field.setFocus();
    auto *operation = fixture.start();
    operation->asks(u"It takes long."_s);
    QVERIFY(field.hasFocus()); // a question takes it from nobody
    fixture.button(u"choice-wait"_s)->setFocus();
    QTest::keyClick(fixture.button(u"choice-wait"_s), Qt::Key_Space);
    QCOMPARE(operation->answers, QStringList{u"wait"_s});
    QVERIFY(field.hasFocus());
}

void TestOperationBar::theFocusGoesToTheTableWhereNothingHadIt()
{
    Fixture fixture;
    QPushButton crumb(&fixture.window);
    QTableWidget table(1, 1, &fixture.window);
    crumb.show();
    table.show();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
    crumb.setFocus();
    auto *operation = fixture.start();
    operation->asks(u"It takes long."_s);
    fixture.button(u"choice-wait"_s)->setFocus();
    crumb.hide(); // the page that it stood on has changed
    QTest::keyClick(fixture.button(u"choice-wait"_s), Qt::Key_Space);
    QVERIFY(table.hasFocus());
}

void TestOperationBar::aQuestionThatSettlesItselfGoes()
{
    Fixture fixture;
    auto *operation = fixture.start();
    operation->asks(u"It takes long."_s);
    operation->settles();
    QVERIFY(fixture.bar.isHidden());
    operation->asks(u"It takes longer."_s);
    QVERIFY(fixture.bar.isVisible());
    QCOMPARE(fixture.bar.accessibleName(), u"It takes longer."_s);
    operation->breaks({});
    QVERIFY(fixture.bar.isHidden());
    QVERIFY(operation->answers.isEmpty());
}

void TestOperationBar::leftoversAreRemoved()
{
    Fixture fixture;
    fixture.start()->breaks({{openstack::Kind::Image, u"i1"_s, u"x"_s},
                             {openstack::Kind::VolumeSnapshot, u"v1"_s, u"snapshot for x"_s},
                             {openstack::Kind::VolumeSnapshot, u"v2"_s, u"snapshot for x"_s}});
    QVERIFY(fixture.bar.isVisible());
    QVERIFY(fixture.bar.findChild<QLabel *>(u"operationBarText"_s)
                ->text()
                .contains(u"an image and 2 volume snapshots"_s));
    // The title has quotes of its own.
    QVERIFY(fixture.bar.findChild<QLabel *>(u"operationBarText"_s)
                ->text()
                .startsWith(u"Create snapshot “x” did not finish."_s));
    QTest::mouseClick(fixture.button(u"removeLeftovers"_s), Qt::LeftButton);
    QVERIFY(fixture.bar.isHidden());
    const auto *removal =
        qobject_cast<operations::Removal *>(fixture.center.operations().front().get());
    QVERIFY(removal);
    QCOMPARE(removal->request().parts.size(), std::size_t{3});
}

void TestOperationBar::leftoversAreKept()
{
    Fixture fixture;
    fixture.start()->breaks({{openstack::Kind::VolumeSnapshot, u"v1"_s, u"snapshot for x"_s}});
    QTest::mouseClick(fixture.button(u"keepLeftovers"_s), Qt::LeftButton);
    QVERIFY(fixture.bar.isHidden());
    QCOMPARE(fixture.center.operations().size(), std::size_t{1});
    // Another page of the same instance does not bring it up again.
    ui::OperationBar again(fixture.context, u"s1"_s);
    QVERIFY(again.isHidden());
}

void TestOperationBar::leftoversAreSaidInOnePlaceAtATime()
{
    Fixture fixture;
    auto *operation = fixture.start();
    using State = operations::Operation::LeftoverState;
    operation->setLeftoverState(State::BeingAsked); // by a dialog
    operation->breaks({{openstack::Kind::VolumeSnapshot, u"v1"_s, u"snapshot for x"_s}});
    QVERIFY(fixture.bar.isHidden());
    operation->setLeftoverState(State::Open);
    QVERIFY(fixture.bar.isVisible());

    ui::ErrorDialog dialog(fixture.around.theme, {u"It was not created."_s, {}, {}, {}},
                           u"Again"_s);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.setLeftovers(ui::leftoverWords(operation->leftovers()));
    connect(&dialog, &ui::ErrorDialog::leftoversUnwanted, this,
            [&] { ui::removeLeftovers(fixture.context, *operation); });
    dialog.show();
    auto *note = dialog.findChild<ui::NotePanel *>(u"errorNote"_s);
    QVERIFY(note->isVisible() && note->text().contains(u"a volume snapshot"_s));
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"removeLeftovers"_s), Qt::LeftButton);
    QVERIFY(dialog.isVisible());
    QVERIFY(fixture.bar.isHidden()); // decided about
    QVERIFY(qobject_cast<operations::Removal *>(fixture.center.operations().front().get()));
}

QTEST_MAIN(TestOperationBar)
#include "tst_operationbar.moc"
