#include "demo/http/schema.h"

#include "demo/http/call.h"

#include <QtCore/QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == u"string")
        return value.isString();
    if (type == u"integer")
        return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
    if (type == u"boolean")
        return value.isBool();
    if (type == u"object")
        return value.isObject();
    if (type == u"array")
        return value.isArray();
    return type == u"null" && value.isNull();
}

/// A number, or a text that contains one.
std::optional<double> numberOf(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    bool number = false;
    const double spelled = value.toString().trimmed().toDouble(&number);
    return number ? std::optional(spelled) : std::nullopt;
}

QString quotedList(const QStringList &words)
{
    QStringList quoted;
    for (const QString &word : words)
        quoted.append(pythonText(word));
    return quoted.join(u", "_s);
}

std::optional<SchemaError> refusal(const QJsonValue &value, const QString &why,
                                   const QString &keyword = {})
{
    return SchemaError{{}, value, pythonText(value) + u' ' + why, false, keyword};
}

std::optional<SchemaError> below(const QString &key, std::optional<SchemaError> error)
{
    if (error)
        error->path.prepend(key);
    return error;
}

} // namespace

bool isPrintable(const QString &text)
{
    const auto codes = text.toUcs4();
    return std::all_of(codes.begin(), codes.end(), [](uint code) {
        switch (QChar::category(code)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        default:
            return true;
        }
    });
}

bool isUuidLike(const QString &text)
{
    static const QRegularExpression digits(u"^[0-9a-fA-F]{32}$"_s);
    QString bare = text;
    bare.remove(u"urn:"_s).remove(u"uuid:"_s).remove(u'-').remove(u'{').remove(u'}');
    return digits.match(bare).hasMatch();
}

Schema Schema::text(int minLength, int maxLength)
{
    return {.types = {u"string"_s}, .minLength = minLength, .maxLength = maxLength};
}

Schema Schema::textOrNull(int minLength, int maxLength)
{
    return {.types = {u"string"_s, u"null"_s}, .minLength = minLength, .maxLength = maxLength};
}

Schema Schema::closed(std::vector<std::pair<QString, Schema>> properties, QStringList required)
{
    return {.types = {u"object"_s},
            .properties = std::move(properties),
            .required = std::move(required),
            .open = false};
}

Schema Schema::list(Schema items)
{
    return {.types = {u"array"_s}, .items = std::make_shared<Schema>(std::move(items))};
}

Schema Schema::under(const QString &key, Schema value)
{
    return closed({{key, std::move(value)}}, {key});
}

Schema Schema::null()
{
    return {.types = {u"null"_s}};
}

Schema Schema::uuid()
{
    return {.types = {u"string"_s}, .format = Format{u"uuid"_s, [](const QJsonValue &value) {
                                                         return isUuidLike(value.toString());
                                                     }}};
}

QString Schema::printed() const
{
    QMap<QString, QString> parts;
    if (!description.isEmpty())
        parts.insert(u"description"_s, pythonText(description));
    if (!choices.isEmpty())
        parts.insert(u"enum"_s, pythonText(choices));
    if (maxLength >= 0)
        parts.insert(u"maxLength"_s, QString::number(maxLength));
    if (!pattern.isEmpty())
        parts.insert(u"pattern"_s, pythonText(pattern));
    if (types.size() == 1)
        parts.insert(u"type"_s, pythonText(types.first()));
    else if (!types.isEmpty())
        parts.insert(u"type"_s, u'[' + quotedList(types) + u']');
    QStringList lines;
    for (auto it = parts.cbegin(); it != parts.cend(); ++it)
        lines.append(pythonText(it.key()) + u": " + it.value());
    return u'{' + lines.join(u",\n     "_s) + u'}';
}

std::optional<SchemaError> Schema::check(const QJsonValue &value) const
{
    if (!types.isEmpty() && std::none_of(types.begin(), types.end(), [&](const QString &type) {
            return isOfType(value, type);
        }))
        return refusal(value, u"is not of type "_s + quotedList(types), u"type"_s);
    if (auto error = checkScalar(value))
        return error;
    if (!oneOf.empty() && std::all_of(oneOf.begin(), oneOf.end(), [&](const Schema &schema) {
            return schema.check(value).has_value();
        }))
        return refusal(value, u"is not valid under any of the given schemas"_s);
    for (const Schema &schema : allOf) {
        if (auto error = schema.check(value))
            return error;
    }
    if (value.isObject())
        return checkObject(value.toObject());
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; items && i < array.size(); ++i) {
            if (auto error = below(QString::number(i), items->check(array[i])))
                return error;
        }
        if (array.size() < minItems)
            return refusal(value, u"is too short"_s);
        if (maxItems >= 0 && array.size() > maxItems)
            return refusal(value, u"is too long"_s);
    }
    return std::nullopt;
}

std::optional<SchemaError> Schema::checkScalar(const QJsonValue &value) const
{
    if (!choices.isEmpty() && !choices.contains(value))
        return refusal(value, u"is not one of "_s + pythonText(choices), u"enum"_s);
    if (!pattern.isEmpty() && value.isString() &&
        !QRegularExpression(pattern).match(value.toString()).hasMatch())
        return refusal(value, u"does not match "_s + pythonText(pattern), u"pattern"_s);
    const auto number = numberOf(value);
    if (minimum && number && *number < static_cast<double>(*minimum))
        return refusal(value, u"is less than the minimum of "_s + QString::number(*minimum));
    if (maximum && number && *number > static_cast<double>(*maximum))
        return refusal(value, u"is greater than the maximum of "_s + QString::number(*maximum));
    if (value.isString()) {
        const auto length = value.toString().toUcs4().size();
        if (length < minLength)
            return refusal(value, u"is too short"_s);
        if (maxLength >= 0 && length > maxLength)
            return refusal(value, u"is too long"_s, u"maxLength"_s);
    }
    if (format && !format->matches(value)) {
        if (format->explain)
            return SchemaError{{}, value, format->explain(value), true};
        if (!format->refusal.isEmpty())
            return SchemaError{{}, value, format->refusal, true};
        return refusal(value, u"is not a "_s + pythonText(format->name));
    }
    return std::nullopt;
}

std::optional<SchemaError> Schema::checkObject(const QJsonObject &object) const
{
    QStringList extra = object.keys();
    for (const auto &[key, schema] : properties) {
        if (extra.removeAll(key) == 0)
            continue;
        if (auto error = below(key, schema.check(object.value(key))))
            return error;
    }
    if (keyed) {
        const QRegularExpression keys(keyPattern);
        QStringList unmatched;
        for (const QString &key : std::as_const(extra)) {
            if (!keys.match(key).hasMatch())
                unmatched.append(key);
            else if (auto error = below(key, keyed->check(object.value(key))))
                return error;
        }
        extra = unmatched;
    }
    for (const QString &key : required) {
        if (!object.contains(key))
            return SchemaError{{}, object, pythonText(key) + u" is a required property"};
    }
    for (const QString &key : std::as_const(extra)) {
        if (!further)
            break;
        if (auto error = below(key, further->check(object.value(key))))
            return error;
    }
    if (!open && !extra.isEmpty()) {
        const QString names = quotedList(extra);
        if (keyed) {
            const QString verb = extra.size() == 1 ? u" does"_s : u" do"_s;
            return SchemaError{{},
                               object,
                               names + verb + u" not match any of the regexes: " +
                                   pythonText(keyPattern)};
        }
        const QString verb = extra.size() == 1 ? u" was"_s : u" were"_s;
        return SchemaError{{},
                           object,
                           u"Additional properties are not allowed ("_s + names + verb +
                               u" unexpected)"};
    }
    if (!anyRequired.isEmpty() &&
        std::none_of(anyRequired.begin(), anyRequired.end(),
                     [&](const QString &key) { return object.contains(key); }))
        return refusal(object, u"is not valid under any of the given schemas"_s);
    if (minProperties >= 0 && object.size() < minProperties)
        return refusal(object, u"does not have enough properties"_s);
    if (maxProperties >= 0 && object.size() > maxProperties)
        return refusal(object, u"has too many properties"_s);
    return std::nullopt;
}

} // namespace oriel::demo
