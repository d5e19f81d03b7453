#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

namespace oriel::app {

/// While it exists, delivers SIGINT, SIGTERM and SIGHUP to the event loop, except those that the
/// parent process ignores (nohup). One instance at a time. Main thread.
///
/// If the event loop is blocked, the third signal ends the program.
class TerminationSignals final : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    /// Restores the previous handlers.
    ~TerminationSignals() override;

    /// The first signal of this process, from any instance; 0: none.
    [[nodiscard]] static int first();
    /// Ends the program as if the signal had not been handled, so that the parent process sees 128
    /// + signal. Flushes standard output and error; cleans up nothing else.
    [[noreturn]] static void endBy(int signal);

Q_SIGNALS:
    void received(int signal);

private:
    void read();

    int m_pipe[2] = {-1, -1}; // NOLINT(modernize-avoid-c-arrays): what pipe2() takes
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace oriel::app
