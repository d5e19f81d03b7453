// Sizes, times and counts of words.h.
#include "models/words.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace oriel::models {

namespace {

struct Amounts
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::Amounts)
public:
};

QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(QLocale().toString(count));
}

} // namespace

QString nothing()
{
    return QStringLiteral("–");
}

QString gibText(qint64 gib)
{
    return Amounts::tr("%1 GiB").arg(QLocale().toString(gib));
}

QString bytesText(qint64 bytes)
{
    if (bytes < 0)
        return nothing();
    const bool whole = bytes < 10240 || bytes % (qint64{1} << 30) == 0;
    return QLocale().formattedDataSize(bytes, whole ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString memoryText(qint64 mib)
{
    return bytesText(mib << 20);
}

QString timeText(const QDateTime &utc)
{
    if (!utc.isValid())
        return nothing();
    return utc.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString ageText(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return nothing();
    const qint64 seconds = utc.secsTo(now);
    if (seconds < 60) // a clock that is a little ahead of ours included
        return Amounts::tr("just now");
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return counted(minutes, Amounts::tr("1 minute"), Amounts::tr("%1 minutes"));
    const qint64 hours = minutes / 60;
    if (hours < 24)
        return counted(hours, Amounts::tr("1 hour"), Amounts::tr("%1 hours"));
    const qint64 days = hours / 24;
    if (days < 60)
        return counted(days, Amounts::tr("1 day"), Amounts::tr("%1 days"));
    const qint64 months = days / 30;
    if (months < 24)
        return counted(months, Amounts::tr("1 month"), Amounts::tr("%1 months"));
    return counted(days / 365, Amounts::tr("1 year"), Amounts::tr("%1 years"));
}

QString volumesText(qsizetype count)
{
    return counted(count, Amounts::tr("1 volume"), Amounts::tr("%1 volumes"));
}

} // namespace oriel::models
