#include "models/ages.h"

#include "store/snapshotset.h"

#include "base/humanize.h"

#include <QtCore/QCoreApplication>

namespace oriel::models {

namespace {

struct AgeWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::Ages)
};

bool isOld(const QDateTime &created, const QDateTime &now)
{
    return created.isValid() && created.daysTo(now) >= oldAfterDays;
}

} // namespace

Tone keepUntilTone(const std::optional<QDate> &keepUntil, const QDateTime &now)
{
    return store::isPast(keepUntil, now.toLocalTime().date()) ? Tone::Warning : Tone::None;
}

Tone ageTone(const QDateTime &created, const std::optional<QDate> &keepUntil, const QDateTime &now)
{
    if (keepUntil)
        return keepUntilTone(keepUntil, now);
    return isOld(created, now) ? Tone::Warning : Tone::None;
}

QString ageTip(const QDateTime &created, const std::optional<QDate> &keepUntil,
               const QDateTime &now)
{
    if (ageTone(created, keepUntil, now) == Tone::None)
        return {};
    if (keepUntil)
        return AgeWords::tr("Its keep-until date has passed: %1.")
            .arg(keepUntil->toString(Qt::ISODate));
    return AgeWords::tr("Older than %1 days, with no keep-until date. Old snapshots use more space "
                        "and take longer to delete.")
        .arg(oldAfterDays);
}

QString cachedText(const store::LoadState &state, const QDateTime &now)
{
    if (!state.cached())
        return {};
    const QString moment = momentText(state.cachedAt, now);
    //: The time of data from an earlier run: "as of 14:02".
    return state.error ? AgeWords::tr("as of %1").arg(moment)
                       : AgeWords::tr("as of %1, refreshing").arg(moment);
}

} // namespace oriel::models
