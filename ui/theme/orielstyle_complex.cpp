#include "ui/theme/orielstyle.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QWidget>

// Controls of several parts: combo boxes, spin boxes, scroll bars, tool buttons.

namespace oriel::ui {

void OrielStyle::drawComboBox(const QStyleOptionComboBox *option, QPainter *painter) const
{
    if (option->frame)
        drawInput(option, painter);
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow);
    drawChevron(Qt::DownArrow, QRectF(arrow).adjusted(8, 8, -8, -8), painter,
                color(option->state & State_Enabled ? TextSecondary : TextDisabled));
}

void OrielStyle::drawSpinBox(const QStyleOptionSpinBox *option, QPainter *painter,
                             const QWidget *) const
{
    if (option->frame)
        drawInput(option, painter);
    if (option->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const bool enabled = option->state & State_Enabled;
    const QRect up = subControlRect(CC_SpinBox, option, SC_SpinBoxUp);
    const QRect down = subControlRect(CC_SpinBox, option, SC_SpinBoxDown);
    drawChevron(Qt::UpArrow, QRectF(up).adjusted(0, 3, 0, 0), painter,
                color(enabled && option->stepEnabled & QAbstractSpinBox::StepUpEnabled
                          ? TextSecondary
                          : Line));
    drawChevron(Qt::DownArrow, QRectF(down).adjusted(0, 0, 0, -3), painter,
                color(enabled && option->stepEnabled & QAbstractSpinBox::StepDownEnabled
                          ? TextSecondary
                          : Line));
}

void OrielStyle::drawScrollBar(const QStyleOptionSlider *option, QPainter *painter) const
{
    if (option->maximum <= option->minimum)
        return;
    const bool active = option->state & State_MouseOver || option->state & State_Sunken;
    QRectF thumb(subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider));
    const qreal inset = active ? 2.5 : 3.5;
    thumb.adjust(inset, inset, -inset, -inset);
    const qreal radius = std::min(thumb.width(), thumb.height()) / 2;
    drawBox(painter, thumb, active ? color(TextSecondary) : color(TextDisabled), {}, radius);
}

void OrielStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                    QPainter *painter, const QWidget *widget) const
{
    if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        combo && control == CC_ComboBox)
        return drawComboBox(combo, painter);
    if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        spin && control == CC_SpinBox)
        return drawSpinBox(spin, painter, widget);
    if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        slider && control == CC_ScrollBar)
        return drawScrollBar(slider, painter);
    if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        tool && control == CC_ToolButton) {
        // The panel draws the ring; Fusion's own focus rectangle would be a second one.
        QStyleOptionToolButton copy(*tool);
        const bool focused = copy.state & State_HasFocus;
        copy.state.setFlag(State_KeyboardFocusChange, false);
        if (copy.features & QStyleOptionToolButton::PopupDelay ||
            (copy.features & QStyleOptionToolButton::HasMenu &&
             !(copy.subControls & SC_ToolButtonMenu)))
            copy.features &=
                ~QStyleOptionToolButton::HasMenu; // an opening menu needs no extra arrow
        QStyleOption panel(*tool);
        panel.state = tool->state;
        if (copy.state & State_AutoRaise &&
            !(copy.state & (State_MouseOver | State_Sunken | State_On)) && focused)
            drawToolButtonPanel(&panel, painter, widget);
        return QProxyStyle::drawComplexControl(control, &copy, painter, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace oriel::ui
