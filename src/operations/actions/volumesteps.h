#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/compute/volumeattachment.h"
#include "operations/step.h"

#include <functional>

/// Steps that several actions on volumes take.
namespace oriel::operations {

class ActionOperation;
struct Context;

/// A request to attach or detach a volume: openstack::AttachVolume or DetachVolume.
template <typename Request>
struct VolumeStep
{
    QString name; ///< in the journal
    Request request;
    std::size_t stage = 0;
    bool resend = false;                 ///< Step::resend
    std::function<void()> accepted = {}; ///< called when the request was accepted; null: nothing
};

[[nodiscard]] bool isAttachedTo(const openstack::Volume &volume, const QString &serverId);

/// Sends the request and waits until the volume is attached. Succeeded also if Nova refuses it
/// because the volume was attached already.
[[nodiscard]] Task<Ending> attachVolume(ActionOperation *operation,
                                        VolumeStep<openstack::AttachVolume> step);
/// The same until it is detached.
[[nodiscard]] Task<Ending> detachVolume(ActionOperation *operation,
                                        VolumeStep<openstack::DetachVolume> step);
/// Why a volume must not be detached from an instance that was shut off for it: it is no longer
/// shut off (ErrorKind::Conflict), and a guest that runs could be writing to the volume. Another
/// error: the cloud does not tell.
[[nodiscard]] Task<std::optional<Error>> whyNotDetached(ActionOperation *operation, Subject server,
                                                        Subject volume);
/// Sets whether the volume is deleted with its instance. A lost answer is looked up.
[[nodiscard]] Step volumeDeletionStep(ActionOperation *operation, const QString &name,
                                      const openstack::SetDeleteOnTermination &request);
/// Of a request that overwrites a volume which nobody uses meanwhile: by its state, while
/// `isInProgress`. Afterwards nothing proves it. A later run of Oriel sends it again only if
/// nothing has happened to the volume since, or within minutes: the user may have written to it.
[[nodiscard]] Trace traceOfOverwriting(const Context &context, const QString &volumeId,
                                       std::function<bool(const openstack::Volume &)> isInProgress);
/// When the volume was changed last; such a request changes it at once.
[[nodiscard]] QString lastChangeOf(const openstack::Volume &volume);
/// The same before such a request, from its intent.
[[nodiscard]] QString lastChangeIn(const Facts &intent);
/// nullopt: the cloud does not tell, or does not have the volume.
[[nodiscard]] Task<std::optional<bool>> isAttached(ActionOperation *operation, QString serverId,
                                                   QString volumeId);

} // namespace oriel::operations
