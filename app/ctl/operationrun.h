#pragma once

#include "app/ctl/connection.h"
#include "app/process/terminationsignals.h"
#include "operations/operationcenter.h"

#include <QtCore/QSet>

#include <functional>
#include <memory>
#include <vector>

namespace oriel::ctl {

/// Runs operations like the window does: journaled, so that the next Oriel can resume what a killed
/// orielctl left; shows the current stage on a terminal, and prints failures to standard error.
/// Main thread.
///
/// The first SIGINT, SIGTERM or SIGHUP cancels what can be canceled and lets the rest finish, the
/// second ends the program immediately; both print what that means. The caller must end the program
/// by that signal (TerminationSignals::first()).
class OperationRun final : public QObject
{
    Q_OBJECT

public:
    OperationRun(Connection &connection, bool quiet, QObject *parent);

    /// The context for operations to be started here.
    [[nodiscard]] operations::Context context();

    /// Starts all operations. Calls `then` with the number of unsuccessful ones when all are
    /// finished.
    void start(std::vector<std::unique_ptr<operations::Operation>> operations,
               std::function<void(int failed)> then);

    /// Operations started from now on are finished as soon as everything is requested and the cloud
    /// can complete it without Oriel. `note` records that in the journal.
    void doNotWait(const QString &note) { m_releaseNote = note; }

    /// Records in the journal that everything is requested, and that what became of it was not
    /// waited for: Outcome::Requested. `note` says why.
    void release(const operations::Operation &operation, const QString &note);

private:
    void interrupt(int signal);
    void finishRun();
    void leave(const operations::Operation &operation);
    void stop(int signal);
    void answer(operations::Operation &operation);
    [[nodiscard]] std::vector<operations::Operation *> running() const;
    void showStage(const operations::Operation &operation);
    void report(const operations::Operation &operation);

    Connection &m_connection;
    bool m_quiet;
    operations::OperationCenter m_center;
    app::TerminationSignals m_signals;
    bool m_interrupted = false;
    QSet<QString> m_letGo; ///< IDs of running operations that are no longer waited for
    QString m_releaseNote; ///< empty: waits until all are finished
    int m_open = 0;
    int m_failed = 0;
    std::function<void(int)> m_then;
};

/// A line for standard error about an operation that was not successful; empty for a successful one
/// without notes.
[[nodiscard]] QString outcomeLine(const operations::Operation &operation);

} // namespace oriel::ctl
