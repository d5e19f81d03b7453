#include "operations/resume.h"

#include "operations/capture/createvolumesnapshot.h"
#include "operations/createsnapshot.h"
#include "operations/poweroperation.h"
#include "operations/removal/changekeepuntil.h"
#include "operations/removal/removal.h"
#include "operations/restore/backupsnapshot.h"
#include "operations/restore/movefloatingip.h"
#include "operations/restore/restoreinstance.h"
#include "operations/restore/volumefromsnapshot.h"
#include "operations/restore/volumerevert.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

std::unique_ptr<Operation> operationFrom(const JournalEntry &entry, Context context)
{
    const QString &kind = entry.kind;
    if (kind == CreateSnapshot::kindName)
        return CreateSnapshot::fromJournal(entry, std::move(context));
    if (kind == CreateVolumeSnapshot::kindName)
        return CreateVolumeSnapshot::fromJournal(entry, std::move(context));
    if (kind == PowerOperation::kindName)
        return PowerOperation::fromJournal(entry, std::move(context));
    if (kind == QLatin1StringView(Removal::kindName))
        return Removal::fromJournal(entry, std::move(context));
    if (kind == QLatin1StringView(ChangeKeepUntil::kindName))
        return ChangeKeepUntil::fromJournal(entry, std::move(context));
    if (kind == RestoreInstance::kindName)
        return RestoreInstance::fromJournal(entry, std::move(context));
    if (kind == VolumeFromSnapshot::kindName)
        return VolumeFromSnapshot::fromJournal(entry, std::move(context));
    if (kind == BackupSnapshot::kindName)
        return BackupSnapshot::fromJournal(entry, std::move(context));
    if (kind == VolumeRevert::kindName)
        return VolumeRevert::fromJournal(entry, std::move(context));
    if (kind == MoveFloatingIp::kindName)
        return MoveFloatingIp::fromJournal(entry, std::move(context));
    return nullptr;
}

std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry, Context context)
{
    auto operation = operationFrom(entry, std::move(context));
    if (operation)
        operation->goOnWith(entry);
    return operation;
}

} // namespace oriel::operations
