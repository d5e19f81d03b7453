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
    void theProjectMayBeChosenLater();
    void cautionsAgainstPlainHttp();
};

namespace {

SignInForm filled()
{
    SignInForm form;
    form.setValue(Field::AuthUrl, u" https://cloud.example.com:5000/v3/ "_s);
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
    for (const Field field : {Field::AuthUrl, Field::UserName, Field::UserDomain, Field::Password,
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
    QTest::newRow("no scheme") << u"cloud.example.com"_s;
    QTest::newRow("host and port only") << u"cloud.example.com:5000/v3"_s;
    QTest::newRow("other scheme") << u"ftp://cloud.example.com/v3"_s;
    QTest::newRow("no host") << u"https:///v3"_s;
    QTest::newRow("blank inside") << u"https://cloud example.com/v3"_s;
    QTest::newRow("password in it") << u"https://ada:secret@cloud.example.com/v3"_s;
    QTest::newRow("query") << u"https://cloud.example.com/v3?x=1"_s;
    QTest::newRow("port that is none") << u"https://cloud.example.com:99999999/v3"_s;
}

void TestSignInForm::refusesAddresses()
{
    QFETCH(const QString, address);
    SignInForm form = filled();
    form.setValue(Field::AuthUrl, address);
    const QString problem = form.problem(Field::AuthUrl);
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
    // The credential names the user and the project by itself.
    QVERIFY(config.auth.username.isEmpty());
    QVERIFY(config.auth.password.isEmpty());
    QVERIFY(config.auth.projectName.isEmpty());
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
    form.setValue(Field::AuthUrl, u"http://cloud.example.com/v3"_s);
    QVERIFY(!form.caution().isEmpty());
    form.setValue(Field::AuthUrl, u"http://127.0.0.1:5000/v3"_s);
    QVERIFY(form.caution().isEmpty());
}

QTEST_GUILESS_MAIN(TestSignInForm)
#include "tst_signinform.moc"
