#include "app/process/terminationsignals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace oriel::app {

namespace {

constexpr std::array handledSignals{SIGINT, SIGTERM, SIGHUP};
constexpr int patientSignals = 2;

// Data that a signal handler may access.
std::atomic<int> signalPipe = -1;
std::atomic<int> signalCount = 0;
std::atomic<int> firstSignal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

std::array<struct sigaction, handledSignals.size()> actionsBefore{};

extern "C" void noteSignal(int signal)
{
    const int error = errno;
    int none = 0;
    firstSignal.compare_exchange_strong(none, signal);
    if (++signalCount > patientSignals) {
        std::signal(signal, SIG_DFL);
        ::raise(signal); // delivered when this handler returns
    }
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(signalPipe, &byte, 1);
    errno = error;
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent) : QObject(parent)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // keep the default: the program ends
    signalPipe = m_pipe[1];
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &TerminationSignals::read);
    for (std::size_t i = 0; i < handledSignals.size(); ++i) {
        ::sigaction(handledSignals[i], nullptr, &actionsBefore[i]);
        if (actionsBefore[i].sa_handler == SIG_IGN) // NOLINT: the system's own interface
            continue;
        struct sigaction action = {};
        action.sa_handler = noteSignal;
        action.sa_flags = SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(handledSignals[i], &action, nullptr);
    }
}

TerminationSignals::~TerminationSignals()
{
    if (!m_notifier)
        return;
    for (std::size_t i = 0; i < handledSignals.size(); ++i)
        ::sigaction(handledSignals[i], &actionsBefore[i], nullptr);
    delete m_notifier;
    signalPipe = -1;
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

int TerminationSignals::first()
{
    return firstSignal;
}

void TerminationSignals::endBy(int signal)
{
    std::fflush(stdout);
    std::fflush(stderr);
    std::signal(signal, SIG_DFL);
    sigset_t only;
    ::sigemptyset(&only);
    ::sigaddset(&only, signal);
    ::sigprocmask(SIG_UNBLOCK, &only, nullptr);
    ::raise(signal);
    constexpr int shellOffset = 128;
    ::_exit(shellOffset + signal); // the signal was blocked by other means
}

void TerminationSignals::read()
{
    unsigned char signal = 0;
    while (::read(m_pipe[0], &signal, 1) == 1)
        Q_EMIT received(signal);
}

} // namespace oriel::app
