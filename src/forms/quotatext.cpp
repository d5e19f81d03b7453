#include "forms/quotatext.h"

#include "base/humanize.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct QuotaWords
{
    Q_DECLARE_TR_FUNCTIONS(QuotaText)
};

/// Memory is counted in MiB and shown in GiB.
QString number(qint64 value, const QString &unit)
{
    return unit == "MiB"_L1 ? memoryNumber(value) : QLocale().toString(value);
}

QString amount(qint64 value, const QString &unit)
{
    const QString text = number(value, unit);
    return unit.isEmpty() ? text : text + u' ' + (unit == "MiB"_L1 ? u"GiB"_s : unit);
}

} // namespace

QString quotaText(const openstack::Quota &quota, const QString &unit)
{
    if (!quota.known)
        //: The usage of a quota.
        return QuotaWords::tr("not known");
    if (quota.unlimited())
        return QuotaWords::tr("%1, no limit").arg(amount(quota.used, unit));
    //: The usage of a quota and its limit: "4 of 10".
    return QuotaWords::tr("%1 of %2").arg(number(quota.used, unit), amount(quota.limit, unit));
}

QString quotaTextAfter(const openstack::Quota &quota, qint64 more, const QString &unit, int things)
{
    if (!quota.known)
        return QuotaWords::tr("not known");
    const QString what =
        things > 1 ? QuotaWords::tr("all %1").arg(things) : QuotaWords::tr("this one");
    const qint64 after = quota.used + more;
    if (quota.unlimited())
        //: %1: the usage of a quota: "5"; %2: "this one", "all 3"
        return QuotaWords::tr("%1 after %2, no limit").arg(amount(after, unit), what);
    //: %1: the usage of a quota; %2: its limit; %3: "this one", "all 3"
    const QString text = QuotaWords::tr("%1 of %2 after %3")
                             .arg(number(after, unit), amount(quota.limit, unit), what);
    return quota.fits(more)
               ? text
               //: %1: "12 of 10 after this one"; %2: a number
               : QuotaWords::tr("%1: %2 too many").arg(text, amount(after - quota.limit, unit));
}

double quotaShare(const openstack::Quota &quota)
{
    if (quota.unlimited())
        return -1;
    if (quota.limit == 0)
        return 1;
    return std::clamp(static_cast<double>(quota.used) / static_cast<double>(quota.limit), 0.0, 1.0);
}

} // namespace oriel::forms
