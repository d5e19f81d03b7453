#include "ui/window/banner.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

Banner::Banner(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_text(makeLabel({}, TextSize::Body, this))
    , m_button(new QPushButton(this))
    , m_focus(new FocusReturn(*this))
{
    setObjectName(u"banner"_s);
    setPanelKind(this, PanelKind::Warning);
    m_text->setWordWrap(true);
    auto *mark = new QLabel(this);
    mark->setPixmap(theme.icon(u"triangle-alert"_s, Theme::Color::Warning)
                        .pixmap(QSize(20, 20), devicePixelRatioF()));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(12);
    layout->addWidget(mark);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &Banner::pressed);
    hide();
}

void Banner::showText(const QString &text, const QString &buttonText)
{
    m_text->setText(text);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    setAccessibleName(text);
    show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Banner::dismiss()
{
    m_focus->giveBack(*this);
    hide();
}

} // namespace oriel::ui
