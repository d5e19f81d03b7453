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
    QStringList path; ///< keys and indexes from the outermost value to the one at fault
    QJsonValue value; ///< the value at fault
    QString message;
    bool complete = false; ///< the message needs no introduction
    QString keyword = {};  ///< what of the schema is violated, where somebody asks for it
};

/// What the services demand of a JSON value. They describe it with JSON Schema and report the
/// first violation in the words of Python's validator; so does this, for the keywords in use.
struct Schema
{
    struct Format
    {
        QString name;
        std::function<bool(const QJsonValue &)> matches;
        QString refusal = {}; ///< the whole message; empty: "… is not a 'NAME'"
        std::function<QString(const QJsonValue &)> explain = {}; ///< the same, of the value
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
    QString keyPattern = {};                  ///< of the keys that are not among the properties
    std::shared_ptr<const Schema> keyed = {}; ///< the values of keys that match keyPattern
    QStringList required = {};
    bool open = true;                           ///< further keys are allowed
    std::shared_ptr<const Schema> further = {}; ///< the values of further keys
    int minProperties = -1;
    int maxProperties = -1;
    QStringList anyRequired = {}; ///< at least one of these keys
    std::shared_ptr<const Schema> items = {};
    int maxItems = -1;

    [[nodiscard]] std::optional<SchemaError> check(const QJsonValue &value) const;
    /// As Python prints a schema, with its keys in order.
    [[nodiscard]] QString printed() const;

    // The shapes that the services' schemas are made of.
    static Schema text(int minLength, int maxLength);
    static Schema textOrNull(int minLength, int maxLength);
    static Schema closed(std::vector<std::pair<QString, Schema>> properties,
                         QStringList required = {});
    static Schema list(Schema items);
    /// An object with one key that is required.
    static Schema under(const QString &key, Schema value);
    static Schema null(); ///< null
    static Schema uuid();

private:
    [[nodiscard]] std::optional<SchemaError> checkScalar(const QJsonValue &value) const;
    [[nodiscard]] std::optional<SchemaError> checkObject(const QJsonObject &object) const;
};

/// Whether a text is made of printable characters only, Zs spaces included.
bool isPrintable(const QString &text);
/// Whether a text is an id as nova and cinder take it: with or without hyphens, in any case.
bool isUuidLike(const QString &text);

} // namespace oriel::demo
