#include "ui/theme/orielstyle.h"

#include "base/visible.h"
#include "ui/theme/colors.h"
#include "ui/theme/compositing.h"
#include "ui/theme/focuswatcher.h"
#include "ui/theme/iconengine.h"
#include "ui/theme/look.h"
#include "ui/theme/wheelguard.h"

#include <QtGui/QAction>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTableView>
#include <QtWidgets/QWidget>

using namespace Qt::StringLiterals;

namespace oriel::ui {

OrielStyle::OrielStyle(const Colors &colors, std::shared_ptr<const IconScheme> icons)
    : QProxyStyle(u"Fusion"_s)
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
    // For all widgets of any class.
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
    // Enter presses a focused button, also outside of dialogs; dialogs decide themselves.
    auto *button = qobject_cast<QPushButton *>(widget);
    if (button && !qobject_cast<QDialog *>(button->window()))
        button->setAutoDefault(true);
    QProxyStyle::polish(widget);
    // The wheel would focus the field, and then change it (see WheelGuard).
    if (widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    // Enables hover effects without a style sheet.
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    // Names from the cloud may look like markup. Labels interpret it only if explicitly told to;
    // Qt's tooltips and message boxes also use labels.
    auto *label = qobject_cast<QLabel *>(widget);
    if (label && label->textFormat() == Qt::AutoText)
        label->setTextFormat(Qt::PlainText);
    // Qt's own button to clear a line edit has no name.
    if (qobject_cast<QLineEdit *>(widget)) {
        const auto name = u"_q_qlineeditclearaction"_s;
        if (auto *clear = widget->findChild<QAction *>(name, Qt::FindDirectChildrenOnly))
            //: Button in a field.
            clear->setText(tr("Clear"));
    }
    if (qobject_cast<QMenu *>(widget)) {
        // The corners outside of the rounded frame show what is below the menu.
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

/// An arrow with a shaft: a chevron would look like a drop-down.
void OrielStyle::drawSortArrow(bool up, const QRectF &rect, QPainter *painter) const
{
    const qreal reach = std::min({rect.width(), rect.height(), 10.0}) / 2;
    const QPointF c = rect.center();
    const QPointF tip = c + QPointF(0, up ? -reach : reach);
    const qreal back = up ? reach : -reach;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color(TextSecondary), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawLine(tip, c + QPointF(0, back));
    painter->drawPolyline(QPolygonF{tip + QPointF(-reach * 0.7, back * 0.7), tip,
                                    tip + QPointF(reach * 0.7, back * 0.7)});
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
        // Item views and text areas: a border with the focus ring on top.
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
    else if (enabled && item->state & State_MouseOver && !qobject_cast<const QTableView *>(widget))
        painter->fillRect(item->rect, color(Hover)); // of a table it would be one cell
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
        // A combo box or spin box has already painted the panel of its line edit.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawInput(option, painter);
        return;
    case PE_FrameLineEdit:
        return drawInput(option, painter);
    case PE_Frame:
        if (const auto *text = qobject_cast<const QPlainTextEdit *>(widget);
            text && !text->isReadOnly())
            return drawInput(option, painter);
        return drawPanel(option, painter, widget);
    case PE_FrameGroupBox:
    case PE_FrameWindow:
        return drawPanel(option, painter, widget);
    case PE_PanelMenu:
        // Round corners need translucency.
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
            // SortDown is Qt's name for ascending order.
            drawSortArrow(header->sortIndicator == QStyleOptionHeader::SortDown, option->rect,
                          painter);
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
    // For this icon, Fusion searches the desktop's icon themes, which takes longer than everything
    // else for the first window.
    if (which == SP_LineEditClearButton)
        return QIcon(new IconEngine(u"x"_s, TextSecondary, m_icons));
    return QProxyStyle::standardIcon(which, option, widget);
}

// Metrics.

namespace {

constexpr int controlHeight = 32;

} // namespace

int OrielStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                            const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 36;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap:
    case PM_TabBarTabOverlap:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuHMargin:
    case PM_ButtonDefaultIndicator:
        return 0;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuPanelWidth:
    case PM_DefaultFrameWidth:
        return 1;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_ToolBarIconSize:
        return 18;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return metrics::gap;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return metrics::pad;
    case PM_TabBarTabHSpace:
        return 2 * metrics::pad;
    case PM_TabBarTabVSpace:
        return 2 * metrics::gap;
    case PM_HeaderMargin:
        return metrics::gap;
    case PM_HeaderMarkSize:
        return 10;
    case PM_FocusFrameHMargin:
        // Align cells with their header.
        return qobject_cast<const QTableView *>(widget)
                   ? metrics::gap - 1
                   : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_SplitterWidth:
        return 5;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize OrielStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    QSize out = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        out.setWidth(size.width() + 2 * metrics::pad + metrics::unit);
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
            button && button->features & QStyleOptionButton::HasMenu)
            out.rwidth() += 16;
        out.setHeight(std::max(controlHeight, size.height() + metrics::gap));
        break;
    case CT_LineEdit:
    case CT_SpinBox:
        out.setHeight(std::max(controlHeight, size.height() + metrics::gap));
        break;
    case CT_ComboBox:
        out.setHeight(std::max(controlHeight, size.height() + metrics::gap));
        out.rwidth() += metrics::gap;
        break;
    case CT_ToolButton:
        out.setHeight(std::max(controlHeight, out.height()));
        out.setWidth(std::max(controlHeight, out.width() + metrics::gap));
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                out.setHeight(item->text.isEmpty() ? 9 : 28);
            else
                out.setHeight(std::max(30, out.height()));
            // Space for the icon or the check mark on the left, and for the arrow or the shortcut
            // on the right.
            out.rwidth() += 44;
        }
        break;
    case CT_HeaderSection:
        out.setHeight(std::max(controlHeight, out.height()));
        break;
    case CT_TabBarTab:
        out.setHeight(std::max(36, out.height()));
        break;
    case CT_ItemViewItem:
        // Its list has rows as high as a menu's.
        if (widget && widget->inherits("QComboBoxListView"))
            out.setHeight(std::max(28, out.height()));
        break;
    case CT_ProgressBar:
        out.setHeight(std::min(out.height(), 18));
        break;
    default:
        break;
    }
    return out;
}

QRect OrielStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                 SubControl subControl, const QWidget *widget) const
{
    const QRect r = option->rect;
    if (control == CC_ComboBox) {
        constexpr int arrow = 28;
        QRect out;
        if (subControl == SC_ComboBoxArrow)
            out = QRect(r.right() - arrow + 1, r.top(), arrow, r.height());
        else if (subControl == SC_ComboBoxEditField)
            out = r.adjusted(metrics::gap, 2, -arrow, -2);
        else
            return QProxyStyle::subControlRect(control, option, subControl, widget);
        return visualRect(option->direction, r, out);
    }
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        const bool vertical = slider && slider->orientation == Qt::Vertical;
        const int length = vertical ? r.height() : r.width();
        const auto span = [&](int from, int size) {
            return vertical ? QRect(r.left(), r.top() + from, r.width(), size)
                            : visualRect(option->direction, r,
                                         QRect(r.left() + from, r.top(), size, r.height()));
        };
        if (!slider)
            return {};
        // Without arrows, the whole length is the groove.
        const qint64 range = qint64{slider->maximum} - slider->minimum;
        int thumb = length;
        if (range > 0)
            thumb = std::clamp(
                static_cast<int>(qint64{length} * slider->pageStep / (range + slider->pageStep)),
                std::min(36, length), length);
        const int start =
            sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                    length - thumb, slider->upsideDown);
        switch (subControl) {
        case SC_ScrollBarGroove:
            return r;
        case SC_ScrollBarSlider:
            return span(start, thumb);
        case SC_ScrollBarSubPage:
            return span(0, start);
        case SC_ScrollBarAddPage:
            return span(start + thumb, length - start - thumb);
        default:
            return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect OrielStyle::subElementRect(SubElement element, const QStyleOption *option,
                                 const QWidget *widget) const
{
    if (element == SE_HeaderArrow) {
        // After the text, vertically centered.
        constexpr int mark = 10;
        const QRect r = option->rect;
        return visualRect(
            option->direction, r,
            QRect(r.right() - mark - metrics::gap, r.center().y() - mark / 2, mark, mark));
    }
    if (element == SE_LineEditContents)
        return QProxyStyle::subElementRect(element, option, widget)
            .adjusted(metrics::unit, 0, -metrics::unit, 0);
    return QProxyStyle::subElementRect(element, option, widget);
}

namespace {

ButtonKind kindOf(const QStyleOption *option, const QWidget *widget)
{
    const QVariant kind = widget ? widget->property(OrielStyle::buttonKind) : QVariant();
    if (kind.isValid())
        return static_cast<ButtonKind>(kind.toInt());
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    return button && button->features & QStyleOptionButton::Flat ? ButtonKind::Quiet
                                                                 : ButtonKind::Normal;
}

QColor blended(const QColor &under, const QColor &over, double share)
{
    return QColor::fromRgbF(
        static_cast<float>(under.redF() * (1 - share) + over.redF() * share),
        static_cast<float>(under.greenF() * (1 - share) + over.greenF() * share),
        static_cast<float>(under.blueF() * (1 - share) + over.blueF() * share));
}

} // namespace

void OrielStyle::drawPushButton(const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool down = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = enabled && option->state & QStyle::State_MouseOver;
    const ButtonKind kind = kindOf(option, widget);
    const QRectF rect(option->rect);
    if (kind == ButtonKind::Primary) {
        QColor fill = color(Accent);
        if (!enabled)
            fill = color(Hover);
        else if (down || hovered)
            fill = blended(fill, color(TextPrimary), down ? 0.22 : 0.12);
        drawBox(painter, rect, fill, enabled ? QColor() : color(Line));
    } else if (kind == ButtonKind::Quiet) {
        if (down || hovered)
            drawBox(painter, rect, down ? color(Selection) : color(Hover), {});
    } else {
        const QColor fill = !enabled  ? color(Surface)
                            : down    ? color(Selection)
                            : hovered ? color(Hover)
                                      : color(SurfaceRaised);
        drawBox(painter, rect, fill, color(enabled ? TextDisabled : Line));
    }
    if (ringed(option)) {
        // Inside an accent-colored button, a gap keeps the ring visible.
        if (kind == ButtonKind::Primary)
            drawBox(painter, rect.adjusted(2, 2, -2, -2), {}, color(OnAccent), metrics::radius - 2,
                    1.5);
        else
            drawFocusRing(painter, rect);
    }
}

void OrielStyle::drawIconAndText(const QRect &rect, const QIcon &icon, const QSize &iconSize,
                                 const QString &label, const QColor &color, bool enabled,
                                 QPainter *painter) const
{
    const QString text = visible(label);
    constexpr int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    const int iconWidth = icon.isNull() ? 0 : iconSize.width();
    const int gap = iconWidth > 0 && !text.isEmpty() ? metrics::gap : 0;
    const int textWidth = painter->fontMetrics().size(Qt::TextShowMnemonic, text).width();
    const int whole = std::min(iconWidth + gap + textWidth, rect.width());
    const int left = rect.left() + (rect.width() - whole) / 2;
    if (iconWidth > 0)
        icon.paint(painter,
                   QRect(left, rect.center().y() - iconSize.height() / 2 + 1, iconWidth,
                         iconSize.height()),
                   Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    painter->setPen(color);
    painter->drawText(
        QRect(left + iconWidth + gap, rect.top(), whole - iconWidth - gap + 1, rect.height()),
        flags | Qt::AlignLeft | Qt::TextHideMnemonic, text);
}

bool OrielStyle::drawButtonLabel(const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return false;
    const bool enabled = option->state & QStyle::State_Enabled;
    const ButtonKind kind = kindOf(option, widget);
    const QColor text = color(!enabled                      ? TextDisabled
                              : kind == ButtonKind::Primary ? OnAccent
                              : kind == ButtonKind::Danger  ? Error
                                                            : TextPrimary);
    QRect rect = button->rect;
    if (button->features & QStyleOptionButton::HasMenu) {
        drawChevron(Qt::DownArrow, QRectF(rect.right() - 24, rect.center().y() - 8, 16, 16),
                    painter, text);
        rect.setRight(rect.right() - 16);
    }
    drawIconAndText(rect, button->icon, button->iconSize, button->text, text, enabled, painter);
    return true;
}

void OrielStyle::drawToolButtonPanel(const QStyleOption *option, QPainter *painter,
                                     const QWidget *widget) const
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool down = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool framed = widget && widget->property(buttonKind).isValid() &&
                        kindOf(option, widget) != ButtonKind::Quiet;
    const QRectF rect(option->rect);
    if (framed) {
        drawPushButton(option, painter, widget);
        return;
    }
    if (enabled && (down || option->state & QStyle::State_MouseOver))
        drawBox(painter, rect, color(down ? Selection : Hover), {});
    if (ringed(option))
        drawFocusRing(painter, rect);
}

void OrielStyle::drawHeaderSection(const QStyleOptionHeader *option, QPainter *painter) const
{
    const QRect r = option->rect;
    const bool hovered =
        option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    painter->fillRect(r, color(hovered ? Hover : Surface));
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), color(Line));
    if (option->position != QStyleOptionHeader::End &&
        option->position != QStyleOptionHeader::OnlyOneSection)
        painter->fillRect(QRect(r.right(), r.top() + 9, 1, r.height() - 18), color(Line));
}

void OrielStyle::drawTab(const QStyleOptionTab *option, QPainter *painter) const
{
    const QRect r = option->rect;
    const bool selected = option->state & QStyle::State_Selected;
    const bool hovered = option->state & QStyle::State_MouseOver;
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), color(Line));
    if (hovered && !selected)
        drawBox(painter, QRectF(r).adjusted(2, 4, -2, -4), color(Hover), {});
    if (selected)
        painter->fillRect(QRectF(r.left() + 6, r.bottom() - 1.5, r.width() - 12, 2.5),
                          color(Accent));
    if (ringed(option))
        drawFocusRing(painter, QRectF(r).adjusted(3, 5, -3, -5));
}

QString OrielStyle::itemText(QString text)
{
    // Qt has replaced line ends by separators.
    text = visibleLines(text.replace(QChar::LineSeparator, u'\n'));
    return text.replace(u'\n', QChar::LineSeparator);
}

void OrielStyle::drawMenuItem(const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const QRect r = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        if (item->text.isEmpty()) {
            painter->fillRect(QRect(r.left() + 1, r.center().y(), r.width() - 2, 1), color(Line));
        } else {
            painter->setPen(color(TextSecondary));
            painter->setFont(item->font);
            painter->drawText(r.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft,
                              item->text);
        }
        return;
    }
    const bool enabled = item->state & QStyle::State_Enabled;
    const bool current = item->state & QStyle::State_Selected;
    if (current)
        drawBox(painter, QRectF(r).adjusted(5, 1, -5, -1), color(enabled ? Selection : Hover), {},
                4);

    const QRect mark(r.left() + 12, r.center().y() - 7, 16, 16);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked) {
        QStyleOption check(*option);
        check.rect = mark;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(color(enabled ? Accent : TextDisabled), 1.8, Qt::SolidLine,
                             Qt::RoundCap, Qt::RoundJoin));
        const QPointF c = QRectF(mark).center();
        painter->drawPolyline(
            QPolygonF{{c + QPointF(-5, 0), c + QPointF(-1.5, 3.5), c + QPointF(5, -4)}});
        painter->restore();
    } else if (!item->icon.isNull()) {
        item->icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }

    painter->setFont(item->font);
    painter->setPen(color(enabled ? TextPrimary : TextDisabled));
    const qsizetype tab = item->text.indexOf(QLatin1Char('\t'));
    const QRect text = r.adjusted(38, 0, -16, 0);
    const int flags =
        Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine |
        (proxy()->styleHint(SH_UnderlineShortcut, option, widget) ? 0 : Qt::TextHideMnemonic);
    painter->drawText(text, flags | Qt::AlignLeft, visible(item->text.left(tab)));
    if (tab >= 0) {
        painter->setPen(color(enabled ? TextSecondary : TextDisabled));
        painter->drawText(text, flags | Qt::AlignRight, item->text.mid(tab + 1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        drawChevron(Qt::RightArrow, QRectF(r.right() - 22, r.center().y() - 8, 16, 16), painter,
                    color(TextSecondary));
}

void OrielStyle::drawProgress(const QStyleOptionProgressBar *option, QPainter *painter) const
{
    const QRectF r(option->rect);
    const qreal height = std::min(r.height(), 6.0);
    const QRectF groove(r.left(), r.center().y() - height / 2, r.width(), height);
    drawBox(painter, groove, color(Line), {}, height / 2);
    const int range = option->maximum - option->minimum;
    QRectF bar = groove;
    if (range > 0)
        bar.setWidth(groove.width() *
                     std::clamp((option->progress - option->minimum) / double(range), 0.0, 1.0));
    else
        // The progress is unknown: a static part in the middle, without an animation that suggests
        // progress.
        bar = groove.adjusted(groove.width() * 0.35, 0, -groove.width() * 0.35, 0);
    if (bar.width() > 0)
        drawBox(painter, bar, color(Accent), {}, height / 2);
}

void OrielStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    switch (element) {
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem shown(*item);
            shown.text = itemText(item->text);
            return QProxyStyle::drawControl(element, &shown, painter, widget);
        }
        break;
    case CE_PushButtonBevel:
        // The label paints the chevron.
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton plain(*button);
            plain.features &= ~QStyleOptionButton::HasMenu;
            return QProxyStyle::drawControl(element, &plain, painter, widget);
        }
        break;
    case CE_PushButtonLabel:
        if (!drawButtonLabel(option, painter, widget))
            QProxyStyle::drawControl(element, option, painter, widget);
        return;
    case CE_ToolButtonLabel:
        if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option);
            tool && tool->toolButtonStyle == Qt::ToolButtonTextBesideIcon &&
            !(tool->features & QStyleOptionToolButton::Arrow)) {
            const bool enabled = option->state & State_Enabled;
            const QColor text =
                color(!enabled                                                  ? TextDisabled
                      : widget && kindOf(option, widget) == ButtonKind::Primary ? OnAccent
                                                                                : TextPrimary);
            painter->setFont(tool->font);
            return drawIconAndText(tool->rect, tool->icon, tool->iconSize, tool->text, text,
                                   enabled, painter);
        }
        return QProxyStyle::drawControl(element, option, painter, widget);
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine)) {
            const QRect r = frame->rect;
            painter->fillRect(frame->frameShape == QFrame::HLine
                                  ? QRect(r.left(), r.center().y(), r.width(), 1)
                                  : QRect(r.center().x(), r.top(), 1, r.height()),
                              color(Line));
            return;
        }
        return QProxyStyle::drawControl(element, option, painter, widget);
    case CE_Header:
        // Like the common style, but with the arrow where subElementRect() puts it.
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            painter->save();
            painter->setClipRect(option->rect);
            drawHeaderSection(header, painter);
            QStyleOptionHeader part = *header;
            part.rect = subElementRect(SE_HeaderLabel, option, widget);
            drawControl(CE_HeaderLabel, &part, painter, widget);
            if (header->sortIndicator != QStyleOptionHeader::None) {
                part.rect = subElementRect(SE_HeaderArrow, option, widget);
                drawPrimitive(PE_IndicatorHeaderArrow, &part, painter, widget);
            }
            painter->restore();
        }
        return;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            drawHeaderSection(header, painter);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, color(Surface));
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
            color(Line));
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeaderV2 copy;
            copy.QStyleOptionHeader::operator=(*header);
            copy.palette.setColor(QPalette::ButtonText, color(TextSecondary));
            copy.state.setFlag(State_On, false); // do not embolden the selected column's header
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTab(tab, painter);
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab copy(*tab);
            copy.state.setFlag(State_HasFocus, false); // drawTab() has drawn the ring
            const bool selected = tab->state & State_Selected;
            if (tab->state & State_Enabled)
                copy.palette.setColor(QPalette::WindowText,
                                      color(selected ? TextPrimary : TextSecondary));
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_MenuItem:
        return drawMenuItem(option, painter, widget);
    case CE_MenuEmptyArea:
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            drawProgress(bar, painter);
        return;
    case CE_Splitter:
        painter->fillRect(
            option->state & State_Horizontal
                ? QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height())
                : QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1),
            color(Line));
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

// Composite controls: combo boxes, spin boxes, scroll bars, tool buttons.

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
        // The panel draws the ring; without this, Fusion would add its own focus rectangle.
        QStyleOptionToolButton copy(*tool);
        const bool focused = copy.state & State_HasFocus;
        copy.state.setFlag(State_KeyboardFocusChange, false);
        if (copy.features & QStyleOptionToolButton::PopupDelay ||
            (copy.features & QStyleOptionToolButton::HasMenu &&
             !(copy.subControls & SC_ToolButtonMenu)))
            copy.features &=
                ~QStyleOptionToolButton::HasMenu; // a button that opens a menu needs no extra arrow
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
