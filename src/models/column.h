#pragma once

#include "models/lookup.h"
#include "models/tone.h"

#include <QtCore/QString>

#include <algorithm>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace oriel::models {

/// One column of a list of rows of type T. Its functions are pure: they are called in the GUI
/// thread with a live Lookup and in a worker with a frozen one. Only `key`, `title` and `text` are
/// mandatory.
template <typename T>
struct Column
{
    using Cell =
        std::conditional_t<std::is_void_v<T>, const void *, std::add_lvalue_reference_t<const T>>;
    template <typename R>
    using Function = std::function<R(Cell, const Lookup &)>;

    QString key;   ///< for settings; stable across releases
    QString title; ///< for the header
    Function<QString> text;
    Function<qint64> number = {}; ///< sort key; default: the text
    Function<Tone> tone = {};
    Function<int> progress = {}; ///< percent, -1: none
    Function<QString> link = {}; ///< the ID that the cell links to
    Function<QString> tip = {};
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    Cut cut = Cut::End;
    int width = 16; ///< average characters
    bool shownByDefault = true;
    bool searched = true;
    bool ages = false; ///< its text changes with time
};

/// A column that shows a member as it is.
template <typename T>
[[nodiscard]] Column<T> memberColumn(const QString &key, const QString &title, QString T::*member,
                                     int width)
{
    return {.key = key,
            .title = title,
            .text = [member](const T &row, const Lookup &) { return row.*member; },
            .width = width};
}

/// The same with the type erased, as RowModel uses it.
using AnyColumn = Column<void>;

/// Erases the type.
template <typename T>
[[nodiscard]] AnyColumn erased(const Column<T> &column)
{
    const auto untyped =
        []<typename R>(
            const std::function<R(const T &, const Lookup &)> &typed) -> AnyColumn::Function<R> {
        if (!typed)
            return {};
        return [typed](const void *row, const Lookup &lookup) {
            return typed(*static_cast<const T *>(row), lookup);
        };
    };
    // The compiler reports a member that is missing here.
    const auto &[key, title, text, number, tone, progress, link, tip, alignment, cut, width,
                 shownByDefault, searched, ages] = column;
    return {key,           title,
            untyped(text), untyped(number),
            untyped(tone), untyped(progress),
            untyped(link), untyped(tip),
            alignment,     cut,
            width,         shownByDefault,
            searched,      ages};
}

/// Inserts `column` after the one with this key.
template <typename T>
void insertBehind(std::vector<Column<T>> &columns, const QString &key, Column<T> column)
{
    const auto at = std::ranges::find(columns, key, &Column<T>::key);
    Q_ASSERT(at != columns.end());
    columns.insert(std::next(at), std::move(column));
}

} // namespace oriel::models
