#pragma once

#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QIcon>
#include <QtGui/QPalette>

#include <memory>

class QApplication;

namespace oriel::models {
enum class Tone;
}

namespace oriel::ui {

/// Distances in device-independent pixels, used for all layouts.
namespace metrics {
inline constexpr int unit = 4;
inline constexpr int gap = 8;
inline constexpr int pad = 16;
inline constexpr int wide = 24;
inline constexpr int rowHeight = 34;
inline constexpr int radius = 6;
} // namespace metrics

/// Colors, fonts and icons of the window, light and dark, following the desktop. One per
/// application, passed down.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Scheme { System, Light, Dark };

    /// Colors without a palette role.
    enum class Color {
        Accent,
        AccentSoft,
        OnAccent,
        Surface,
        SurfaceRaised,
        Sidebar,
        Line,
        TextPrimary,
        TextSecondary,
        TextDisabled,
        Good,
        Busy,
        Off,
        Warning,
        Error,
        Unknown,
        WarningSoft,
        ErrorSoft,
        Hover,
        Selection,
    };

    explicit Theme(QApplication &application, Scheme scheme = Scheme::System);
    ~Theme() override;

    void setScheme(Scheme scheme);
    [[nodiscard]] bool dark() const;
    [[nodiscard]] QColor color(Color color) const;
    [[nodiscard]] QColor toneColor(models::Tone tone) const;
    [[nodiscard]] QIcon toneIcon(models::Tone tone) const;
    /// An icon from resources/icons by name, in the text color (or in `color`), sharp at any scale.
    [[nodiscard]] QIcon icon(const QString &name) const;
    [[nodiscard]] QIcon icon(const QString &name, Color color) const;

Q_SIGNALS:
    void changed();

private:
    void apply();
    [[nodiscard]] bool systemIsDark() const;

    QApplication &m_application;
    Scheme m_scheme;
    bool m_dark = false;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::ui
