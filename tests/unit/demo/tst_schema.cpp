#include "demo/http/schema.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::demo;

/// What a schema says of values, in the words of Python's validator.
class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsTheFirstViolation_data();
    void reportsTheFirstViolation();
    void takesWhatMatches();
    void knowsPrintableTexts();
    void knowsIds();
};

namespace {

Schema sampleSchema()
{
    Schema name = Schema::text(1, 5);
    name.format = Schema::Format{u"name"_s, [](const QJsonValue &value) {
                                     return value.toString() != u"bad";
                                 }};
    Schema size{
        .types = {u"integer"_s, u"string"_s}, .pattern = u"^[0-9]+$"_s, .minimum = 1, .maximum = 9};
    Schema map{.types = {u"object"_s},
               .keyPattern = u"^[a-z]{1,3}$"_s,
               .keyed = std::make_shared<Schema>(Schema::text(-1, 3)),
               .open = false};
    Schema tags = Schema::list(Schema::text(1, 3));
    tags.maxItems = 2;
    return Schema::under(
        u"row"_s,
        Schema::closed({{u"name"_s, name},
                        {u"size"_s, size},
                        {u"kind"_s, {.types = {u"string"_s}, .choices = {u"a"_s, u"b"_s}}},
                        {u"either"_s, {.oneOf = {Schema::uuid(), Schema::null()}}},
                        {u"map"_s, map},
                        {u"tags"_s, tags}},
                       {u"name"_s}));
}

} // namespace

void SchemaTest::reportsTheFirstViolation_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *title, const QJsonObject &fields, const QString &path,
                        const QString &message) {
        QJsonObject body{{u"name"_s, u"x"_s}};
        for (auto it = fields.begin(); it != fields.end(); ++it)
            body.insert(it.key(), it.value());
        QTest::newRow(title) << QJsonValue(QJsonObject{{u"row"_s, body}})
                             << (path.isEmpty() ? u"row"_s : u"row/"_s + path) << message;
    };
    QTest::newRow("no object") << QJsonValue(5) << QString() << u"5 is not of type 'object'"_s;
    QTest::newRow("nothing") << QJsonValue(QJsonValue::Null) << QString()
                             << u"None is not of type 'object'"_s;
    QTest::newRow("no key") << QJsonValue(QJsonObject()) << QString()
                            << u"'row' is a required property"_s;
    QTest::newRow("no name") << QJsonValue(QJsonObject{{u"row"_s, QJsonObject()}}) << u"row"_s
                             << u"'name' is a required property"_s;
    row("type", {{u"name"_s, true}}, u"name"_s, u"True is not of type 'string'"_s);
    row("too short", {{u"name"_s, u""_s}}, u"name"_s, u"'' is too short"_s);
    row("too long", {{u"name"_s, u"abcdef"_s}}, u"name"_s, u"'abcdef' is too long"_s);
    row("format", {{u"name"_s, u"bad"_s}}, u"name"_s, u"'bad' is not a 'name'"_s);
    row("quotes", {{u"name"_s, u"it's a\nx"_s}}, u"name"_s, u"\"it's a\\nx\" is too long"_s);
    row("fraction", {{u"size"_s, 1.5}}, u"size"_s, u"1.5 is not of type 'integer', 'string'"_s);
    row("pattern", {{u"size"_s, u"x"_s}}, u"size"_s, u"'x' does not match '^[0-9]+$'"_s);
    row("minimum", {{u"size"_s, 0}}, u"size"_s, u"0 is less than the minimum of 1"_s);
    row("minimum of a text", {{u"size"_s, u"0"_s}}, u"size"_s,
        u"'0' is less than the minimum of 1"_s);
    row("maximum", {{u"size"_s, 10}}, u"size"_s, u"10 is greater than the maximum of 9"_s);
    row("choice", {{u"kind"_s, u"c"_s}}, u"kind"_s, u"'c' is not one of ['a', 'b']"_s);
    row("either", {{u"either"_s, u"x"_s}}, u"either"_s,
        u"'x' is not valid under any of the given schemas"_s);
    row("key", {{u"map"_s, QJsonObject{{u"A"_s, u"x"_s}}}}, u"map"_s,
        u"'A' does not match any of the regexes: '^[a-z]{1,3}$'"_s);
    row("keyed value", {{u"map"_s, QJsonObject{{u"a"_s, u"long"_s}}}}, u"map/a"_s,
        u"'long' is too long"_s);
    row("item", {{u"tags"_s, QJsonArray{u"a"_s, u""_s}}}, u"tags/1"_s, u"'' is too short"_s);
    row("items", {{u"tags"_s, QJsonArray{u"a"_s, u"b"_s, u"c"_s}}}, u"tags"_s,
        u"['a', 'b', 'c'] is too long"_s);
    row("extra", {{u"more"_s, 1}}, QString(),
        u"Additional properties are not allowed ('more' was unexpected)"_s);
    row("extras", {{u"more"_s, 1}, {u"most"_s, 2}}, QString(),
        u"Additional properties are not allowed ('more', 'most' were unexpected)"_s);
}

void SchemaTest::reportsTheFirstViolation()
{
    QFETCH(QJsonValue, value);
    QFETCH(QString, path);
    QFETCH(QString, message);
    const auto error = sampleSchema().check(value);
    QVERIFY(error.has_value());
    QCOMPARE(error->message, message);
    QCOMPARE(error->path.join(u'/'), path);
}

void SchemaTest::takesWhatMatches()
{
    const QJsonObject row{{u"name"_s, u"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600"_s},
                          {u"size"_s, u"9"_s},
                          {u"kind"_s, u"b"_s},
                          {u"either"_s, QJsonValue::Null},
                          {u"map"_s, QJsonObject{{u"abc"_s, u"xyz"_s}}},
                          {u"tags"_s, QJsonArray()}};
    QVERIFY(!sampleSchema().check(QJsonObject{{u"row"_s, row}}));
}

void SchemaTest::knowsPrintableTexts()
{
    QVERIFY(isPrintable(u"a b\u00a0\u00e9\u4e2d"_s));
    QVERIFY(!isPrintable(u"a\nb"_s));
    QVERIFY(!isPrintable(u"a\u200bb"_s));
    QVERIFY(!isPrintable(u"a\u2028b"_s));
}

void SchemaTest::knowsIds()
{
    QVERIFY(isUuidLike(u"00000000-0000-4000-8000-000000000000"_s));
    QVERIFY(isUuidLike(u"0000000000004000800000000000ABCD"_s));
    QVERIFY(!isUuidLike(u"nonsense"_s));
    QVERIFY(!isUuidLike(QString()));
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
