#include "forms/instancestate.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/refusaladvice.h"
#include "operations/actions/serverconditions.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class InstanceStateWords
{
    Q_DECLARE_TR_FUNCTIONS(InstanceState)

public:
    static QString ofError(const openstack::Server &server);
    static QString ofLock(const openstack::Server &server);
    static QString ofResize(const openstack::Server &server);
};

QString InstanceStateWords::ofError(const openstack::Server &server)
{
    QString why = server.fault ? server.fault->message.trimmed() : QString();
    if (!why.isEmpty() && !why.endsWith(u'.'))
        why += u'.';
    Error error;
    error.kind = ErrorKind::Failed;
    error.message = why;
    if (operations::hasNeverRun(server))
        return why.isEmpty()
                   ? tr("The cloud could not create the instance, and does not say why. It has "
                        "never run.")
                   //: %1: the cloud's own sentence; %2: what to do, or nothing
                   : tr("The cloud could not create the instance: %1 %2")
                         .arg(isolated(why), adviceByMessage(error).text)
                         .trimmed();
    return why.isEmpty()
               ? tr("The instance is in error, and the cloud does not say why. A hard "
                    "reboot often helps.")
               //: %1: the cloud's own sentence
               : tr("The instance is in error: %1 A hard reboot often helps.").arg(isolated(why));
}

QString InstanceStateWords::ofLock(const openstack::Server &server)
{
    return server.lockedReason.isEmpty()
               ? tr("The instance is locked: the cloud refuses most changes to it.")
               : tr("The instance is locked, so the cloud refuses most changes to it. Reason: %1")
                     .arg(isolated(server.lockedReason));
}

/// Nova tells only when the instance has last changed in any way, and not whether or when it
/// confirms a resize by itself (resize_confirm_window).
QString InstanceStateWords::ofResize(const openstack::Server &server)
{
    const QString what =
        server.flavor.name.isEmpty()
            ? tr("The instance was resized. Log in and check that it works. Then confirm the "
                 "resize, or revert it.")
            : tr("The instance was resized to “%1”. Log in and check that it works. Then confirm "
                 "the resize, or revert it.")
                  .arg(isolated(server.flavor.name));
    return server.updated.isValid()
               //: %1: two sentences about a resize; %2: a time
               ? tr("%1 It has waited since %2 or earlier. Some clouds confirm a resize by "
                    "themselves after a time that their operators choose.")
                     .arg(what, timeText(server.updated))
               : what;
}

} // namespace

QString waitingText(const openstack::Server &server)
{
    if (!server.taskState.isEmpty())
        return {};
    const QString state = operations::vmStateOf(server);
    if (state == "error"_L1)
        return InstanceStateWords::ofError(server);
    if (state == "resized"_L1)
        return InstanceStateWords::ofResize(server);
    if (state == "rescued"_L1)
        return InstanceStateWords::tr("The instance runs a rescue system, with its own disk "
                                      "attached. When that is repaired, leave rescue mode.");
    if (state == "shelved_offloaded"_L1)
        return InstanceStateWords::tr("The instance is shelved. It takes up no host, and keeps its "
                                      "disks and addresses.");
    if (state == "shelved"_L1)
        return InstanceStateWords::tr("The instance is shelved and shut off. It still has its "
                                      "host.");
    if (state == "soft-delete"_L1)
        return InstanceStateWords::tr("The instance is deleted, and the cloud keeps it for a "
                                      "while.");
    return server.locked ? InstanceStateWords::ofLock(server) : QString();
}

} // namespace oriel::forms
