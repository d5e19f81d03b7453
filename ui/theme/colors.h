#pragma once

#include "ui/theme/theme.h"

#include <array>
#include <vector>

namespace oriel::ui {

/// All colors of one scheme. Pure values, so that a test can compute their contrast.
class Colors
{
public:
    static const Colors &light();
    static const Colors &dark();

    [[nodiscard]] QColor operator[](Theme::Color color) const
    {
        return m_colors[static_cast<std::size_t>(color)];
    }
    /// The same as palette roles, for widgets that do not know Theme. Highlight is a soft
    /// background under normal text, so that a selected row keeps its state colors.
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] bool isDark() const { return m_dark; }

private:
    static constexpr std::size_t count = static_cast<std::size_t>(Theme::Color::Selection) + 1;
    struct Entry
    {
        Theme::Color color;
        QRgb rgb;
    };

    Colors(bool dark, const std::vector<Entry> &entries);

    std::array<QColor, count> m_colors;
    bool m_dark;
};

/// A text color, its background, and the required contrast.
struct Pairing
{
    Theme::Color text;
    Theme::Color background;
    double least;
};

/// All combinations of text and background in the window; the contrast test checks these.
[[nodiscard]] const std::vector<Pairing> &pairings();

/// The contrast ratio of WCAG 2.1, 1 to 21. https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace oriel::ui
