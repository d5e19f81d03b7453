#include "ui/navigation/operationroute.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

Route subjectRoute(const operations::Subject &subject, const QString &serverId)
{
    if (subject.kind == Kind::SnapshotSet && !serverId.isEmpty())
        return Route::to(Kind::Server, serverId, u"snapshots/"_s + subject.id);
    return Route::to(subject.kind, subject.id);
}

Route operationRoute(const operations::JournalEntry &entry)
{
    const operations::Subject &subject = entry.subject;
    if (entry.kind == "restore-volumes"_L1)
        return Route::list(Kind::Volume);
    if (entry.kind == "restore-instance"_L1 && !entry.resultId.isEmpty())
        return Route::to(Kind::Server, entry.resultId);
    if ((entry.kind == "create-volume"_L1 || entry.kind == "restore-backup"_L1 ||
         entry.kind == "overwrite-volume"_L1) &&
        !entry.resultId.isEmpty())
        return Route::to(Kind::Volume, entry.resultId);
    if ((entry.kind == "create-backup"_L1 || entry.kind == "back-up-volume"_L1) &&
        !entry.resultId.isEmpty())
        return Route::to(Kind::Backup, entry.resultId);
    if (entry.kind == "create-snapshot"_L1 && !entry.resultId.isEmpty() && !subject.id.isEmpty())
        return Route::to(Kind::Server, subject.id, u"snapshots/"_s + entry.resultId);
    // A deleted resource is shown nowhere else.
    if (subject.id.isEmpty() || entry.kind.startsWith("delete-"_L1))
        return Route::activity(entry.id);
    return subjectRoute(subject);
}

Route operationRoute(const operations::Operation &operation)
{
    return operationRoute(operation.journalEntry());
}

} // namespace oriel::ui
