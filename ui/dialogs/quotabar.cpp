#include "ui/dialogs/quotabar.h"

#include "ui/theme/theme.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int gaugeHeight = 8;

} // namespace

QuotaBar::QuotaBar(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void QuotaBar::setLine(const forms::QuotaLine &line)
{
    m_line = line;
    setAccessibleName(line.title);
    setAccessibleDescription(line.text);
    update();
}

QSize QuotaBar::sizeHint() const
{
    return {160, gaugeHeight};
}

QSize QuotaBar::minimumSizeHint() const
{
    return {60, gaugeHeight};
}

double QuotaBar::share() const
{
    return m_line.limit < 0 ? -1 : shareOf(m_line.after);
}

double QuotaBar::shareOf(qint64 amount) const
{
    if (m_line.limit == 0)
        return 1;
    return std::clamp(static_cast<double>(amount) / static_cast<double>(m_line.limit), 0.0, 1.0);
}

void QuotaBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track = rect();
    QPainterPath shape;
    shape.addRoundedRect(track, gaugeHeight / 2.0, gaugeHeight / 2.0);
    painter.setClipPath(shape);
    painter.fillRect(track, m_theme.color(Theme::Color::Line));
    if (m_line.limit < 0)
        return;
    const qreal used = track.width() * shareOf(m_line.used);
    const qreal after = track.width() * shareOf(m_line.after);
    const auto added = m_line.fits ? Theme::Color::Accent : Theme::Color::Error;
    painter.fillRect(QRectF(0, 0, after, track.height()), m_theme.color(added));
    painter.fillRect(QRectF(0, 0, std::min(used, after), track.height()),
                     m_theme.color(Theme::Color::TextDisabled));
}

} // namespace oriel::ui
