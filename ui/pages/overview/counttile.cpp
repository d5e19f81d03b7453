#include "ui/pages/overview/counttile.h"

#include <QtCore/QLocale>
#include <QtGui/QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

CountTile::CountTile(Theme &theme, const QString &icon, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
    , m_title(title)
    , m_number(u"–"_s)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setText(title);
    setAccessibleName(title);
}

void CountTile::setCount(qsizetype number, const QString &note, bool alarming, bool more)
{
    QString text = number < 0 ? u"–"_s : QLocale().toString(static_cast<qlonglong>(number));
    if (more)
        text += u'+';
    if (text == m_number && note == m_note && alarming == m_alarming)
        return;
    m_number = text;
    m_note = note;
    m_alarming = alarming;
    setAccessibleDescription(number < 0 ? tr("not known yet")
                                        : u"%1 %2"_s.arg(text, note).trimmed());
    updateGeometry();
    update();
}

QSize CountTile::sizeHint() const
{
    const int sides = metrics::pad + 12;
    const int title = fontMetrics().horizontalAdvance(m_title) + 24;
    const int note = fontMetrics().horizontalAdvance(m_note);
    return {std::max(150, std::max(title, note) + sides + 2), fontMetrics().height() * 5 + 18};
}

void CountTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || isDown();
    painter.setBrush(m_theme.color(lit ? Theme::Color::Hover : Theme::Color::SurfaceRaised));
    painter.setPen(hasFocus() ? QPen(m_theme.color(Theme::Color::Accent), 2)
                              : QPen(m_theme.color(Theme::Color::Line), 1));
    const qreal inset = hasFocus() ? 1.0 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset),
                            metrics::radius + 2, metrics::radius + 2);

    const QRect inside = rect().adjusted(metrics::pad, 12, -12, -12);
    m_theme.icon(m_icon, Theme::Color::TextSecondary)
        .paint(&painter, QRect(inside.left(), inside.top(), 16, 16));
    painter.setPen(m_theme.color(Theme::Color::TextSecondary));
    painter.drawText(QRect(inside.left() + 24, inside.top() - 2, inside.width() - 24, 20),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_title, Qt::ElideRight, inside.width() - 24));
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() * 1.9);
    big.setWeight(QFont::DemiBold);
    painter.setFont(big);
    painter.setPen(m_theme.color(Theme::Color::TextPrimary));
    painter.drawText(inside.adjusted(0, 22, 0, 0), Qt::AlignLeft | Qt::AlignTop, m_number);
    painter.setFont(font());
    painter.setPen(m_theme.color(m_alarming ? Theme::Color::Error : Theme::Color::TextSecondary));
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignBottom,
                     fontMetrics().elidedText(m_note, Qt::ElideRight, inside.width()));
}

} // namespace oriel::ui
