#pragma once

#include "app/ctl/connection.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"

#include <functional>
#include <memory>
#include <vector>

namespace oriel::ctl {

/// Carries out operations as the window does: journaled, so that the window can go on with what a
/// killed orielctl has left; with the stage under way shown on a terminal, and what went wrong said
/// on standard error. Main thread.
class OperationRun final : public QObject
{
    Q_OBJECT

public:
    OperationRun(Connection &connection, bool quiet, QObject *parent);

    /// What operations that are to be started here work with.
    [[nodiscard]] operations::Context context();

    /// Starts all of them. `then` gets how many did not succeed, once all have ended.
    void start(std::vector<std::unique_ptr<operations::Operation>> operations,
               std::function<void(int failed)> then);

    /// Writes into the journal that this one has ended well, because all is asked for: what is left
    /// is waiting, which nobody does. `note` says so.
    void letGo(const operations::Operation &operation, const QString &note);

private:
    void showStage(const operations::Operation &operation);
    void tell(const operations::Operation &operation);

    Connection &m_connection;
    bool m_quiet;
    operations::Journal m_journal;
    operations::OperationCenter m_center;
    int m_open = 0;
    int m_failed = 0;
    std::function<void(int)> m_then;
};

/// What an operation that did not succeed means, for standard error; empty for one that did and has
/// nothing to say.
[[nodiscard]] QString wordsFor(const operations::Operation &operation);

} // namespace oriel::ctl
