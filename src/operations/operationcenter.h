#pragma once

#include "operations/operation.h"

#include <memory>
#include <vector>

namespace oriel::operations {

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

    /// Takes it, announces it and starts it.
    Operation *start(std::unique_ptr<Operation> operation);

    [[nodiscard]] const std::vector<std::unique_ptr<Operation>> &operations() const
    {
        return m_operations;
    }
    [[nodiscard]] int running() const;
    /// The running operation on this subject; null where none.
    [[nodiscard]] Operation *runningOn(const QString &subjectId) const;

Q_SIGNALS:
    void added(oriel::operations::Operation *operation);
    void changed(oriel::operations::Operation *operation);
    void finished(oriel::operations::Operation *operation);
    void runningChanged(int running);

private:
    Journal *m_journal = nullptr;
    JournalScope m_scope;
    std::vector<std::unique_ptr<Operation>> m_operations;
};

} // namespace oriel::operations
