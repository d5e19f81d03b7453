#pragma once

#include "models/listmodel.h"
#include "models/lookup.h"

namespace oriel::models {

/// One column of a list over rows of type T. Its functions are pure: they are called in the GUI
/// thread with a live Lookup and in a worker with a frozen one. Only `key`, `title` and `text` must
/// be given.
template <typename T>
struct Column
{
    QString key;   ///< as in settings
    QString title; ///< as in the header
    std::function<QString(const T &, const Lookup &)> text;
    std::function<qint64(const T &, const Lookup &)> number =
        nullptr; ///< sorts by it; without: by the text
    std::function<Tone(const T &, const Lookup &)> tone = nullptr;
    std::function<int(const T &, const Lookup &)> progress = nullptr; ///< percent, -1 none
    std::function<QString(const T &, const Lookup &)> link = nullptr; ///< id that the cell leads to
    std::function<QString(const T &, const Lookup &)> tip = nullptr;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    int width = 16; ///< average characters
    bool shownByDefault = true;
    bool searched = true;
    bool ages = false; ///< its text changes as time passes
};

/// The same without the type, as RowModel works with it.
struct AnyColumn
{
    QString key;
    QString title;
    std::function<QString(const void *, const Lookup &)> text;
    std::function<qint64(const void *, const Lookup &)> number;
    std::function<Tone(const void *, const Lookup &)> tone;
    std::function<int(const void *, const Lookup &)> progress;
    std::function<QString(const void *, const Lookup &)> link;
    std::function<QString(const void *, const Lookup &)> tip;
    Qt::Alignment alignment;
    int width = 16;
    bool shownByDefault = true;
    bool searched = true;
    bool ages = false;
};

/// Takes the type away.
template <typename T>
[[nodiscard]] AnyColumn erased(const Column<T> &column)
{
    const auto untyped = []<typename R>(const std::function<R(const T &, const Lookup &)> &typed)
        -> std::function<R(const void *, const Lookup &)> {
        if (!typed)
            return {};
        return [typed](const void *row, const Lookup &lookup) {
            return typed(*static_cast<const T *>(row), lookup);
        };
    };
    return {column.key,
            column.title,
            untyped(column.text),
            untyped(column.number),
            untyped(column.tone),
            untyped(column.progress),
            untyped(column.link),
            untyped(column.tip),
            column.alignment,
            column.width,
            column.shownByDefault,
            column.searched,
            column.ages};
}

} // namespace oriel::models
