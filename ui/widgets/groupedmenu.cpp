#include "ui/widgets/groupedmenu.h"

#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

QMenu &GroupedMenu::part(const QString &title)
{
    if (title.isEmpty())
        return m_menu;
    for (QAction *entry : m_menu.actions()) {
        if (entry->menu() && entry->text() == title)
            return *entry->menu();
    }
    if (m_parts++ == 0)
        m_menu.addSeparator();
    auto *menu = m_menu.addMenu(title);
    menu->setObjectName(u"subMenu"_s);
    menu->setToolTipsVisible(true);
    return *menu;
}

void GroupedMenu::add(QAction *action, const QString &title, bool separated)
{
    QMenu &menu = part(title);
    if (separated && !menu.isEmpty())
        menu.addSeparator();
    menu.addAction(action);
}

} // namespace oriel::ui
