#include "forms/operationtext.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/actions/oldentries.h"
#include "operations/capture/createsnapshot.h"
#include "operations/resume/resume.h"

#include "forms/restoretext.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::JournalEntry;
using operations::Outcome;
using operations::Subject;

/// One sentence for each outcome; "%1" is the name of what it is about.
struct Sentences
{
    QString done;
    QString doing;
    QString failed;
    QString unclear;

    [[nodiscard]] QString of(const JournalEntry &entry, const QString &name) const
    {
        const QString &pattern = matching(entry.outcome);
        return pattern.arg(isolated(name));
    }

    [[nodiscard]] const QString &matching(Outcome outcome) const
    {
        switch (outcome) {
        case Outcome::Running:
            return doing;
        case Outcome::Succeeded:
            return done;
        case Outcome::Unclear:
            return unclear;
        case Outcome::Failed:
        case Outcome::Canceled: // said before, whatever it is about
            break;
        }
        return failed;
    }
};

class OperationWords
{
    Q_DECLARE_TR_FUNCTIONS(OperationText)

public:
    static QString snapshot(const JournalEntry &entry);
    static QString removal(const JournalEntry &entry);
    static QString other(const JournalEntry &entry);
    static QString kind(openstack::Kind kind);
    static QString leftovers(const JournalEntry &entry);
};

/// Everything was captured, and the instance that was shut off for it could not be started again.
bool wholeButStillOff(const JournalEntry &entry)
{
    using operations::StageState;
    if (entry.outcome != Outcome::Failed || entry.stages.size() < 2 || entry.resultId.isEmpty() ||
        entry.stages.back().measure != operations::CreateSnapshot::startMeasure ||
        entry.stages.back().state != StageState::Failed)
        return false;
    return std::all_of(entry.stages.begin(), entry.stages.end() - 1,
                       [](const auto &stage) { return stage.state == StageState::Done; });
}

QString OperationWords::snapshot(const JournalEntry &entry)
{
    if (wholeButStillOff(entry))
        return tr("The snapshot “%1” was created, but the instance “%2” is still shut off.")
            .arg(isolated(entry.intent.value("name"_L1).toString()), isolated(entry.subject.name));
    // Until its image is known there is nothing that could be incomplete.
    const bool begun = !entry.resultId.isEmpty();
    return Sentences{tr("The snapshot “%1” was created."),
                     tr("The snapshot “%1” is being created."),
                     begun ? tr("The snapshot “%1” could not be completed.")
                           : tr("The snapshot “%1” was not created."),
                     begun ? tr("It is not known whether the snapshot “%1” is complete.")
                           : tr("It is not known whether the snapshot “%1” was created.")}
        .of(entry, entry.intent.value("name"_L1).toString());
}

QString OperationWords::removal(const JournalEntry &entry)
{
    const QString name = entry.subject.name.isEmpty() ? entry.subject.id : entry.subject.name;
    return Sentences{tr("“%1” was deleted."), tr("“%1” is being deleted."),
                     tr("“%1” was not completely deleted."),
                     tr("It is not known whether “%1” was deleted.")}
        .of(entry, name);
}

QString OperationWords::other(const JournalEntry &entry)
{
    return Sentences{tr("Done: %1"), tr("In progress: %1"), tr("Not done: %1"),
                     tr("It is not known whether this was done: %1")}
        .of(entry, entry.title);
}

QString OperationWords::kind(openstack::Kind kind)
{
    switch (kind) {
    case openstack::Kind::Server:
        return tr("Instance");
    case openstack::Kind::Volume:
        return tr("Volume");
    case openstack::Kind::VolumeSnapshot:
        return tr("Volume snapshot");
    case openstack::Kind::Image:
        return tr("Image");
    case openstack::Kind::KeyPair:
        return tr("Key pair");
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
        names += tr("%1 “%2”").arg(kind(subject.kind),
                                   isolated(subject.name.isEmpty() ? subject.id : subject.name));
    names.removeDuplicates();
    if (entry.kind == "delete-snapshot"_L1) // that is just what was tried
        return tr("Still in the cloud: %1.").arg(names.join(", "_L1));
    return tr("Left behind in the cloud: %1. Delete it if you do not need it.")
        .arg(names.join(", "_L1));
}

} // namespace

QString outcomeText(const JournalEntry &entry)
{
    if (entry.outcome == Outcome::Canceled)
        return entry.error && !entry.error->message.isEmpty()
                   ? OperationWords::tr("Canceled. %1").arg(entry.error->message)
                   : OperationWords::tr("Canceled.");
    if (entry.kind == "create-snapshot"_L1 && entry.intent.contains("name"_L1))
        return OperationWords::snapshot(entry);
    const JournalEntry modern = operations::modernEntry(entry);
    if (const operations::Action *action = operations::actionNamed(modern.kind))
        return action->outcome(entry.outcome, entry.subject,
                               modern.intent.value("values"_L1).toObject());
    if (entry.kind == "delete-snapshot"_L1)
        return OperationWords::removal(entry);
    if (const QString text = restoreOutcomeText(entry); !text.isEmpty())
        return text;
    return OperationWords::other(entry);
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
        return OperationWords::tr("Done");
    case Outcome::Failed:
        return OperationWords::tr("Failed");
    case Outcome::Canceled:
        return OperationWords::tr("Canceled");
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
        // Whatever the reason, trying again comes after looking.
        Error lost;
        lost.kind = ErrorKind::AnswerLost;
        text.advice = describe(lost, {}).advice;
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
