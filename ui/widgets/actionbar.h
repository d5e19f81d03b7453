#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QMenu;
class QPushButton;

namespace oriel::ui {

class ActionButton;
class Theme;

/// Where an action is offered beside the menu of a row.
enum class ActionPlace {
    More,    ///< in the menu behind “More”
    Toolbar, ///< a button with words; the two or three that are used most
    Main,    ///< the button that stands out, at the end
};

/// An action of a toolbar.
struct ToolbarAction
{
    QAction *action = nullptr; ///< outlives the bar
    ActionPlace place = ActionPlace::More;
    QString icon{};         ///< of its button
    bool separated = false; ///< a line above it in the menu
};

/// A toolbar of actions. Its buttons always have their words: where there is no room for all, the
/// last ones go into the menu of “More”, where the less important actions always are.
class ActionBar final : public QWidget
{
    Q_OBJECT

public:
    ActionBar(Theme &theme, std::vector<ToolbarAction> actions, QWidget *parent);

    /// Whether the action is offered here.
    void setOffered(const QAction *action, bool offered);
    /// Takes as much of `width` as its buttons need.
    void fitInto(int width);

    [[nodiscard]] QSize sizeHint() const override;
    /// Of “More” and the main button.
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    struct Item
    {
        ToolbarAction value;
        ActionButton *button = nullptr; ///< null: in the menu only
        bool offered = true;
    };
    void fillMenu();
    void fit();
    /// With the first `buttons` of the toolbar's, and “More” where it is needed then.
    [[nodiscard]] int widthWith(int buttons) const;

    std::vector<Item> m_items;
    QPushButton *m_more;
    QMenu *m_menu;
};

} // namespace oriel::ui
