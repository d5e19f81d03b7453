#include "ui/theme/orielstyle.h"

#include "base/visible.h"
#include "ui/theme/look.h"

#include <QtGui/QPainter>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QWidget>

namespace oriel::ui {

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
        // Inside of an accent-coloured button a gap keeps the ring visible.
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
    // Qt has made separators of the line ends.
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
        // Nothing is known of how far it is: a still part in the middle, so that nothing moves
        // without news.
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
        // As the common style does it, but with the arrow where subElementRect() puts it.
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
            copy.state.setFlag(State_On, false); // the selected column's heading is not made bold
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

} // namespace oriel::ui
