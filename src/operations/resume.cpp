#include "operations/resume.h"

#include "operations/capture/createvolumesnapshot.h"
#include "operations/capture/createsnapshot.h"
#include "operations/poweroperation.h"
#include "operations/removal/changekeepuntil.h"
#include "operations/removal/removal.h"
#include "operations/restore/backupsnapshot.h"
#include "operations/restore/movefloatingip.h"
#include "operations/restore/restoreinstance.h"
#include "operations/restore/volumefromsnapshot.h"
#include "operations/restore/volumerevert.h"

#include <QtCore/QHash>

namespace oriel::operations {

namespace {

using Make = std::unique_ptr<Operation> (*)(const JournalEntry &, Context);

template <typename T>
constexpr Make make = [](const JournalEntry &entry, Context context) -> std::unique_ptr<Operation> {
    return T::fromJournal(entry, std::move(context));
};

/// Null for a kind of another version.
Make makerOf(const QString &kind)
{
    static const QHash<QString, Make> makers{
        {CreateSnapshot::kindName, make<CreateSnapshot>},
        {CreateVolumeSnapshot::kindName, make<CreateVolumeSnapshot>},
        {PowerOperation::kindName, make<PowerOperation>},
        {QLatin1StringView(Removal::kindName), make<Removal>},
        {QLatin1StringView(ChangeKeepUntil::kindName), make<ChangeKeepUntil>},
        {RestoreInstance::kindName, make<RestoreInstance>},
        {VolumeFromSnapshot::kindName, make<VolumeFromSnapshot>},
        {BackupSnapshot::kindName, make<BackupSnapshot>},
        {VolumeRevert::kindName, make<VolumeRevert>},
        {MoveFloatingIp::kindName, make<MoveFloatingIp>},
    };
    return makers.value(kind);
}

} // namespace

bool isUnderstood(const JournalEntry &entry)
{
    return entry.format <= JournalEntry::newestFormat && makerOf(entry.kind);
}

std::unique_ptr<Operation> operationFrom(const JournalEntry &entry, Context context)
{
    return isUnderstood(entry) ? makerOf(entry.kind)(entry, std::move(context)) : nullptr;
}

std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry, Context context)
{
    auto operation = operationFrom(entry, std::move(context));
    if (operation)
        operation->goOnWith(entry);
    return operation;
}

} // namespace oriel::operations
