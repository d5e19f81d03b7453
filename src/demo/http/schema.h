#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonValue>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace oriel::demo {

/// Why a value does not match a schema.
struct SchemaError
{
    QStringList path; ///< keys and indexes from the outermost value to the invalid one
    QJsonValue value; ///< the invalid value
    QString message;
    bool complete = false; ///< the message needs no introduction
    QString keyword = {};  ///< the violated keyword, for callers that need it
};

/// The services' rules for a JSON value. They use JSON Schema and report the first violation in the
/// words of Python's validator; so does this, for the keywords in use.
struct Schema
{
    struct Format
    {
        QString name;
        std::function<bool(const QJsonValue &)> matches;
        QString refusal = {}; ///< the whole message; empty: "… is not a 'NAME'"
        std::function<QString(const QJsonValue &)> explain =
            {}; ///< the same, computed from the value
    };

    QStringList types = {}; ///< empty: any
    QString description = {};
    QJsonArray choices = {};
    QString pattern = {};
    std::optional<qint64> minimum = {};
    std::optional<qint64> maximum = {};
    int minLength = -1;
    int maxLength = -1;
    std::optional<Format> format = {};
    std::vector<Schema> oneOf = {};
    std::vector<Schema> allOf = {};
    std::vector<std::pair<QString, Schema>> properties = {};
    QString keyPattern = {};                  ///< for keys that are not among the properties
    std::shared_ptr<const Schema> keyed = {}; ///< the values of keys that match keyPattern
    QStringList required = {};
    bool open = true;                           ///< further keys are allowed
    std::shared_ptr<const Schema> further = {}; ///< the values of further keys
    int minProperties = -1;
    int maxProperties = -1;
    QStringList anyRequired = {}; ///< at least one of these keys
    std::shared_ptr<const Schema> items = {};
    int minItems = -1;
    int maxItems = -1;

    [[nodiscard]] std::optional<SchemaError> check(const QJsonValue &value) const;
    /// A schema in Python's notation, with sorted keys.
    [[nodiscard]] QString printed() const;

    // The building blocks of the services' schemas.
    static Schema text(int minLength, int maxLength);
    static Schema textOrNull(int minLength, int maxLength);
    static Schema closed(std::vector<std::pair<QString, Schema>> properties,
                         QStringList required = {});
    static Schema list(Schema items);
    /// An object with one required key.
    static Schema under(const QString &key, Schema value);
    static Schema null(); ///< JSON null
    static Schema uuid();

private:
    [[nodiscard]] std::optional<SchemaError> checkScalar(const QJsonValue &value) const;
    [[nodiscard]] std::optional<SchemaError> checkObject(const QJsonObject &object) const;
};

/// Whether a text contains only printable characters, including Zs spaces.
bool isPrintable(const QString &text);
/// Whether a text is a UUID as Nova and Cinder accept it: with or without hyphens, in any case.
bool isUuidLike(const QString &text);

} // namespace oriel::demo
