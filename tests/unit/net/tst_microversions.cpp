#include "support/netfixture.h"
#include "support/settle.h"

#include <QtTest/QtTest>

#include "net/versions.h"

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;
using namespace std::chrono_literals;

namespace {

using Name = std::optional<Result<QString>>;

QByteArray document(const QByteArray &min, const QByteArray &max)
{
    return R"({"version": {"id": "v2.1", "version": ")" + max + R"(", "min_version": ")" + min +
           R"("}})";
}

NamedRequest ranged(Microversion min, Microversion max, Service service = Service::Compute)
{
    NamedRequest endpoint = ask(Method::Get);
    endpoint.what.service = service;
    endpoint.what.microversions = MicroversionRange{min, max};
    return endpoint;
}

/// The body of a recorded answer.
QByteArray recorded(const QString &file)
{
    QFile sample(QString::fromUtf8(ORIEL_SAMPLES "/") + file);
    if (!sample.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject response = QJsonDocument::fromJson(sample.readAll())
                                     .object()
                                     .value(QLatin1String("response"))
                                     .toObject();
    return QJsonDocument(response.value(QLatin1String("body")).toObject()).toJson();
}

} // namespace

/// Agreeing on a microversion.
class TestMicroversions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<NetFixture>();
        net->server.otherwise([this](const SeenRequest &request) {
            if (request.target == "/compute/v2.1/")
                return compute;
            if (request.target == "/volume/v3/")
                return volume;
            return answerAt(request.header("openstack-api-version"));
        });
        speaks = MicroversionRange{{2, 1}, {2, 93}};
        compute = Script::json(document("2.1", "2.93"));
        volume = Script::json(
            R"({"versions": [{"id": "v3.0", "version": "3.70", "min_version": "3.0"}]})");
    }
    void cleanup() { net.reset(); }

    void parsesVersions();
    void findsTheDocument_data();
    void findsTheDocument();
    void readsRecordedDocuments_data();
    void readsRecordedDocuments();

    void triesTheHighestAndNeedsNoDocument();
    void asksForTheDocumentWhereTheHighestIsRefused();
    void asksForTheDocumentBeforeAChange();
    void aRefusalThatIsNotOfTheVersionStands();
    void asksForNothingAboveTheCeiling();
    void sendsNovasOlderHeaderToo();
    void takesTheServicesHighest();
    void namesTheVolumeServiceVolume();
    void parallelCallsShareOneDocument();
    void parallelCallsTryAtOnce();
    void tooOldIsUnsupported();
    void tooNewIsUnsupported();
    void withoutMicroversionsTheFirstVersionWorks();
    void withoutADocumentTheFirstVersionWorks();
    void livesWithADocumentThatFails_data();
    void livesWithADocumentThatFails();
    void troubleIsNotRemembered();

private:
    /// The answer of a service that supports `speaks`; without it, of one without microversions.
    [[nodiscard]] Script answerAt(const QByteArray &header) const
    {
        const auto asked = Microversion::parse(header.mid(header.indexOf(' ') + 1));
        if (!speaks || !asked)
            return Script::json("{\"name\":\"x\"}");
        if (*asked < speaks->min || speaks->max < *asked)
            return Script::answer(406, "{\"computeFault\":{\"message\":\"not that version\"}}");
        return Script::answer(200, "{\"name\":\"x\"}", {{"OpenStack-API-Version", header}});
    }
    [[nodiscard]] QByteArrayList targets() const
    {
        QByteArrayList all;
        for (const SeenRequest &request : net->server.seen())
            all.append(request.target);
        return all;
    }

    std::unique_ptr<NetFixture> net;
    std::optional<MicroversionRange> speaks;
    Script compute;
    Script volume;
};

void TestMicroversions::parsesVersions()
{
    QCOMPARE(Microversion::parse("2.93"), std::optional(Microversion{2, 93}));
    QVERIFY((Microversion{2, 9} < Microversion{2, 10}));
    for (const char *wrong : {"", "2", "2.", ".9", "2.x", "-2.1", "2.1.3", " 2.1"})
        QVERIFY2(!Microversion::parse(wrong), wrong);
}

void TestMicroversions::findsTheDocument_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nova") << "http://h:8774/v2.1"
                          << "http://h:8774/v2.1/";
    QTest::newRow("nova with a project") << "http://h:8774/v2.1/a1b2"
                                         << "http://h:8774/v2.1/";
    QTest::newRow("cinder") << "http://h:8776/v3/a1b2"
                            << "http://h:8776/v3/";
    QTest::newRow("behind a path") << "https://h/block-storage/v3/AUTH_a1"
                                   << "https://h/block-storage/v3/";
    QTest::newRow("without a version") << "https://h:9292"
                                       << "https://h:9292/";
    QTest::newRow("v in a word") << "https://h/volumev3/v3/x"
                                 << "https://h/volumev3/v3/";
}

void TestMicroversions::findsTheDocument()
{
    QFETCH(QString, endpoint);
    QFETCH(QString, expected);
    QCOMPARE(versionDocumentUrl(QUrl(endpoint)).toString(), expected);
}

void TestMicroversions::readsRecordedDocuments_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("highest");
    QTest::newRow("nova") << "version-nova-v2.1.json"
                          << "http://h:8774/v2.1"
                          << "2.93";
    QTest::newRow("nova's root") << "version-nova-root.json"
                                 << "http://h:8774/v2.1"
                                 << "2.93";
    QTest::newRow("nova's old API") << "version-nova-root.json"
                                    << "http://h:8774/v2"
                                    << "";
    QTest::newRow("cinder") << "version-cinder-v3.json"
                            << "http://h:8776/v3/p"
                            << "3.70";
    QTest::newRow("cinder's root") << "version-cinder-root.json"
                                   << "http://h:8776/"
                                   << "3.70";
    QTest::newRow("glance") << "version-glance-root.json"
                            << "http://h:9292"
                            << "";
    QTest::newRow("keystone") << "version-keystone-root.json"
                              << "http://h:5000/v3"
                              << "";
    QTest::newRow("neutron") << "version-neutron-root.json"
                             << "http://h:9696"
                             << "";
    QTest::newRow("placement") << "version-placement-root.json"
                               << "http://h:8778"
                               << "1.39";
}

void TestMicroversions::readsRecordedDocuments()
{
    QFETCH(QString, file);
    QFETCH(QString, endpoint);
    QFETCH(QString, highest);
    const QByteArray body = recorded(file);
    QVERIFY2(!body.isEmpty(), qPrintable(file));
    const auto versions = readVersions(body, QUrl(endpoint));
    QVERIFY(versions.ok());
    QCOMPARE(versions->range ? QString::fromLatin1(versions->range->max.toByteArray()) : QString(),
             highest);
}

void TestMicroversions::triesTheHighestAndNeedsNoDocument()
{
    QVERIFY(!net->client->negotiated(Service::Compute, {{2, 1}, {2, 79}}));
    for (int i = 0; i < 2; ++i) {
        Name result;
        net->call(ranged({2, 1}, {2, 79}), result);
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    QCOMPARE(net->server.count(), 2);
    for (const SeenRequest &request : net->server.seen()) {
        QCOMPARE(request.header("openstack-api-version"), QByteArray("compute 2.79"));
        QVERIFY(request.header("x-openstack-nova-api-version").isEmpty());
    }
    QCOMPARE(net->client->negotiated(Service::Compute, {{2, 1}, {2, 79}}),
             std::optional(Microversion{2, 79}));
}

void TestMicroversions::asksForTheDocumentWhereTheHighestIsRefused()
{
    speaks = MicroversionRange{{2, 1}, {2, 60}};
    compute = Script::json(document("2.1", "2.60"));
    for (int i = 0; i < 2; ++i) {
        Name result;
        net->call(ranged({2, 1}, {2, 93}), result);
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    QCOMPARE(targets(), (QByteArrayList{"/compute/v2.1/thing", "/compute/v2.1/",
                                        "/compute/v2.1/thing", "/compute/v2.1/thing"}));
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("compute 2.60"));
}

void TestMicroversions::asksForTheDocumentBeforeAChange()
{
    NamedRequest change = ranged({2, 1}, {2, 93});
    change.what.method = Method::Post;
    Name result;
    net->call(change, result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(targets(), (QByteArrayList{"/compute/v2.1/", "/compute/v2.1/thing"}));
    QVERIFY(net->server.seen().front().header("openstack-api-version").isEmpty());
}

void TestMicroversions::aRefusalThatIsNotOfTheVersionStands()
{
    net->server.otherwise([this](const SeenRequest &request) {
        return request.target == "/compute/v2.1/"
                   ? compute
                   : Script::answer(400, "{\"badRequest\":{\"message\":\"no such filter\"}}");
    });
    Name result;
    net->call(ranged({2, 1}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::BadRequest);
    QCOMPARE(result->error().message, u"no such filter"_s);
    QCOMPARE(targets(), (QByteArrayList{"/compute/v2.1/thing", "/compute/v2.1/"}));
}

void TestMicroversions::asksForNothingAboveTheCeiling()
{
    net->authority.ceilings[Service::Compute] = {2, 60};
    Name result;
    net->call(ranged({2, 1}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("compute 2.60"));
    QCOMPARE(net->client->negotiated(Service::Compute, {{2, 1}, {2, 93}}),
             std::optional(Microversion{2, 60}));
    const int before = net->server.count();
    Name refused;
    net->call(ranged({2, 79}, {2, 93}), refused);
    QTRY_VERIFY(refused);
    QCOMPARE(refused->error().kind, ErrorKind::Configuration);
    QVERIFY2(refused->error().message.contains(QLatin1String("2.60")) &&
                 refused->error().message.contains(QLatin1String("2.79")),
             qPrintable(refused->error().message));
    QCOMPARE(net->server.count(), before);
}

void TestMicroversions::sendsNovasOlderHeaderToo()
{
    Name result;
    net->call(ranged({2, 1}, {2, 26}), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("compute 2.26"));
    QCOMPARE(net->server.seen().back().header("x-openstack-nova-api-version"), QByteArray("2.26"));
}

void TestMicroversions::takesTheServicesHighest()
{
    speaks = MicroversionRange{{2, 1}, {2, 60}};
    compute = Script::json(document("2.1", "2.60"));
    Name result;
    net->call(ranged({2, 1}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("compute 2.60"));
}

void TestMicroversions::namesTheVolumeServiceVolume()
{
    speaks = MicroversionRange{{3, 0}, {3, 70}};
    Name result;
    net->call(ranged({3, 0}, {3, 99}, Service::BlockStorage), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.seen().at(1).target, QByteArray("/volume/v3/"));
    QCOMPARE(net->server.seen().back().target, QByteArray("/volume/v3/a1b2c3/thing"));
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("volume 3.70"));
}

void TestMicroversions::parallelCallsShareOneDocument()
{
    speaks = MicroversionRange{{2, 1}, {2, 60}};
    compute = Script::json(document("2.1", "2.60"));
    std::vector<Name> results(6);
    for (Name &result : results)
        net->call(ranged({2, 1}, {2, 93}), result);
    for (const Name &result : results) {
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    QCOMPARE(targets().count("/compute/v2.1/"), 1);
}

void TestMicroversions::parallelCallsTryAtOnce()
{
    std::vector<Name> results(6);
    for (Name &result : results)
        net->call(ranged({2, 1}, {2, 93}), result);
    for (const Name &result : results) {
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    QCOMPARE(net->server.count(), 6);
}

void TestMicroversions::tooOldIsUnsupported()
{
    compute = Script::json(document("2.1", "2.38"));
    Name result;
    net->call(ranged({2, 45}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unsupported);
    QCOMPARE(result->error().service, u"compute"_s);
    for (const auto &number : {u"2.38"_s, u"2.45"_s, u"2.93"_s})
        QVERIFY2(result->error().message.contains(number), qPrintable(result->error().message));
    QCOMPARE(net->server.count(), 1);
}

void TestMicroversions::tooNewIsUnsupported()
{
    speaks = MicroversionRange{{2, 95}, {2, 99}};
    compute = Script::json(document("2.95", "2.99"));
    Name result;
    net->call(ranged({2, 1}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unsupported);
}

void TestMicroversions::withoutMicroversionsTheFirstVersionWorks()
{
    speaks.reset();
    compute = Script::json(document("", ""));
    Name first;
    net->call(ranged({2, 1}, {2, 93}), first);
    QTRY_VERIFY(first);
    QVERIFY(first->ok());
    QTRY_COMPARE(net->client->running(), 0);
    first.reset();
    net->call(ranged({2, 1}, {2, 93}), first);
    QTRY_VERIFY(first);
    QVERIFY(first->ok());
    QVERIFY(net->server.seen().back().header("openstack-api-version").isEmpty());
    Name later;
    net->call(ranged({2, 45}, {2, 93}), later);
    QTRY_VERIFY(later);
    QCOMPARE(later->error().kind, ErrorKind::Unsupported);
}

void TestMicroversions::withoutADocumentTheFirstVersionWorks()
{
    speaks.reset();
    for (const Script &answer : {Script::answer(404, "{}"), Script::answer(200, "<html></html>")}) {
        net->client = std::make_unique<ApiClient>(net->transport, net->authority, net->clock);
        compute = answer;
        Name result;
        net->call(ranged({2, 1}, {2, 93}), result);
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
}

void TestMicroversions::livesWithADocumentThatFails_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("status");
    QTest::newRow("closes") << int(Script::Do::Close) << 0;
    QTest::newRow("hangs") << int(Script::Do::Hang) << 0;
    QTest::newRow("503") << int(Script::Do::Answer) << 503;
    QTest::newRow("500") << int(Script::Do::Answer) << 500;
}

void TestMicroversions::livesWithADocumentThatFails()
{
    QFETCH(int, what);
    QFETCH(int, status);
    speaks = MicroversionRange{{2, 1}, {2, 60}};
    compute = Script::answer(status, "{}");
    compute.what = static_cast<Script::Do>(what);
    for (const Method method : {Method::Get, Method::Post, Method::Get}) {
        NamedRequest request = ranged({2, 1}, {2, 93});
        request.what.method = method;
        Name result;
        net->call(request, result);
        for (int turn = 0; turn < 100 && !result; ++turn) {
            settle(net->transport, net->server);
            net->clock.advance(10s);
        }
        QVERIFY(result);
        QVERIFY2(result->ok(), result->ok() ? "" : qPrintable(result->error().message));
        QVERIFY(net->server.seen().back().header("openstack-api-version").isEmpty());
    }
    // For a while only requests that cannot do without it request it again.
    const int before = net->server.count();
    compute = Script::json(document("2.1", "2.60"));
    Name result;
    net->call(ranged({2, 1}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.count(), before + 1);
    result.reset();
    net->call(ranged({2, 2}, {2, 93}), result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(net->server.seen().back().header("openstack-api-version"), QByteArray("compute 2.60"));
}

void TestMicroversions::troubleIsNotRemembered()
{
    compute = Script::answer(500, "{}");
    Name result;
    net->call(ranged({2, 2}, {2, 93}), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unavailable);
    QCOMPARE(result->error().request, u"GET /compute/v2.1/"_s);
    compute = Script::json(document("2.1", "2.93"));
    result.reset();
    net->call(ranged({2, 2}, {2, 93}), result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
}

QTEST_GUILESS_MAIN(TestMicroversions)
#include "tst_microversions.moc"
