#include "forms/operationtext.h"

#include "operations/createsnapshot.h"
#include "operations/poweroperation.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Outcome;
using operations::PowerAction;
using operations::Subject;

class OperationWords
{
    Q_DECLARE_TR_FUNCTIONS(OperationText)

public:
    static QString snapshot(const operations::CreateSnapshot &operation);
    static QString power(const operations::PowerOperation &operation);
    static QString kind(Subject::Kind kind);
    static QString leftovers(const operations::Operation &operation);
};

QString OperationWords::snapshot(const operations::CreateSnapshot &operation)
{
    const QString name = operation.request().name;
    switch (operation.outcome()) {
    case Outcome::Running:
        return tr("The snapshot “%1” is being created.").arg(name);
    case Outcome::Succeeded:
        return tr("The snapshot “%1” was created.").arg(name);
    case Outcome::Unclear:
        return operation.resultId().isEmpty()
                   ? tr("It is not known whether the snapshot “%1” was created.").arg(name)
                   : tr("It is not known whether the snapshot “%1” is complete.").arg(name);
    case Outcome::Failed:
        break;
    }
    return operation.resultId().isEmpty()
               ? tr("The snapshot “%1” was not created.").arg(name)
               : tr("The snapshot “%1” could not be completed.").arg(name);
}

QString OperationWords::power(const operations::PowerOperation &operation)
{
    const QString name = operation.subject().name;
    const auto pick = [&](const QString &done, const QString &doing, const QString &failed,
                          const QString &unclear) {
        switch (operation.outcome()) {
        case Outcome::Running:
            return doing.arg(name);
        case Outcome::Succeeded:
            return done.arg(name);
        case Outcome::Unclear:
            return unclear.arg(name);
        case Outcome::Failed:
            break;
        }
        return failed.arg(name);
    };
    switch (operation.action()) {
    case PowerAction::Start:
        return pick(tr("“%1” was started."), tr("“%1” is being started."),
                    tr("“%1” was not started."), tr("It is not known whether “%1” was started."));
    case PowerAction::ShutOff:
        return pick(tr("“%1” was shut off."), tr("“%1” is being shut off."),
                    tr("“%1” was not shut off."), tr("It is not known whether “%1” was shut off."));
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        break;
    }
    return pick(tr("“%1” was rebooted."), tr("“%1” is being rebooted."),
                tr("“%1” was not rebooted."), tr("It is not known whether “%1” was rebooted."));
}

QString OperationWords::kind(Subject::Kind kind)
{
    switch (kind) {
    case Subject::Kind::Server:
        return tr("Instance");
    case Subject::Kind::Volume:
        return tr("Volume");
    case Subject::Kind::VolumeSnapshot:
        return tr("Volume snapshot");
    case Subject::Kind::Image:
        return tr("Image");
    case Subject::Kind::SnapshotSet:
        break;
    }
    return tr("Snapshot");
}

QString OperationWords::leftovers(const operations::Operation &operation)
{
    const auto &left = operation.leftovers();
    if (left.empty())
        return {};
    QStringList names;
    for (const Subject &subject : left)
        names += tr("%1 “%2”").arg(kind(subject.kind),
                                   subject.name.isEmpty() ? subject.id : subject.name);
    names.removeDuplicates();
    return tr("Left behind in the cloud: %1. Delete it if you do not need it.")
        .arg(names.join(", "_L1));
}

} // namespace

QString outcomeText(const operations::Operation &operation)
{
    if (const auto *snapshot = qobject_cast<const operations::CreateSnapshot *>(&operation))
        return OperationWords::snapshot(*snapshot);
    if (const auto *power = qobject_cast<const operations::PowerOperation *>(&operation))
        return OperationWords::power(*power);
    return operation.title();
}

ErrorText describe(const operations::Operation &operation)
{
    const bool bad =
        operation.outcome() == Outcome::Failed || operation.outcome() == Outcome::Unclear;
    if (!bad || !operation.error())
        return {};
    ErrorText text = describe(*operation.error(), outcomeText(operation));
    if (operation.outcome() == Outcome::Unclear) {
        // Whatever the reason, trying again comes after looking.
        Error lost;
        lost.kind = ErrorKind::AnswerLost;
        text.advice = describe(lost, {}).advice;
    }
    if (const QString left = OperationWords::leftovers(operation); !left.isEmpty())
        text.advice = left + u' ' + text.advice;
    QStringList lines;
    if (!text.details.isEmpty())
        lines += text.details;
    for (const QString &id : operation.requestIds()) {
        if (id != operation.error()->requestId)
            lines += OperationWords::tr("Request-id: %1").arg(id);
    }
    for (const Subject &subject : operation.leftovers())
        lines += OperationWords::tr("Left behind: %1 %2")
                     .arg(OperationWords::kind(subject.kind), subject.id);
    lines += operation.notes();
    text.details = lines.join(u'\n');
    return text;
}

} // namespace oriel::forms
