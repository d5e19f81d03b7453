#include "forms/refusaladvice.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <initializer_list>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class RefusalWords
{
    Q_DECLARE_TR_FUNCTIONS(RefusalAdvice)

public:
    static Advice ofState(const QString &message);
    static Advice ofUse(const QString &message);
    static Advice ofOwner(const QString &message);
    static Advice ofSize(const QString &message);
    static Advice ofAccount(const QString &message);
    static Advice ofQuota(const QString &message);
};

using What = Offer::What;
using openstack::Kind;

const Offer offersAgain{.what = What::Again}; // NOLINT(cert-err58-cpp)

Offer offersAction(const QString &key)
{
    return {.what = What::Action, .action = key};
}

Offer offersList(Kind kind)
{
    return {.what = What::List, .kind = kind};
}

bool says(const QString &message, std::initializer_list<QLatin1StringView> any)
{
    return std::ranges::any_of(any, [&message](QLatin1StringView words) {
        return message.contains(words, Qt::CaseInsensitive);
    });
}

/// The word behind `key`: "image_snapshot" in "… while it is in task_state image_snapshot".
QString wordAfter(const QString &message, QLatin1StringView key)
{
    const qsizetype at = message.indexOf(key);
    if (at < 0)
        return {};
    QString word = message.mid(at + key.size()).trimmed().section(u' ', 0, 0);
    while (word.endsWith(u'.') || word.endsWith(u','))
        word.chop(1);
    return word;
}

Advice RefusalWords::ofState(const QString &message)
{
    if (says(message, {"instance"_L1}) && says(message, {"is locked"_L1}))
        return {tr("Unlock the instance first, then try again."),
                {offersAction(u"unlock-server"_s), offersAgain}};
    if (const QString task = wordAfter(message, "task_state"_L1); !task.isEmpty())
        return {tr("The instance is busy (task state “%1”). Try again when that is finished.")
                    .arg(isolated(task)),
                {offersAgain}};
    if (const QString state = wordAfter(message, "vm_state"_L1); !state.isEmpty())
        return {tr("The instance is in the state “%1”, which does not allow this action. Try again "
                   "when the state has changed.")
                    .arg(isolated(state)),
                {offersAgain}};
    if (says(message, {"but current revision is"_L1}))
        return {tr("Someone else changed it at the same time. Try again."), {offersAgain}};
    if (says(message, {"have snapshots"_L1})) // the most likely of several reasons
        return {
            tr("Detach the volume and delete its snapshots first, then try again."),
            {offersAction(u"detach-from-server"_s), offersList(Kind::VolumeSnapshot), offersAgain}};
    if (says(message, {"part of a group"_L1}))
        return {tr("Try again when its status is one of those that the message names. A volume "
                   "snapshot that is part of a group snapshot can be deleted only with the whole "
                   "group snapshot."),
                {offersAgain}};
    if (says(message, {"status must be"_L1, "must be available"_L1, "expected status"_L1}))
        return {tr("Try again when its status is one of those that the message names. If the "
                   "status does not change, ask the cloud's operator to reset it."),
                {offersAgain}};
    return {};
}

Advice RefusalWords::ofUse(const QString &message)
{
    if (says(message, {"is protected and cannot be deleted"_L1}))
        return {tr("Remove the protection of the image first, then delete it."),
                {offersAction(u"unprotect-image"_s)}};
    if (says(message, {"still attached"_L1, "already has an attached device"_L1,
                       "already attached"_L1, "detach volume first"_L1}))
        return {tr("Detach it first, then try again."),
                {offersAction(u"detach-from-server"_s), offersAction(u"disconnect-port"_s),
                 offersAgain}};
    if (says(message, {"key pair"_L1}) && says(message, {"already exists"_L1}))
        return {tr("Choose another name, or delete the key pair of that name first."),
                {offersAgain, offersList(Kind::KeyPair)}};
    if (says(message, {"rule already exists"_L1}))
        return {tr("The group already has this rule. Nothing else is needed."), {}};
    if (says(message, {"already has a floating IP"_L1}))
        return {tr("Take the other floating IP from the address first, then try again."),
                {offersList(Kind::FloatingIp), offersAgain}};
    if (says(message, {"security group"_L1}) && says(message, {"in use"_L1}))
        return {
            tr("Take the group from all instances and ports that use it first, then try again."),
            {offersList(Kind::Server), offersAgain}};
    if (says(message, {"in use"_L1, "is being used"_L1, "has snapshot(s)"_L1, "has dependent"_L1,
                       "dependent snapshot"_L1, "snapshot is busy"_L1, "InUse"_L1}))
        return {tr("Something still uses it. Delete what uses it first, such as the volumes and "
                   "instances that were made from it, then try again."),
                {offersList(Kind::Volume), offersList(Kind::Server), offersAgain}};
    return {};
}

Advice RefusalWords::ofOwner(const QString &message)
{
    if (says(message, {"Policy doesn't allow"_L1, "disallowed by policy"_L1,
                       "to perform the requested action"_L1}))
        return {tr("Your roles in this project do not allow it. Ask the project's administrator "
                   "for a role that does."),
                {}};
    if (says(message, {"do not own"_L1, "not owned by"_L1, "not the owner"_L1,
                       "belongs to another"_L1, "not permitted to modify"_L1}))
        return {tr("It belongs to another project. Only that project or the cloud's operator can "
                   "change it."),
                {}};
    return {};
}

Advice RefusalWords::ofSize(const QString &message)
{
    if (says(message, {"disk is too small"_L1, "memory is too small"_L1,
                       "disk is smaller than the minimum"_L1}))
        return {tr("Choose a larger flavor, then try again."), {offersAgain}};
    if (says(message, {"smaller than the minimum size"_L1, "smaller than the original"_L1}))
        return {tr("Choose a larger size, then try again."), {offersAgain}};
    if (says(message, {"is too long"_L1}))
        return {tr("Shorten the text that the message names, then try again."), {offersAgain}};
    if (says(message, {"No valid host"_L1, "Exhausted all hosts"_L1}))
        return {tr("The cloud has no place for the instance now. Try a smaller flavor or another "
                   "availability zone, or ask the cloud's operator."),
                {offersAgain}};
    if (says(message, {"No more IP addresses"_L1}))
        return {tr("Choose another network, or free an address in this one."), {offersAgain}};
    return {};
}

Advice RefusalWords::ofAccount(const QString &message)
{
    if (says(message, {"password is expired"_L1}))
        return {tr("Change the password with the cloud's own portal, then sign in again."), {}};
    if (says(message, {"account is locked"_L1, "account is disabled"_L1}))
        return {tr("Ask the cloud's operator to open the account again."), {}};
    return {};
}

Advice RefusalWords::ofQuota(const QString &message)
{
    if (says(message, {"too many key pairs"_L1})) // a user's quota, not a project's
        return {tr("Delete key pairs that you no longer need, or ask for a larger quota."),
                {offersList(Kind::KeyPair)}};
    return {};
}

} // namespace

Advice adviceByMessage(const Error &error)
{
    const QString &message = error.message;
    switch (error.kind) {
    case ErrorKind::Unauthorized:
        return RefusalWords::ofAccount(message);
    case ErrorKind::OverQuota:
        return RefusalWords::ofQuota(message);
    case ErrorKind::Conflict:
    case ErrorKind::BadRequest:
    case ErrorKind::Forbidden:
    case ErrorKind::Failed:
        break;
    default:
        return {}; // not refused by a service, or for a reason that the kind shows
    }
    for (const auto &advice : {RefusalWords::ofState, RefusalWords::ofUse, RefusalWords::ofOwner,
                               RefusalWords::ofSize}) {
        if (const Advice found = advice(message); !found.text.isEmpty())
            return found;
    }
    return {};
}

} // namespace oriel::forms
