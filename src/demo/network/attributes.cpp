#include "demo/network/attributes.h"

#include "demo/http/call.h"

#include <QtCore/QJsonArray>
#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

std::optional<NeutronFault> invalid(const QString &name, const QString &reason)
{
    return badRequest(u"Invalid input for %1. Reason: %2."_s.arg(name, reason));
}

bool isUuid(const QJsonValue &value)
{
    return value.isString() && isUuidLike(value.toString());
}

QString notAUuid(const QJsonValue &value)
{
    return u"'%1' is not a valid UUID"_s.arg(pythonStr(value));
}

} // namespace

NeutronFault badRequest(const QString &message)
{
    return {400, u"HTTPBadRequest"_s, message};
}

QString pythonStr(const QJsonValue &value)
{
    return value.isString() ? value.toString() : pythonText(value);
}

Attribute::Check Attribute::text(int maxLength)
{
    return [maxLength](const QString &name, QJsonValue &value) -> std::optional<NeutronFault> {
        if (!value.isString())
            return invalid(name, u"'%1' is not a valid string"_s.arg(pythonStr(value)));
        if (value.toString().toUcs4().size() > maxLength)
            return invalid(name, u"'%1' exceeds maximum length of %2"_s.arg(
                                     value.toString(), QString::number(maxLength)));
        return std::nullopt;
    };
}

Attribute::Check Attribute::boolean()
{
    return [](const QString &, QJsonValue &value) -> std::optional<NeutronFault> {
        const QString text = pythonStr(value).toLower();
        if (text != u"true" && text != u"false" && text != u"1" && text != u"0")
            return NeutronFault{400, u"InvalidInput"_s,
                                u"Invalid input for operation: '%1' cannot be converted to "
                                "boolean."_s.arg(pythonStr(value))};
        value = text == u"true" || text == u"1";
        return std::nullopt;
    };
}

Attribute::Check Attribute::uuid()
{
    return [](const QString &name, QJsonValue &value) -> std::optional<NeutronFault> {
        return isUuid(value) ? std::nullopt : invalid(name, notAUuid(value));
    };
}

Attribute::Check Attribute::uuidOrNull()
{
    return [](const QString &name, QJsonValue &value) -> std::optional<NeutronFault> {
        return value.isNull() || isUuid(value) ? std::nullopt : invalid(name, notAUuid(value));
    };
}

Attribute::Check Attribute::uuids()
{
    return [](const QString &name, QJsonValue &value) -> std::optional<NeutronFault> {
        if (value.isNull())
            value = QJsonArray();
        if (!value.isArray())
            return invalid(name, u"'%1' is not a list"_s.arg(pythonStr(value)));
        const QJsonArray items = value.toArray();
        const auto wrong = std::find_if_not(items.begin(), items.end(),
                                            [](const auto &item) { return isUuid(item); });
        return wrong == items.end() ? std::nullopt : invalid(name, notAUuid(*wrong));
    };
}

Attribute::Check Attribute::address()
{
    return [](const QString &name, QJsonValue &value) -> std::optional<NeutronFault> {
        if (value.isNull() || !QHostAddress(value.toString()).isNull())
            return std::nullopt;
        return invalid(name, u"'%1' is not a valid IP address"_s.arg(pythonStr(value)));
    };
}

std::variant<QJsonObject, NeutronFault> Attributes::read(const QJsonObject &body, bool create) const
{
    if (body.isEmpty())
        return badRequest(u"Resource body required"_s);
    const QJsonValue inner = body.value(resource);
    if (inner.isUndefined() || inner.isNull())
        return badRequest(u"Unable to find '%1' in request body"_s.arg(resource));
    if (!inner.isObject())
        return badRequest(u"Object '%1' contains invalid data"_s.arg(resource));
    QJsonObject values = inner.toObject();
    QStringList unknown;
    for (const QString &key : values.keys()) {
        if (key != u"tenant_id" && key != u"project_id" &&
            std::ranges::none_of(all, [&](const Attribute &one) { return one.name == key; }))
            unknown.append(key);
    }
    if (!unknown.isEmpty())
        return badRequest(u"Unrecognized attribute(s) '%1'"_s.arg(unknown.join(u", "_s)));
    for (const Attribute &one : all) {
        if (create && !one.post && values.contains(one.name))
            return badRequest(u"Attribute '%1' not allowed in POST"_s.arg(one.name));
        if (!create && !one.put && values.contains(one.name))
            return badRequest(u"Cannot update read-only attribute %1"_s.arg(one.name));
        if (create && one.required && !values.contains(one.name))
            return badRequest(u"Failed to parse request. Required attribute '%1' not "
                              "specified"_s.arg(one.name));
        if (create && !one.preset.isUndefined() && !values.contains(one.name))
            values.insert(one.name, one.preset);
    }
    for (const Attribute &one : all) {
        if (!one.check || !values.contains(one.name))
            continue;
        QJsonValue value = values.value(one.name);
        if (auto refused = one.check(one.name, value))
            return *refused;
        values.insert(one.name, value);
    }
    return values;
}

} // namespace oriel::demo
