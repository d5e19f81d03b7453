#include "ui/theme/iconengine.h"

#include "ui/theme/colors.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

QString iconPath(const QString &name)
{
    return u":/oriel/icons/%1.svg"_s.arg(name);
}

} // namespace

bool iconExists(const QString &name)
{
    return QFile::exists(iconPath(name));
}

IconEngine::IconEngine(QString name, std::optional<Theme::Color> color,
                       std::shared_ptr<const IconScheme> scheme)
    : m_name(std::move(name))
    , m_color(color)
    , m_scheme(std::move(scheme))
{}

QString IconEngine::key() const
{
    return u"oriel"_s;
}

QSize IconEngine::actualSize(const QSize &size, QIcon::Mode, QIcon::State)
{
    return size; // vector icons scale to any size
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State)
{
    const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    QPixmap pixmap = drawn((QSizeF(rect.size()) * scale).toSize(), mode);
    pixmap.setDevicePixelRatio(scale);
    painter->drawPixmap(rect.topLeft(), pixmap);
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State)
{
    return drawn(size, mode);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal)
{
    return drawn(size, mode); // QIcon requests pixels and sets the ratio itself
}

QPixmap IconEngine::drawn(const QSize &pixels, QIcon::Mode mode) const
{
    if (pixels.isEmpty())
        return {};
    const QColor color = (*m_scheme->colors)[mode == QIcon::Disabled ? Theme::Color::TextDisabled
                                             : m_color               ? *m_color
                                                                     : Theme::Color::TextPrimary];
    const QString key = u"oriel-icon/%1/%2/%3x%4"_s.arg(
        m_name, color.name(), QString::number(pixels.width()), QString::number(pixels.height()));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QFile file(iconPath(m_name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon is called %s", qUtf8Printable(m_name));
        return {};
    }
    QSvgRenderer svg(file.readAll().replace("currentColor", color.name().toLatin1()));
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const int side = std::min(pixels.width(), pixels.height());
    svg.render(&painter,
               QRectF((pixels.width() - side) / 2.0, (pixels.height() - side) / 2.0, side, side));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace oriel::ui
