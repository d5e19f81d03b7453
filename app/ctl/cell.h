#pragma once

#include <QtCore/QJsonValue>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace oriel::ctl {

/// One value in a command's output: for programs, and for people if that differs.
struct Cell
{
    QJsonValue value;
    std::optional<QString> words = {}; ///< in tables; nullopt: the value as text
    bool isFraction = false; ///< a number that may have a fraction: Python writes 1.0, not 1

    bool operator==(const Cell &) const = default;
};

/// A list of rows.
struct Listing
{
    QStringList columns;
    std::vector<std::vector<Cell>> rows;
};

/// The fields of one object.
struct Details
{
    std::vector<std::pair<QString, Cell>> fields;
};

/// A value as `openstack` writes it by default: in Python's notation (None, True, {'a': ['b']}),
/// strings verbatim.
[[nodiscard]] QString plainText(const QJsonValue &value);
/// The same of a cell's value.
[[nodiscard]] QString plainText(const Cell &cell);

/// Null for an empty text.
[[nodiscard]] Cell textCell(const QString &text);
/// In tables "key='value', …".
[[nodiscard]] Cell mapCell(const QMap<QString, QString> &map);
/// The same of an object; what is null is left out.
[[nodiscard]] Cell objectCell(const QJsonObject &object);
/// In tables one object a line: "ip_address='10.0.0.5', subnet_id='…'".
[[nodiscard]] Cell objectsCell(const QJsonArray &objects);
/// `cell`, or null if the row's answer had the value of `key` in an unreadable form.
template <typename Row>
Cell readableCell(const Row &row, const char *key, const Cell &cell)
{
    return row.unreadable.contains(QLatin1StringView(key)) ? Cell{} : cell;
}
/// In tables "a, b".
[[nodiscard]] Cell listCell(QStringList list);

} // namespace oriel::ctl
