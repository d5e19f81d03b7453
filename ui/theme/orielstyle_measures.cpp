#include "ui/theme/orielstyle.h"

#include "ui/theme/look.h"

#include <QtWidgets/QStyleOption>
#include <QtWidgets/QTableView>

// What the controls measure; how they look stands in the other two files.

namespace oriel::ui {

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
        // Cells begin where their heading begins.
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
            // Room for the icon or the mark on the left, and for the arrow or the key on the right.
            out.rwidth() += 44;
        }
        break;
    case CT_HeaderSection:
        out.setHeight(std::max(controlHeight, out.height()));
        break;
    case CT_TabBarTab:
        out.setHeight(std::max(36, out.height()));
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
        // No arrows: the whole length is the groove.
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
        // Beside the end of the text, at half the height.
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

} // namespace oriel::ui
