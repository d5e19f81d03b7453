#include "operations/rollback/volumeexchange.h"

#include "base/visible.h"
#include "openstack/blockstorage/volumegroup.h"
#include "operations/actions/actionof.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/volumegroups.h"
#include "operations/actions/volumesteps.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"
#include "operations/trace.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

bool isSettled(const openstack::Volume &volume)
{
    static const QStringList passing{u"reserved"_s, u"attaching"_s, u"detaching"_s, u"reverting"_s};
    return !passing.contains(volume.status);
}

QString revertStepOf(const VolumeChange &change)
{
    return u"revert:"_s + change.out.id;
}

bool revertMayHaveBeenSent(const ActionOperation &operation, const VolumeChange &change)
{
    return change.reverts && mayHaveBeenSent(operation, revertStepOf(change));
}

QString shown(const Subject &volume)
{
    return isolated(nameOrId(volume.name, volume.id));
}

/// Cinder shows "readonly" and "attached_mode" among the metadata, but keeps them elsewhere.
QMap<QString, QString> ownMetadata(const openstack::Volume &volume)
{
    QMap<QString, QString> metadata = volume.metadata;
    metadata.remove(u"readonly"_s);
    metadata.remove(u"attached_mode"_s);
    return metadata;
}

/// What cannot be read: it no longer exists, or nothing is known.
Ending unread(const Error &error)
{
    return {error.kind == ErrorKind::NotFound ? Outcome::Failed : Outcome::Unclear, error};
}

} // namespace

bool mayHaveBeenSent(const ActionOperation &operation, const QString &step)
{
    const std::size_t intents = operation.earlierIntents(step).size();
    const auto record = operation.earlierRecord(step);
    const bool isRefused = record && record->contains("error"_L1);
    return intents > (isRefused ? 1U : 0U);
}

VolumeExchange::VolumeExchange(ActionOperation &operation, Subject server,
                               std::vector<VolumeChange> changes, bool undoes,
                               std::size_t firstStage)
    : m_operation(operation)
    , m_server(std::move(server))
    , m_changes(std::move(changes))
    , m_undoes(undoes)
    , m_firstStage(firstStage)
{
    for (const VolumeChange &change : m_changes) {
        if (revertMayHaveBeenSent(operation, change))
            m_reverted.append(change.out.id);
    }
}

Stage VolumeExchange::stageOf(const VolumeChange &change)
{
    //: Stage of an operation. %1: the name of a volume
    return Stage{(change.reverts ? tr("Revert “%1”") : tr("Exchange “%1”"))
                     .arg(nameOrId(change.out.name, change.out.id))};
}

bool VolumeExchange::mayHaveReverted(const ActionOperation &operation,
                                     const std::vector<VolumeChange> &changes)
{
    return std::ranges::any_of(changes, [&operation](const VolumeChange &change) {
        return revertMayHaveBeenSent(operation, change);
    });
}

bool VolumeExchange::isCanceled() const
{
    return m_operation.isCanceling() && canPutBack();
}

Ending VolumeExchange::failure(const QString &why) const
{
    return {Outcome::Failed, detail::failureOf<Volume>(&m_operation, ErrorKind::Conflict, why)};
}

void VolumeExchange::failStage(std::size_t index, const Ending &ending)
{
    m_operation.failStage(m_firstStage + index, ending.error ? ending.error->message : QString());
}

Task<Result<openstack::Volume>> VolumeExchange::settled(QString volumeId)
{
    const Clock &clock = m_operation.context().clock;
    const auto since = clock.elapsed();
    const std::function<bool(const Volume &)> isOver = [&clock, since](const Volume &volume) {
        return isSettled(volume) || clock.elapsed() - since > detail::longestAction;
    };
    auto following = m_operation.until(openstack::Get<Volume>{volumeId}, isOver);
    Result<Volume> volume = co_await std::move(following);
    co_return volume;
}

Task<Ending> VolumeExchange::detach(Subject volume, std::size_t index)
{
    auto settling = settled(volume.id);
    const Result<Volume> before = co_await std::move(settling);
    if (!before.ok() && before.error().kind != ErrorKind::NotFound)
        co_return unread(before.error());
    if (!before.ok() || !isAttachedTo(*before, m_server.id))
        co_return Ending{};
    // Hours may have passed since the instance was shut off.
    auto asking = whyNotDetached(&m_operation, m_server, volume);
    const std::optional<Error> refused = co_await std::move(asking);
    if (refused && refused->kind == ErrorKind::Conflict)
        co_return Ending{Outcome::Failed, refused};
    if (refused)
        co_return unread(*refused);
    auto detaching = detachVolume(&m_operation, {.name = m_prefix + u"detach:"_s + volume.id,
                                                 .request = {m_server.id, volume.id},
                                                 .stage = m_firstStage + index,
                                                 .resend = true});
    Ending ending = co_await std::move(detaching);
    if (ending.outcome == Outcome::Succeeded) {
        auto freeing = settled(volume.id);
        const Result<Volume> free = co_await std::move(freeing);
        if (!free.ok() && free.error().kind != ErrorKind::NotFound)
            ending = unread(free.error());
    }
    co_return ending;
}

/// Whether Nova can be told, in the request that attaches a volume, to delete it with the instance.
Task<bool> VolumeExchange::canTellDeletion()
{
    const store::CloudStores &stores = m_operation.context().stores;
    if (!stores.versionOf(net::Service::Compute)) { // no request to Nova yet since the start
        auto fetching = m_operation.fetch(openstack::Get<openstack::Server>{m_server.id});
        const Result<openstack::Server> server = co_await std::move(fetching);
        (void)server; // what matters is that its version is known afterwards
    }
    co_return whyTooOld(stores, net::Service::Compute, openstack::tellsDeletion).isEmpty();
}

Task<Ending> VolumeExchange::attach(Subject volume, std::size_t index)
{
    auto settling = settled(volume.id);
    const Result<Volume> before = co_await std::move(settling);
    if (!before.ok())
        co_return unread(before.error());
    if (isAttachedTo(*before, m_server.id))
        co_return Ending{};
    if (before->status != "available"_L1)
        co_return failure(tr("The volume “%1” is %2. It must be available.")
                              .arg(shown(volume), storageStateWord(before->status)));
    const VolumeChange &change = m_changes[index];
    std::optional<bool> deleted;
    if (change.deleted) {
        auto asking = canTellDeletion();
        const bool canTell = co_await std::move(asking);
        if (canTell)
            deleted = true;
        else
            m_operation.addNote(tr("“%1” is not deleted with the instance: when a volume is "
                                   "attached, this cloud cannot be told to do that.")
                                    .arg(shown(volume)));
    }
    auto attaching = attachVolume(&m_operation, {.name = m_prefix + u"attach:"_s + volume.id,
                                                 .request = {.serverId = m_server.id,
                                                             .volumeId = volume.id,
                                                             .device = change.device,
                                                             .deleted = deleted},
                                                 .stage = m_firstStage + index,
                                                 .resend = true});
    Ending ending = co_await std::move(attaching);
    co_return ending;
}

/// The name and the tag in one request, so that no crash can leave one without the other.
Task<Ending> VolumeExchange::name(Subject volume, QString name, QString replacedBy)
{
    const openstack::Get<Volume> get{volume.id};
    auto fetching = m_operation.fetch(get);
    const Result<Volume> before = co_await std::move(fetching);
    if (!before.ok() && before.error().kind == ErrorKind::NotFound)
        co_return Ending{}; // what needs it fails
    if (!before.ok())
        co_return unread(before.error());
    const QString key = tagKey(operations::replacedBy);
    const QString tag = replacedBy.isEmpty() ? QString() : replacementTag(replacedBy, volume.id);
    const std::function<bool(const Volume &)> isDone = [name, tag, key](const Volume &row) {
        return row.name == name && row.metadata.value(key) == tag;
    };
    if (isDone(*before))
        co_return Ending{};
    QJsonObject metadata;
    const QMap<QString, QString> present = ownMetadata(*before);
    for (auto item = present.begin(); item != present.end(); ++item)
        metadata.insert(item.key(), item.value());
    metadata.remove(key);
    if (!tag.isEmpty())
        metadata.insert(key, tag);
    Step step{.name = m_prefix + u"name:"_s + volume.id,
              .send = m_operation.sending(openstack::Update<Volume>{
                  volume.id, {{u"name"_s, name}, {u"metadata"_s, metadata}}}),
              .trace = traceByState(m_operation.context(), get,
                                    [isDone](const Volume &row, const Facts &) {
                                        return isDone(row) ? std::optional(Facts{}) : std::nullopt;
                                    }),
              .resend = true,
              .sends = 2};
    auto naming = m_operation.once(std::move(step));
    const StepResult named = co_await std::move(naming);
    co_return named.ok() ? Ending{} : named.ending();
}

/// Puts `to` in the place of `from` in its volume group. If the cloud refuses, the rollback only
/// notes it and continues, because the instance needs its disks.
Task<void> VolumeExchange::regroup(Subject from, Subject to)
{
    auto fetching = m_operation.fetch(openstack::Get<Volume>{from.id});
    const Result<Volume> row = co_await std::move(fetching);
    if (!row.ok() || row->groupId.isEmpty())
        co_return;
    const QString groupId = row->groupId;
    auto waiting = settledGroup(&m_operation, groupId, detail::longestAction);
    const Result<openstack::VolumeGroup> before = co_await std::move(waiting);
    QString why = before.ok() ? QString() : before.error().message;
    if (before.ok()) {
        Step step{.name = m_prefix + u"group:"_s + to.id,
                  .send = m_operation.sending(openstack::ChangeVolumeGroup{
                      .id = groupId, .added = {to.id}, .removed = {from.id}}),
                  .trace = traceByState(m_operation.context(), openstack::Get<Volume>{to.id},
                                        [groupId](const Volume &volume, const Facts &) {
                                            return volume.groupId == groupId
                                                       ? std::optional(Facts{})
                                                       : std::nullopt;
                                        }),
                  .resend = true,
                  .sends = 2};
        auto changing = m_operation.once(std::move(step));
        const StepResult changed = co_await std::move(changing);
        if (!changed.ok())
            why = changed.error().message;
    }
    if (why.isEmpty()) {
        auto following = settledGroup(&m_operation, groupId, detail::longestAction);
        const Result<openstack::VolumeGroup> after = co_await std::move(following);
        if (after.ok() && after->status == "available"_L1)
            co_return;
        why = after.ok() ? tr("The volume group is %1 now.").arg(storageStateWord(after->status))
                         : after.error().message;
    }
    //: %3: why, a sentence
    m_operation.addNote(tr("“%1” did not take the place of “%2” in its volume group. %3")
                            .arg(shown(to), shown(from), why));
}

Task<Ending> VolumeExchange::detachAll()
{
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        m_operation.begin(m_firstStage + i);
        // A reverted volume is attached again, by the same ID.
        if (m_changes[i].reverts && m_operation.earlierIntent(revertStepOf(m_changes[i])))
            continue;
        auto detaching = detach(m_changes[i].out, i);
        Ending ending = co_await std::move(detaching);
        if (ending.outcome != Outcome::Succeeded) {
            failStage(i, ending);
            co_return ending;
        }
        if (isCanceled())
            co_return Ending{Outcome::Canceled};
    }
    co_return Ending{};
}

Task<Ending> VolumeExchange::nameAll()
{
    for (const VolumeChange &change : m_changes) {
        if (change.reverts)
            continue;
        auto namingOut = name(change.out, change.outName, m_undoes ? QString() : change.in.id);
        Ending ending = co_await std::move(namingOut);
        if (ending.outcome != Outcome::Succeeded)
            co_return ending;
        if (!m_undoes) // created with its name
            continue;
        auto namingIn = name(change.in, change.inName, {});
        ending = co_await std::move(namingIn);
        if (ending.outcome != Outcome::Succeeded)
            co_return ending;
    }
    for (const VolumeChange &change : m_changes) {
        if (change.reverts)
            continue;
        auto moving = regroup(change.out, change.in);
        co_await std::move(moving);
    }
    co_return Ending{};
}

Task<Ending> VolumeExchange::nameBack()
{
    Ending first;
    for (const VolumeChange &change : m_changes) {
        if (change.reverts || change.in.id.isEmpty())
            continue;
        auto moving = regroup(change.in, change.out);
        co_await std::move(moving);
        auto namingOut = name(change.out, change.out.name, {});
        Ending ending = co_await std::move(namingOut);
        if (first.outcome == Outcome::Succeeded)
            first = ending;
        if (!m_undoes)
            continue;
        auto namingIn = name(change.in, change.in.name, change.out.id);
        ending = co_await std::move(namingIn);
        if (first.outcome == Outcome::Succeeded)
            first = ending;
    }
    co_return first;
}

Task<Ending> VolumeExchange::revert(std::size_t index)
{
    const VolumeChange &change = m_changes[index];
    const openstack::Get<Volume> get{change.out.id};
    auto noting = changeBeforeRevert(index);
    const QString before = co_await std::move(noting);
    Step step{
        .name = revertStepOf(change),
        .send = m_operation.sending(openstack::RevertVolume{change.out.id, change.snapshot.id}),
        .trace = traceOfOverwriting(m_operation.context(), change.out.id,
                                    [](const Volume &row) { return row.status == "reverting"_L1; }),
        .stage = m_firstStage + index,
        .resend = true,
        .sends = 2};
    auto reverting = m_operation.once(std::move(step));
    const StepResult sent = co_await std::move(reverting);
    if (!sent.ok() && !sent.isUnknown()) {
        auto comparing = isChangedSince(index, before);
        const bool isChanged = co_await std::move(comparing);
        m_reverted.removeAll(change.out.id);
        if (isChanged)
            m_reverted.append(change.out.id);
        co_return sent.ending();
    }
    m_reverted.append(change.out.id);
    m_operation.setCancelText({});
    if (!sent.ok()) {
        m_operation.addNote(
            tr("It is not known whether “%1” was reverted. Oriel does not revert it "
               "again, because it may have been used since.")
                .arg(shown(change.out)));
        co_return sent.ending();
    }
    const std::function<bool(const Volume &)> isOver = [](const Volume &volume) {
        return volume.status != "reverting"_L1;
    };
    auto following = m_operation.until(get, isOver);
    const Result<Volume> row = co_await std::move(following);
    if (!row.ok())
        co_return unread(row.error());
    if (row->status.startsWith("error"_L1))
        co_return failure(tr("The volume “%1” is in an error state. Its data may be neither the "
                             "previous data nor that of the volume snapshot. The volume snapshot "
                             "itself is unchanged: create a new volume from it.")
                              .arg(shown(change.out)));
    co_return Ending{};
}

Task<QString> VolumeExchange::changeBeforeRevert(std::size_t index)
{
    const auto earlier = m_operation.earlierIntents(revertStepOf(m_changes[index]));
    if (!earlier.empty())
        co_return lastChangeIn(earlier.front());
    auto fetching = m_operation.fetch(openstack::Get<Volume>{m_changes[index].out.id});
    const Result<Volume> row = co_await std::move(fetching);
    co_return row.ok() ? lastChangeOf(*row) : QString();
}

Task<bool> VolumeExchange::isChangedSince(std::size_t index, QString change)
{
    auto fetching = m_operation.fetch(openstack::Get<Volume>{m_changes[index].out.id});
    const Result<Volume> row = co_await std::move(fetching);
    co_return !row.ok() || change.isEmpty() || lastChangeOf(*row) != change;
}

Task<Ending> VolumeExchange::revertAll()
{
    Ending first;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        if (!m_changes[i].reverts)
            continue;
        auto reverting = revert(i);
        Ending ending = co_await std::move(reverting);
        if (ending.outcome == Outcome::Succeeded)
            continue;
        failStage(i, ending);
        if (first.outcome == Outcome::Succeeded)
            first = ending;
        if (canPutBack())
            break; // nothing is lost
    }
    co_return first;
}

Task<Ending> VolumeExchange::attachAll()
{
    Ending first;
    QStringList missing;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        auto attaching = attach(m_changes[i].in, i);
        Ending ending = co_await std::move(attaching);
        if (ending.outcome == Outcome::Succeeded) {
            m_operation.done(m_firstStage + i);
        } else {
            failStage(i, ending);
            missing.append(shown(m_changes[i].in));
            if (first.outcome == Outcome::Succeeded)
                first = ending;
        }
        if (!canPutBack()) // the others belong at the instance whatever has failed
            continue;
        if (first.outcome != Outcome::Succeeded)
            break;
        if (isCanceled())
            co_return Ending{Outcome::Canceled};
    }
    co_return canPutBack() ? first : withMissing(first, missing);
}

/// An ending that names the volumes which the instance lacks.
Ending VolumeExchange::withMissing(Ending ending, const QStringList &missing) const
{
    if (!missing.isEmpty() && ending.error)
        //: %1: one or several names of volumes; %2: a sentence
        ending.error->message =
            tr("No longer attached to “%3”: %1. %2 Attach each one again.")
                .arg(missing.join(", "_L1), ending.error->message, isolated(m_server.name));
    return ending;
}

Task<Ending> VolumeExchange::prepare()
{
    auto detaching = detachAll();
    Ending ending = co_await std::move(detaching);
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    auto naming = nameAll();
    ending = co_await std::move(naming);
    if (ending.outcome != Outcome::Succeeded)
        co_return ending;
    if (isCanceled())
        co_return Ending{Outcome::Canceled};
    auto reverting = revertAll();
    ending = co_await std::move(reverting);
    co_return ending;
}

Task<Ending> VolumeExchange::carryOut()
{
    m_prefix.clear();
    auto preparing = prepare();
    const Ending prepared = co_await std::move(preparing);
    if (prepared.outcome != Outcome::Succeeded && canPutBack())
        co_return prepared;
    auto attaching = attachAll();
    Ending attached = co_await std::move(attaching);
    if (attached.outcome == Outcome::Succeeded)
        co_return prepared;
    if (prepared.outcome == Outcome::Unclear)
        attached.outcome = Outcome::Unclear;
    co_return attached;
}

/// A new volume stays where it is if the old one no longer exists.
Task<Ending> VolumeExchange::detachBack(std::size_t index)
{
    const VolumeChange &change = m_changes[index];
    if (change.reverts || change.in.id.isEmpty())
        co_return Ending{};
    auto fetching = m_operation.fetch(openstack::Get<Volume>{change.out.id});
    const Result<Volume> old = co_await std::move(fetching);
    if (!old.ok() && old.error().kind == ErrorKind::NotFound) {
        Error error = old.error();
        error.message = tr("The volume “%1” no longer exists.").arg(shown(change.out));
        co_return Ending{Outcome::Failed, std::move(error)};
    }
    auto detaching = detach(change.in, index);
    Ending ending = co_await std::move(detaching);
    co_return ending;
}

Task<Ending> VolumeExchange::putBack()
{
    m_prefix = u"back-"_s;
    Ending first;
    std::vector<Ending> detached;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        auto detaching = detachBack(i);
        const Ending ending = co_await std::move(detaching);
        detached.push_back(ending);
        if (first.outcome == Outcome::Succeeded)
            first = ending;
    }
    QStringList missing;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        Ending ending = detached[i];
        if (ending.outcome != Outcome::Failed) { // otherwise the new one is still in its place
            auto attaching = attach(m_changes[i].out, i);
            ending = co_await std::move(attaching);
        }
        if (first.outcome == Outcome::Succeeded)
            first = ending;
        if (ending.outcome != Outcome::Succeeded && ending.error->kind != ErrorKind::NotFound)
            missing.append(shown(m_changes[i].out));
    }
    auto naming = nameBack();
    const Ending named = co_await std::move(naming);
    if (first.outcome == Outcome::Succeeded)
        first = named;
    co_return withMissing(first, missing);
}

} // namespace oriel::operations
