#pragma once

#include "app/ctl/command.h"
#include "app/ctl/operationrun.h"
#include "operations/removal/removalrequest.h"

#include <memory>

namespace oriel::ctl {

/// Deletes what its operands name, each with its own outcome, and waits until it is gone. What
/// cannot be found keeps nothing else from being deleted.
class DeleteCommand : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void run() override;

protected:
    using Found = std::function<void(Result<operations::RemovalRequest>)>;
    /// What deleting this one means; `then` is called once.
    virtual void find(const QString &nameOrId, Found then) = 0;

private:
    void next();
    void removeAll();

    std::vector<operations::RemovalRequest> m_requests;
    std::unique_ptr<OperationRun> m_run;
    qsizetype m_at = 0;
    int m_notFound = 0;
};

} // namespace oriel::ctl
