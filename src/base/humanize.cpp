#include "base/humanize.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace oriel {

namespace {

QString humanized(const char *text)
{
    return QCoreApplication::translate("oriel::humanize", text);
}

QString humanized(const char *text, qint64 count)
{
    return QCoreApplication::translate("oriel::humanize", text, nullptr, static_cast<int>(count));
}

constexpr qint64 minuteSeconds = 60;
constexpr qint64 hourSeconds = 60 * minuteSeconds;
constexpr qint64 daySeconds = 24 * hourSeconds;

QString agoText(qint64 seconds)
{
    if (seconds < hourSeconds)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n min ago"),
                         seconds / minuteSeconds);
    if (seconds < daySeconds)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n h ago"), seconds / hourSeconds);
    const qint64 days = seconds / daySeconds;
    if (days == 1)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "1 day ago"));
    if (days < 60)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n days ago"), days);
    if (days < 730)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n months ago"), days * 12 / 365);
    return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n years ago"), days / 365);
}

QString untilText(qint64 seconds)
{
    if (seconds < hourSeconds)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "in %n min"),
                         seconds / minuteSeconds);
    if (seconds < daySeconds)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "in %n h"), seconds / hourSeconds);
    if (seconds < 2 * daySeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "in 1 day"));
    return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "in %n days"), seconds / daySeconds);
}

/// `value` in units of 1024, the first of which is `units[first]`.
QString scaled(double value, std::size_t first)
{
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    std::size_t unit = first;
    // Rounded as it will be shown, so that nothing reads "1024 KiB".
    while (unit + 1 < units.size() && std::round(value * 10) / 10 >= 1024) {
        value /= 1024;
        ++unit;
    }
    const double tenths = std::round(value * 10) / 10;
    const bool whole = tenths >= 100 || tenths == std::floor(tenths);
    return QLocale().toString(tenths, 'f', whole ? 0 : 1) + u' ' + QLatin1String(units.at(unit));
}

} // namespace

QString ageText(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return {};
    const qint64 seconds = when.secsTo(now);
    if (std::abs(seconds) < minuteSeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "just now"));
    return seconds > 0 ? agoText(seconds) : untilText(-seconds);
}

QString durationText(std::chrono::seconds span)
{
    const qint64 seconds = std::max<qint64>(0, span.count());
    if (seconds < minuteSeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 s")).arg(seconds);
    if (seconds < hourSeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 min %2 s"))
            .arg(seconds / minuteSeconds)
            .arg(seconds % minuteSeconds);
    if (seconds < daySeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 h %2 min"))
            .arg(seconds / hourSeconds)
            .arg(seconds % hourSeconds / minuteSeconds);
    return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 d %2 h"))
        .arg(seconds / daySeconds)
        .arg(seconds % daySeconds / hourSeconds);
}

QString sizeText(qint64 bytes)
{
    return bytes < 0 ? QString() : scaled(static_cast<double>(bytes), 0);
}

QString gibText(qint64 gib)
{
    return gib < 0 ? QString() : scaled(static_cast<double>(gib), 3);
}

QString mibText(qint64 mib)
{
    return mib < 0 ? QString() : scaled(static_cast<double>(mib), 2);
}

} // namespace oriel
