#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::ui {

/// A message of the window that needs no answer.
struct Notice
{
    enum class Kind { Done, Warning, Error };
    Kind kind = Kind::Done;
    QString title;
    QString text;     ///< may be empty
    QString linkText; ///< "Show"; empty: no link
    std::optional<Route> link;
    QString actionText{}; ///< "Move back"; empty: no action
    /// Called by its button, which also closes the notice.
    std::function<void()> action{};
    QString actionTip{};
    /// Further buttons.
    struct Button
    {
        QString key; ///< its object name
        QString text;
        std::function<void()> act;
        bool closes = false; ///< the notice, too
    };
    std::vector<Button> buttons{};
    bool late = false;  ///< of something that took long: the user may look elsewhere
    bool stays = false; ///< until it is closed, even if it reports a success
    QString details;    ///< copyable, behind "Details"; empty: none

    /// A condition that the notice is about.
    struct Item
    {
        QString key;  ///< identifies it in dismissNotices()
        QString line; ///< below the text; may be empty
    };
    /// When a condition no longer applies, its line is removed; with the last one, the notice.
    /// Empty: the notice is independent of conditions.
    std::vector<Item> items;
};

} // namespace oriel::ui
