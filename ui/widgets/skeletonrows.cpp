#include "ui/widgets/skeletonrows.h"

#include "ui/theme/theme.h"

#include <QtGui/QPainter>

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

SkeletonRows::SkeletonRows(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(u"skeleton"_s);
    setAccessibleName(tr("Loading…"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SkeletonRows::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    // Shares of the width, like in typical lists; the bars' lengths vary by row, so that they look
    // like rows.
    constexpr std::array columns{0.22, 0.16, 0.22, 0.12, 0.16, 0.12};
    constexpr std::array fill{0.72, 0.55, 0.8, 0.6, 0.66, 0.5, 0.76};
    constexpr int bar = 10;
    for (int row = 0; (row + 1) * metrics::rowHeight <= height() + metrics::rowHeight; ++row) {
        QColor color = m_theme.color(Theme::Color::Line);
        color.setAlphaF(std::max(0.08F, 0.9F - 0.07F * static_cast<float>(row)));
        painter.setBrush(color);
        double x = 12;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const double width = columns[column] * (this->width() - 24);
            const double part =
                fill[(static_cast<std::size_t>(row) * 3 + column * 5) % fill.size()];
            const double y = row * metrics::rowHeight + (metrics::rowHeight - bar) / 2.0;
            painter.drawRoundedRect(QRectF(x, y, (width - 16) * part, bar), bar / 2.0, bar / 2.0);
            x += width;
        }
    }
}

} // namespace oriel::ui
