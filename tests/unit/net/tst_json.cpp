#include "net/json.h"

#include <QtTest/QtTest>

#include <limits>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;

namespace {

/// The failure that `read` causes; empty: none.
QString failureOf(const QByteArray &text, const std::function<void(const json::Object &)> &read)
{
    const auto result = json::decode<int>(text, [&read](const json::Object &root) {
        read(root);
        return 1;
    });
    return result.ok() ? QString() : result.error().message;
}

} // namespace

/// The JSON facade.
class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsInAnyOrder();
    void findsKeysAroundTheEnd();
    void takesMissingAndNull();
    void readsTextInUtf8();
    void readsNumbersAsTheyCome();
    void readsBooleansAsTheyCome();
    void readsListsAndMaps();
    void walksMembers();
    void asText();
    void notesThePathOfAWrongType_data();
    void notesThePathOfAWrongType();
    void keepsTheFirstFailure();
    void costsOneRowOfManyInLinearTime();
    void namesWhatIsMissing();
    void refusesWhatIsNotJson_data();
    void refusesWhatIsNotJson();
    void survivesDeepNesting();
    void survivesCutAndChangedTexts();
    void movesWithoutLosingItsValues();
    void readsTenThousandServers();
};

void TestJson::readsInAnyOrder()
{
    const auto name = json::decode<QString>(
        QByteArray(R"({"b": {"x": [1, {"y": 2}], "name": "deep"}, "a": 1})"),
        [](const json::Object &root) {
            return QString::number(root.integer("a")) + root.object("b").string("name");
        });
    QVERIFY(name.ok());
    QCOMPARE(*name, u"1deep"_s);
}

void TestJson::findsKeysAroundTheEnd()
{
    const auto order = json::decode<QString>(
        QByteArray(R"({"a": 1, "b": 2, "c": 3})"), [](const json::Object &root) {
            QString found;
            for (const char *key : {"c", "a", "x", "c", "c", "b", "a", "b", "x", "a"})
                found += root.has(key) ? QString::number(root.integer(key)) : u"-"_s;
            return found;
        });
    QVERIFY(order.ok());
    QCOMPARE(*order, u"31-33212-1"_s);
}

void TestJson::takesMissingAndNull()
{
    const auto done = json::decode<bool>(
        QByteArray(R"({"null": null, "empty": ""})"), [](const json::Object &root) {
            for (const char *key : {"null", "missing"}) {
                const bool fallbacks =
                    root.string(key).isEmpty() && root.text(key).isEmpty() &&
                    root.integer(key, 7) == 7 && root.int32(key, -1) == -1 &&
                    root.number(key, 1.5) == 1.5 && root.boolean(key, true) &&
                    !root.time(key).isValid() && root.object(key).isEmpty() &&
                    root.array(key).isEmpty() && root.strings(key).isEmpty() &&
                    root.stringMap(key).isEmpty() && !root.optionalInteger(key) &&
                    !root.optionalBoolean(key) && !root.has(key) &&
                    root.object(key).object("deeper").array("still").at(3).string().isEmpty();
                if (!fallbacks)
                    return false;
                for (const json::Member member : root.object(key))
                    return member.key.empty();
                for (const json::Object item : root.array(key).objects())
                    return item.isEmpty();
            }
            return root.has("empty") && !root.time("empty").isValid();
        });
    QVERIFY(done.ok());
    QVERIFY(*done);
}

void TestJson::readsTextInUtf8()
{
    const auto name = json::decode<QString>(
        QByteArray("{\"name\": \"Grüße \\ud83d\\ude80 \\u0000end \xe2\x82\xac\"}"),
        [](const json::Object &root) { return root.string("name"); });
    QVERIFY(name.ok());
    QCOMPARE(*name, u"Grüße 🚀 "_s + QChar(0) + u"end €"_s);
}

void TestJson::readsNumbersAsTheyCome()
{
    const QByteArray text =
        R"({"n": 42, "text": "42", "whole": 42.0, "negative": -1, "huge": 9000000000, "real": 1.5})";
    const auto done = json::decode<bool>(text, [](const json::Object &root) {
        return root.integer("n") == 42 && root.integer("text") == 42 &&
               root.integer("whole") == 42 && root.int32("negative") == -1 &&
               root.integer("huge") == 9'000'000'000 && root.number("real") == 1.5 &&
               root.number("n") == 42.0;
    });
    QVERIFY(done.ok());
    QVERIFY(*done);
}

void TestJson::readsBooleansAsTheyCome()
{
    const auto done = json::decode<bool>(
        QByteArray(R"({"a": true, "b": "True", "c": "false", "d": "", "e": false, "f": 1, "g": "ON",
                       "h": 0, "i": "no"})"),
        [](const json::Object &root) {
            return root.boolean("a") && root.boolean("b") && !root.boolean("c", true) &&
                   !root.boolean("d", true) && !root.boolean("e", true) && root.boolean("f") &&
                   root.boolean("g") && !root.boolean("h", true) && !root.boolean("i", true);
        });
    QVERIFY(done.ok());
    QVERIFY(*done);
}

void TestJson::readsListsAndMaps()
{
    const auto done = json::decode<bool>(
        QByteArray(R"({"tags": ["a", "b"], "metadata": {"k": "v", "n": 5, "t": true, "e": null}})"),
        [](const json::Object &root) {
            const auto map = root.stringMap("metadata");
            return root.strings("tags") == QStringList{u"a"_s, u"b"_s} &&
                   map.value(u"k"_s) == QLatin1String("v") &&
                   map.value(u"n"_s) == QLatin1String("5") &&
                   map.value(u"t"_s) == QLatin1String("true") && map.contains(u"e"_s) &&
                   root.array("tags").size() == 2 &&
                   root.array("tags").at(1).string() == QLatin1String("b") &&
                   root.array("tags").at(2).type() == json::Type::Missing;
        });
    QVERIFY(done.ok());
    QVERIFY(*done);
}

void TestJson::walksMembers()
{
    QStringList seen;
    const auto done =
        json::decode<bool>(QByteArray(R"({"net-a": [1, 2], "net-b": {"x": {}}, "c": 1.5})"),
                           [&seen](const json::Object &root) {
                               for (const json::Member member : root)
                                   seen.append(member.name() + u'=' + member.value.text());
                               return true;
                           });
    QVERIFY(done.ok());
    QCOMPARE(seen, (QStringList{u"net-a=[1,2]"_s, u"net-b={\"x\":{}}"_s, u"c=1.5"_s}));
}

void TestJson::asText()
{
    const auto done = json::decode<QString>(
        QByteArray(R"({"a": 1, "b": "x\"y", "c": [null]})"),
        [](const json::Object &root) { return root.text("a") + root.text("b") + root.text("c"); });
    QVERIFY(done.ok());
    QCOMPARE(*done, u"1x\"y[null]"_s);
}

void TestJson::notesThePathOfAWrongType_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("reader");
    QTest::newRow("text") << QByteArray("[5]") << 0;
    QTest::newRow("whole number") << QByteArray("\"many\"") << 1;
    QTest::newRow("whole number from a fraction") << QByteArray("1.5") << 1;
    QTest::newRow("whole number beyond 64 bits") << QByteArray("18446744073709551615") << 1;
    QTest::newRow("32 bits") << QByteArray("3000000000") << 2;
    QTest::newRow("boolean") << QByteArray("\"maybe\"") << 3;
    QTest::newRow("time") << QByteArray("\"yesterday\"") << 4;
    QTest::newRow("object") << QByteArray("[]") << 5;
    QTest::newRow("list") << QByteArray("{}") << 6;
    QTest::newRow("real number") << QByteArray("\"1.5\"") << 7;
}

void TestJson::notesThePathOfAWrongType()
{
    QFETCH(QByteArray, value);
    QFETCH(int, reader);
    const QByteArray text =
        R"({"servers": [{"flavor": {}}, {"id": "x", "flavor": {"a": [1, {}], "vcpus": )" + value +
        "}}]}";
    Oddities odd;
    const auto read = [reader](const json::Object &root) {
        for (const json::Object server : root.requiredArray("servers").objects()) {
            const json::Value it = server.object("flavor").value("vcpus");
            switch (reader) {
            case 0:
                (void)it.string();
                break;
            case 1:
                (void)it.integer();
                break;
            case 2:
                (void)it.int32();
                break;
            case 3:
                (void)it.boolean();
                break;
            case 4:
                (void)it.time();
                break;
            case 5:
                (void)it.object();
                break;
            case 6:
                (void)it.array();
                break;
            default:
                (void)it.number();
                break;
            }
        }
        return 1;
    };
    QVERIFY(json::decode<int>(text, read, &odd).ok());
    QCOMPARE(odd.size(), std::size_t{1});
    QCOMPARE(odd.front().first, u"servers[1].flavor.vcpus"_s);
    QCOMPARE(odd.front().field, u"servers[].flavor.vcpus"_s);
    QVERIFY(!odd.front().what.isEmpty());
    QCOMPARE(odd.front().cost, Oddity::Cost::Value);
}

void TestJson::keepsTheFirstFailure()
{
    const QString message = failureOf(R"({"a": [], "b": {}})", [](const json::Object &root) {
        (void)root.requiredString("b");
        (void)root.requiredString("a");
    });
    QVERIFY2(message.contains(u" b:"_s), qPrintable(message));
}

void TestJson::costsOneRowOfManyInLinearTime()
{
    // Each path is found by a search from the root: do it only for the first of a kind.
    QByteArray text = R"({"rows": [)";
    for (int i = 0; i < 200'000; ++i)
        text += R"({"id": "x", "n": "odd"},)";
    text += R"({"n": []}]})";
    Oddities odd;
    const auto count = json::decode<std::size_t>(
        text,
        [](const json::Object &root) {
            return json::rows(root.array("rows"),
                              [](const json::Object &row) {
                                  (void)row.integer("n");
                                  return row.requiredString("id");
                              })
                .size();
        },
        &odd);
    QVERIFY(count.ok());
    QCOMPARE(*count, std::size_t{200'000});
    QCOMPARE(odd.size(), std::size_t{2});
    QCOMPARE(odd[0].count, 200'001);
    QCOMPARE(odd[1].first, u"rows[200000]"_s);
    QCOMPARE(odd[1].cost, Oddity::Cost::Row);
}

void TestJson::namesWhatIsMissing()
{
    const QString message =
        failureOf(R"({"images": [{"id": "1"}, {"id": null}]})", [](const json::Object &root) {
            for (const json::Object image : root.requiredArray("images").objects())
                (void)image.requiredString("id");
        });
    QVERIFY2(message.contains(u"images[1]"_s) && message.contains(u"\"id\""_s),
             qPrintable(message));
    QVERIFY(!failureOf("{}", [](const json::Object &root) {
                 (void)root.requiredObject("server");
             }).isEmpty());
    QVERIFY(!failureOf(R"({"id": ""})", [](const json::Object &root) {
                 (void)root.requiredString("id");
             }).isEmpty());
    QVERIFY(!failureOf("[]", [](const json::Object &) {}).isEmpty());
}

void TestJson::refusesWhatIsNotJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("word");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("blank") << QByteArray(" \n") << "empty";
    QTest::newRow("page") << QByteArray("<!DOCTYPE html><p>") << "web page";
    QTest::newRow("cut") << QByteArray("{\"servers\": [{\"id\": \"1") << "cut short";
    QTest::newRow("words") << QByteArray("Service Unavailable") << "not JSON";
    QTest::newRow("two values") << QByteArray("{} {}") << "broken";
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\": \"\xff\xfe\"}") << "broken";
    QTest::newRow("zero bytes") << QByteArray(64, '\0') << "not JSON";
}

void TestJson::refusesWhatIsNotJson()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, word);
    const auto document = json::Document::parse(text);
    QVERIFY(!document.ok());
    QCOMPARE(document.error().kind, ErrorKind::BrokenAnswer);
    QVERIFY2(document.error().message.contains(word), qPrintable(document.error().message));
}

void TestJson::survivesDeepNesting()
{
    QVERIFY(!json::Document::parse(QByteArray(1'000'000, '[')).ok());
    QVERIFY(!json::Document::parse(QByteArray(5'000, '[') + QByteArray(5'000, ']')).ok());
    QVERIFY(json::Document::parse(QByteArray(500, '[') + QByteArray(500, ']')).ok());
}

void TestJson::survivesCutAndChangedTexts()
{
    // Every prefix, and every byte replaced by a few others: an error or a value, never a crash.
    const QByteArray text =
        R"({"s":[{"id":"a\u00e9","n":-1.5e3,"t":true,"m":{"k":null}},{"id":"b","n":12}]})";
    const auto read = [](const json::Object &root) {
        int sum = 0;
        for (const json::Object item : root.array("s").objects())
            sum += item.string("id").size() + item.int32("n") + (item.boolean("t") ? 1 : 0) +
                   static_cast<int>(item.stringMap("m").size());
        return sum;
    };
    int good = 0;
    for (qsizetype end = 0; end <= text.size(); ++end)
        good += json::decode<int>(text.left(end), read).ok() ? 1 : 0;
    QCOMPARE(good, 1);
    for (qsizetype at = 0; at < text.size(); ++at) {
        for (const char other : {'"', '{', '}', '[', ']', ',', '\\', '\0', '9', '\xc3'}) {
            QByteArray changed = text;
            changed[at] = other;
            (void)json::decode<int>(changed, read).ok();
        }
    }
}

void TestJson::movesWithoutLosingItsValues()
{
    auto parsed = json::Document::parse("{\"a\": \"here\"}");
    QVERIFY(parsed.ok());
    const json::Object before = parsed->object();
    const json::Document moved = *std::move(parsed);
    QCOMPARE(before.string("a"), u"here"_s);
    QCOMPARE(moved.object().string("a"), u"here"_s);
}

void TestJson::readsTenThousandServers()
{
    QFile sample(QString::fromUtf8(ORIEL_SAMPLES "/servers-detail-2.93.json"));
    QVERIFY(sample.open(QIODevice::ReadOnly));
    const QJsonArray servers = QJsonDocument::fromJson(sample.readAll())
                                   .object()
                                   .value(QLatin1String("response"))
                                   .toObject()
                                   .value(QLatin1String("body"))
                                   .toObject()
                                   .value(QLatin1String("servers"))
                                   .toArray();
    QVERIFY(!servers.isEmpty());
    QByteArray text = "{\"servers\":[";
    for (int i = 0; i < 10'000; ++i)
        text +=
            (i ? "," : "") +
            QJsonDocument(servers.at(i % servers.size()).toObject()).toJson(QJsonDocument::Compact);
    text += "]}";

    QElapsedTimer parsing;
    parsing.start();
    QVERIFY(json::Document::parse(text).ok());
    const qint64 parsed = parsing.elapsed();
    QElapsedTimer timer;
    timer.start();
    const auto count = json::decode<int>(text, [](const json::Object &root) {
        int known = 0;
        for (const json::Object server : root.requiredArray("servers").objects()) {
            const bool whole =
                !server.requiredString("id").isEmpty() && !server.string("name").isEmpty() &&
                !server.string("status").isEmpty() && server.time("created").isValid() &&
                server.time("updated").isValid() && !server.string("tenant_id").isEmpty() &&
                !server.object("addresses").isEmpty() && !server.object("flavor").isEmpty() &&
                server.int32("OS-EXT-STS:power_state", -1) >= 0 &&
                server.string("OS-EXT-STS:task_state").isNull();
            for (const json::Object attached :
                 server.array("os-extended-volumes:volumes_attached").objects())
                (void)attached.string("id");
            known += whole ? 1 : 0;
        }
        return known;
    });
    const qint64 milliseconds = timer.elapsed();
    QVERIFY(count.ok());
    QVERIFY(*count > 0);
    qInfo("%lld bytes in %lld ms, %lld of them parsing", static_cast<long long>(text.size()),
          static_cast<long long>(milliseconds), static_cast<long long>(parsed));
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
