#pragma once

#include "operations/operation.h"

#include <memory>
#include <vector>

namespace oriel::operations {

/// What is left to say of an operation that has finished.
struct Report
{
    bool told = false; ///< the one who started it has told the user
    QString summary{}; ///< replaces its outcome: said of all that were started together
};

/// Owns every operation of this run, running and ended, newest first. Outlives windows and dialogs.
/// GUI thread.
class OperationCenter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~OperationCenter() override;

    /// Where operations that are started from now on are kept, and under which scope; null: none.
    /// The journal outlives the centre.
    void setJournal(Journal *journal, const JournalScope &scope);
    [[nodiscard]] Journal *journal() const { return m_journal; }
    [[nodiscard]] const JournalScope &scope() const { return m_scope; }

    using Reporter = std::function<Report(Operation &)>;

    /// Takes it, announces it and starts it. `reporter` is called once when the operation has
    /// finished, before finished(), unless `context` is gone by then.
    Operation *start(std::unique_ptr<Operation> operation, QObject *context = nullptr,
                     Reporter reporter = {});

    [[nodiscard]] const std::vector<std::unique_ptr<Operation>> &operations() const
    {
        return m_operations;
    }
    [[nodiscard]] int running() const;
    /// Whether an operation that works with `stores` is running.
    [[nodiscard]] bool isUsing(const store::CloudStores &stores) const;
    /// Destroys the finished operations that work with `stores`, so that the stores can go.
    void release(const store::CloudStores &stores);
    /// What the released ones were, newest first.
    [[nodiscard]] const std::vector<JournalEntry> &released() const { return m_released; }
    /// The running operation on this subject; null where none.
    [[nodiscard]] Operation *runningOn(const QString &subjectId) const;

Q_SIGNALS:
    void added(oriel::operations::Operation *operation);
    void changed(oriel::operations::Operation *operation);
    void finished(oriel::operations::Operation *operation, const oriel::operations::Report &report);
    void runningChanged(int running);
    /// `operation` is about to be destroyed; released() has its entry.
    void aboutToRelease(oriel::operations::Operation *operation);

private:
    Journal *m_journal = nullptr;
    JournalScope m_scope;
    std::vector<std::unique_ptr<Operation>> m_operations;
    std::vector<JournalEntry> m_released;
};

} // namespace oriel::operations
