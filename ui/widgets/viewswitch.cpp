#include "ui/widgets/viewswitch.h"

#include "ui/theme/theme.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace oriel::ui {

ViewSwitch::ViewSwitch(QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
    , m_buttons(new QButtonGroup(this))
{
    m_line->setContentsMargins(metrics::pad, 0, 0, 0);
    m_line->setSpacing(metrics::unit);
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int index) {
        if (index == m_shown)
            return;
        // The new page has its own switch.
        m_buttons->button(m_shown)->setChecked(true);
        Q_EMIT chosen(index);
    });
}

void ViewSwitch::add(const QString &title, bool shown)
{
    auto *button = new QPushButton(title, this);
    button->setCheckable(true);
    button->setAutoExclusive(true); // assistive technology sees a choice, not a tick
    button->setAutoDefault(false);
    const auto index = static_cast<int>(m_buttons->buttons().size());
    m_buttons->addButton(button, index);
    if (shown) {
        m_shown = index;
        button->setChecked(true);
    }
    m_line->addWidget(button);
}

} // namespace oriel::ui
