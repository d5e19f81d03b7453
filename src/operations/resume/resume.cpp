#include "operations/resume/resume.h"

#include "operations/actions/actions.h"
#include "operations/actions/oldentries.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchinstance.h"
#include "operations/removal/removal.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using Make = std::unique_ptr<Operation> (*)(const JournalEntry &, Context);

template <typename T>
constexpr Make make = [](const JournalEntry &entry, Context context) -> std::unique_ptr<Operation> {
    return T::fromJournal(entry, std::move(context));
};

/// The operations other than actions. Null for any other kind.
Make makerOf(const QString &kind)
{
    static const QHash<QString, Make> makers{
        {CreateSnapshot::kindName, make<CreateSnapshot>},
        {removalKind(Kind::SnapshotSet), make<Removal>},
        {removalKind(Kind::Server), make<Removal>},
        {removalKind(Kind::Volume), make<Removal>},
        {removalKind(Kind::Backup), make<Removal>},
        {LaunchInstance::kindName, make<LaunchInstance>},
    };
    return makers.value(kind);
}

std::unique_ptr<Operation> actionFrom(const Action &action, const JournalEntry &entry,
                                      Context context)
{
    Subject target = subjectFromJson(entry.intent.value("target"_L1).toObject());
    Values values = entry.intent.value("values"_L1).toObject();
    const bool misses = std::ranges::any_of(action.needs, [&](const QString &key) {
        return !values.value(key).toBool() && values.value(key).toString().isEmpty() &&
               values.value(key).toInt() == 0 && values.value(key).toObject().isEmpty() &&
               values.value(key).toArray().isEmpty();
    });
    if ((target.id.isEmpty() && !action.newSubject) || misses)
        return nullptr;
    return std::make_unique<ActionOperation>(std::move(context), action, std::move(target),
                                             std::move(values));
}

} // namespace

bool isUnderstood(const JournalEntry &entry)
{
    return entry.format <= JournalEntry::newestFormat &&
           (makerOf(entry.kind) || actionNamed(modernEntry(entry).kind));
}

std::unique_ptr<Operation> operationFrom(const JournalEntry &entry, Context context)
{
    if (!isUnderstood(entry))
        return nullptr;
    if (const Make made = makerOf(entry.kind))
        return made(entry, std::move(context));
    const JournalEntry modern = modernEntry(entry);
    return actionFrom(*actionNamed(modern.kind), modern, std::move(context));
}

std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry, Context context)
{
    auto operation = operationFrom(entry, std::move(context));
    if (operation)
        operation->resumeFrom(modernEntry(entry));
    return operation;
}

} // namespace oriel::operations
