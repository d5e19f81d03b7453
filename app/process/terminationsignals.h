#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

namespace oriel::app {

/// Takes SIGINT, SIGTERM and SIGHUP into the event loop as long as it lives, other than those that
/// whoever started the program ignores (nohup). One at a time. Main thread.
///
/// Should the event loop not come to it, the third signal ends the program by itself.
class TerminationSignals final : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    /// Puts back what was there before.
    ~TerminationSignals() override;

    /// The first one of this run, of any object of this class; 0: none.
    [[nodiscard]] static int first();
    /// Ends the program as if the signal had never been handled, so that whoever started it sees
    /// 128 + signal. Standard output and error are flushed; nothing else is cleaned up.
    [[noreturn]] static void endBy(int signal);

Q_SIGNALS:
    void received(int signal);

private:
    void read();

    int m_pipe[2] = {-1, -1}; // NOLINT(modernize-avoid-c-arrays): what pipe2() takes
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace oriel::app
