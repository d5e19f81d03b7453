#include "ui/theme/orielstyle.h"

#include "base/visible.h"
#include "ui/theme/colors.h"
#include "ui/theme/compositing.h"
#include "ui/theme/focuswatcher.h"
#include "ui/theme/iconengine.h"
#include "ui/theme/look.h"
#include "ui/theme/wheelguard.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QTabBar>

using namespace Qt::StringLiterals;

namespace oriel::ui {

OrielStyle::OrielStyle(const Colors &colors, std::shared_ptr<const IconScheme> icons)
    : QProxyStyle(u"Fusion"_qs)
    , m_colors(&colors)
    , m_icons(std::move(icons))
    , m_focus(new FocusWatcher(this))
    , m_wheel(new WheelGuard(this))
{}

QColor OrielStyle::color(Theme::Color color) const
{
    return (*m_colors)[color];
}

bool OrielStyle::ringed(const QStyleOption *option) const
{
    return option->state & State_HasFocus && option->state & State_Enabled && !m_focus->byMouse();
}

void OrielStyle::polish(QApplication *application)
{
    QProxyStyle::polish(application);
    application->installEventFilter(m_focus);
    application->installEventFilter(m_wheel);
}

void OrielStyle::unpolish(QApplication *application)
{
    application->removeEventFilter(m_focus);
    application->removeEventFilter(m_wheel);
    QProxyStyle::unpolish(application);
}

void OrielStyle::polish(QWidget *widget)
{
    // Enter presses a button that has the focus, not only in dialogs, which choose for themselves.
    auto *button = qobject_cast<QPushButton *>(widget);
    if (button && !qobject_cast<QDialog *>(button->window()))
        button->setAutoDefault(true);
    QProxyStyle::polish(widget);
    // A field that takes the focus from the wheel would be changed by it (see WheelGuard).
    if (widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    // Pointing at something is answered at once, without a style sheet.
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    // Names come from the cloud and may look like markup. No label follows it that was not told to;
    // Qt's tooltips and message boxes are made of labels, too.
    auto *label = qobject_cast<QLabel *>(widget);
    if (label && label->textFormat() == Qt::AutoText)
        label->setTextFormat(Qt::PlainText);
    if (qobject_cast<QMenu *>(widget)) {
        // Corners outside of the rounded frame show what is below the menu.
        widget->setAttribute(Qt::WA_TranslucentBackground, compositing());
    }
}

void OrielStyle::drawItemText(QPainter *painter, const QRect &rect, int flags,
                              const QPalette &palette, bool enabled, const QString &text,
                              QPalette::ColorRole role) const
{
    QProxyStyle::drawItemText(painter, rect, flags, palette, enabled, visibleLines(text), role);
}

void OrielStyle::drawBox(QPainter *painter, const QRectF &rect, const QColor &fill,
                         const QColor &line, qreal radius, qreal width) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    const qreal inset = line.isValid() ? width / 2 : 0;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

void OrielStyle::drawFocusRing(QPainter *painter, const QRectF &rect, qreal radius) const
{
    drawBox(painter, rect, {}, color(Accent), radius, 2.0);
}

void OrielStyle::drawInput(const QStyleOption *option, QPainter *painter) const
{
    const bool enabled = option->state & State_Enabled;
    const bool focused = option->state & State_HasFocus;
    const bool hovered = option->state & State_MouseOver;
    drawBox(painter, option->rect, color(enabled ? SurfaceRaised : Surface),
            color(!enabled  ? Line
                  : focused ? Accent
                  : hovered ? TextSecondary
                            : TextDisabled),
            metrics::radius, focused && enabled ? 2.0 : 1.0);
}

void OrielStyle::drawChevron(Qt::ArrowType direction, const QRectF &rect, QPainter *painter,
                             const QColor &color) const
{
    const qreal reach = std::min({rect.width(), rect.height(), 8.0}) / 2;
    const QPointF c = rect.center();
    const qreal half = reach / 2;
    QPolygonF line;
    switch (direction) {
    case Qt::UpArrow:
        line << c + QPointF(-reach, half) << c + QPointF(0, -half) << c + QPointF(reach, half);
        break;
    case Qt::LeftArrow:
        line << c + QPointF(half, -reach) << c + QPointF(-half, 0) << c + QPointF(half, reach);
        break;
    case Qt::RightArrow:
        line << c + QPointF(-half, -reach) << c + QPointF(half, 0) << c + QPointF(-half, reach);
        break;
    default:
        line << c + QPointF(-reach, -half) << c + QPointF(0, half) << c + QPointF(reach, -half);
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(line);
    painter->restore();
}

void OrielStyle::drawCheck(const QStyleOption *option, QPainter *painter, bool round) const
{
    const bool enabled = option->state & State_Enabled;
    const bool on = option->state & (State_On | State_NoChange);
    QRectF box(option->rect);
    const qreal side = std::min(box.width(), box.height());
    box = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    const qreal radius = round ? side / 2 : 4;
    const QColor fill = on ? color(enabled ? Accent : TextDisabled) : color(SurfaceRaised);
    const QColor line = on ? fill
                           : color(!enabled                          ? Line
                                   : option->state & State_MouseOver ? TextSecondary
                                                                     : TextDisabled);
    drawBox(painter, box, fill, line, radius);
    if (!on)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor mark = color(enabled ? OnAccent : SurfaceRaised);
    if (round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mark);
        painter->drawEllipse(box.center(), side * 0.2, side * 0.2);
    } else {
        painter->setPen(QPen(mark, side / 9, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const auto at = [&box](qreal x, qreal y) {
            return QPointF(box.left() + box.width() * x, box.top() + box.height() * y);
        };
        if (option->state & State_NoChange)
            painter->drawLine(at(0.27, 0.5), at(0.73, 0.5));
        else
            painter->drawPolyline(QPolygonF{{at(0.25, 0.53), at(0.43, 0.7), at(0.76, 0.33)}});
    }
    painter->restore();
}

void OrielStyle::drawPanel(const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    const QVariant kind = widget ? widget->property(panelKind) : QVariant();
    if (!kind.isValid()) {
        // Item views and text areas: a line around, the focus ring on top of it.
        const bool view = qobject_cast<const QAbstractItemView *>(widget);
        const bool focused = option->state & State_HasFocus && !view;
        drawBox(painter, option->rect, {}, color(focused ? Accent : Line), metrics::radius,
                focused ? 2.0 : 1.0);
        return;
    }
    switch (static_cast<PanelKind>(kind.toInt())) {
    case PanelKind::Card:
        return drawBox(painter, option->rect, color(SurfaceRaised), color(Line),
                       metrics::radius + 2);
    case PanelKind::Warning:
        return drawBox(painter, option->rect, color(WarningSoft), color(Warning));
    case PanelKind::Error:
        return drawBox(painter, option->rect, color(ErrorSoft), color(Error));
    case PanelKind::Accent:
        return drawBox(painter, option->rect, color(AccentSoft), color(Accent));
    }
}

void OrielStyle::drawItemPanel(const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
    if (!item)
        return;
    if (item->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(item->rect, item->backgroundBrush);
    const bool enabled = item->state & State_Enabled;
    if (item->state & State_Selected)
        painter->fillRect(item->rect, color(Selection));
    else if (enabled && item->state & State_MouseOver)
        painter->fillRect(item->rect, color(Hover));
    Q_UNUSED(widget)
}

void OrielStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                               QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        if (const auto *focus = qstyleoption_cast<const QStyleOptionFocusRect *>(option);
            focus && focus->state & State_KeyboardFocusChange)
            drawFocusRing(painter, option->rect, 4);
        return;
    case PE_PanelButtonCommand:
        return drawPushButton(option, painter, widget);
    case PE_FrameDefaultButton:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_PanelItemViewRow:
    case PE_PanelScrollAreaCorner:
    case PE_FrameMenu:
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
            color(Line));
        return;
    case PE_PanelButtonTool:
        return drawToolButtonPanel(option, painter, widget);
    case PE_PanelLineEdit:
        // A combo box or spin box has painted the panel of its line edit already.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawInput(option, painter);
        return;
    case PE_FrameLineEdit:
        return drawInput(option, painter);
    case PE_Frame:
    case PE_FrameGroupBox:
    case PE_FrameWindow:
        return drawPanel(option, painter, widget);
    case PE_PanelMenu:
        // Round corners need something behind them to be seen.
        return drawBox(
            painter, option->rect, color(SurfaceRaised), color(Line),
            !widget || widget->testAttribute(Qt::WA_TranslucentBackground) ? metrics::radius : 0);
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, color(SurfaceRaised));
        painter->setPen(color(TextDisabled));
        painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheck(option, painter, false);
    case PE_IndicatorRadioButton:
        return drawCheck(option, painter, true);
    case PE_PanelItemViewItem:
        return drawItemPanel(option, painter, widget);
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        return drawChevron(Qt::UpArrow, option->rect, painter,
                           option->palette.color(QPalette::ButtonText));
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
    case PE_IndicatorButtonDropDown:
        return drawChevron(Qt::DownArrow, option->rect, painter,
                           option->palette.color(QPalette::ButtonText));
    case PE_IndicatorArrowLeft:
        return drawChevron(Qt::LeftArrow, option->rect, painter,
                           option->palette.color(QPalette::ButtonText));
    case PE_IndicatorArrowRight:
        return drawChevron(Qt::RightArrow, option->rect, painter,
                           option->palette.color(QPalette::ButtonText));
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            drawChevron(header->sortIndicator == QStyleOptionHeader::SortUp ? Qt::UpArrow
                                                                            : Qt::DownArrow,
                        option->rect, painter, color(TextSecondary));
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            drawChevron(option->state & State_Open ? Qt::DownArrow : Qt::RightArrow, option->rect,
                        painter, color(TextSecondary));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

int OrielStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ScrollBar_Transient:
    case SH_ComboBox_Popup:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollView_FrameOnlyAroundContents:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QIcon OrielStyle::standardIcon(StandardPixmap which, const QStyleOption *option,
                               const QWidget *widget) const
{
    // For this one Fusion looks through the desktop's icon themes, which takes longer than all else
    // that is done for the first window.
    if (which == SP_LineEditClearButton)
        return QIcon(new IconEngine(u"x"_qs, TextSecondary, m_icons));
    return QProxyStyle::standardIcon(which, option, widget);
}

} // namespace oriel::ui
