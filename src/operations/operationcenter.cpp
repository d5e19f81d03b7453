#include "operations/operationcenter.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace oriel::operations {

OperationCenter::~OperationCenter()
{
    // Disconnect first: operations may emit while being destroyed.
    for (const auto &operation : m_operations)
        operation->disconnect(this);
}

void OperationCenter::setJournal(Journal *journal, const JournalScope &scope)
{
    m_journal = journal;
    m_scope = scope;
}

Operation *OperationCenter::start(std::unique_ptr<Operation> operation, QObject *context,
                                  Reporter reporter)
{
    Operation *started = operation.get();
    started->useJournal(m_journal, m_scope);
    m_operations.insert(m_operations.begin(), std::move(operation));
    connect(started, &Operation::changed, this, [this, started] { Q_EMIT changed(started); });
    // What the reporter keeps, such as a typed password, is not kept longer than it needs.
    connect(
        started, &Operation::finished, this,
        [this, started, reporter = std::move(reporter), context = QPointer(context)] {
            const Report report = reporter && context ? reporter(*started) : Report();
            Q_EMIT finished(started, report);
            Q_EMIT runningChanged(running());
        },
        Qt::SingleShotConnection);
    Q_EMIT added(started);
    Q_EMIT runningChanged(running());
    started->start();
    return started;
}

int OperationCenter::running() const
{
    return static_cast<int>(std::ranges::count_if(
        m_operations, [](const auto &o) { return o->outcome() == Outcome::Running; }));
}

bool OperationCenter::isUsing(const store::CloudStores &stores) const
{
    return std::ranges::any_of(m_operations, [&](const auto &o) {
        return o->outcome() == Outcome::Running && o->worksWith(stores);
    });
}

void OperationCenter::release(const store::CloudStores &stores)
{
    std::vector<std::unique_ptr<Operation>> going;
    for (auto &operation : m_operations) {
        if (operation->outcome() != Outcome::Running && operation->worksWith(stores))
            going.push_back(std::move(operation));
    }
    std::erase(m_operations, nullptr);
    std::vector<JournalEntry> entries;
    for (const auto &operation : going)
        entries.push_back(operation->journalEntry());
    m_released.insert(m_released.begin(), entries.begin(), entries.end());
    for (const auto &operation : going) {
        operation->disconnect(this);
        Q_EMIT aboutToRelease(operation.get());
    }
}

Operation *OperationCenter::runningOn(const QString &id) const
{
    const auto found = std::ranges::find_if(m_operations, [&](const auto &o) {
        return o->outcome() == Outcome::Running && o->concerns(id);
    });
    return found == m_operations.end() ? nullptr : found->get();
}

} // namespace oriel::operations
