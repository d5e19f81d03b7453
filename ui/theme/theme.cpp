#include "ui/theme/theme.h"

#include "models/tone.h"
#include "ui/theme/colors.h"
#include "ui/theme/desktopscheme.h"
#include "ui/theme/iconengine.h"
#include "ui/theme/orielstyle.h"

#include <QtGui/QFontDatabase>
#include <QtWidgets/QApplication>

using namespace Qt::StringLiterals;

// Resources of a static library are linked only if initialized outside of any namespace.
static void initResources()
{
    Q_INIT_RESOURCE(oriel);
}

namespace oriel::ui {

class Theme::Private
{
public:
    OrielStyle *style = nullptr; ///< owned by the application
    DesktopScheme desktop;
    std::shared_ptr<IconScheme> icons = std::make_shared<IconScheme>(IconScheme{&Colors::light()});
};

Theme::Theme(QApplication &application, Scheme scheme)
    : m_application(application)
    , m_scheme(scheme)
    , d(std::make_unique<Private>())
{
    initResources();
    // Icon sizes and label distances depend on the font, so it comes first.
    QFont font = application.font();
    if (QFontDatabase::hasFamily(u"Inter"_s))
        font.setFamilies({u"Inter"_s, font.family()});
    font.setPointSizeF(std::max(font.pointSizeF(), 10.0));
    QApplication::setFont(font);

    d->style = new OrielStyle(Colors::light(), d->icons);
    QApplication::setStyle(d->style);
    connect(&d->desktop, &DesktopScheme::changed, this, [this] {
        if (m_scheme == Scheme::System)
            apply();
    });
    apply();
}

Theme::~Theme() = default;

void Theme::setScheme(Scheme scheme)
{
    m_scheme = scheme;
    apply();
}

bool Theme::systemIsDark() const
{
    return d->desktop.dark();
}

void Theme::apply()
{
    const bool dark = m_scheme == Scheme::Dark || (m_scheme == Scheme::System && systemIsDark());
    const Colors &colors = dark ? Colors::dark() : Colors::light();
    m_dark = dark;
    d->icons->colors = &colors;
    d->style->setColors(colors);
    QApplication::setPalette(colors.palette());
    Q_EMIT changed();
}

bool Theme::dark() const
{
    return m_dark;
}

QColor Theme::color(Color color) const
{
    return (*d->icons->colors)[color];
}

QColor Theme::toneColor(models::Tone tone) const
{
    switch (tone) {
    case models::Tone::None:
        return color(Color::TextPrimary);
    case models::Tone::Good:
        return color(Color::Good);
    case models::Tone::Busy:
        return color(Color::Busy);
    case models::Tone::Off:
        return color(Color::Off);
    case models::Tone::Warning:
        return color(Color::Warning);
    case models::Tone::Error:
        return color(Color::Error);
    case models::Tone::Unknown:
        return color(Color::Unknown);
    }
    return color(Color::Unknown);
}

QIcon Theme::toneIcon(models::Tone tone) const
{
    switch (tone) {
    case models::Tone::None:
        return {};
    case models::Tone::Good:
        return icon(u"circle-check"_s, Color::Good);
    case models::Tone::Busy:
        return icon(u"loader-circle"_s, Color::Busy);
    case models::Tone::Off:
        return icon(u"power"_s, Color::Off);
    case models::Tone::Warning:
        return icon(u"triangle-alert"_s, Color::Warning);
    case models::Tone::Error:
        return icon(u"circle-x"_s, Color::Error);
    case models::Tone::Unknown:
        return icon(u"circle-help"_s, Color::Unknown);
    }
    return {};
}

QIcon Theme::icon(const QString &name) const
{
    return QIcon(new IconEngine(name, std::nullopt, d->icons));
}

QIcon Theme::icon(const QString &name, Color color) const
{
    return QIcon(new IconEngine(name, color, d->icons));
}

} // namespace oriel::ui
