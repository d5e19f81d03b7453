#pragma once

#include "app/ctl/command.h"
#include "app/ctl/operationrun.h"
#include "operations/removal/removalrequest.h"

#include <memory>

namespace oriel::ctl {

/// Deletes its operands, each with its own outcome, and waits until they are deleted. An operand
/// that is not found does not prevent the other deletions.
class DeleteCommand : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void run() override;

protected:
    using Found = std::function<void(Result<operations::RemovalRequest>)>;
    /// Finds what to delete; calls `then` once.
    virtual void find(const QString &nameOrId, Found then) = 0;
    /// Whether the command waits until everything is deleted; otherwise until everything is
    /// requested and the cloud does the rest.
    [[nodiscard]] virtual bool waits() const { return true; }
    /// Adds one to what is deleted, before run().
    void addOperand(const QString &nameOrId) { m_operands.append(nameOrId); }

private:
    void next();
    void removeAll();

    QStringList m_operands;
    std::vector<operations::RemovalRequest> m_requests;
    std::unique_ptr<OperationRun> m_run;
    qsizetype m_at = 0;
    int m_notFound = 0;
};

} // namespace oriel::ctl
