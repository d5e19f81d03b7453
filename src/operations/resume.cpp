#include "operations/resume.h"

#include "operations/poweroperation.h"
#include "operations/removal/changekeepuntil.h"
#include "operations/removal/removal.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Of one kind: made from what its intent() wrote; null where that is not understood.
std::unique_ptr<Operation> makeOfKind(const JournalEntry &entry, Context context)
{
    const QString &kind = entry.kind;
    if (kind == PowerOperation::kindName)
        return PowerOperation::fromJournal(entry, std::move(context));
    if (kind == QLatin1StringView(Removal::kindName))
        return Removal::fromJournal(entry, std::move(context));
    if (kind == QLatin1StringView(ChangeKeepUntil::kindName))
        return ChangeKeepUntil::fromJournal(entry, std::move(context));
    return nullptr;
}

} // namespace

std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry, Context context)
{
    auto operation = makeOfKind(entry, std::move(context));
    if (operation)
        operation->goOnWith(entry);
    return operation;
}

} // namespace oriel::operations
