#include "ui/navigation/operationroute.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

Route operationRoute(const operations::JournalEntry &entry)
{
    const operations::Subject &subject = entry.subject;
    if (entry.kind == "restore-instance"_L1 && !entry.resultId.isEmpty())
        return {Route::Place::Instance, entry.resultId, {}};
    if (entry.kind == "create-volume"_L1 && !entry.resultId.isEmpty())
        return {Route::Place::Volumes, entry.resultId, {}};
    // What is deleted is seen nowhere else any more.
    if (subject.id.isEmpty() || entry.kind == "delete-snapshot"_L1)
        return {Route::Place::Activity, entry.id, {}};
    switch (subject.kind) {
    case Kind::Server:
        if (entry.kind == "create-snapshot"_L1 && !entry.resultId.isEmpty())
            return {Route::Place::Instance, subject.id, u"snapshots/"_s + entry.resultId};
        return {Route::Place::Instance, subject.id, {}};
    case Kind::Volume:
        return {Route::Place::Volumes, subject.id, {}};
    case Kind::VolumeSnapshot:
        return {Route::Place::Snapshots, subject.id, {}};
    case Kind::Image:
    case Kind::SnapshotSet:
        return {Route::Place::Images, subject.id, {}};
    default:
        return {Route::Place::Activity, entry.id, {}};
    }
}

Route operationRoute(const operations::Operation &operation)
{
    return operationRoute(operation.journalEntry());
}

} // namespace oriel::ui
