#include "openstack/identity/catalog.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tokenrequest.h"

#include "support/samples.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;
using net::Service;
using oriel::test::answerOf;
using oriel::test::sampleAnswer;

Q_DECLARE_METATYPE(oriel::net::Service)

namespace {

CloudConfig passwordCloud()
{
    CloudConfig cloud;
    cloud.name = u"lab"_s;
    cloud.auth.authUrl = QUrl(u"https://cloud.example:5000/v3"_s);
    cloud.auth.username = u"ada"_s;
    cloud.auth.password = u"secret"_s;
    return cloud;
}

/// The body that `cloud` signs in with, as compact JSON with sorted keys.
QByteArray bodyFor(const CloudConfig &cloud)
{
    const auto body = tokenRequest(cloud);
    return body ? QJsonDocument(*body).toJson(QJsonDocument::Compact) : QByteArray("error");
}

} // namespace

class TestIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyByNamesAndDomains();
    void bodyByIds();
    void bodyOfOtherMethods();
    void bodyForADomain();
    void missingSecretsAreNamed();
    void tokens_data();
    void tokens();
    void brokenTokens_data();
    void brokenTokens();
    void catalogFinds();
    void catalogAliases();
    void catalogWithoutAService();
    void onlyHttpAddressesAreUsed();
    void theFirstRegionIsThatOfCompute();
    void projectsOfOneName();
    void regionsOfTheCatalog();
    void endpoints_data();
    void endpoints();
    void identityEndpoints_data();
    void identityEndpoints();
    void projects();
};

void TestIdentity::bodyByNamesAndDomains()
{
    CloudConfig cloud = passwordCloud();
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"id":"default"},"name":"ada","password":"secret"}}}}})"_ba);
    cloud.auth.userDomainName = u"Users"_s;
    cloud.auth.projectName = u"web"_s;
    cloud.auth.projectDomainId = u"d7"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"Users"},"name":"ada","password":"secret"}}},"scope":{"project":{"domain":{"id":"d7"},"name":"web"}}}})"_ba);
}

void TestIdentity::bodyByIds()
{
    CloudConfig cloud = passwordCloud();
    cloud.auth.userId = u"u1"_s;
    cloud.auth.projectId = u"p1"_s;
    cloud.auth.projectName = u"ignored beside the id"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1","password":"secret"}}},"scope":{"project":{"id":"p1"}}}})"_ba);
}

void TestIdentity::bodyOfOtherMethods()
{
    CloudConfig cloud = passwordCloud();
    cloud.auth.projectId = u"p1"_s;
    cloud.method = AuthMethod::ApplicationCredential;
    cloud.auth.applicationCredentialSecret = u"hush"_s;
    cloud.auth.applicationCredentialName = u"desktop"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"application_credential":{"name":"desktop","secret":"hush","user":{"domain":{"id":"default"},"name":"ada"}},"methods":["application_credential"]}}})"_ba);
    cloud.auth.applicationCredentialId = u"c1"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"application_credential":{"id":"c1","secret":"hush"},"methods":["application_credential"]}}})"_ba);
    cloud.method = AuthMethod::Token;
    cloud.auth.token = u"t1"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"methods":["token"],"token":{"id":"t1"}},"scope":{"project":{"id":"p1"}}}})"_ba);
    cloud.method = AuthMethod::Multifactor;
    cloud.auth.passcode = u"123456"_s;
    QCOMPARE(
        bodyFor(cloud),
        R"({"auth":{"identity":{"methods":["password","totp"],"password":{"user":{"domain":{"id":"default"},"name":"ada","password":"secret"}},"totp":{"user":{"domain":{"id":"default"},"name":"ada","passcode":"123456"}}},"scope":{"project":{"id":"p1"}}}})"_ba);
}

void TestIdentity::bodyForADomain()
{
    CloudConfig cloud = passwordCloud();
    cloud.auth.domainName = u"Users"_s;
    QVERIFY(bodyFor(cloud).contains(R"("scope":{"domain":{"name":"Users"}})"));
}

void TestIdentity::missingSecretsAreNamed()
{
    CloudConfig cloud = passwordCloud();
    cloud.auth.password.clear();
    QCOMPARE(cloud.missingSecret(), Secret::Password);
    const auto body = tokenRequest(cloud);
    QVERIFY(!body.ok());
    QCOMPARE(body.error().kind, ErrorKind::Configuration);
    QVERIFY(body.error().message.contains("password"_L1));
    QVERIFY(body.error().message.contains("lab"_L1));
    cloud.method = AuthMethod::Multifactor;
    QCOMPARE(cloud.missingSecret(), Secret::PasswordAndPasscode);
    cloud.auth.password = u"x"_s;
    QCOMPARE(cloud.missingSecret(), Secret::Passcode);
    cloud.method = AuthMethod::Token;
    QCOMPARE(cloud.missingSecret(), Secret::Token);
    cloud.method = AuthMethod::ApplicationCredential;
    QCOMPARE(cloud.missingSecret(), Secret::ApplicationCredentialSecret);
}

void TestIdentity::tokens_data()
{
    QTest::addColumn<QString>("sample");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("role");
    QTest::newRow("password") << u"auth-password-201"_s << u"demo"_s << u"member"_s;
    QTest::newRow("credential") << u"auth-application-credential-201"_s << u"demo"_s << u"member"_s;
    QTest::newRow("operator") << u"auth-operator-201"_s << u"operator"_s << u"member"_s;
    QTest::newRow("reader") << u"auth-reader-201"_s << u"reader"_s << u"reader"_s;
}

void TestIdentity::tokens()
{
    QFETCH(QString, sample);
    QFETCH(QString, user);
    QFETCH(QString, role);
    const net::Answer answer = sampleAnswer(sample);
    const auto token = decodeToken(answer.body, "opaque");
    QVERIFY2(token.ok(), token.ok() ? "" : qPrintable(token.error().message));
    QCOMPARE(token->id, "opaque"_ba);
    QCOMPARE(token->userName, user);
    QCOMPARE(token->domainName, u"Default"_s);
    QVERIFY(token->roles.contains(role));
    QVERIFY(token->scoped());
    QVERIFY(token->issued.isValid());
    QCOMPARE(token->issued.secsTo(token->expires), 3600);
    QCOMPARE(token->catalog.regions(), QStringList{u"RegionOne"_s});
    for (const Service service : {Service::Identity, Service::Compute, Service::BlockStorage,
                                  Service::Image, Service::Network})
        QVERIFY(token->catalog.find({service, u"RegionOne"_s, u"public"_s}).ok());
}

void TestIdentity::brokenTokens_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("html") << "<html>Welcome</html>"_ba
                          << "t"_ba;
    QTest::newRow("no token") << "{}"_ba
                              << "t"_ba;
    QTest::newRow("no user") << R"({"token": {"expires_at": "2030-01-01T00:00:00Z"}})"_ba
                             << "t"_ba;
    QTest::newRow("no header")
        << R"({"token": {"user": {"id": "u"}, "expires_at": "2030-01-01T00:00:00Z"}})"_ba
        << ""_ba;
}

void TestIdentity::brokenTokens()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    const auto token = decodeToken(body, header);
    QVERIFY(!token.ok());
    QCOMPARE(token.error().kind, ErrorKind::BrokenAnswer);
}

void TestIdentity::catalogFinds()
{
    Catalog catalog;
    catalog.services = {{u"compute"_s,
                         u"nova"_s,
                         {{u"admin"_s, u"north"_s, QUrl(u"http://admin-north/v2.1"_s)},
                          {u"public"_s, u"south"_s, QUrl(u"http://south/v2.1"_s)},
                          {u"public"_s, u"north"_s, QUrl(u"http://north/v2.1"_s)}}}};
    QCOMPARE(*catalog.find({Service::Compute, u"north"_s, u"public"_s}),
             QUrl(u"http://north/v2.1"_s));
    QCOMPARE(*catalog.find({Service::Compute, u"north"_s, u"admin"_s}),
             QUrl(u"http://admin-north/v2.1"_s));
    QCOMPARE(*catalog.find({Service::Compute, QString(), u"public"_s}),
             QUrl(u"http://south/v2.1"_s));
}

void TestIdentity::catalogAliases()
{
    const auto with = [](const QStringList &types) {
        Catalog catalog;
        for (const QString &type : types) {
            catalog.services.push_back(
                {type, type, {{u"public"_s, u"r"_s, QUrl("http://"_L1 + type + "/v3/p"_L1)}}});
        }
        const auto found = catalog.find({Service::BlockStorage, u"r"_s, u"public"_s});
        return found ? found->host() : QString();
    };
    QCOMPARE(with({u"volume"_s}), u"volume"_s);
    QCOMPARE(with({u"volume"_s, u"volumev3"_s}), u"volumev3"_s);
    QCOMPARE(with({u"volume"_s, u"volumev3"_s, u"block-storage"_s}), u"block-storage"_s);
    QCOMPARE(with({u"volumev2"_s, u"compute"_s}), QString());
}

void TestIdentity::catalogWithoutAService()
{
    const auto missing = Catalog{}.find({Service::BlockStorage, u"north"_s, u"public"_s});
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().kind, ErrorKind::NoService);
    QCOMPARE(missing.error().service, u"block-storage"_s);
    QVERIFY(missing.error().message.contains("block-storage"_L1));
    QVERIFY(missing.error().message.contains("north"_L1));
}

void TestIdentity::onlyHttpAddressesAreUsed()
{
    Catalog catalog;
    catalog.services = {
        {u"compute"_s, u"nova"_s, {{u"public"_s, u"north"_s, QUrl(u"file://localhost/tmp/"_s)}}}};
    const auto found = catalog.find({Service::Compute, u"north"_s, u"public"_s});
    QVERIFY(!found.ok());
    QVERIFY2(found.error().message.contains("file://localhost/tmp/"_L1),
             qPrintable(found.error().message));
}

void TestIdentity::theFirstRegionIsThatOfCompute()
{
    Catalog catalog;
    const QUrl url(u"http://x"_s);
    catalog.services = {
        {u"image"_s, {}, {{u"public"_s, u"a"_s, url}}},
        {u"compute"_s,
         {},
         {{u"internal"_s, u"b"_s, url}, {u"public"_s, u"d"_s, url}, {u"public"_s, u"c"_s, url}}}};
    QCOMPARE(catalog.firstRegion(u"public"_s), u"d"_s);
    QCOMPARE(catalog.firstRegion(u"admin"_s), u"b"_s); // none of this interface
}

void TestIdentity::projectsOfOneName()
{
    const std::vector<Project> projects{{.id = u"1"_s, .name = u"web"_s, .domainId = u"d1"_s},
                                        {.id = u"2"_s, .name = u"lab"_s, .domainId = u"d1"_s},
                                        {.id = u"3"_s, .name = u"web"_s, .domainId = u"d2"_s}};
    const QStringList labels = labelsOf(projects);
    QCOMPARE(labels[1], u"lab"_s);
    QVERIFY(labels[0].contains("1"_L1) && labels[0].contains("d1"_L1));
    QVERIFY(labels[2].contains("3"_L1) && labels[2].contains("d2"_L1));
}

void TestIdentity::regionsOfTheCatalog()
{
    Catalog catalog;
    catalog.services = {{u"image"_s,
                         {},
                         {{u"public"_s, u"a-images-only"_s, QUrl(u"http://a"_s)},
                          {u"public"_s, u"west"_s, QUrl(u"http://b"_s)}}},
                        {u"compute"_s,
                         {},
                         {{u"public"_s, u"west"_s, QUrl(u"http://c"_s)},
                          {u"public"_s, u"east"_s, QUrl(u"http://d"_s)},
                          {u"public"_s, QString(), QUrl(u"http://e"_s)}}}};
    QCOMPARE(catalog.regions(), QStringList({u"east"_s, u"west"_s, u"a-images-only"_s}));
}

void TestIdentity::endpoints_data()
{
    QTest::addColumn<Service>("service");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("wanted");
    const auto row = [](Service service, const char *url, const char *wanted) {
        QTest::newRow(url) << service << QString::fromLatin1(url) << QString::fromLatin1(wanted);
    };
    row(Service::Compute, "http://h:8774/v2.1", "http://h:8774/v2.1");
    row(Service::Compute, "http://h:8774/v2.1/", "http://h:8774/v2.1");
    row(Service::Compute, "http://h:8774/v2/p1", "http://h:8774/v2.1/p1");
    row(Service::Compute, "https://h/compute", "https://h/compute/v2.1");
    row(Service::Image, "http://h:9292", "http://h:9292/v2");
    row(Service::Image, "http://h:9292/", "http://h:9292/v2");
    row(Service::Image, "http://h:9292/v2/", "http://h:9292/v2");
    row(Service::Image, "https://h/image", "https://h/image/v2");
    row(Service::Image, "https://h/v1", "https://h/v2");
    row(Service::Network, "http://h:9696", "http://h:9696/v2.0");
    row(Service::Network, "http://h:9696/v2.0", "http://h:9696/v2.0");
    row(Service::Network, "http://h:9696/v2", "http://h:9696/v2.0");
    row(Service::BlockStorage, "http://h:8776/v3/p1", "http://h:8776/v3/p1");
    row(Service::BlockStorage, "http://h:8776/v3", "http://h:8776/v3/p1");
    row(Service::BlockStorage, "http://h:8776/v3/", "http://h:8776/v3/p1");
    row(Service::BlockStorage, "https://h/volume", "https://h/volume/v3/p1");
    row(Service::BlockStorage, "http://h:8776/v2/p1", "http://h:8776/v3/p1");
    row(Service::BlockStorage, "http://h/a%2Fb/v3", "http://h/a%2Fb/v3/p1");
}

void TestIdentity::endpoints()
{
    QFETCH(Service, service);
    QFETCH(QString, url);
    QFETCH(QString, wanted);
    QCOMPARE(versionedEndpoint(service, QUrl(url), u"p1"_s).toString(QUrl::FullyEncoded), wanted);
}

void TestIdentity::identityEndpoints_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char *url, const char *wanted) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(wanted);
    };
    row("http://h:5000", "http://h:5000/v3");
    row("http://h:5000/", "http://h:5000/v3");
    row("http://h:5000/v3/", "http://h:5000/v3");
    row("http://h:5000/v2.0", "http://h:5000/v3");
    row("https://h/identity", "https://h/identity/v3");
    row("https://h/identity/v3/auth/tokens", "https://h/identity/v3");
}

void TestIdentity::identityEndpoints()
{
    QFETCH(QString, url);
    QFETCH(QString, wanted);
    QCOMPARE(identityEndpoint(QUrl(url)).toString(), wanted);
}

void TestIdentity::projects()
{
    const auto projects = List<Project>{}.decode(sampleAnswer(u"auth-projects-operator"_s));
    QVERIFY(projects.ok());
    QCOMPARE(static_cast<int>(projects->items.size()), 2);
    QCOMPARE(projects->items.at(0).name, u"demo"_s);
    QCOMPARE(projects->items.at(1).name, u"ops"_s);
    QVERIFY(projects->items.at(0).enabled);
    QVERIFY(!List<Project>{}.decode(answerOf(R"({"projects": [{"name": "x"}]})")).ok());
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
