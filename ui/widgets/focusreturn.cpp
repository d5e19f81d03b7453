#include "ui/widgets/focusreturn.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

#include <algorithm>

namespace oriel::ui {

namespace {

bool isIn(const QWidget &area, const QWidget *widget)
{
    return widget && (widget == &area || area.isAncestorOf(widget));
}

} // namespace

FocusReturn::FocusReturn(QWidget &area) : QObject(&area), m_area(area)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *old, QWidget *now) {
        if (isIn(m_area, now) && old && old->window() == m_area.window() && !isIn(m_area, old))
            m_from = old;
    });
}

QWidget *FocusReturn::back() const
{
    if (m_from && m_from->isVisible() && m_from->isEnabled())
        return m_from;
    for (const QWidget *around = m_area.parentWidget(); around; around = around->parentWidget()) {
        const auto tables = around->findChildren<QTableView *>();
        const auto shown = std::find_if(tables.begin(), tables.end(), [](const QWidget *table) {
            return table->isVisible() && table->isEnabled();
        });
        if (shown != tables.end())
            return *shown;
        if (around->isWindow())
            break;
    }
    return nullptr;
}

void FocusReturn::giveBack(const QWidget &going)
{
    // The window's focus widget, so that it also works in an inactive window.
    if (!isIn(going, m_area.window()->focusWidget()))
        return;
    if (QWidget *to = back())
        to->setFocus(Qt::OtherFocusReason);
}

} // namespace oriel::ui
