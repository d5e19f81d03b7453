#pragma once

#include "base/literals.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace oriel::demo {

/// A refusal in Neutron's form: the name of its exception, and its message.
struct NeutronFault
{
    int status = 400;
    QString type;
    QString message;
};

/// One attribute of a resource of Neutron: in which requests it may be set, and to what.
struct Attribute
{
    /// Converts the value, or refuses it.
    using Check = std::function<std::optional<NeutronFault>(const QString &name, QJsonValue &)>;

    QString name;
    Check check = {}; ///< null: any value
    bool post = true;
    bool put = true;
    QJsonValue preset = QJsonValue(QJsonValue::Undefined); ///< in a POST without it
    bool required = false;                                 ///< in a POST

    static Check text(int maxLength = 255);
    static Check boolean();
    static Check uuid();
    static Check uuidOrNull();
    static Check uuids();
    static Check address(); ///< or null
};

/// The attributes of a resource. Neutron checks every body against them before anything else.
struct Attributes
{
    QString resource; ///< the key of the body: "floatingip"
    std::vector<Attribute> all;

    /// The body's attributes, converted and with the presets of a POST; or why it is refused.
    [[nodiscard]] std::variant<QJsonObject, NeutronFault> read(const QJsonObject &body,
                                                               bool create) const;
};

/// Neutron's 400 of the class HTTPBadRequest.
[[nodiscard]] NeutronFault badRequest(const QString &message);

/// A value as Python's str() writes it.
[[nodiscard]] QString pythonStr(const QJsonValue &value);

} // namespace oriel::demo
