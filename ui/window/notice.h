#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::ui {

/// Something that the window tells in passing, without asking for anything.
struct Notice
{
    enum class Kind { Done, Warning, Error };
    Kind kind = Kind::Done;
    QString title;
    QString text;     ///< may be empty
    QString linkText; ///< "Show"; empty: no link
    std::optional<Route> link;
    QString actionText{}; ///< "Move back"; empty: no action
    /// What its button does; the notice goes then. One with an action stays until it is closed.
    std::function<void()> action{};
    QString details; ///< copyable, behind "Details"; empty: none

    /// Something that the notice is about only as long as it lasts.
    struct Item
    {
        QString key;  ///< by which it is settled
        QString line; ///< below the text; may be empty
    };
    /// As each is settled its line goes, and with the last one the notice. Empty: it stands by
    /// itself.
    std::vector<Item> items;
};

} // namespace oriel::ui
