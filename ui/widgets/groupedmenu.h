#pragma once

class QAction;
class QMenu;
class QString;

namespace oriel::ui {

/// Fills a menu whose less used entries are in submenus. Lives while the menu is filled.
class GroupedMenu final
{
public:
    explicit GroupedMenu(QMenu &menu) : m_menu(menu) {}

    /// The submenu with this title, added when it is first asked for; an empty title: the menu.
    [[nodiscard]] QMenu &part(const QString &title);
    /// `separated`: a line above it, unless it is the first entry there.
    void add(QAction *action, const QString &title, bool separated);

private:
    QMenu &m_menu;
    int m_parts = 0;
};

} // namespace oriel::ui
