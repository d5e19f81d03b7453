#include "ui/pages/resourcemenus.h"

#include "ui/pages/listpages.h"
#include "ui/pages/overview/rowlist.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

namespace oriel::ui {

ResourceMenus::ResourceMenus(const UiContext &ui, QWidget *page)
    : QObject(page)
    , m_ui(ui)
    , m_unseen(new QWidget(page))
{
    m_unseen->hide();
}

void ResourceMenus::fill(const RowItem &row, QMenu &menu)
{
    if (row.route)
        connect(menu.addAction(tr("Open")), &QAction::triggered, this,
                [this, route = *row.route] { Q_EMIT navigate(route); });
    const ListPageSpec *spec = listPageOf(row.subject->kind);
    if (spec && spec->actions) {
        RowActions *&actions = m_actions[spec->kind];
        if (!actions) {
            actions = spec->actions(m_ui, m_unseen);
            connect(actions, &RowActions::navigate, this, &ResourceMenus::navigate);
        }
        actions->setIds({row.subject->id});
        menu.addSeparator();
        actions->fillMenu(menu);
    }
    menu.addSeparator();
    connect(menu.addAction(tr("Copy ID")), &QAction::triggered, this,
            [id = row.subject->id] { QGuiApplication::clipboard()->setText(id); });
}

} // namespace oriel::ui
