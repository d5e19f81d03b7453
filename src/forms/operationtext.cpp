#include "forms/operationtext.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/actions/oldentries.h"
#include "operations/names.h"
#include "operations/resume/resume.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::JournalEntry;
using operations::Outcome;
using operations::Subject;

class OperationWords
{
    Q_DECLARE_TR_FUNCTIONS(OperationText)

public:
    static QString other(const JournalEntry &entry);
    static QString kind(openstack::Kind kind);
    static QString leftovers(const JournalEntry &entry);
};

/// Of a kind that this version does not know.
QString OperationWords::other(const JournalEntry &entry)
{
    const QString title = isolated(entry.title);
    switch (entry.outcome) {
    case Outcome::Running:
        return tr("In progress: %1").arg(title);
    case Outcome::Succeeded:
        return tr("Done: %1").arg(title);
    case Outcome::Failed:
        return tr("Not done: %1").arg(title);
    default:
        return tr("It is not known whether this was done: %1").arg(title);
    }
}

QString OperationWords::kind(openstack::Kind kind)
{
    switch (kind) {
    case openstack::Kind::Server:
        return tr("Instance");
    case openstack::Kind::SecurityGroup:
        return tr("Security group");
    case openstack::Kind::Volume:
        return tr("Volume");
    case openstack::Kind::VolumeSnapshot:
        return tr("Volume snapshot");
    case openstack::Kind::Backup:
        return tr("Backup");
    case openstack::Kind::Image:
        return tr("Image");
    case openstack::Kind::KeyPair:
        return tr("Key pair");
    case openstack::Kind::ServerGroup:
        return tr("Server group");
    case openstack::Kind::VolumeGroup:
        return tr("Volume group");
    case openstack::Kind::GroupSnapshot:
        return tr("Group snapshot");
    case openstack::Kind::FloatingIp:
        return tr("Floating IP");
    case openstack::Kind::Port:
        return tr("Port");
    default:
        return tr("Snapshot");
    }
}

QString OperationWords::leftovers(const JournalEntry &entry)
{
    if (entry.leftovers.empty())
        return {};
    QStringList names;
    for (const Subject &subject : entry.leftovers)
        //: %1: a kind: "Volume snapshot"; %2: a name
        names += tr("%1 “%2”").arg(kind(subject.kind),
                                   isolated(operations::nameOrId(subject.name, subject.id)));
    names.removeDuplicates();
    if (entry.kind.startsWith("delete-"_L1)) // that is what the operation tried to do
        return tr("Still in the cloud: %1.").arg(names.join(", "_L1));
    return tr("Left behind in the cloud: %1. Delete it if you do not need it.")
        .arg(names.join(", "_L1));
}

} // namespace

QString outcomeText(const JournalEntry &entry)
{
    if (entry.outcome == Outcome::Canceled)
        return entry.error && !entry.error->message.isEmpty()
                   //: %1: a sentence: "The instance was started again."
                   ? OperationWords::tr("Canceled. %1").arg(entry.error->message)
                   : OperationWords::tr("Canceled.");
    if (entry.outcome == Outcome::Requested)
        //: %1: the title of an operation: "Delete volume “data”"
        return OperationWords::tr("Everything was requested: %1. Whether the cloud has finished it "
                                  "is not known.")
            .arg(isolated(entry.title));
    const JournalEntry modern = operations::modernEntry(entry);
    const operations::Action *action = operations::actionNamed(modern.kind);
    return action ? action->outcome(modern) : OperationWords::other(entry);
}

QString outcomeText(const operations::Operation &operation)
{
    return outcomeText(operation.journalEntry());
}

bool isAbandoned(const JournalEntry &entry)
{
    return entry.outcome == Outcome::Running && !entry.alive;
}

bool needsNewerOriel(const JournalEntry &entry)
{
    return isAbandoned(entry) && (entry.givenBack || !operations::isUnderstood(entry));
}

QString outcomeWord(const JournalEntry &entry)
{
    switch (entry.outcome) {
    case Outcome::Running:
        if (needsNewerOriel(entry))
            return OperationWords::tr("Needs a newer Oriel");
        return isAbandoned(entry) ? OperationWords::tr("Not finished")
                                  : OperationWords::tr("Running");
    case Outcome::Succeeded:
        //: Outcome of an operation; so are "Running", "Failed", "Canceled", "Requested",
        //: "Unknown" and "Not finished".
        return OperationWords::tr("Done");
    case Outcome::Failed:
        return OperationWords::tr("Failed");
    case Outcome::Canceled:
        return OperationWords::tr("Canceled");
    case Outcome::Requested:
        return OperationWords::tr("Requested");
    case Outcome::Unclear:
        break;
    }
    return OperationWords::tr("Unknown");
}

ErrorText describe(const JournalEntry &entry)
{
    const bool bad = entry.outcome == Outcome::Failed || entry.outcome == Outcome::Unclear;
    if (!bad || !entry.error)
        return {};
    ErrorText text = describe(*entry.error, outcomeText(entry));
    if (entry.outcome == Outcome::Unclear) {
        // Whatever the reason: check the result before trying again.
        Error lost;
        lost.kind = ErrorKind::AnswerLost;
        const ErrorText unknown = describe(lost, {});
        text.advice = unknown.advice;
        text.offers = unknown.offers;
    }
    if (const QString left = OperationWords::leftovers(entry); !left.isEmpty())
        text.advice = left + u' ' + text.advice;
    QStringList lines;
    if (!text.details.isEmpty())
        lines += text.details;
    for (const QString &id : entry.requestIds) {
        if (id != entry.error->requestId)
            lines += OperationWords::tr("Request ID: %1").arg(id);
    }
    for (const Subject &subject : entry.leftovers)
        //: %1: a kind: "Image"; %2: an ID
        lines += OperationWords::tr("Left behind: %1 %2")
                     .arg(OperationWords::kind(subject.kind), isolated(subject.id));
    lines += entry.notes;
    text.details = lines.join(u'\n');
    return text;
}

ErrorText describe(const operations::Operation &operation)
{
    return describe(operation.journalEntry());
}

} // namespace oriel::forms
