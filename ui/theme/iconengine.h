#pragma once

#include "ui/theme/theme.h"

#include <QtGui/QIconEngine>

#include <memory>
#include <optional>

namespace oriel::ui {

class Colors;

/// The color scheme for painting icons; shared, so that existing icons follow a change.
struct IconScheme
{
    const Colors *colors;
};

/// Paints one outline icon of resources/icons in a color of the theme, rendered for each size and
/// scale.
class IconEngine final : public QIconEngine
{
public:
    /// Without a color: the text color, or that of disabled text.
    IconEngine(QString name, std::optional<Theme::Color> color,
               std::shared_ptr<const IconScheme> scheme);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;
    QSize actualSize(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    bool isNull() override { return false; }
    [[nodiscard]] QIconEngine *clone() const override { return new IconEngine(*this); }
    [[nodiscard]] QString key() const override;

private:
    [[nodiscard]] QPixmap drawn(const QSize &pixels, QIcon::Mode mode) const;

    QString m_name;
    std::optional<Theme::Color> m_color;
    std::shared_ptr<const IconScheme> m_scheme;
};

/// Whether resources/icons has this icon.
[[nodiscard]] bool iconExists(const QString &name);

} // namespace oriel::ui
