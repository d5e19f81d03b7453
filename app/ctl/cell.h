#pragma once

#include <QtCore/QJsonValue>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace oriel::ctl {

/// One value of what a command prints: as programs read it, and as people do where that differs.
struct Cell
{
    QJsonValue value;
    std::optional<QString> words = {}; ///< in tables; nothing: the value as text

    bool operator==(const Cell &) const = default;
};

/// A list of things.
struct Listing
{
    QStringList columns;
    std::vector<std::vector<Cell>> rows;
};

/// One thing.
struct Details
{
    std::vector<std::pair<QString, Cell>> fields;
};

/// A value as `openstack` writes it where no format says otherwise: Python's words for it (None,
/// True, {'a': ['b']}), a string as it is.
[[nodiscard]] QString plainText(const QJsonValue &value);

/// Null for an empty text.
[[nodiscard]] Cell textCell(const QString &text);
/// In tables "key='value', …".
[[nodiscard]] Cell mapCell(const QMap<QString, QString> &map);
/// `cell`, or null where the row's answer held the value of `key` in a form that cannot be read.
template <typename Row>
Cell readableCell(const Row &row, const char *key, const Cell &cell)
{
    return row.unreadable.contains(QLatin1StringView(key)) ? Cell{} : cell;
}
/// In tables "a, b".
[[nodiscard]] Cell listCell(QStringList list);

} // namespace oriel::ctl
