#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "net/transport.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/session.h"
#include "ui/signin/cloudcard.h"
#include "ui/signin/keychain.h"
#include "ui/signin/signincontroller.h"
#include "ui/signin/signinfields.h"
#include "ui/signin/signinpage.h"
#include "ui/theme/theme.h"

#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QMimeData>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QDropEvent>
#include <QtNetwork/QTcpServer>
#include <QtTest/QtTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace oriel;
using ui::CloudCard;

namespace {

/// The sign-in page over a clouds.yaml of the test's own, and a cloud to sign in to.
struct SignInFixture
{
    explicit SignInFixture(const QByteArray &yaml = {})
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        for (const char *name : {"OS_CLOUD", "OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD"})
            qunsetenv(name);
        const QString path = folder.filePath(u"clouds.yaml"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no temporary file");
        QByteArray text = yaml.isEmpty()
                              ? QByteArray("clouds:\n  work:\n    auth:\n      auth_url: AUTH\n"
                                           "      username: demo\n      project_name: demo\n"
                                           "      user_domain_name: Default\n"
                                           "      project_domain_name: Default\n")
                              : yaml;
        text.replace("AUTH", cloud.authUrl().toEncoded());
        file.write(text);
        file.close();
        qputenv("OS_CLIENT_CONFIG_FILE", path.toLocal8Bit());
        page.resize(900, 700);
        page.show();
        controller.reload();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("no window");
    }

    [[nodiscard]] static QString error(const CloudCard &card)
    {
        const auto *frame = card.findChild<QFrame *>(u"error"_s);
        if (!frame || !frame->isVisible())
            return {};
        QStringList words;
        for (const QLabel *label : frame->findChildren<QLabel *>()) {
            if (!label->isHidden())
                words << label->text();
        }
        return words.join(u' ');
    }
    [[nodiscard]] static QLineEdit &password(const CloudCard &card)
    {
        return *card.findChild<QLineEdit *>(u"password"_s);
    }
    [[nodiscard]] static bool busy(const CloudCard &card)
    {
        return card.findChild<QLabel *>(u"progress"_s)->isVisible();
    }

    /// An openrc file of the provider's for the cloud; `more` comes behind the address.
    QString openrc(const QByteArray &more)
    {
        const QString path = folder.filePath(u"lab-openrc.sh"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no temporary file");
        file.write("export OS_AUTH_URL=" + cloud.authUrl().toEncoded() + "\n" + more);
        return path;
    }
    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        // Where a user drops it: on whatever is in the middle.
        const QPoint middle = page.rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &enter);
        if (!enter.isAccepted())
            qFatal("the page takes no files");
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &event);
    }
    /// The card of the only cloud in the file, once it is there.
    [[nodiscard]] CloudCard *cardOf(const QString &path) const
    {
        const std::vector<CloudCard *> cards = page.cardsOf(path);
        if (cards.size() != 1 || !QTest::qWaitFor([&] { return cards.front()->isVisible(); }))
            qFatal("one card expected");
        return cards.front();
    }
    /// The fields to fill in on a card, by their names.
    [[nodiscard]] static QStringList asked(const CloudCard &card)
    {
        QStringList names;
        for (const QLineEdit *edit : card.findChildren<QLineEdit *>()) {
            if (edit->isVisible())
                names << edit->accessibleName();
        }
        return names;
    }
    [[nodiscard]] static QLineEdit &field(const CloudCard &card, const QString &name)
    {
        for (QLineEdit *edit : card.findChildren<QLineEdit *>()) {
            if (edit->isVisible() && edit->accessibleName() == name)
                return *edit;
        }
        qFatal("no field %s", qPrintable(name));
    }
    static void type(const CloudCard &card, const QString &name, const QString &text)
    {
        QLineEdit &edit = field(card, name);
        edit.selectAll();
        QTest::keyClicks(&edit, text);
    }
    /// Opens the card of another cloud and fills it in.
    CloudCard &otherCloud(const QString &address, const QString &secret)
    {
        CloudCard &other = *page.otherCard();
        QTest::mouseClick(other.button(), Qt::LeftButton);
        type(other, u"Address"_s, address);
        type(other, u"User name"_s, u"demo"_s);
        type(other, u"Password"_s, secret);
        type(other, u"Project"_s, u"demo"_s);
        return other;
    }
    [[nodiscard]] static QPushButton &cancelOf(const CloudCard &card)
    {
        for (auto *button : card.findChildren<QPushButton *>()) {
            if (button->text() == u"Cancel"_s)
                return *button;
        }
        qFatal("no Cancel");
    }
    /// Whether the text stands in any field of the page.
    [[nodiscard]] bool isLeft(const QString &text) const
    {
        const auto edits = page.findChildren<QLineEdit *>();
        return std::any_of(edits.begin(), edits.end(),
                           [&](const QLineEdit *edit) { return edit->text().contains(text); });
    }

    QTemporaryDir folder;
    SystemClock clock;
    demo::DemoCloud cloud{{}, clock};
    ui::Theme theme{*qApp};
    net::Transport transport{clock};
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ui::Keychain keychain{settings};
    ui::SignInPage page{theme};
    ui::SignInController controller{transport, clock, keychain, settings, page};
};

/// A keychain that is stuck.
class MuteKeychain : public ui::Keychain
{
public:
    using Keychain::Keychain;
    void read(const QString & /*key*/, QObject * /*context*/,
              std::function<void(std::optional<QString>)> /*callback*/) override
    {}
};

/// What was remembered by an earlier run: that the password of "work" is kept.
void rememberKept(SignInFixture &fixture)
{
    const auto clouds = openstack::CloudsLoader::load(openstack::Environment::current());
    fixture.settings.setValue(u"signIn/kept"_s,
                              QStringList{ui::Keychain::keyOf(*clouds->find(u"work"_s))});
    fixture.controller.reload();
}

} // namespace

class TestSignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsWhatIsNotUsed()
    {
        SignInFixture fixture("clouds:\n  work:\n    auth:\n      auth_url: AUTH\n"
                              "      username: demo\n      passwrod: demo\n"
                              "  region_name: RegionOne\n");
        const auto *notices = fixture.page.card(u"work"_s)->findChild<QLabel *>(u"notices"_s);
        QVERIFY(notices->isVisible());
        QVERIFY2(notices->text().contains(u"passwrod"_s), qPrintable(notices->text()));
        const auto *banner = fixture.page.findChild<QFrame *>(u"configurationProblem"_s);
        QVERIFY(banner->isVisible());
        QVERIFY(banner->findChild<QLabel *>()->text().contains(u"region_name"_s));
    }

    void aKeptPasswordCanBeForgotten()
    {
        SignInFixture fixture;
        const auto forget = [&fixture] {
            return fixture.page.card(u"work"_s)->findChild<QPushButton *>(u"forgetPassword"_s);
        };
        QVERIFY(!forget()->isVisible());
        rememberKept(fixture);
        QTRY_VERIFY(forget()->isVisible());
        QVERIFY(forget()->accessibleName().contains(u"work"_s));
        QTest::mouseClick(forget(), Qt::LeftButton);
        // There is no keychain here, and nothing is said to be gone that is not.
        const auto *note = fixture.page.card(u"work"_s)->findChild<QLabel *>(u"progress"_s);
        QVERIFY2(note->isVisible() && note->text().contains(u"not removed"_s),
                 qPrintable(note->text()));
        QVERIFY(forget()->isVisible());
    }

    void aMuteKeychainDoesNotHoldUpTheSignIn()
    {
        SignInFixture fixture;
        test::FakeClock clock;
        MuteKeychain keychain(fixture.settings);
        ui::SignInController controller(fixture.transport, clock, keychain, fixture.settings,
                                        fixture.page);
        const auto clouds = openstack::CloudsLoader::load(openstack::Environment::current());
        const openstack::CloudConfig config = *clouds->find(u"work"_s);
        CloudCard *card = fixture.page.card(u"work"_s);
        controller.signIn(config, card);
        QTRY_VERIFY(fixture.busy(*card));
        QVERIFY(!fixture.password(*card).isVisible());
        clock.advance(std::chrono::seconds(3));
        QTRY_VERIFY(fixture.password(*card).isVisible());
        QVERIFY(card->button()->isEnabled());
        QTest::keyClicks(&fixture.password(*card), u"demo"_s);
        QSignalSpy signedIn(&controller, &ui::SignInController::signedIn);
        controller.signIn(config, card);
        QTRY_COMPARE(signedIn.count(), 1);
    }

    void whatStartsForTheDemoDoesNotOvertakeTheUser()
    {
        SignInFixture fixture;
        CloudCard *demo = fixture.page.demoCard();
        CloudCard *work = fixture.page.card(u"work"_s);
        fixture.controller.expect(demo, u"Starting…"_s);
        QVERIFY(fixture.busy(*demo));
        QVERIFY(fixture.controller.isExpecting(demo));
        Q_EMIT fixture.page.cancelled(demo);
        QVERIFY(!fixture.busy(*demo));
        QVERIFY(!fixture.controller.isExpecting(demo));

        fixture.controller.expect(demo, u"Starting…"_s);
        QTest::mouseClick(work->button(), Qt::LeftButton);
        QVERIFY(!fixture.busy(*demo));
        QVERIFY(!fixture.controller.isExpecting(demo));
    }

    void theEnvironmentCompletesTheCloud()
    {
        SignInFixture fixture;
        qputenv("OS_CLOUD", "work");
        qputenv("OS_PASSWORD", "demo");
        fixture.controller.reload();
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::mouseClick(fixture.page.card(u"work"_s)->button(), Qt::LeftButton);
        QTRY_COMPARE(signedIn.count(), 1);
        qunsetenv("OS_CLOUD");
        qunsetenv("OS_PASSWORD");
    }

    void asksForAPasswordAndSignsIn()
    {
        SignInFixture fixture;
        CloudCard *card = fixture.page.card(u"work"_s);
        QVERIFY(card);
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QLineEdit &password = SignInFixture::password(*card);
        QTRY_VERIFY(password.hasFocus());
        QCOMPARE(password.echoMode(), QLineEdit::Password);
        QCOMPARE(password.accessibleName(), u"Password"_s);
        QTest::keyClicks(&password, u"demo"_s);
        QTest::keyClick(&password, Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        const auto session = fixture.controller.takeSession();
        QVERIFY(session);
        QCOMPARE(session->scope()->userName, u"demo"_s);
        QCOMPARE(session->scope()->projectName, u"demo"_s);
        QVERIFY(password.text().isEmpty()); // it is not kept in the window
    }

    void anEmptyPasswordIsNotSent()
    {
        SignInFixture fixture;
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QLineEdit &password = SignInFixture::password(*card);
        QTRY_VERIFY(password.hasFocus());
        QTest::keyClick(&password, Qt::Key_Return);
        QVERIFY(!SignInFixture::busy(*card));
        QVERIFY(password.hasFocus());
        QCOMPARE(fixture.cloud.faults().requestCount(), 0);
    }

    void aWrongPasswordIsReportedOnTheCard()
    {
        SignInFixture fixture;
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QLineEdit &password = SignInFixture::password(*card);
        QTRY_VERIFY(password.hasFocus());
        QTest::keyClicks(&password, u"wrong secret"_s);
        QTest::keyClick(&password, Qt::Key_Return);
        QTRY_VERIFY(!SignInFixture::error(*card).isEmpty());
        QVERIFY(SignInFixture::error(*card).contains(u"not signed in"_s));
        QVERIFY(!SignInFixture::error(*card).contains(u"wrong secret"_s));
        QVERIFY(password.hasFocus()); // ready to be typed again
        QVERIFY(card->button()->isEnabled());

        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::keyClicks(&password, u"demo"_s); // replaces what was typed: it is selected
        QTest::keyClick(&password, Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
    }

    void enterInADialogSignsInAndDoesNotCancel()
    {
        SignInFixture fixture;
        QDialog dialog; // as "Sign in again" has it
        auto *card = new CloudCard(fixture.theme, {u"cloud"_s, u"work"_s, {}, {}, u"Sign in"_s});
        auto *layout = new QVBoxLayout(&dialog);
        layout->addWidget(card);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QSignalSpy cancelled(card, &CloudCard::cancelled);
        QSignalSpy submitted(card, &CloudCard::submitted);
        connect(card, &CloudCard::submitted, &dialog, [card] { card->showBusy(u"…"_s); });
        card->askFor(openstack::Secret::Password, false);
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Tab);
        QVERIFY(card->button()->hasFocus()); // and not Cancel, nor the next card
        SignInFixture::password(*card).setFocus();
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(cancelled.size(), 0);
        QVERIFY(dialog.isVisible());

        // And what is told then is there to its last line.
        Error error;
        error.kind = ErrorKind::Unauthorized;
        error.message = u"A sentence that is long enough for more than one line. "_s.repeated(4);
        card->showError(error, u"You were not signed in."_s);
        const auto *words = card->findChild<QFrame *>(u"error"_s)->findChildren<QLabel *>().at(1);
        QTRY_VERIFY(words->height() >= words->heightForWidth(words->width()));
    }

    void anUnreachableHostIsReported()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QByteArray port = QByteArray::number(closed.serverPort());
        closed.close();
        SignInFixture fixture(
            "clouds:\n  gone:\n    auth:\n      auth_url: http://127.0.0.1:" + port +
            "/v3\n      username: a\n      password: b\n      project_name: c\n");
        CloudCard *card = fixture.page.card(u"gone"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!SignInFixture::error(*card).isEmpty(), 20000);
        QVERIFY(!SignInFixture::busy(*card));
    }

    void whatWentWrongAtACardFarDownIsInView()
    {
        QByteArray yaml("clouds:\n");
        for (int i = 0; i < 12; ++i)
            yaml += "  c" + QByteArray::number(i) +
                    ":\n    auth:\n      auth_url: http://127.0.0.1:1/v3\n      username: a\n"
                    "      password: b\n      project_name: c\n";
        SignInFixture fixture(yaml);
        CloudCard *last = fixture.page.card(u"c11"_s);
        last->button()->setFocus();
        QTest::keyClick(last->button(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!SignInFixture::error(*last).isEmpty(), 20000);
        const auto *error = last->findChild<QFrame *>(u"error"_s);
        const auto bottom = [&] {
            return error->mapTo(&fixture.page, QPoint(0, error->height())).y();
        };
        QTRY_VERIFY2(bottom() <= fixture.page.height(), qPrintable(QString::number(bottom())));
    }

    void aHostThatSpeaksHtmlIsReported()
    {
        SignInFixture fixture;
        demo::FaultRule rule;
        rule.kind = demo::FaultRule::Kind::Html;
        rule.count = 0;
        fixture.cloud.faults().add(rule);
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!SignInFixture::error(*card).isEmpty(), 20000);
        QVERIFY(!SignInFixture::error(*card).contains(u'<'));
    }

    void cancelStopsASignInThatHangs()
    {
        SignInFixture fixture;
        demo::FaultRule rule;
        rule.kind = demo::FaultRule::Kind::Hang;
        rule.count = 0;
        fixture.cloud.faults().add(rule);
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_VERIFY(SignInFixture::busy(*card));
        QPushButton *cancel = nullptr;
        for (auto *button : card->findChildren<QPushButton *>()) {
            if (button->text() == u"Cancel"_s)
                cancel = button;
        }
        QVERIFY(cancel && cancel->hasFocus());
        QTest::keyClick(cancel, Qt::Key_Space);
        QVERIFY(!SignInFixture::busy(*card));
        QVERIFY(SignInFixture::error(*card).isEmpty());
        QVERIFY(!fixture.controller.takeSession());
    }

    void aBrokenCloudIsShownBesideTheOthers()
    {
        SignInFixture fixture(
            "clouds:\n  good:\n    auth:\n      auth_url: AUTH\n      username: demo\n "
            "     password: demo\n"
            "      project_name: demo\n  bad:\n    auth: 7\n");
        QVERIFY(fixture.page.card(u"good"_s)->button()->isVisible());
        CloudCard *bad = fixture.page.card(u"bad"_s);
        QVERIFY(bad);
        QVERIFY(bad->button()->isHidden());
        QVERIFY(SignInFixture::error(*bad).contains(u"clouds.yaml"_s));
        QVERIFY(SignInFixture::error(*bad).contains(u"auth"_s));
    }

    void brokenYamlIsReportedAndTheDemoCloudIsStillThere()
    {
        SignInFixture fixture("clouds:\n  a: [1, 2\n");
        const auto *problem = fixture.page.findChild<QFrame *>(u"configurationProblem"_s);
        QVERIFY(problem->isVisible());
        QVERIFY(problem->findChild<QLabel *>()->text().contains(u"clouds.yaml"_s));
        QVERIFY(fixture.page.demoCard()->button()->isVisible());
    }

    void aNameThatTheEnvironmentAsksForAndNobodyHasIsTold()
    {
        SignInFixture fixture;
        const auto *problem = fixture.page.findChild<QFrame *>(u"configurationProblem"_s);
        QVERIFY(problem->isHidden());
        qputenv("OS_CLOUD", "nowhere");
        fixture.controller.reload();
        qunsetenv("OS_CLOUD");
        QVERIFY(problem->isVisible());
        const QString said = problem->findChild<QLabel *>()->text();
        QVERIFY(said.contains(u"nowhere"_s) && said.contains(u"work"_s)); // and what there is
        QTRY_VERIFY(fixture.page.card(u"work"_s)->button()->isVisible());
    }

    void otherCloudSaysWhatIsMissing()
    {
        SignInFixture fixture;
        CloudCard *other = fixture.page.otherCard();
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::mouseClick(other->button(), Qt::LeftButton);
        QVERIFY(other->formShown());
        QCOMPARE(other->button()->text(), u"Sign in"_s);
        // The button is below the fields.
        const auto fields = other->findChildren<QLineEdit *>();
        QTRY_VERIFY(std::ranges::all_of(fields, [&](const QLineEdit *field) {
            return !field->isVisible() ||
                   other->button()->mapTo(other, QPoint()).y() > field->mapTo(other, QPoint()).y();
        }));
        QTest::mouseClick(other->button(), Qt::LeftButton);
        QVERIFY(!SignInFixture::busy(*other));
        const auto type = [&](const QString &field, const QString &text) {
            for (auto *edit : fixture.page.otherCard()->findChildren<QLineEdit *>()) {
                if (edit->isVisible() &&
                    edit->accessibleName() ==
                        forms::SignInForm::label(
                            static_cast<forms::SignInForm::Field>(field.toInt()))) {
                    edit->selectAll();
                    QTest::keyClicks(edit, text);
                    return;
                }
            }
            QFAIL("no such field");
        };
        using Field = forms::SignInForm::Field;
        const auto id = [](Field field) {
            return QString::number(static_cast<int>(field));
        };
        type(id(Field::Address), fixture.cloud.authUrl().toString());
        type(id(Field::UserName), u"demo"_s);
        type(id(Field::Password), u"demo"_s);
        type(id(Field::Project), u"demo"_s);
        QTest::mouseClick(other->button(), Qt::LeftButton);
        QTRY_COMPARE(signedIn.size(), 1);
    }

    void aFileThatIsDroppedSaysWhatItHas()
    {
        SignInFixture fixture;
        const QString path =
            fixture.openrc("export OS_USERNAME=demo\nexport OS_PROJECT_NAME=demo\n"
                           "export OS_REGION_NAME=RegionOne\n"
                           "echo 'Your lab password:'\nread -sr OS_PASSWORD_INPUT\n"
                           "export OS_PASSWORD=$OS_PASSWORD_INPUT\n");
        fixture.drop(path);
        CloudCard *card = fixture.cardOf(path);
        QCOMPARE(card->accessibleName(), u"lab-openrc.sh"_s);
        QStringList words;
        for (const QLabel *label : card->findChildren<QLabel *>()) {
            if (label->isVisible())
                words << label->text();
        }
        const QString said = words.join(u' ');
        for (const QString &part : {u"127.0.0.1:%1"_s.arg(fixture.cloud.authUrl().port()),
                                    u"demo"_s, u"project"_s, u"RegionOne"_s})
            QVERIFY2(said.contains(part), qPrintable(part + u" in "_s + said));
        QVERIFY(card->button()->hasFocus());
        QVERIFY(fixture.cloud.faults().requestCount() == 0); // nothing is sent before it is pressed

        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QCOMPARE(SignInFixture::asked(*card), QStringList{u"Password"_s});
        QCOMPARE(SignInFixture::password(*card).placeholderText(), u"Your lab password:"_s);
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        const auto session = fixture.controller.takeSession();
        QCOMPARE(session->scope()->projectName, u"demo"_s);
        QCOMPARE(session->scope()->region, u"RegionOne"_s);
        QCOMPARE(session->cloud().name, u"127.0.0.1"_s);
    }

    void anOpenedFileStaysUntilItIsRemoved()
    {
        SignInFixture fixture;
        const QString path = fixture.openrc("export OS_USERNAME=demo\n");
        fixture.controller.openFiles({path});
        ui::SignInPage later(fixture.theme);
        ui::SignInController again(fixture.transport, fixture.clock, fixture.keychain,
                                   fixture.settings, later);
        again.reload();
        QCOMPARE(later.cardsOf(path).size(), 1U);

        auto *remove = fixture.cardOf(path)->findChild<QPushButton *>(u"remove"_s);
        QVERIFY(remove->accessibleName().contains(u"lab-openrc.sh"_s));
        QTest::mouseClick(remove, Qt::LeftButton);
        QTRY_VERIFY(fixture.page.cardsOf(path).empty());
        QVERIFY(QFile::exists(path));
        again.reload();
        QVERIFY(later.cardsOf(path).empty());
        QVERIFY(!fixture.page.card(u"work"_s)->findChild<QPushButton *>(u"remove"_s)->isVisible());
    }

    void anOpenedFileAsksOnlyForWhatIsMissing()
    {
        SignInFixture fixture;
        const QString path = fixture.openrc("read -p 'Campus name: ' OS_USERNAME\nexport "
                                            "OS_USERNAME\nexport OS_PROJECT_NAME=demo\n");
        fixture.controller.openFiles({path});
        CloudCard *card = fixture.cardOf(path);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QCOMPARE(SignInFixture::asked(*card), QStringList{u"User name"_s});
        QLineEdit &user = SignInFixture::field(*card, u"User name"_s);
        QVERIFY(user.hasFocus());
        QCOMPARE(user.placeholderText(), u"Campus name:"_s);
        QTest::keyClick(&user, Qt::Key_Return);
        QVERIFY(user.hasFocus()); // and it says what is missing
        QVERIFY(!user.accessibleDescription().isEmpty());
        QTest::keyClicks(&user, u"demo"_s);
        QTest::keyClick(&user, Qt::Key_Return);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(fixture.controller.takeSession()->scope()->userName, u"demo"_s);
    }

    void aFileThatCannotBeUsedIsTold()
    {
        SignInFixture fixture;
        const QString path = fixture.openrc("source other.sh\n");
        fixture.controller.openFiles({path});
        CloudCard *card = fixture.cardOf(path);
        QVERIFY(card->button()->isHidden());
        QVERIFY2(SignInFixture::error(*card).contains(u"line 2"_s),
                 qPrintable(SignInFixture::error(*card)));
        QVERIFY(card->findChild<QPushButton *>(u"remove"_s)->hasFocus());
        QVERIFY(fixture.page.card(u"work"_s)->button()->isVisible()); // the others are as before
    }

    void theAddressOfTheDashboardWillDo()
    {
        SignInFixture fixture;
        CloudCard &other =
            fixture.otherCloud(u"http://127.0.0.1:%1/dashboard/auth/login/?next=/"_s.arg(
                                   fixture.cloud.authUrl().port()),
                               u"demo"_s);
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::mouseClick(other.button(), Qt::LeftButton);
        QTRY_COMPARE(signedIn.size(), 1);
        const auto session = fixture.controller.takeSession();
        QCOMPARE(session->identityAddress().port(), fixture.cloud.authUrl().port());
    }

    void whatWasFoundIsSaidAndKept()
    {
        SignInFixture fixture;
        CloudCard &other = fixture.otherCloud(
            u"http://127.0.0.1:%1/horizon"_s.arg(fixture.cloud.authUrl().port()), u"wrong"_s);
        QTest::mouseClick(other.button(), Qt::LeftButton);
        QTRY_VERIFY(!SignInFixture::error(other).isEmpty());
        const auto *found = other.findChild<QLabel *>(u"foundAddress"_s);
        QVERIFY(found->isVisible());
        QLineEdit &address = SignInFixture::field(other, u"Address"_s);
        QVERIFY(!address.text().contains(u"horizon"_s));
        // The correction is made at the password.
        QVERIFY(SignInFixture::field(other, u"Password"_s).hasFocus());
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::keyClicks(QApplication::focusWidget(), u"demo"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        QTest::keyClicks(&address, u"x"_s);
        QVERIFY(!found->isVisible());
    }

    void anAddressWithoutACloudSaysWhatWasTried()
    {
        SignInFixture fixture;
        test::ScriptedServer server{QHostAddress(u"127.0.0.2"_s)};
        server.otherwise([](const test::SeenRequest &) {
            return test::Script::answer(404, "<html></html>", {{"Content-Type", "text/html"}});
        });
        CloudCard &other = fixture.otherCloud(server.url(u"/horizon"_s).toString(), u"demo"_s);
        QTest::mouseClick(other.button(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!SignInFixture::error(other).isEmpty(), 20000);
        const QString said = SignInFixture::error(other);
        QVERIFY2(said.contains(server.url(u"/identity/v3"_s).toString()), qPrintable(said));
        QVERIFY(SignInFixture::field(other, u"Address"_s).hasFocus());
        for (const test::SeenRequest &request : server.seen())
            QCOMPARE(request.method, "GET"_ba); // the password has gone nowhere
    }

    void noPasswordIsLeft()
    {
        SignInFixture fixture;
        const QString secret = u"not to be seen"_s;
        fixture.otherCloud(fixture.cloud.authUrl().toString(), secret);
        QVERIFY(fixture.isLeft(secret));
        // Another cloud is signed in to.
        CloudCard *card = fixture.page.card(u"work"_s);
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        QVERIFY(!fixture.isLeft(secret));
        // The form is closed.
        SignInFixture::type(*fixture.page.otherCard(), u"Password"_s, secret);
        QTest::mouseClick(&SignInFixture::cancelOf(*fixture.page.otherCard()), Qt::LeftButton);
        QVERIFY(!fixture.page.otherCard()->formShown());
        QVERIFY(!fixture.isLeft(secret));
    }

    void aSecretCanBeShownWhileItIsTyped()
    {
        SignInFixture fixture;
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QLineEdit &password = SignInFixture::password(*card);
        QTRY_VERIFY(password.hasFocus());
        auto *reveal = password.findChild<QToolButton *>();
        QVERIFY(reveal->focusPolicy() & Qt::TabFocus);
        QVERIFY(!reveal->defaultAction()->text().isEmpty());
        QTest::keyClicks(&password, u"wrong"_s);
        QTest::mouseClick(reveal, Qt::LeftButton);
        QCOMPARE(password.echoMode(), QLineEdit::Normal);
        QTest::keyClick(&password, Qt::Key_Return);
        QTRY_VERIFY(!SignInFixture::error(*card).isEmpty());
        QCOMPARE(password.echoMode(), QLineEdit::Password); // it was used
    }

    void enterNeverCancels()
    {
        SignInFixture fixture;
        demo::FaultRule rule;
        rule.kind = demo::FaultRule::Kind::Hang;
        rule.count = 0;
        fixture.cloud.faults().add(rule);
        CloudCard *card = fixture.page.card(u"work"_s);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QTest::keyClicks(&SignInFixture::password(*card), u"demo"_s);
        QSignalSpy cancelled(card, &CloudCard::cancelled);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_VERIFY(SignInFixture::busy(*card));
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
            QTest::keyClick(QApplication::focusWidget(), key);
        QVERIFY(SignInFixture::busy(*card));
        QCOMPARE(cancelled.size(), 0);
        QTest::keyClick(&SignInFixture::cancelOf(*card), Qt::Key_Space);
        QCOMPARE(cancelled.size(), 1);
    }

    void aPasscodeIsAskedForWhereTheCloudWantsOne()
    {
        test::ScriptedServer server;
        SignInFixture fixture(
            "clouds:\n  work:\n    auth:\n      auth_url: " + server.url(u"/v3"_s).toEncoded() +
            "\n      username: demo\n      project_name: demo\n");
        CloudCard *card = fixture.page.card(u"work"_s);
        const auto receipt = test::Script::answer(
            401, R"({"receipt": {}, "required_auth_methods": [["password", "totp"]]})",
            {{"Openstack-Auth-Receipt", "r1"}});
        const auto refused = test::Script::answer(
            401, R"({"error": {"code": 401, "message": "The request you have made requires )"
                 R"(authentication."}})");
        const auto token = test::Script::answer(
            201,
            R"({"token": {"methods": ["password", "totp"], "expires_at": )"
            R"("2100-01-01T00:00:00.000000Z", "user": {"id": "u1", "name": "demo"}, )"
            R"("project": {"id": "p1", "name": "demo"}, "catalog": []}})",
            {{"X-Subject-Token", "t1"}});
        server.then(receipt);
        server.then(refused);
        server.then(token);
        QTest::mouseClick(card->button(), Qt::LeftButton);
        QTRY_VERIFY(SignInFixture::password(*card).hasFocus());
        QTest::keyClicks(&SignInFixture::password(*card), u"secret"_s);
        QTest::keyClick(&SignInFixture::password(*card), Qt::Key_Return);
        QTRY_COMPARE(SignInFixture::asked(*card), QStringList{u"Passcode"_s});
        QVERIFY(SignInFixture::busy(*card)); // says that the password is right
        QLineEdit &passcode = SignInFixture::field(*card, u"Passcode"_s);
        QVERIFY(passcode.hasFocus());
        QTest::keyClicks(&passcode, u"000000"_s);
        QTest::keyClick(&passcode, Qt::Key_Return);
        QTRY_VERIFY(!SignInFixture::error(*card).isEmpty());
        QVERIFY(passcode.hasFocus());
        QVERIFY(passcode.text().isEmpty()); // it is good once only
        QSignalSpy signedIn(&fixture.controller, &ui::SignInController::signedIn);
        QTest::keyClicks(&passcode, u"123456"_s);
        QTest::keyClick(&passcode, Qt::Key_Return);
        QTRY_COMPARE(signedIn.size(), 1);
        const QJsonDocument last = QJsonDocument::fromJson(server.seen().back().body);
        const QJsonValue identity = last[u"auth"_s][u"identity"_s];
        QCOMPARE(identity[u"password"_s][u"user"_s][u"password"_s].toString(), u"secret"_s);
        QCOMPARE(identity[u"totp"_s][u"user"_s][u"passcode"_s].toString(), u"123456"_s);
        QVERIFY(!fixture.isLeft(u"secret"_s));
        QVERIFY(!fixture.isLeft(u"123456"_s));
    }

    void aPasscodeCanBeEnteredInTheForm()
    {
        SignInFixture fixture;
        test::ScriptedServer server;
        server.otherwise([](const test::SeenRequest &request) {
            return request.method == "GET"_ba
                       ? test::Script::json(R"({"version": {"id": "v3.14", "links": []}})")
                       : test::Script::answer(401, R"({"error": {"message": "Wrong."}})");
        });
        CloudCard &other = fixture.otherCloud(server.url(u"/v3"_s).toString(), u"secret"_s);
        auto *method = other.findChild<QComboBox *>(u"method"_s);
        method->setCurrentIndex(method->findText(u"Password and one-time passcode"_s));
        SignInFixture::type(other, u"One-time passcode"_s, u"123456"_s);
        QTest::mouseClick(other.button(), Qt::LeftButton);
        QTRY_VERIFY(!SignInFixture::error(other).isEmpty());
        const QJsonDocument sent = QJsonDocument::fromJson(server.seen().back().body);
        QCOMPARE(sent[u"auth"_s][u"identity"_s][u"totp"_s][u"user"_s][u"passcode"_s].toString(),
                 u"123456"_s);
        QVERIFY(SignInFixture::field(other, u"One-time passcode"_s).text().isEmpty());
        QVERIFY(SignInFixture::field(other, u"Password"_s).hasFocus());
    }

    void somebodyNewIsToldWhatToDo()
    {
        SignInFixture fixture("clouds: {}\n");
        QVERIFY(fixture.page.findChild<QFrame *>(u"openFile"_s)->isVisible());
        qputenv("OS_CLIENT_CONFIG_FILE", "");
        QSignalSpy help(&fixture.page, &ui::SignInPage::helpWanted);
        QTest::mouseClick(fixture.page.findChild<QPushButton *>(u"gettingStarted"_s),
                          Qt::LeftButton);
        QCOMPARE(help.size(), 1);
    }
};

QTEST_MAIN(TestSignIn)
#include "tst_signin.moc"
