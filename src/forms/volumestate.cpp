#include "forms/volumestate.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>
#include <chrono>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// What Cinder and Nova need seconds for.
constexpr std::chrono::minutes suspicious{10};
/// What copies data, sometimes for hours.
constexpr std::chrono::hours suspiciousCopy{24};

struct Passing
{
    QLatin1StringView status;
    std::chrono::minutes longest;
    bool overwrites = false; ///< the data is incomplete meanwhile
};
constexpr std::array passing{Passing{"creating"_L1, suspicious},
                             Passing{"reserved"_L1, suspicious},
                             Passing{"attaching"_L1, suspicious},
                             Passing{"detaching"_L1, suspicious},
                             Passing{"extending"_L1, suspicious},
                             Passing{"deleting"_L1, suspicious},
                             Passing{"retyping"_L1, suspiciousCopy},
                             Passing{"backing-up"_L1, suspiciousCopy},
                             Passing{"uploading"_L1, suspiciousCopy},
                             Passing{"downloading"_L1, suspiciousCopy, true},
                             Passing{"restoring-backup"_L1, suspiciousCopy, true},
                             Passing{"reverting"_L1, suspiciousCopy, true}};

class VolumeStateWords
{
    Q_DECLARE_TR_FUNCTIONS(VolumeState)

public:
    static VolumeState of(const openstack::Volume &volume);
    static VolumeState stuck(const openstack::Volume &volume, const QDateTime &now);
    /// The way out that only an administrator has.
    static QString reset(const openstack::Volume &volume, const QString &state)
    {
        return tr("An administrator can reset its state: openstack volume set --state %1 %2")
            .arg(state, volume.id);
    }
};

VolumeState VolumeStateWords::of(const openstack::Volume &volume)
{
    const QString reset = u"reset-volume-state"_s;
    if (volume.status == "awaiting-transfer"_L1)
        return {tr("It waits for a user of another project to accept it. Until then it cannot be "
                   "used."),
                false,
                {u"cancel-volume-transfer"_s}};
    if (volume.status == "retyping"_L1)
        return {tr("The cloud is changing its type. If the data is copied to other storage, this "
                   "can take hours. You can close Oriel in the meantime."),
                false,
                {}};
    if (volume.status == "error_extending"_L1)
        return {tr("The cloud could not extend it. Its data is not affected, and it still has %1 "
                   "GiB, but it cannot be used until its state is reset.")
                        .arg(volume.sizeGiB) +
                    u' ' +
                    VolumeStateWords::reset(volume, volume.attachments.empty() ? u"available"_s
                                                                               : u"in-use"_s),
                true,
                {reset}};
    if (volume.status == "error_deleting"_L1)
        return {tr("The cloud tried to delete it and failed.") + u' ' +
                    VolumeStateWords::reset(volume, u"available"_s),
                true,
                {reset}};
    if (volume.status == "error_restoring"_L1)
        return {tr("A backup could not be restored to it, so its data is incomplete. Delete it, or "
                   "restore the backup to a new volume."),
                true,
                {reset}};
    if (volume.status == "error"_L1)
        return {tr("It is in error: what was being done to it has failed. A new volume has no "
                   "data, and can be deleted."),
                true,
                {reset}};
    if (volume.status == "maintenance"_L1)
        return {tr("The cloud's operator has put it into maintenance. Wait, or ask the operator."),
                false,
                {reset}};
    return {};
}

VolumeState VolumeStateWords::stuck(const openstack::Volume &volume, const QDateTime &now)
{
    const QDateTime since = volume.updated.isValid() ? volume.updated : volume.created;
    const auto *const found = std::ranges::find(passing, volume.status, &Passing::status);
    if (found == passing.end() || !since.isValid() || !now.isValid() ||
        since.msecsTo(now) < std::chrono::milliseconds(found->longest).count())
        return {};
    const QString text =
        (found->longest == suspicious
             ? tr("It has been “%1” since %2, which usually takes seconds: the cloud may have "
                  "given up without saying so.")
             : tr("It has been “%1” since %2, which is unusually long: the cloud may have given up "
                  "without saying so."))
            .arg(isolated(volume.status), timeText(since));
    const QString state = found->overwrites            ? u"error"_s
                          : volume.attachments.empty() ? u"available"_s
                                                       : u"in-use"_s;
    return {text + u' ' + reset(volume, state), true, {u"reset-volume-state"_s}};
}

} // namespace

VolumeState volumeState(const operations::Situation &situation, const QString &id)
{
    const auto volume = situation.stores.volumes.find(id);
    if (!volume)
        return {};
    const VolumeState stuck = VolumeStateWords::stuck(*volume, situation.now);
    return stuck.text.isEmpty() ? VolumeStateWords::of(*volume) : stuck;
}

QString messageText(const QString &message)
{
    // Cinder leaves no space behind the action.
    static const QRegularExpression seam(u":(?=\\S)"_s);
    QString text = message;
    if (const auto match = seam.match(text); match.hasMatch())
        text.insert(match.capturedEnd(), u' ');
    return text;
}

} // namespace oriel::forms
