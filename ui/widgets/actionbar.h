#pragma once

#include <QtWidgets/QWidget>

#include <functional>
#include <vector>

class QAction;
class QHBoxLayout;
class QMenu;
class QPushButton;

namespace oriel::ui {

class ActionButton;
class Theme;

/// Where an action is offered, besides the menu of a row.
enum class ActionPlace {
    More,    ///< in the menu of “More”
    Toolbar, ///< as a button: the two or three most used ones
    Main,    ///< as the primary button, at the end
};

/// An action of a toolbar.
struct ToolbarAction
{
    QAction *action = nullptr; ///< outlives the bar
    ActionPlace place = ActionPlace::More;
    QString icon{};                     ///< of its button
    bool separated = false;             ///< a line above it in the menu
    std::function<bool()> leftOut = {}; ///< whether the menu lacks it now; null: never
    QString submenu{};                  ///< the title of the submenu that has it; empty: none
};

/// A toolbar of actions. Its buttons always have their text: if space is short, the last ones move
/// into the menu of “More”, which contains the less important actions as well.
class ActionBar final : public QWidget
{
    Q_OBJECT

public:
    ActionBar(Theme &theme, std::vector<ToolbarAction> actions, QWidget *parent);

    /// Sets its own width to what its buttons need, at most `width`.
    void fitInto(int width);

    [[nodiscard]] QSize sizeHint() const override;
    /// The width of “More” and the main button.
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    struct Item
    {
        ToolbarAction value;
        ActionButton *button = nullptr; ///< null: only in the menu
    };
    void fillMenu();
    void fit();
    /// The width with the first `buttons` buttons, and “More” if it is needed then.
    [[nodiscard]] int widthWith(int buttons) const;

    std::vector<Item> m_items;
    QPushButton *m_more;
    QMenu *m_menu;
};

} // namespace oriel::ui
