#include "operations/actions/volumesteps.h"

#include "base/visible.h"
#include "operations/actions/actionof.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/instancerecord.h"
#include "operations/failure.h"
#include "operations/names.h"
#include "operations/statewords.h"
#include "operations/trace.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct VolumeStepWords
{
    Q_DECLARE_TR_FUNCTIONS(VolumeSteps)
};

void refreshBoth(ActionOperation *operation, const QString &serverId, const QString &volumeId)
{
    operation->context().stores.refreshRow(Kind::Volume, volumeId);
    operation->context().stores.refreshRow(Kind::Server, serverId);
}

/// In which nobody but the operation has used the volume.
constexpr std::chrono::minutes longestDoubt(10);

Task<Result<Facts>> beforeOverwriting(const Context *context, QString volumeId)
{
    auto call = context->client.call(openstack::Get<openstack::Volume>{volumeId});
    const auto row = co_await call;
    if (!row.ok())
        co_return row.error();
    co_return Facts{{u"updated"_s, lastChangeOf(*row)},
                    {u"sent"_s, context->clock.now().toString(Qt::ISODate)}};
}

Task<Result<std::optional<Facts>>>
findOverwriting(const Context *context, QString volumeId,
                std::function<bool(const openstack::Volume &)> isInProgress, Facts intent)
{
    auto call = context->client.call(openstack::Get<openstack::Volume>{volumeId});
    const auto row = co_await call;
    if (!row.ok())
        co_return row.error();
    std::optional<Facts> found;
    if (isInProgress(*row)) {
        found = Facts{{u"accepted"_s, true}};
        co_return found;
    }
    const QDateTime sent = QDateTime::fromString(intent.value("sent"_L1).toString(), Qt::ISODate);
    const bool isRecent = sent.isValid() && sent.secsTo(context->clock.now()) <
                                                std::chrono::seconds(longestDoubt).count();
    const bool isUntouched = lastChangeIn(intent) == lastChangeOf(*row);
    if (!row->attachments.empty() || !(isUntouched || isRecent))
        co_return failureOf(net::Service::BlockStorage, ErrorKind::AnswerLost,
                            VolumeStepWords::tr("The volume has changed since."),
                            context->clock.now());
    co_return found;
}

/// `record`: Nova's name for it. `attaches`: what is so afterwards. `already`: said if it was so
/// before.
template <typename Request>
Task<Ending> carryOut(ActionOperation *operation, VolumeStep<Request> step, QString record,
                      bool attaches, QString already)
{
    const QString server = step.request.serverId;
    const QString volume = step.request.volumeId;
    auto sending =
        operation->once({.name = step.name,
                         .send = operation->sending(step.request),
                         .trace = traceByInstanceAction(operation->context(), server, record),
                         .stage = step.stage,
                         .resend = step.resend});
    const StepResult sent = co_await std::move(sending);
    Ending ending = sent.ok() ? Ending{} : sent.ending();
    if (sent.ok()) {
        if (step.accepted)
            step.accepted();
        refreshBoth(operation, server, volume);
        auto following = followRecord(operation, server, sent.text("requestId"_L1));
        ending = co_await std::move(following);
    }
    // The record that stands for a lost answer may be of another volume.
    if (ending.outcome == Outcome::Succeeded && sent.wasTraced()) {
        auto asking = isAttached(operation, server, volume);
        const std::optional<bool> attached = co_await std::move(asking);
        if (attached && attached != attaches)
            ending = {Outcome::Unclear,
                      detail::failureOf<openstack::Server>(
                          operation, ErrorKind::AnswerLost,
                          attaches ? VolumeStepWords::tr("The cloud's answer was lost, and the "
                                                         "volume is not attached.")
                                   : VolumeStepWords::tr("The cloud's answer was lost, and the "
                                                         "volume is still attached."))};
    }
    // What Nova refuses may be so already.
    if (ending.outcome == Outcome::Failed && (sent.ok() || sent.error().httpStatus > 0)) {
        auto asking = isAttached(operation, server, volume);
        const std::optional<bool> attached = co_await std::move(asking);
        if (attached == attaches) {
            operation->addNote(already);
            ending = Ending{};
        }
    }
    refreshBoth(operation, server, volume);
    co_return ending;
}

} // namespace

bool isAttachedTo(const openstack::Volume &volume, const QString &serverId)
{
    return std::ranges::find(volume.attachments, serverId, &openstack::VolumeUse::serverId) !=
           volume.attachments.end();
}

Task<Ending> attachVolume(ActionOperation *operation, VolumeStep<openstack::AttachVolume> step)
{
    return carryOut(operation, std::move(step), u"attach_volume"_s, true,
                    VolumeStepWords::tr("It had already been attached."));
}

Task<Ending> detachVolume(ActionOperation *operation, VolumeStep<openstack::DetachVolume> step)
{
    return carryOut(operation, std::move(step), u"detach_volume"_s, false,
                    VolumeStepWords::tr("It had already been detached."));
}

Task<std::optional<Error>> whyNotDetached(ActionOperation *operation, Subject server,
                                          Subject volume)
{
    auto fetching = operation->fetch(openstack::Get<openstack::Server>{server.id});
    const Result<openstack::Server> row = co_await std::move(fetching);
    if (!row.ok())
        co_return row.error();
    const bool isStarting = row->taskState == "powering-on"_L1;
    if (row->status == "SHUTOFF"_L1 && !isStarting)
        co_return std::nullopt;
    const QString name = isolated(server.name);
    const QString shown = isolated(nameOrId(volume.name, volume.id));
    const QString why =
        row->status == "ACTIVE"_L1 || isStarting
            ? VolumeStepWords::tr("“%1” was started in the meantime, so “%2” was not detached. "
                                  "Shut the instance off before you detach it.")
                  .arg(name, shown)
            : VolumeStepWords::tr("“%1” is %2, so “%3” was not detached. The instance must be shut "
                                  "off.")
                  .arg(name, stateWord(row->status), shown);
    co_return failureOf(net::Service::Compute, ErrorKind::Conflict, why,
                        operation->context().clock.now());
}

Trace traceOfOverwriting(const Context &context, const QString &volumeId,
                         std::function<bool(const openstack::Volume &)> isInProgress)
{
    return {
        .before = [context = &context, volumeId] { return beforeOverwriting(context, volumeId); },
        .find =
            [context = &context, volumeId,
             isInProgress = std::move(isInProgress)](const Facts &intent) {
                return findOverwriting(context, volumeId, isInProgress, intent);
            },
        .polls = detail::idlePolls};
}

QString lastChangeOf(const openstack::Volume &volume)
{
    return volume.updated.toString(Qt::ISODateWithMs);
}

QString lastChangeIn(const Facts &intent)
{
    return intent.value("updated"_L1).toString();
}

Step volumeDeletionStep(ActionOperation *operation, const QString &name,
                        const openstack::SetDeleteOnTermination &request)
{
    using openstack::Server;
    Step step{.name = name, .send = operation->sending(request)};
    step.trace =
        traceByState(operation->context(), openstack::Get<Server>{request.serverId},
                     [request](const Server &server, const Facts &) -> std::optional<Facts> {
                         const bool isSo = std::ranges::any_of(
                             server.volumes, [&](const openstack::AttachedVolume &volume) {
                                 return volume.id == request.volumeId &&
                                        volume.deleteOnTermination == request.deleted;
                             });
                         if (!isSo)
                             return std::nullopt;
                         return Facts();
                     });
    return step;
}

Task<std::optional<bool>> isAttached(ActionOperation *operation, QString serverId, QString volumeId)
{
    auto fetching = operation->fetch(openstack::Get<openstack::Volume>{volumeId});
    const Result<openstack::Volume> volume = co_await std::move(fetching);
    if (volume.ok())
        co_return isAttachedTo(*volume, serverId);
    co_return std::nullopt;
}

} // namespace oriel::operations
