#include "ui/theme/look.h"

#include "ui/theme/orielstyle.h"

#include <QtGui/QAccessible>
#include <QtGui/QFontDatabase>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QFrame>
#include <QtWidgets/QLabel>

namespace oriel::ui {

void setTextSize(QWidget *widget, TextSize size)
{
    QFont font = QApplication::font();
    const qreal base = font.pointSizeF();
    switch (size) {
    case TextSize::Title:
        font.setPointSizeF(base * 1.6);
        font.setWeight(QFont::DemiBold);
        break;
    case TextSize::Heading:
        font.setPointSizeF(base * 1.15);
        font.setWeight(QFont::DemiBold);
        break;
    case TextSize::Body:
        break;
    case TextSize::Small:
        font.setPointSizeF(base * 0.92);
        break;
    case TextSize::Mono:
        font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPointSizeF(base * 0.95);
        break;
    }
    widget->setFont(font);
    const bool heading = size == TextSize::Title || size == TextSize::Heading;
    if (heading == isHeading(*widget))
        return;
    widget->setProperty(OrielStyle::heading, heading);
    // A label that has a text already also has an interface, with another role.
    if (QAccessibleInterface *old = QAccessible::queryAccessibleInterface(widget))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(old));
}

bool isHeading(const QWidget &widget)
{
    return widget.property(OrielStyle::heading).toBool();
}

void setSecondary(QWidget *label)
{
    label->setForegroundRole(QPalette::PlaceholderText);
}

QLabel *makeLabel(const QString &text, TextSize size, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    // Text from a cloud must never be interpreted as markup.
    label->setTextFormat(Qt::PlainText);
    setTextSize(label, size);
    return label;
}

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    // A style only receives plain widgets; a property passes the additional information.
    button->setProperty(OrielStyle::buttonKind, static_cast<int>(kind));
    button->update();
}

void setPanelKind(QFrame *frame, PanelKind kind)
{
    frame->setFrameShape(QFrame::StyledPanel);
    frame->setProperty(OrielStyle::panelKind, static_cast<int>(kind));
    frame->update();
}

QFrame *makeLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    return line;
}

} // namespace oriel::ui
