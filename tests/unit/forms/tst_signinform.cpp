#include "forms/signinform.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using forms::SignInForm;
using Field = forms::SignInForm::Field;

class TestSignInForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMissingFieldHasItsSentence();
    void refusesAddresses_data();
    void refusesAddresses();
    void makesAPasswordConfig();
    void makesAnApplicationCredentialConfig();
    void makesAConfigWithAPasscode();
    void takesAddressesAsTheyAreTyped_data();
    void takesAddressesAsTheyAreTyped();
    void asksOnlyForWhatIsMissing_data();
    void asksOnlyForWhatIsMissing();
    void completesWhatIsKnown();
    void theFieldToCorrect();
    void theProjectMayBeChosenLater();
    void cautionsAgainstPlainHttp();
};

namespace {

SignInForm filled()
{
    SignInForm form;
    form.setValue(Field::Address, u" https://cloud.example.com:5000/v3/ "_s);
    form.setValue(Field::UserName, u" ada "_s);
    form.setValue(Field::Password, u" pass word "_s);
    form.setValue(Field::Project, u"engines"_s);
    return form;
}

} // namespace

void TestSignInForm::eachMissingFieldHasItsSentence()
{
    SignInForm form = filled();
    QCOMPARE(form.problem(), QString());
    QStringList seen;
    for (const Field field : {Field::Address, Field::UserName, Field::UserDomain, Field::Password,
                              Field::ProjectDomain}) {
        SignInForm broken = filled();
        broken.setValue(field, u""_s);
        QVERIFY(!broken.problem(field).isEmpty());
        QCOMPARE(broken.problem(), broken.problem(field));
        QVERIFY(!seen.contains(broken.problem()));
        seen += broken.problem();
    }
    form.setMethod(SignInForm::Method::ApplicationCredential);
    QVERIFY(form.problem().contains(u"ID of the application credential"_s));
    form.setValue(Field::CredentialId, u"abc"_s);
    QVERIFY(form.problem().contains(u"secret"_s));
}

void TestSignInForm::refusesAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("other scheme") << u"ftp://cloud.example.com/v3"_s;
    QTest::newRow("no host") << u"https:///v3"_s;
    QTest::newRow("blank inside") << u"https://cloud example.com/v3"_s;
    QTest::newRow("password in it") << u"https://ada:secret@cloud.example.com/v3"_s;
    QTest::newRow("password without a scheme") << u"ada:secret@cloud.example.com"_s;
    QTest::newRow("port that is none") << u"https://cloud.example.com:99999999/v3"_s;
}

void TestSignInForm::refusesAddresses()
{
    QFETCH(const QString, address);
    SignInForm form = filled();
    form.setValue(Field::Address, address);
    const QString problem = form.problem(Field::Address);
    QVERIFY(problem.endsWith(u'.'));
    QVERIFY(!problem.contains(u"secret"_s));
}

void TestSignInForm::makesAPasswordConfig()
{
    const openstack::CloudConfig config = filled().config();
    QCOMPARE(config.auth.authUrl, QUrl(u"https://cloud.example.com:5000/v3"_s));
    QCOMPARE(config.name, u"cloud.example.com"_s);
    QVERIFY(config.method == openstack::AuthMethod::Password);
    QCOMPARE(config.auth.username, u"ada"_s);
    QCOMPARE(config.auth.userDomainName, u"Default"_s);
    QCOMPARE(config.auth.password, u" pass word "_s);
    QCOMPARE(config.auth.projectName, u"engines"_s);
    QCOMPARE(config.auth.projectDomainName, u"Default"_s);
    QVERIFY(config.auth.applicationCredentialId.isEmpty());
}

void TestSignInForm::makesAnApplicationCredentialConfig()
{
    SignInForm form = filled();
    form.setMethod(SignInForm::Method::ApplicationCredential);
    form.setValue(Field::CredentialId, u"abc"_s);
    form.setValue(Field::CredentialSecret, u"s3"_s);
    form.setValue(Field::Region, u"RegionOne"_s);
    const openstack::CloudConfig config = form.config();
    QVERIFY(config.method == openstack::AuthMethod::ApplicationCredential);
    QCOMPARE(config.auth.applicationCredentialId, u"abc"_s);
    QCOMPARE(config.auth.applicationCredentialSecret, u"s3"_s);
    QCOMPARE(config.region, u"RegionOne"_s);
    // The credential names the user and the project automatically.
    QVERIFY(config.auth.username.isEmpty());
    QVERIFY(config.auth.password.isEmpty());
    QVERIFY(config.auth.projectName.isEmpty());
}

void TestSignInForm::makesAConfigWithAPasscode()
{
    SignInForm form = filled();
    form.setMethod(SignInForm::Method::PasswordAndPasscode);
    QVERIFY(form.problem().contains(u"passcode"_s));
    form.setValue(Field::Passcode, u" 123456 "_s);
    QCOMPARE(form.problem(), QString());
    QVERIFY(!SignInForm::isSecret(Field::Passcode)); // it is good once, and has to be read
    const openstack::CloudConfig config = form.config();
    QVERIFY(config.method == openstack::AuthMethod::Multifactor);
    QCOMPARE(config.auth.passcode, u"123456"_s);
    QCOMPARE(config.auth.password, u" pass word "_s);
    // It is not sent where it is not asked for.
    form.setMethod(SignInForm::Method::Password);
    QCOMPARE(form.config().auth.passcode, QString());
}

void TestSignInForm::takesAddressesAsTheyAreTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    QTest::newRow("host") << u"cloud.example.com"_s << u"https://cloud.example.com"_s;
    QTest::newRow("host and port")
        << u"cloud.example.com:5000/v3"_s << u"https://cloud.example.com:5000/v3"_s;
    QTest::newRow("dashboard") << u"https://cloud.example.com/horizon/?next=/#a"_s
                               << u"https://cloud.example.com/horizon"_s;
    QTest::newRow("plain") << u"http://cloud.example.com"_s << u"http://cloud.example.com"_s;
}

void TestSignInForm::takesAddressesAsTheyAreTyped()
{
    QFETCH(const QString, typed);
    SignInForm form = filled();
    form.setValue(Field::Address, typed);
    QCOMPARE(form.problem(), QString());
    QTEST(form.config().auth.authUrl.toString(), "address");
    QCOMPARE(form.config().name, u"cloud.example.com"_s);
}

void TestSignInForm::asksOnlyForWhatIsMissing_data()
{
    using openstack::AuthMethod;
    QTest::addColumn<openstack::CloudConfig>("known");
    QTest::addColumn<QStringList>("asked");
    QTest::addColumn<QStringList>("labels");
    openstack::CloudConfig whole;
    whole.auth.authUrl = QUrl(u"https://cloud.example.com"_s);
    whole.auth.username = u"ada"_s;
    QTest::newRow("nothing") << whole << QStringList{} << QStringList{};
    QTest::newRow("a secret is asked for elsewhere")
        << whole << QStringList{u"OS_PASSWORD"_s} << QStringList{};
    QTest::newRow("what the file asks for")
        << whole
        << QStringList{u"OS_REGION_NAME"_s, u"OS_PROJECT_NAME"_s, u"OS_PROJECT_DOMAIN_NAME"_s,
                       u"OS_USER_DOMAIN_NAME"_s}
        << QStringList{u"User domain"_s, u"Project"_s, u"Project domain"_s, u"Region"_s};
    openstack::CloudConfig id = whole;
    id.auth.username.clear();
    QTest::newRow("user") << id << QStringList{} << QStringList{u"User name"_s};
    id.auth.userId = u"u1"_s;
    QTest::newRow("user by ID") << id << QStringList{} << QStringList{};
    QTest::newRow("everything") << openstack::CloudConfig{} << QStringList{}
                                << QStringList{u"Address"_s, u"User name"_s};
    openstack::CloudConfig credential = whole;
    credential.method = AuthMethod::ApplicationCredential;
    credential.auth.username.clear();
    QTest::newRow("credential") << credential << QStringList{}
                                << QStringList{u"Application credential ID"_s};
    openstack::CloudConfig token = whole;
    token.method = AuthMethod::Token;
    token.auth.username.clear();
    QTest::newRow("token") << token << QStringList{} << QStringList{};
}

void TestSignInForm::asksOnlyForWhatIsMissing()
{
    QFETCH(const openstack::CloudConfig, known);
    QFETCH(const QStringList, asked);
    QMap<QString, QString> questions;
    for (const QString &variable : asked)
        questions.insert(variable, u"Your choice:"_s);
    const SignInForm form(known, questions);
    QVERIFY(!form.isWhole());
    QStringList labels;
    for (const Field field : form.fields()) {
        labels.append(SignInForm::label(field));
        if (!asked.isEmpty())
            QCOMPARE(form.placeholder(field), u"Your choice:"_s);
    }
    QTEST(labels, "labels");
}

void TestSignInForm::completesWhatIsKnown()
{
    openstack::CloudConfig known;
    known.method = openstack::AuthMethod::Multifactor;
    known.auth.projectId = u"p1"_s;
    known.caCertificate = u"/ca.pem"_s;
    SignInForm form(known, {{u"OS_REGION_NAME"_s, QString()}});
    for (const Field field : {Field::Address, Field::UserName, Field::Region})
        QVERIFY(!form.problem(field).isEmpty());
    form.setValue(Field::Address, u"cloud.example.com"_s);
    form.setValue(Field::UserName, u"ada"_s);
    form.setValue(Field::Region, u"two"_s);
    QCOMPARE(form.problem(), QString());
    openstack::CloudConfig expected = known;
    expected.name = u"cloud.example.com"_s;
    expected.auth.authUrl = QUrl(u"https://cloud.example.com"_s);
    expected.auth.username = u"ada"_s;
    expected.region = u"two"_s;
    QVERIFY(form.config() == expected);
}

void TestSignInForm::theFieldToCorrect()
{
    const auto of = [](const SignInForm &form, ErrorKind kind) {
        Error error;
        error.kind = kind;
        return SignInForm::label(form.fieldToCorrect(error));
    };
    SignInForm form = filled();
    QCOMPARE(of(form, ErrorKind::Unauthorized), u"Password"_s);
    for (const ErrorKind kind :
         {ErrorKind::Unreachable, ErrorKind::Timeout, ErrorKind::Tls, ErrorKind::BrokenAnswer,
          ErrorKind::Unsupported, ErrorKind::Configuration})
        QCOMPARE(of(form, kind), u"Address"_s);
    QCOMPARE(of(form, ErrorKind::Forbidden), u"User name"_s);
    form.setValue(Field::Region, u"nowhere"_s);
    QCOMPARE(of(form, ErrorKind::Configuration), u"Region"_s);
    form.setMethod(SignInForm::Method::ApplicationCredential);
    QCOMPARE(of(form, ErrorKind::Unauthorized), u"Application credential secret"_s);
    openstack::CloudConfig known;
    known.auth.authUrl = QUrl(u"https://cloud.example.com"_s);
    QCOMPARE(of(SignInForm(known, {}), ErrorKind::Unreachable), u"User name"_s);
}

void TestSignInForm::theProjectMayBeChosenLater()
{
    SignInForm form = filled();
    form.setValue(Field::Project, u" "_s);
    form.setValue(Field::ProjectDomain, u""_s);
    QCOMPARE(form.problem(), QString());
    QVERIFY(!form.config().auth.namesProject());
    QVERIFY(form.config().auth.projectDomainName.isEmpty());
}

void TestSignInForm::cautionsAgainstPlainHttp()
{
    SignInForm form = filled();
    QVERIFY(form.caution().isEmpty());
    form.setValue(Field::Address, u"http://cloud.example.com/v3"_s);
    QVERIFY(!form.caution().isEmpty());
    form.setValue(Field::Address, u"http://127.0.0.1:5000/v3"_s);
    QVERIFY(form.caution().isEmpty());
}

QTEST_GUILESS_MAIN(TestSignInForm)
#include "tst_signinform.moc"
