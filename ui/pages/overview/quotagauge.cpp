#include "ui/pages/overview/quotagauge.h"

#include "base/humanize.h"
#include "forms/quotatext.h"

#include <QtGui/QPainter>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int textGap = 12; ///< the minimum space between a quota's name and its numbers

} // namespace

QuotaGauge::QuotaGauge(Theme &theme, const QString &title, QString unit, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(title)
    , m_unit(std::move(unit))
    , m_text(tr("not known yet"))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void QuotaGauge::setQuota(const std::optional<openstack::Quota> &quota)
{
    if (!quota || !quota->known) {
        //: The usage of a quota.
        m_text = tr("not known");
        m_share = -1;
    } else {
        m_text = forms::quotaText(*quota, m_unit);
        m_share = forms::quotaShare(*quota);
    }
    setAccessibleName(u"%1: %2"_s.arg(m_title, m_text));
    updateGeometry();
    update();
}

QSize QuotaGauge::sizeHint() const
{
    const int text = fontMetrics().horizontalAdvance(m_title) + textGap +
                     fontMetrics().horizontalAdvance(m_text);
    return {std::max(200, text), fontMetrics().height() + 18};
}

void QuotaGauge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int textHeight = fontMetrics().height();
    const int textWidth = fontMetrics().horizontalAdvance(m_text);
    painter.setPen(m_theme.color(Theme::Color::TextPrimary));
    painter.drawText(
        QRect(0, 0, width() - textWidth - textGap, textHeight), Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(m_title, Qt::ElideRight, width() - textWidth - textGap));
    painter.setPen(m_theme.color(Theme::Color::TextSecondary));
    painter.drawText(QRect(0, 0, width(), textHeight), Qt::AlignRight | Qt::AlignVCenter, m_text);

    const QRectF track(0, textHeight + 6, width(), 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Color::Line));
    painter.drawRoundedRect(track, 3, 3);
    if (m_share <= 0)
        return;
    painter.setBrush(m_theme.color(m_share >= 1      ? Theme::Color::Error
                                   : m_share >= 0.85 ? Theme::Color::Warning
                                                     : Theme::Color::Accent));
    painter.drawRoundedRect(
        QRectF(track.left(), track.top(), std::max(6.0, track.width() * m_share), 6), 3, 3);
}

} // namespace oriel::ui
