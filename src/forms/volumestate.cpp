#include "forms/volumestate.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <chrono>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// What Cinder and Nova need seconds for.
constexpr std::chrono::minutes suspicious{10};

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
    static const QStringList passing{u"creating"_s,  u"reserved"_s,  u"attaching"_s,
                                     u"detaching"_s, u"extending"_s, u"deleting"_s};
    const QDateTime since = volume.updated.isValid() ? volume.updated : volume.created;
    if (!passing.contains(volume.status) || !since.isValid() || !now.isValid() ||
        since.msecsTo(now) < std::chrono::milliseconds(suspicious).count())
        return {};
    const bool attached = !volume.attachments.empty();
    return {tr("It has been “%1” since %2, which usually takes seconds: the cloud may have given "
               "up without saying so.")
                    .arg(isolated(volume.status), timeText(since)) +
                u' ' + reset(volume, attached ? u"in-use"_s : u"available"_s),
            true,
            {u"reset-volume-state"_s}};
}

} // namespace

VolumeState volumeState(const operations::Situation &situation, const QString &id)
{
    const auto volume = situation.stores.volumes.find(id);
    if (!volume)
        return {};
    VolumeState state = VolumeStateWords::of(*volume);
    return state.text.isEmpty() ? VolumeStateWords::stuck(*volume, situation.now) : state;
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
