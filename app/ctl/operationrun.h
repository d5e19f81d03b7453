#pragma once

#include "app/ctl/connection.h"
#include "app/process/terminationsignals.h"
#include "operations/operationcenter.h"

#include <QtCore/QSet>

#include <functional>
#include <memory>
#include <vector>

namespace oriel::ctl {

/// Carries out operations as the window does: journaled, so that the next Oriel can go on with what
/// a killed orielctl has left; with the stage in progress shown on a terminal, and what went wrong
/// said on standard error. Main thread.
///
/// The first SIGINT, SIGTERM or SIGHUP cancels what can be canceled and lets the rest finish, the
/// second ends the program at once; both say what that means. Whoever uses it ends the program by
/// that signal (TerminationSignals::first()).
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

    /// Ends operations that are started from now on once everything is requested and the cloud
    /// finishes it without Oriel. `note` says so in the journal.
    void doNotWait(const QString &note) { m_releaseNote = note; }

    /// Writes into the journal that this one has ended well, because all is asked for: what is left
    /// is waiting, which nobody does. `note` says so.
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

/// What an operation that did not succeed means, for standard error; empty for one that did and has
/// nothing to say.
[[nodiscard]] QString outcomeLine(const operations::Operation &operation);

} // namespace oriel::ctl
