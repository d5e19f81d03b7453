#include "ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace oriel::ui {

Colors::Colors(bool dark, const std::vector<Entry> &entries) : m_dark(dark)
{
    Q_ASSERT(entries.size() == count);
    for (const Entry &entry : entries)
        m_colors[static_cast<std::size_t>(entry.color)] = QColor(entry.rgb);
}

const Colors &Colors::light()
{
    using enum Theme::Color;
    static const Colors colors(
        false,
        {
            {Accent, 0xff0b6b75},       {AccentSoft, 0xffdceff0},    {OnAccent, 0xffffffff},
            {Surface, 0xfff5f6f8},      {SurfaceRaised, 0xffffffff}, {Sidebar, 0xffebedf0},
            {Line, 0xffd6dae0},         {TextPrimary, 0xff1b1f24},   {TextSecondary, 0xff545d68},
            {TextDisabled, 0xff868e99}, {Good, 0xff17733a},          {Busy, 0xff1b5fbd},
            {Off, 0xff545d68},          {Warning, 0xff855200},       {Error, 0xffb8242a},
            {Unknown, 0xff66529f},      {WarningSoft, 0xfffdf1d3},   {ErrorSoft, 0xfffce8e7},
            {Hover, 0xffe9ecf0},        {Selection, 0xffd5eaec},
        });
    return colors;
}

const Colors &Colors::dark()
{
    using enum Theme::Color;
    static const Colors colors(
        true,
        {
            {Accent, 0xff5cc4cd},       {AccentSoft, 0xff173a3f},    {OnAccent, 0xff06262a},
            {Surface, 0xff1a1d21},      {SurfaceRaised, 0xff22262b}, {Sidebar, 0xff15171b},
            {Line, 0xff383e47},         {TextPrimary, 0xffe7e9ec},   {TextSecondary, 0xffa6aeb9},
            {TextDisabled, 0xff737b86}, {Good, 0xff5cc47e},          {Busy, 0xff7ab3ff},
            {Off, 0xffa6aeb9},          {Warning, 0xffe6b450},       {Error, 0xffff8d89},
            {Unknown, 0xffbaaaf0},      {WarningSoft, 0xff382e15},   {ErrorSoft, 0xff40211f},
            {Hover, 0xff2b3037},        {Selection, 0xff1f444a},
        });
    return colors;
}

QPalette Colors::palette() const
{
    using enum Theme::Color;
    const Colors &c = *this;
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, const QColor &active, const QColor &disabled) {
        p.setColor(QPalette::Active, role, active);
        p.setColor(QPalette::Inactive, role, active);
        p.setColor(QPalette::Disabled, role, disabled);
    };
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::ToolTipText})
        set(role, c[TextPrimary], c[TextDisabled]);
    set(QPalette::PlaceholderText, c[TextSecondary], c[TextDisabled]);
    set(QPalette::BrightText, c[Error], c[Error]);
    set(QPalette::Window, c[Surface], c[Surface]);
    set(QPalette::Base, c[SurfaceRaised], c[Surface]);
    set(QPalette::AlternateBase, c[Surface], c[Surface]);
    set(QPalette::Button, c[SurfaceRaised], c[Surface]);
    set(QPalette::ToolTipBase, c[SurfaceRaised], c[SurfaceRaised]);
    set(QPalette::Highlight, c[Selection], c[Hover]);
    set(QPalette::Link, c[Accent], c[TextDisabled]);
    set(QPalette::LinkVisited, c[Accent], c[TextDisabled]);
    set(QPalette::Light, c[SurfaceRaised], c[SurfaceRaised]);
    set(QPalette::Midlight, c[Hover], c[Hover]);
    set(QPalette::Mid, c[Line], c[Line]);
    set(QPalette::Dark, c[Line], c[Line]);
    set(QPalette::Shadow, m_dark ? QColor(0, 0, 0) : c[TextDisabled], c[Line]);
    return p;
}

const std::vector<Pairing> &pairings()
{
    using enum Theme::Color;
    static const std::vector<Pairing> all = [] {
        std::vector<Pairing> out;
        // State colors are also used on selected and hovered rows, so they must be readable there.
        for (const auto text :
             {TextPrimary, TextSecondary, Good, Busy, Off, Warning, Error, Unknown, Accent})
            for (const auto background :
                 {Surface, SurfaceRaised, Sidebar, Hover, Selection, AccentSoft})
                out.push_back({text, background, 4.5});
        for (const auto text : {TextPrimary, TextSecondary, Warning, Accent})
            out.push_back({text, WarningSoft, 4.5});
        for (const auto text : {TextPrimary, TextSecondary, Error, Accent})
            out.push_back({text, ErrorSoft, 4.5});
        out.push_back({OnAccent, Accent, 4.5});
        // WCAG does not require 4.5 for disabled controls, but their texts explain why they are
        // disabled, so they must be readable.
        for (const auto background : {Surface, SurfaceRaised})
            out.push_back({TextDisabled, background, 3.0});
        return out;
    }();
    return all;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &color) {
        const auto linear = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    };
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace oriel::ui
