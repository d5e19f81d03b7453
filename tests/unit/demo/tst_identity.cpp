#include "unit/demo/harness.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;
using namespace std::chrono_literals;

class IdentityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_cloud = std::make_unique<Harness>(); }
    void tokensLiveAnHour();
    void revokedTokensAreRefusedEverywhere();
    void withoutScopeTheDefaultProject();
    void unscopedSeesItsProjectsOnly();
    void tokenForAnotherProject();
    void applicationCredentials();
    void readerReadsAndDoesNotWrite();
    void projectsDoNotSeeEachOther();
    void cloudsYamlSignsIn();

private:
    Answer with(const QJsonObject &identity, const QJsonValue &scope = QJsonValue::Undefined)
    {
        QJsonObject auth{{u"identity"_s, identity}};
        if (!scope.isUndefined())
            auth.insert(u"scope"_s, scope);
        const QByteArray kept = std::exchange(m_cloud->token, {});
        const Answer answer =
            m_cloud->call("POST", u"/identity/v3/auth/tokens"_s, {{u"auth"_s, auth}});
        m_cloud->token = kept;
        return answer;
    }
    static QJsonObject tokenOf(const Answer &answer)
    {
        return answer.json().value(u"token").toObject();
    }

    std::unique_ptr<Harness> m_cloud;
};

void IdentityTest::tokensLiveAnHour()
{
    QCOMPARE(m_cloud->signIn().status, 201);
    m_cloud->clock.advance(3599s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).status, 200);
    m_cloud->clock.advance(2s);
    for (const QString &path :
         {u"/compute/v2.1/servers"_s, m_cloud->volumePath(u"/volumes"_s), u"/image/v2/images"_s,
          u"/network/v2.0/ports"_s, u"/identity/v3/auth/projects"_s}) {
        const Answer answer = m_cloud->get(path);
        QVERIFY2(answer.status == 401, qPrintable(path));
        QVERIFY(answer.headers.contains("www-authenticate"));
    }
    QCOMPARE(m_cloud->signIn().status, 201);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).status, 200);
}

void IdentityTest::revokedTokensAreRefusedEverywhere()
{
    m_cloud->signIn();
    const Answer valid =
        m_cloud->get(u"/identity/v3/auth/tokens"_s, {{"X-Subject-Token", m_cloud->token}});
    QCOMPARE(valid.status, 200);
    QVERIFY(tokenOf(valid).contains(u"catalog"));
    QCOMPARE(m_cloud
                 ->call("DELETE", u"/identity/v3/auth/tokens"_s, {},
                        {{"X-Subject-Token", m_cloud->token}})
                 .status,
             204);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).status, 401);
    QCOMPARE(m_cloud->get(u"/identity/v3/auth/projects"_s).status, 401);
}

void IdentityTest::withoutScopeTheDefaultProject()
{
    const QJsonObject token = tokenOf(m_cloud->signIn(u"demo"_s, u"demo"_s, QString()));
    QCOMPARE(token.value(u"project").toObject().value(u"name").toString(), u"demo"_s);
    QStringList types;
    const QJsonArray catalog = token.value(u"catalog").toArray();
    for (const auto &service : catalog) {
        types.append(service.toObject().value(u"type").toString());
        QStringList interfaces;
        const QJsonArray endpoints = service.toObject().value(u"endpoints").toArray();
        for (const auto &endpoint : endpoints) {
            interfaces.append(endpoint.toObject().value(u"interface").toString());
            QCOMPARE(endpoint.toObject().value(u"region").toString(), u"RegionOne"_s);
        }
        interfaces.sort();
        QCOMPARE(interfaces, (QStringList{u"admin"_s, u"internal"_s, u"public"_s}));
    }
    types.sort();
    QCOMPARE(types,
             (QStringList{u"compute"_s, u"identity"_s, u"image"_s, u"network"_s, u"volumev3"_s}));
}

void IdentityTest::unscopedSeesItsProjectsOnly()
{
    const QJsonObject identity = Harness::passwordAuth(u"demo"_s, u"demo"_s)
                                     .value(u"auth")
                                     .toObject()
                                     .value(u"identity")
                                     .toObject();
    const Answer answer = with(identity, QJsonObject{{u"unscoped"_s, QJsonObject()}});
    QCOMPARE(answer.status, 201);
    QVERIFY(!tokenOf(answer).contains(u"project"));
    QVERIFY(!tokenOf(answer).contains(u"catalog"));
    m_cloud->token = answer.headers.value("x-subject-token");
    QStringList names;
    const QJsonArray projects =
        m_cloud->get(u"/identity/v3/auth/projects"_s).json().value(u"projects").toArray();
    for (const auto &project : projects)
        names.append(project.toObject().value(u"name").toString());
    QCOMPARE(names, (QStringList{u"demo"_s, u"lab"_s}));
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).status, 401);
}

void IdentityTest::tokenForAnotherProject()
{
    m_cloud->signIn();
    const QString first = m_cloud->project;
    m_cloud->clock.advance(100s);
    const QJsonObject identity{
        {u"methods"_s, QJsonArray{u"token"_s}},
        {u"token"_s, QJsonObject{{u"id"_s, QString::fromLatin1(m_cloud->token)}}}};
    const QJsonObject scope{
        {u"project"_s,
         QJsonObject{{u"name"_s, u"lab"_s}, {u"domain"_s, QJsonObject{{u"id"_s, u"default"_s}}}}}};
    const Answer answer = with(identity, scope);
    QCOMPARE(answer.status, 201);
    QVERIFY(tokenOf(answer).value(u"project").toObject().value(u"id").toString() != first);
    // It lives no longer than the one it came from.
    m_cloud->token = answer.headers.value("x-subject-token");
    m_cloud->clock.advance(3501s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).status, 401);
}

void IdentityTest::applicationCredentials()
{
    const QString user =
        tokenOf(m_cloud->signIn()).value(u"user").toObject().value(u"id").toString();
    const QString path = u"/identity/v3/users/%1/application_credentials"_s.arg(user);
    const Answer made = m_cloud->call(
        "POST", path, {{u"application_credential"_s, QJsonObject{{u"name"_s, u"laptop"_s}}}});
    QCOMPARE(made.status, 201);
    const QJsonObject credential = made.json().value(u"application_credential").toObject();
    const auto identity = [&](const QString &secret) {
        return QJsonObject{
            {u"methods"_s, QJsonArray{u"application_credential"_s}},
            {u"application_credential"_s,
             QJsonObject{{u"id"_s, credential.value(u"id")}, {u"secret"_s, secret}}}};
    };
    const Answer good = with(identity(credential.value(u"secret").toString()));
    QCOMPARE(good.status, 201);
    QCOMPARE(tokenOf(good).value(u"project").toObject().value(u"id").toString(), m_cloud->project);
    QCOMPARE(with(identity(u"wrong"_s)).status, 401);
    QCOMPARE(m_cloud->call("DELETE", path + u'/' + credential.value(u"id").toString()).status, 204);
    // Keystone tells that one is gone, unlike a wrong password.
    const Answer gone = with(identity(credential.value(u"secret").toString()));
    QCOMPARE(gone.status, 404);
    QVERIFY(gone.json()
                .value(u"error")
                .toObject()
                .value(u"message")
                .toString()
                .startsWith(u"Could not find Application Credential: "_s));
}

void IdentityTest::readerReadsAndDoesNotWrite()
{
    QCOMPARE(m_cloud->signIn(u"reader"_s, u"demo-reader"_s).status, 201);
    const QString id = m_cloud->serverId(u"web-1"_s);
    QVERIFY(!id.isEmpty());
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/snapshots/detail"_s)).status, 200);
    const QString spare =
        m_cloud->idOf(m_cloud->volumePath(u"/volumes"_s), u"volumes"_s, u"spare-fast"_s);
    const struct
    {
        QByteArray method;
        QString path;
        QJsonObject body;
    } writes[] = {
        {"POST",
         u"/compute/v2.1/servers/%1/action"_s.arg(id),
         {{u"reboot"_s, QJsonObject{{u"type"_s, u"SOFT"_s}}}}},
        {"POST",
         u"/compute/v2.1/servers"_s,
         {{u"server"_s, QJsonObject{{u"name"_s, u"n"_s}, {u"flavorRef"_s, u"f"_s}}}}},
        {"PUT",
         u"/compute/v2.1/servers/"_s + id,
         {{u"server"_s, QJsonObject{{u"name"_s, u"n"_s}}}}},
        {"PUT",
         u"/compute/v2.1/servers/%1/metadata/k"_s.arg(id),
         {{u"meta"_s, QJsonObject{{u"k"_s, u"v"_s}}}}},
        {"DELETE", m_cloud->volumePath(u"/volumes/"_s + spare), {}},
        {"PUT",
         m_cloud->volumePath(u"/volumes/"_s + spare),
         {{u"volume"_s, QJsonObject{{u"name"_s, u"n"_s}}}}},
        {"POST",
         m_cloud->volumePath(u"/volumes/%1/action"_s.arg(spare)),
         {{u"os-extend"_s, QJsonObject{{u"new_size"_s, 60}}}}},
        {"POST", m_cloud->volumePath(u"/volumes"_s), {{u"volume"_s, QJsonObject{{u"size"_s, 1}}}}},
    };
    for (const auto &write : writes)
        QVERIFY2(m_cloud->call(write.method, write.path, write.body).status == 403,
                 qPrintable(write.path));
    QCOMPARE(m_cloud->server(id).value(u"name").toString(), u"web-1"_s);
}

void IdentityTest::projectsDoNotSeeEachOther()
{
    m_cloud->signIn();
    const QString server = m_cloud->serverId(u"web-1"_s);
    const QString demo = m_cloud->project;
    const QString image =
        m_cloud->idOf(u"/image/v2/images?limit=100"_s, u"images"_s, u"base-hardened"_s);
    m_cloud->signIn(u"demo"_s, u"demo"_s, u"lab"_s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers/"_s + server).status, 404);
    QCOMPARE(m_cloud->get(u"/image/v2/images/"_s + image).status, 404);
    QCOMPARE(m_cloud->get(u"/volume/v3/%1/volumes"_s.arg(demo)).status, 400);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/os-quota-sets/%1/detail"_s.arg(demo)).status, 403);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_s).json().value(u"servers").toArray().size(), 2);
}

void IdentityTest::cloudsYamlSignsIn()
{
    const QString yaml = QString::fromUtf8(m_cloud->cloud.cloudsYaml());
    QVERIFY(yaml.contains(u"  demo:\n"));
    QVERIFY(yaml.contains(u"  demo-reader:\n"));
    QVERIFY(yaml.contains(u"auth_url: "_s + m_cloud->cloud.authUrl().toString()));
    const QRegularExpression account(
        u"username: (\\S+)\\n\\s+password: (\\S+)\\n\\s+project_name: (\\S+)"_s);
    int accounts = 0;
    auto matches = account.globalMatch(yaml);
    while (matches.hasNext()) {
        const auto match = matches.next();
        QCOMPARE(m_cloud->signIn(match.captured(1), match.captured(2), match.captured(3)).status,
                 201);
        ++accounts;
    }
    QCOMPARE(accounts, 2);
}

QTEST_GUILESS_MAIN(IdentityTest)
#include "tst_identity.moc"
