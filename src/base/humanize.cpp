#include "base/humanize.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

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

/// Separate text for 1, because the source language has no plural forms without a translation file.
QString counted(qint64 count, const char *one, const char *many)
{
    return count == 1 ? humanized(one) : humanized(many, count);
}

/// Spans under a minute are the caller's concern ("just now").
QString spanText(qint64 seconds)
{
    if (seconds < hourSeconds)
        return counted(seconds / minuteSeconds, QT_TRANSLATE_NOOP("oriel::humanize", "1 minute"),
                       QT_TRANSLATE_N_NOOP("oriel::humanize", "%n minutes"));
    if (seconds < daySeconds)
        return counted(seconds / hourSeconds, QT_TRANSLATE_NOOP("oriel::humanize", "1 hour"),
                       QT_TRANSLATE_N_NOOP("oriel::humanize", "%n hours"));
    const qint64 days = seconds / daySeconds;
    const qint64 months = days * 12 / 365;
    if (months < 2)
        return counted(days, QT_TRANSLATE_NOOP("oriel::humanize", "1 day"),
                       QT_TRANSLATE_N_NOOP("oriel::humanize", "%n days"));
    if (days < 730)
        return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n months"), months);
    return humanized(QT_TRANSLATE_N_NOOP("oriel::humanize", "%n years"), days / 365);
}

/// In the largest unit in which it is at least 1.
QString scaled(double value)
{
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    std::size_t unit = 0;
    // Compare the rounded value, so that nothing reads "1024 KiB".
    while (unit + 1 < units.size() && std::round(value * 10) / 10 >= 1024) {
        value /= 1024;
        ++unit;
    }
    const double tenths = std::round(value * 10) / 10;
    const bool whole = tenths >= 100 || tenths == std::floor(tenths);
    return QLocale().toString(tenths, 'f', whole ? 0 : 1) + u' ' + QLatin1String(units.at(unit));
}

} // namespace

QString emptyCell()
{
    return u"–"_s;
}

QString ageText(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return emptyCell();
    const qint64 seconds = when.secsTo(now);
    //: An age: in a column, or as in "updated just now".
    return seconds < minuteSeconds ? humanized(QT_TRANSLATE_NOOP("oriel::humanize", "just now"))
                                   : spanText(seconds);
}

QString agoText(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid() || when.secsTo(now) < minuteSeconds)
        return ageText(when, now);
    //: %1: "5 minutes", "3 days"
    return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 ago")).arg(ageText(when, now));
}

QString pastText(const QDateTime &when, const QDateTime &now)
{
    if (when.isValid() && when.secsTo(now) < minuteSeconds)
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "a few seconds ago"));
    return agoText(when, now);
}

QString timeText(const QDateTime &utc)
{
    if (!utc.isValid())
        return emptyCell();
    return utc.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
}

QString momentText(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid() || utc.toLocalTime().date() != now.toLocalTime().date())
        return timeText(utc);
    return utc.toLocalTime().toString(u"HH:mm"_s);
}

QString durationText(std::chrono::seconds span)
{
    const qint64 seconds = std::max<qint64>(0, span.count());
    if (seconds < minuteSeconds)
        //: A duration: seconds.
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 s")).arg(seconds);
    if (seconds < hourSeconds)
        //: A duration: minutes and seconds.
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 min %2 s"))
            .arg(QString::number(seconds / minuteSeconds),
                 QString::number(seconds % minuteSeconds));
    if (seconds < daySeconds)
        //: A duration: hours and minutes.
        return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 h %2 min"))
            .arg(QString::number(seconds / hourSeconds),
                 QString::number(seconds % hourSeconds / minuteSeconds));
    //: A duration: days and hours.
    return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 d %2 h"))
        .arg(QString::number(seconds / daySeconds),
             QString::number(seconds % daySeconds / hourSeconds));
}

QString bytesText(qint64 bytes)
{
    return bytes < 0 ? emptyCell() : scaled(static_cast<double>(bytes));
}

QString gibText(qint64 gib)
{
    return gib < 0 ? emptyCell() : QLocale().toString(gib) + u" GiB"_s;
}

QString memoryNumber(qint64 mib)
{
    const double hundredths = std::round(static_cast<double>(mib) * 100 / 1024);
    return QLocale().toString(hundredths / 100, 'f', QLocale::FloatingPointShortest);
}

QString enumeration(QStringList things)
{
    if (things.size() < 2)
        return things.value(0);
    const QString last = things.takeLast();
    //: Several things. %1: one, or all but the last, separated by commas; %2: the last
    return humanized(QT_TRANSLATE_NOOP("oriel::humanize", "%1 and %2"))
        .arg(things.join(u", "_s), last);
}

QString memoryText(qint64 mib)
{
    return mib < 0 ? emptyCell() : memoryNumber(mib) + u" GiB"_s;
}

} // namespace oriel
