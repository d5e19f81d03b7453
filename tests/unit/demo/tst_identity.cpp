#include "unit/demo/harness.h"

#include <QtTest/QtTest>

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
        QJsonObject auth{{u"identity"_qs, identity}};
        if (!scope.isUndefined())
            auth.insert(u"scope"_qs, scope);
        const QByteArray kept = std::exchange(m_cloud->token, {});
        const Answer answer =
            m_cloud->call("POST", u"/identity/v3/auth/tokens"_qs, {{u"auth"_qs, auth}});
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
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).status, 200);
    m_cloud->clock.advance(2s);
    for (const QString &path :
         {u"/compute/v2.1/servers"_qs, m_cloud->volumePath(u"/volumes"_qs), u"/image/v2/images"_qs,
          u"/network/v2.0/ports"_qs, u"/identity/v3/auth/projects"_qs}) {
        const Answer answer = m_cloud->get(path);
        QVERIFY2(answer.status == 401, qPrintable(path));
        QVERIFY(answer.headers.contains("www-authenticate"));
    }
    QCOMPARE(m_cloud->signIn().status, 201);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).status, 200);
}

void IdentityTest::revokedTokensAreRefusedEverywhere()
{
    m_cloud->signIn();
    const Answer valid =
        m_cloud->get(u"/identity/v3/auth/tokens"_qs, {{"X-Subject-Token", m_cloud->token}});
    QCOMPARE(valid.status, 200);
    QVERIFY(tokenOf(valid).contains(u"catalog"));
    QCOMPARE(m_cloud
                 ->call("DELETE", u"/identity/v3/auth/tokens"_qs, {},
                        {{"X-Subject-Token", m_cloud->token}})
                 .status,
             204);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).status, 401);
    QCOMPARE(m_cloud->get(u"/identity/v3/auth/projects"_qs).status, 401);
}

void IdentityTest::withoutScopeTheDefaultProject()
{
    const QJsonObject token = tokenOf(m_cloud->signIn(u"demo"_qs, u"demo"_qs, QString()));
    QCOMPARE(token.value(u"project").toObject().value(u"name").toString(), u"demo"_qs);
    QStringList types;
    const QJsonArray catalog = token.value(u"catalog").toArray();
    for (const auto &service : catalog) {
        types.append(service.toObject().value(u"type").toString());
        QStringList interfaces;
        const QJsonArray endpoints = service.toObject().value(u"endpoints").toArray();
        for (const auto &endpoint : endpoints) {
            interfaces.append(endpoint.toObject().value(u"interface").toString());
            QCOMPARE(endpoint.toObject().value(u"region").toString(), u"RegionOne"_qs);
        }
        interfaces.sort();
        QCOMPARE(interfaces, (QStringList{u"admin"_qs, u"internal"_qs, u"public"_qs}));
    }
    types.sort();
    QCOMPARE(types, (QStringList{u"compute"_qs, u"identity"_qs, u"image"_qs, u"network"_qs,
                                 u"volumev3"_qs}));
}

void IdentityTest::unscopedSeesItsProjectsOnly()
{
    const QJsonObject identity = Harness::passwordAuth(u"demo"_qs, u"demo"_qs)
                                     .value(u"auth")
                                     .toObject()
                                     .value(u"identity")
                                     .toObject();
    const Answer answer = with(identity, QJsonObject{{u"unscoped"_qs, QJsonObject()}});
    QCOMPARE(answer.status, 201);
    QVERIFY(!tokenOf(answer).contains(u"project"));
    QVERIFY(!tokenOf(answer).contains(u"catalog"));
    m_cloud->token = answer.headers.value("x-subject-token");
    QStringList names;
    const QJsonArray projects =
        m_cloud->get(u"/identity/v3/auth/projects"_qs).json().value(u"projects").toArray();
    for (const auto &project : projects)
        names.append(project.toObject().value(u"name").toString());
    QCOMPARE(names, (QStringList{u"demo"_qs, u"lab"_qs}));
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).status, 401);
}

void IdentityTest::tokenForAnotherProject()
{
    m_cloud->signIn();
    const QString first = m_cloud->project;
    m_cloud->clock.advance(100s);
    const QJsonObject identity{
        {u"methods"_qs, QJsonArray{u"token"_qs}},
        {u"token"_qs, QJsonObject{{u"id"_qs, QString::fromLatin1(m_cloud->token)}}}};
    const QJsonObject scope{
        {u"project"_qs, QJsonObject{{u"name"_qs, u"lab"_qs},
                                    {u"domain"_qs, QJsonObject{{u"id"_qs, u"default"_qs}}}}}};
    const Answer answer = with(identity, scope);
    QCOMPARE(answer.status, 201);
    QVERIFY(tokenOf(answer).value(u"project").toObject().value(u"id").toString() != first);
    // It lives no longer than the one it came from.
    m_cloud->token = answer.headers.value("x-subject-token");
    m_cloud->clock.advance(3501s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).status, 401);
}

void IdentityTest::applicationCredentials()
{
    const QString user =
        tokenOf(m_cloud->signIn()).value(u"user").toObject().value(u"id").toString();
    const QString path = u"/identity/v3/users/%1/application_credentials"_qs.arg(user);
    const Answer made = m_cloud->call(
        "POST", path, {{u"application_credential"_qs, QJsonObject{{u"name"_qs, u"laptop"_qs}}}});
    QCOMPARE(made.status, 201);
    const QJsonObject credential = made.json().value(u"application_credential").toObject();
    const auto identity = [&](const QString &secret) {
        return QJsonObject{
            {u"methods"_qs, QJsonArray{u"application_credential"_qs}},
            {u"application_credential"_qs,
             QJsonObject{{u"id"_qs, credential.value(u"id")}, {u"secret"_qs, secret}}}};
    };
    const Answer good = with(identity(credential.value(u"secret").toString()));
    QCOMPARE(good.status, 201);
    QCOMPARE(tokenOf(good).value(u"project").toObject().value(u"id").toString(), m_cloud->project);
    QCOMPARE(with(identity(u"wrong"_qs)).status, 401);
    QCOMPARE(m_cloud->call("DELETE", path + u'/' + credential.value(u"id").toString()).status, 204);
    // Keystone tells that one is gone, unlike a wrong password.
    const Answer gone = with(identity(credential.value(u"secret").toString()));
    QCOMPARE(gone.status, 404);
    QVERIFY(gone.json()
                .value(u"error")
                .toObject()
                .value(u"message")
                .toString()
                .startsWith(u"Could not find Application Credential: "_qs));
}

void IdentityTest::readerReadsAndDoesNotWrite()
{
    QCOMPARE(m_cloud->signIn(u"reader"_qs, u"demo-reader"_qs).status, 201);
    const QString id = m_cloud->serverId(u"web-1"_qs);
    QVERIFY(!id.isEmpty());
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/snapshots/detail"_qs)).status, 200);
    const QString spare =
        m_cloud->idOf(m_cloud->volumePath(u"/volumes"_qs), u"volumes"_qs, u"spare-fast"_qs);
    const struct
    {
        QByteArray method;
        QString path;
        QJsonObject body;
    } writes[] = {
        {"POST",
         u"/compute/v2.1/servers/%1/action"_qs.arg(id),
         {{u"reboot"_qs, QJsonObject{{u"type"_qs, u"SOFT"_qs}}}}},
        {"POST",
         u"/compute/v2.1/servers"_qs,
         {{u"server"_qs, QJsonObject{{u"name"_qs, u"n"_qs}, {u"flavorRef"_qs, u"f"_qs}}}}},
        {"PUT",
         u"/compute/v2.1/servers/"_qs + id,
         {{u"server"_qs, QJsonObject{{u"name"_qs, u"n"_qs}}}}},
        {"PUT",
         u"/compute/v2.1/servers/%1/metadata/k"_qs.arg(id),
         {{u"meta"_qs, QJsonObject{{u"k"_qs, u"v"_qs}}}}},
        {"DELETE", m_cloud->volumePath(u"/volumes/"_qs + spare), {}},
        {"PUT",
         m_cloud->volumePath(u"/volumes/"_qs + spare),
         {{u"volume"_qs, QJsonObject{{u"name"_qs, u"n"_qs}}}}},
        {"POST",
         m_cloud->volumePath(u"/volumes/%1/action"_qs.arg(spare)),
         {{u"os-extend"_qs, QJsonObject{{u"new_size"_qs, 60}}}}},
        {"POST",
         m_cloud->volumePath(u"/volumes"_qs),
         {{u"volume"_qs, QJsonObject{{u"size"_qs, 1}}}}},
    };
    for (const auto &write : writes)
        QVERIFY2(m_cloud->call(write.method, write.path, write.body).status == 403,
                 qPrintable(write.path));
    QCOMPARE(m_cloud->server(id).value(u"name").toString(), u"web-1"_qs);
}

void IdentityTest::projectsDoNotSeeEachOther()
{
    m_cloud->signIn();
    const QString server = m_cloud->serverId(u"web-1"_qs);
    const QString demo = m_cloud->project;
    const QString image =
        m_cloud->idOf(u"/image/v2/images?limit=100"_qs, u"images"_qs, u"base-hardened"_qs);
    m_cloud->signIn(u"demo"_qs, u"demo"_qs, u"lab"_qs);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers/"_qs + server).status, 404);
    QCOMPARE(m_cloud->get(u"/image/v2/images/"_qs + image).status, 404);
    QCOMPARE(m_cloud->get(u"/volume/v3/%1/volumes"_qs.arg(demo)).status, 400);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/os-quota-sets/%1/detail"_qs.arg(demo)).status, 403);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers"_qs).json().value(u"servers").toArray().size(),
             2);
}

void IdentityTest::cloudsYamlSignsIn()
{
    const QString yaml = QString::fromUtf8(m_cloud->cloud.cloudsYaml());
    QVERIFY(yaml.contains(u"  demo:\n"));
    QVERIFY(yaml.contains(u"  demo-reader:\n"));
    QVERIFY(yaml.contains(u"auth_url: "_qs + m_cloud->cloud.authUrl().toString()));
    const QRegularExpression account(
        u"username: (\\S+)\\n\\s+password: (\\S+)\\n\\s+project_name: (\\S+)"_qs);
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
