#pragma once

#include "operations/operation.h"

#include <memory>
#include <vector>

namespace oriel::operations {

/// The remaining report about a finished operation.
struct Report
{
    bool told = false; ///< the caller has already notified the user about this operation
    /// What has become of those that were started together and succeeded. It replaces the outcome
    /// of this operation if it is one of them.
    QString summary{};
    QStringList summed{}; ///< the IDs of the operations that the summary is about
};

/// Owns every operation of this run, running and finished, newest first. Outlives windows and
/// dialogs. GUI thread.
class OperationCenter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~OperationCenter() override;

    /// The journal and scope for operations started from now on; null: none. The journal must
    /// outlive the center.
    void setJournal(Journal *journal, const JournalScope &scope);
    [[nodiscard]] Journal *journal() const { return m_journal; }
    [[nodiscard]] const JournalScope &scope() const { return m_scope; }

    using Reporter = std::function<Report(Operation &)>;

    /// Takes ownership, announces the operation and starts it. `reporter` is called once when it
    /// has finished, before finished(), unless `context` was destroyed.
    Operation *start(std::unique_ptr<Operation> operation, QObject *context = nullptr,
                     Reporter reporter = {});

    [[nodiscard]] const std::vector<std::unique_ptr<Operation>> &operations() const
    {
        return m_operations;
    }
    [[nodiscard]] int running() const;
    /// Whether a running operation works with `stores`.
    [[nodiscard]] bool isUsing(const store::CloudStores &stores) const;
    /// Destroys the finished operations that work with `stores`, so that the stores can be
    /// destroyed.
    void release(const store::CloudStores &stores);
    /// The entries of the released operations, newest first.
    [[nodiscard]] const std::vector<JournalEntry> &released() const { return m_released; }
    /// A running operation that concerns the resource with this ID; null: none.
    [[nodiscard]] Operation *runningOn(const QString &id) const;

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
