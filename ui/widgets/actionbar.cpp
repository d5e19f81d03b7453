#include "ui/widgets/actionbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/groupedmenu.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ActionBar::ActionBar(Theme &theme, std::vector<ToolbarAction> actions, QWidget *parent)
    : QWidget(parent)
    , m_more(new QPushButton(tr("More"), this))
    , m_menu(new QMenu(m_more))
{
    setObjectName(u"actionBar"_s);
    m_more->setObjectName(u"moreActions"_s);
    m_more->setMenu(m_menu);
    m_menu->setObjectName(u"moreMenu"_s);
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &ActionBar::fillMenu);

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(metrics::gap);
    line->addStretch();
    line->addWidget(m_more);
    for (ToolbarAction &value : actions) {
        Item item{std::move(value)};
        if (item.value.place != ActionPlace::More) {
            const bool main = item.value.place == ActionPlace::Main;
            item.button = new ActionButton(*item.value.action, theme, item.value.icon, main, this);
            line->insertWidget(main ? line->count() : line->indexOf(m_more), item.button);
            // The width of its text may have changed.
            connect(item.value.action, &QAction::changed, this, &QWidget::updateGeometry);
        }
        m_items.push_back(std::move(item));
    }
    fit();
}

int ActionBar::widthWith(int buttons) const
{
    int width = 0;
    bool more = false;
    for (const Item &item : m_items) {
        const bool toolbar = item.value.place == ActionPlace::Toolbar && buttons-- > 0;
        if (toolbar || item.value.place == ActionPlace::Main)
            width += item.button->sizeHint().width() + metrics::gap;
        else
            more = true;
    }
    return std::max(0, width + (more ? m_more->sizeHint().width() : -metrics::gap));
}

QSize ActionBar::sizeHint() const
{
    return {widthWith(static_cast<int>(m_items.size())), m_more->sizeHint().height()};
}

QSize ActionBar::minimumSizeHint() const
{
    return {widthWith(0), m_more->sizeHint().height()};
}

void ActionBar::fitInto(int width)
{
    setFixedWidth(std::clamp(width, minimumSizeHint().width(), sizeHint().width()));
    fit();
}

void ActionBar::fit()
{
    int buttons = static_cast<int>(m_items.size());
    while (buttons > 0 && widthWith(buttons) > maximumWidth())
        --buttons;
    bool more = false;
    for (const Item &item : m_items) {
        const bool toolbar = item.value.place == ActionPlace::Toolbar && buttons-- > 0;
        const bool shown = toolbar || item.value.place == ActionPlace::Main;
        if (item.button)
            item.button->setVisible(shown);
        more = more || !shown;
    }
    m_more->setVisible(more);
}

void ActionBar::fillMenu()
{
    m_menu->clear();
    qDeleteAll(m_menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
    GroupedMenu filled(*m_menu);
    for (const Item &item : m_items) {
        if (item.button && !item.button->isHidden())
            continue;
        if (!item.value.leftOut || !item.value.leftOut())
            filled.add(item.value.action, item.value.submenu, item.value.separated);
        else if (item.value.separated)
            filled.part(item.value.submenu).addSeparator();
    }
}

} // namespace oriel::ui
