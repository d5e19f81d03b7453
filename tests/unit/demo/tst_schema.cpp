#include "demo/http/schema.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::demo;

/// What a schema says of values, in the words of Python's validator.
class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheFirstViolation_data();
    void tellsTheFirstViolation();
    void takesWhatMatches();
    void knowsPrintableTexts();
    void knowsIds();
};

namespace {

Schema sampleSchema()
{
    Schema name = Schema::text(1, 5);
    name.format = Schema::Format{u"name"_qs, [](const QJsonValue &value) {
                                     return value.toString() != u"bad";
                                 }};
    Schema size{.types = {u"integer"_qs, u"string"_qs},
                .pattern = u"^[0-9]+$"_qs,
                .minimum = 1,
                .maximum = 9};
    Schema map{.types = {u"object"_qs},
               .keyPattern = u"^[a-z]{1,3}$"_qs,
               .keyed = std::make_shared<Schema>(Schema::text(-1, 3)),
               .open = false};
    Schema tags = Schema::list(Schema::text(1, 3));
    tags.maxItems = 2;
    return Schema::under(
        u"row"_qs,
        Schema::closed({{u"name"_qs, name},
                        {u"size"_qs, size},
                        {u"kind"_qs, {.types = {u"string"_qs}, .choices = {u"a"_qs, u"b"_qs}}},
                        {u"either"_qs, {.oneOf = {Schema::uuid(), Schema::nothing()}}},
                        {u"map"_qs, map},
                        {u"tags"_qs, tags}},
                       {u"name"_qs}));
}

} // namespace

void SchemaTest::tellsTheFirstViolation_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *title, const QJsonObject &fields, const QString &path,
                        const QString &message) {
        QJsonObject body{{u"name"_qs, u"x"_qs}};
        for (auto it = fields.begin(); it != fields.end(); ++it)
            body.insert(it.key(), it.value());
        QTest::newRow(title) << QJsonValue(QJsonObject{{u"row"_qs, body}})
                             << (path.isEmpty() ? u"row"_qs : u"row/"_qs + path) << message;
    };
    QTest::newRow("no object") << QJsonValue(5) << QString() << u"5 is not of type 'object'"_qs;
    QTest::newRow("nothing") << QJsonValue(QJsonValue::Null) << QString()
                             << u"None is not of type 'object'"_qs;
    QTest::newRow("no key") << QJsonValue(QJsonObject()) << QString()
                            << u"'row' is a required property"_qs;
    QTest::newRow("no name") << QJsonValue(QJsonObject{{u"row"_qs, QJsonObject()}}) << u"row"_qs
                             << u"'name' is a required property"_qs;
    row("type", {{u"name"_qs, true}}, u"name"_qs, u"True is not of type 'string'"_qs);
    row("too short", {{u"name"_qs, u""_qs}}, u"name"_qs, u"'' is too short"_qs);
    row("too long", {{u"name"_qs, u"abcdef"_qs}}, u"name"_qs, u"'abcdef' is too long"_qs);
    row("format", {{u"name"_qs, u"bad"_qs}}, u"name"_qs, u"'bad' is not a 'name'"_qs);
    row("quotes", {{u"name"_qs, u"it's a\nx"_qs}}, u"name"_qs, u"\"it's a\\nx\" is too long"_qs);
    row("fraction", {{u"size"_qs, 1.5}}, u"size"_qs, u"1.5 is not of type 'integer', 'string'"_qs);
    row("pattern", {{u"size"_qs, u"x"_qs}}, u"size"_qs, u"'x' does not match '^[0-9]+$'"_qs);
    row("minimum", {{u"size"_qs, 0}}, u"size"_qs, u"0 is less than the minimum of 1"_qs);
    row("minimum of a text", {{u"size"_qs, u"0"_qs}}, u"size"_qs,
        u"'0' is less than the minimum of 1"_qs);
    row("maximum", {{u"size"_qs, 10}}, u"size"_qs, u"10 is greater than the maximum of 9"_qs);
    row("choice", {{u"kind"_qs, u"c"_qs}}, u"kind"_qs, u"'c' is not one of ['a', 'b']"_qs);
    row("either", {{u"either"_qs, u"x"_qs}}, u"either"_qs,
        u"'x' is not valid under any of the given schemas"_qs);
    row("key", {{u"map"_qs, QJsonObject{{u"A"_qs, u"x"_qs}}}}, u"map"_qs,
        u"'A' does not match any of the regexes: '^[a-z]{1,3}$'"_qs);
    row("keyed value", {{u"map"_qs, QJsonObject{{u"a"_qs, u"long"_qs}}}}, u"map/a"_qs,
        u"'long' is too long"_qs);
    row("item", {{u"tags"_qs, QJsonArray{u"a"_qs, u""_qs}}}, u"tags/1"_qs, u"'' is too short"_qs);
    row("items", {{u"tags"_qs, QJsonArray{u"a"_qs, u"b"_qs, u"c"_qs}}}, u"tags"_qs,
        u"['a', 'b', 'c'] is too long"_qs);
    row("extra", {{u"more"_qs, 1}}, QString(),
        u"Additional properties are not allowed ('more' was unexpected)"_qs);
    row("extras", {{u"more"_qs, 1}, {u"most"_qs, 2}}, QString(),
        u"Additional properties are not allowed ('more', 'most' were unexpected)"_qs);
}

void SchemaTest::tellsTheFirstViolation()
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
    const QJsonObject row{{u"name"_qs, u"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600"_qs},
                          {u"size"_qs, u"9"_qs},
                          {u"kind"_qs, u"b"_qs},
                          {u"either"_qs, QJsonValue::Null},
                          {u"map"_qs, QJsonObject{{u"abc"_qs, u"xyz"_qs}}},
                          {u"tags"_qs, QJsonArray()}};
    QVERIFY(!sampleSchema().check(QJsonObject{{u"row"_qs, row}}));
}

void SchemaTest::knowsPrintableTexts()
{
    QVERIFY(isPrintable(u"a b\u00a0\u00e9\u4e2d"_qs));
    QVERIFY(!isPrintable(u"a\nb"_qs));
    QVERIFY(!isPrintable(u"a\u200bb"_qs));
    QVERIFY(!isPrintable(u"a\u2028b"_qs));
}

void SchemaTest::knowsIds()
{
    QVERIFY(isUuidLike(u"00000000-0000-4000-8000-000000000000"_qs));
    QVERIFY(isUuidLike(u"0000000000004000800000000000ABCD"_qs));
    QVERIFY(!isUuidLike(u"nonsense"_qs));
    QVERIFY(!isUuidLike(QString()));
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
