#include "unit/demo/harness.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;

namespace {

QString plain(QString text)
{
    static const QRegularExpression uuid(
        u"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"_s);
    static const QRegularExpression hex(u"[0-9a-f]{32,}"_s);
    static const QRegularExpression number(u"\\d+"_s);
    text.replace(uuid, u"ID"_s);
    text.replace(hex, u"ID"_s);
    text.replace(number, u"N"_s);
    return text;
}

/// Every place where two answers differ in their keys or in the types of their values.
void compareShape(const QString &where, const QJsonValue &wanted, const QJsonValue &got,
                  QStringList &differences)
{
    if (wanted.isNull() || got.isNull())
        return;
    if (wanted.type() != got.type()) {
        differences << u"%1: type %2 instead of %3"_s.arg(where, QString::number(got.type()),
                                                          QString::number(wanted.type()));
        return;
    }
    if (wanted.isArray() && !wanted.toArray().isEmpty() && !got.toArray().isEmpty())
        compareShape(where + u"[0]"_s, wanted.toArray().first(), got.toArray().first(),
                     differences);
    if (!wanted.isObject())
        return;
    // What people put in: properties, metadata, addresses by network.
    if (where.endsWith(u"metadata") || where.endsWith(u"addresses") ||
        where.endsWith(u"extra_specs"))
        return;
    const QJsonObject left = wanted.toObject();
    const QJsonObject right = got.toObject();
    // One for each volume type of that cloud: "volumes_fast".
    static const QRegularExpression ofType(u"^(gigabytes|snapshots|volumes)_."_s);
    for (auto it = left.begin(); it != left.end(); ++it) {
        if (ofType.match(it.key()).hasMatch())
            continue;
        if (right.contains(it.key()))
            compareShape(where + u'.' + it.key(), it.value(), right.value(it.key()), differences);
        else
            differences << u"%1: no %2"_s.arg(where, it.key());
    }
    for (auto it = right.begin(); it != right.end(); ++it) {
        if (!left.contains(it.key()) && !ofType.match(it.key()).hasMatch())
            differences << u"%1: %2 too much"_s.arg(where, it.key());
    }
}

} // namespace

/// The demo cloud's answers beside those recorded from a real one.
class SamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bodies_data();
    void bodies();
    void errors_data();
    void errors();

private:
    static QJsonObject sample(const QString &name);
    static void compareFrame(const QJsonObject &recorded, const Answer &answer);

    Harness m_cloud;
    QString m_web;
    QString m_db;
};

QJsonObject SamplesTest::sample(const QString &name)
{
    QFile file(QString::fromUtf8(ORIEL_SAMPLES "/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no sample %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object();
}

void SamplesTest::compareFrame(const QJsonObject &recorded, const Answer &answer)
{
    const QJsonObject response = recorded.value(u"response").toObject();
    QCOMPARE(answer.status, response.value(u"status").toInt());
    const QJsonObject headers = response.value(u"headers").toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        const QByteArray name = it.key().toLower().toLatin1();
        if (name == "connection" || name == "date" || name == "content-length" ||
            name == "openstack-image-store-ids")
            continue;
        QVERIFY2(answer.headers.contains(name), name.constData());
        if (name == "content-type" || name == "retry-after" || name == "openstack-api-version" ||
            name == "x-openstack-nova-api-version")
            QCOMPARE(answer.headers.value(name), it.value().toString().toLatin1());
        else if (name == "vary")
            QVERIFY2(answer.headers.value(name).contains(it.value().toString().toLatin1()),
                     answer.headers.value(name).constData());
    }
}

void SamplesTest::initTestCase()
{
    QCOMPARE(m_cloud.signIn().status, 201);
    m_web = m_cloud.serverId(u"web-2"_s);
    m_db = m_cloud.serverId(u"db-1"_s);
    QVERIFY(!m_web.isEmpty());
    QVERIFY(!m_db.isEmpty());
}

void SamplesTest::bodies_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("version");
    const auto row = [](const char *name, const QString &path, const QByteArray &version = {}) {
        QTest::newRow(name) << path << version;
    };
    const QString servers = u"/compute/v2.1/servers"_s;
    const QString erp =
        m_cloud.idOf(m_cloud.volumePath(u"/volumes"_s), u"volumes"_s, u"erp-1-root"_s);
    const QString spare =
        m_cloud.idOf(m_cloud.volumePath(u"/volumes"_s), u"volumes"_s, u"spare-fast"_s);
    const QString snapshot =
        m_cloud.idOf(m_cloud.volumePath(u"/snapshots"_s), u"snapshots"_s, u"second copy"_s);
    row("version-keystone-root", u"/identity/"_s);
    row("version-keystone-v3", u"/identity/v3"_s);
    row("version-nova-root", u"/compute/"_s);
    row("version-nova-v2.1", u"/compute/v2.1/"_s);
    row("version-cinder-root", u"/volume/"_s);
    row("version-cinder-v3", u"/volume/v3/"_s);
    row("version-glance-root", u"/image/"_s);
    row("version-neutron-root", u"/network/"_s);
    row("auth-projects", u"/identity/v3/auth/projects"_s);
    row("servers-2.1", servers);
    row("server-web-1-2.1", servers + u'/' + m_web);
    row("server-web-1-2.93", servers + u'/' + m_web, "compute 2.93");
    row("server-db-1-2.1", servers + u'/' + m_db);
    row("server-db-1-2.93", servers + u'/' + m_db, "compute 2.93");
    row("server-ERROR-fault", servers + u'/' + m_cloud.serverId(u"ci-runner-4"_s));
    for (const char *const name :
         {"servers-detail-2.67", "servers-detail-2.79", "servers-detail-2.93"})
        row(name, servers + u"/detail?name=erp-1"_s, "compute " + QByteArray(name).mid(15));
    row("servers-detail-2.1", servers + u"/detail?name=erp-1"_s);
    row("servers-detail-page-1-of-1", servers + u"/detail?limit=1&name=db-1"_s);
    row("server-app-1-volume-attachments-2.89", servers + u'/' + m_db + u"/os-volume_attachments"_s,
        "compute 2.89");
    row("instance-actions", servers + u'/' + m_db + u"/os-instance-actions"_s);
    row("flavors-detail-2.1", u"/compute/v2.1/flavors/detail"_s);
    row("flavors-detail-2.61", u"/compute/v2.1/flavors/detail"_s, "compute 2.61");
    row("keypairs-2.1", u"/compute/v2.1/os-keypairs"_s);
    row("server-web-1-volume-attachments-2.89",
        servers + u'/' + m_web + u"/os-volume_attachments"_s, "compute 2.89");
    row("server-db-1-volume-attachments-2.89", servers + u'/' + m_db + u"/os-volume_attachments"_s,
        "compute 2.89");
    row("limits-nova", u"/compute/v2.1/limits"_s);
    row("quota-nova-detail", u"/compute/v2.1/os-quota-sets/%1/detail"_s.arg(m_cloud.project));
    row("availability-zones", u"/compute/v2.1/os-availability-zone"_s);
    row("volumes", m_cloud.volumePath(u"/volumes"_s));
    row("volume-available", m_cloud.volumePath(u"/volumes/"_s + spare));
    row("volume-in-use-bootable", m_cloud.volumePath(u"/volumes/"_s + erp));
    row("volume-in-use-bootable-3.70", m_cloud.volumePath(u"/volumes/"_s + erp), "volume 3.70");
    row("volumes-detail", m_cloud.volumePath(u"/volumes/detail?name=spare-fast"_s));
    row("snapshot", m_cloud.volumePath(u"/snapshots/"_s + snapshot));
    row("snapshots", m_cloud.volumePath(u"/snapshots"_s));
    row("snapshots-detail", m_cloud.volumePath(u"/snapshots/detail"_s));
    row("snapshots-detail-3.70", m_cloud.volumePath(u"/snapshots/detail"_s), "volume 3.70");
    row("snapshot-3.70", m_cloud.volumePath(u"/snapshots/"_s + snapshot), "volume 3.70");
    row("limits-cinder", m_cloud.volumePath(u"/limits"_s));
    row("quota-cinder-usage",
        m_cloud.volumePath(u"/os-quota-sets/%1?usage=True"_s.arg(m_cloud.project)));
    row("volume-types", m_cloud.volumePath(u"/types"_s));
    row("networks", u"/network/v2.0/networks"_s);
    row("security-groups", u"/network/v2.0/security-groups"_s);
    row("ports-of-web-1", u"/network/v2.0/ports?device_id="_s + m_web);
}

void SamplesTest::bodies()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, version);
    const QJsonObject recorded = sample(QString::fromLatin1(QTest::currentDataTag()));
    QList<std::pair<QByteArray, QByteArray>> headers;
    if (!version.isEmpty())
        headers.append({"OpenStack-API-Version", version});
    const Answer answer = m_cloud.get(path, headers);
    compareFrame(recorded, answer);
    QStringList differences;
    compareShape(QString(), recorded.value(u"response").toObject().value(u"body"), answer.json(),
                 differences);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
}

void SamplesTest::errors_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("who");
    const auto row = [](const char *name, const char *method, const QString &path,
                        const char *who = "demo") {
        QTest::newRow(name) << QByteArray(method) << path << QByteArray(who);
    };
    const QString nobody = u"00000000-0000-4000-8000-000000000000"_s;
    const QString servers = u"/compute/v2.1/servers"_s;
    const QString webAction = servers + u'/' + m_web + u"/action"_s;
    const QString root =
        m_cloud.idOf(m_cloud.volumePath(u"/volumes"_s), u"volumes"_s, u"db-1-root"_s);
    const QString part =
        m_cloud.idOf(m_cloud.volumePath(u"/snapshots"_s), u"snapshots"_s, u"second copy"_s);
    const QString base =
        m_cloud.idOf(u"/image/v2/images?limit=100"_s, u"images"_s, u"base-hardened"_s);
    const QString debian =
        m_cloud.idOf(u"/image/v2/images?limit=100"_s, u"images"_s, u"debian-12"_s);
    row("error-400-cinder-delete-in-use-volume", "DELETE",
        m_cloud.volumePath(u"/volumes/"_s + root));
    row("error-400-cinder-snapshot-in-use-without-force", "POST",
        m_cloud.volumePath(u"/snapshots"_s));
    row("error-400-cinder-snapshot-name-256", "POST", m_cloud.volumePath(u"/snapshots"_s));
    row("error-400-glance-name-256", "POST", u"/image/v2/images"_s);
    row("error-400-nova-image-name-256", "POST", webAction);
    row("error-400-nova-image-name-empty", "POST", webAction);
    row("nova-image-name-with-blanks", "POST", webAction);
    row("error-401-cinder", "GET", m_cloud.volumePath(u"/volumes"_s), "wrong");
    row("error-401-glance", "GET", u"/image/v2/images"_s, "wrong");
    row("error-401-neutron", "GET", u"/network/v2.0/networks"_s, "wrong");
    row("error-401-nova", "GET", servers, "wrong");
    row("error-401-nova-no-token", "GET", servers, "nobody");
    row("error-401-keystone-token", "GET", u"/identity/v3/auth/projects"_s, "wrong");
    row("error-401-keystone-password", "POST", u"/identity/v3/auth/tokens"_s, "nobody");
    row("error-401-keystone-no-role", "POST", u"/identity/v3/auth/tokens"_s, "nobody");
    row("error-403-cinder-delete-snapshot-as-reader", "DELETE",
        m_cloud.volumePath(u"/snapshots/"_s + part), "reader");
    row("error-403-cinder-snapshot-as-reader", "POST", m_cloud.volumePath(u"/snapshots"_s),
        "reader");
    row("error-403-glance-create-as-reader", "POST", u"/image/v2/images"_s, "reader");
    row("error-403-glance-delete-as-reader", "DELETE", u"/image/v2/images/"_s + base, "reader");
    row("error-403-glance-delete-protected", "DELETE", u"/image/v2/images/"_s + base);
    row("error-403-glance-delete-public-image-of-another", "DELETE",
        u"/image/v2/images/"_s + debian);
    row("error-403-nova-all-tenants-as-member", "GET", servers + u"/detail?all_tenants=1"_s);
    row("error-403-nova-create-image-as-reader", "POST", webAction, "reader");
    row("error-403-nova-delete-as-reader", "DELETE", servers + u'/' + m_web, "reader");
    row("error-403-nova-stop-as-reader", "POST", webAction, "reader");
    row("error-404-cinder", "GET", m_cloud.volumePath(u"/volumes/"_s + nobody));
    row("error-404-cinder-snapshot", "GET", m_cloud.volumePath(u"/snapshots/"_s + nobody));
    row("error-404-glance", "GET", u"/image/v2/images/"_s + nobody);
    row("error-404-nova", "GET", servers + u'/' + nobody);
    row("error-404-nova-create-image", "POST", servers + u'/' + nobody + u"/action"_s);
    row("error-404-or-400-cinder-project-of-another", "GET",
        u"/volume/v3/%1/volumes"_s.arg(QString(32, u'b')));
    row("error-406-cinder-microversion", "GET", m_cloud.volumePath(u"/volumes"_s));
    row("error-406-nova-microversion", "GET", servers);
    row("error-409-nova-confirm-without-resize", "POST", webAction);
    row("error-409-nova-start-while-active", "POST", webAction);
    row("error-413-cinder-gigabytes", "POST", m_cloud.volumePath(u"/volumes"_s));
    row("error-detach-root-volume", "DELETE",
        servers + u'/' + m_db + u"/os-volume_attachments/"_s + root);
    row("version-glance-v2-404", "GET", u"/image/v2/"_s);
}

void SamplesTest::errors()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, who);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QJsonObject recorded = sample(name);
    const QJsonObject request = recorded.value(u"request").toObject();
    QJsonObject body = request.value(u"body").toObject();
    if (body.contains(u"snapshot")) {
        QJsonObject snapshot = body.value(u"snapshot").toObject();
        snapshot.insert(u"volume_id"_s, m_cloud.idOf(m_cloud.volumePath(u"/volumes"_s),
                                                     u"volumes"_s, u"db-1-root"_s));
        body.insert(u"snapshot"_s, snapshot);
    }
    if (body.contains(u"volume"))
        body.insert(u"volume"_s, QJsonObject{{u"name"_s, u"big"_s}, {u"size"_s, 100'000}});
    QList<std::pair<QByteArray, QByteArray>> headers;
    const QString version =
        request.value(u"headers").toObject().value(u"OpenStack-API-Version").toString();
    if (!version.isEmpty())
        headers.append({"OpenStack-API-Version", version.toLatin1()});

    const QByteArray kept = m_cloud.token;
    if (who == "wrong")
        m_cloud.token = "no-such-token";
    else if (who == "nobody")
        m_cloud.token.clear();
    else if (who == "reader")
        QCOMPARE(m_cloud.signIn(u"reader"_s, u"demo-reader"_s).status, 201);
    const Answer answer = m_cloud.call(method, path, body, headers);
    m_cloud.token = kept;

    compareFrame(recorded, answer);
    const QJsonObject wanted = recorded.value(u"response").toObject().value(u"body").toObject();
    QCOMPARE(plain(QString::fromUtf8(QJsonDocument(answer.json()).toJson())),
             plain(QString::fromUtf8(QJsonDocument(wanted).toJson())));
}

QTEST_GUILESS_MAIN(SamplesTest)
#include "tst_samples.moc"
