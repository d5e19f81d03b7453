#include "app/ctl/terminal.h"

#include "app/ctl/table.h"
#include "base/visible.h"

#include <QtCore/QByteArray>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

/// The errno if not everything was written; otherwise 0.
int writeTo(std::FILE *file, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const auto size = static_cast<std::size_t>(bytes.size());
    errno = 0;
    if (std::fwrite(bytes.constData(), 1, size, file) == size && std::fflush(file) == 0)
        return 0;
    const int problem = errno == 0 ? EIO : errno;
    std::clearerr(file);
    return problem;
}

int firstOutputProblem = 0;

/// Signals that end or stop the program; the echo must be restored first.
constexpr std::array interruptingSignals{SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                         SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU};

volatile std::sig_atomic_t interruptedBy = 0;
/// The end that a signal is written to, so that it also ends a wait that begins only after it.
volatile std::sig_atomic_t interruptionPipe = -1;

extern "C" void noteInterruption(int signal)
{
    const int before = errno;
    interruptedBy = signal;
    const char byte = 0;
    // A full pipe says all that it needs to say.
    [[maybe_unused]] const auto written = ::write(interruptionPipe, &byte, 1);
    errno = before;
}

/// A terminal without echo.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0 ||
            ::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return;
        interruptedBy = 0;
        interruptionPipe = m_pipe[1];
        struct sigaction action = {};
        action.sa_handler = noteInterruption;
        ::sigemptyset(&action.sa_mask);
        for (std::size_t i = 0; i < interruptingSignals.size(); ++i)
            ::sigaction(interruptingSignals[i], &action, &m_actions[i]);
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_silent = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
        if (!m_silent)
            end();
    }
    ~SilentTerminal()
    {
        end();
        for (const int descriptor : m_pipe) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

    [[nodiscard]] bool isSilent() const { return m_silent; }

    /// Reads up to the end of the line; false at the end of input, or after a signal.
    bool readLine(std::string &line) const
    {
        for (;;) {
            std::array<pollfd, 2> waited{pollfd{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                                         pollfd{.fd = m_pipe[0], .events = POLLIN, .revents = 0}};
            if (::poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR)
                return false;
            if (interruptedBy != 0)
                return false;
            if (waited[0].revents == 0)
                continue;
            char byte = 0;
            const auto count = ::read(STDIN_FILENO, &byte, 1);
            if (count != 1)
                return count == 0 && !line.empty();
            if (byte == '\n')
                return true;
            line += byte;
        }
    }

    /// Restores the terminal and the handlers; returns the signal that was received, 0: none.
    int end()
    {
        if (std::exchange(m_ended, true))
            return 0;
        while (m_silent && ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before) != 0 && errno == EINTR) {
        }
        for (std::size_t i = 0; i < interruptingSignals.size(); ++i)
            ::sigaction(interruptingSignals[i], &m_actions[i], nullptr);
        interruptionPipe = -1;
        return interruptedBy;
    }

private:
    termios m_before{};
    std::array<int, 2> m_pipe{-1, -1};
    std::array<struct sigaction, interruptingSignals.size()> m_actions{};
    bool m_silent = false;
    bool m_ended = false;
};

int widthOf(int descriptor)
{
    winsize size{};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
    return ::isatty(descriptor) != 0 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col
                                                                                    : 0;
}

} // namespace

void print(const QString &text)
{
    const int problem = writeTo(stdout, printsToTerminal() ? visibleLines(text) : text);
    if (firstOutputProblem == 0)
        firstOutputProblem = problem;
}

int outputProblem()
{
    return firstOutputProblem;
}

void complain(const QString &text)
{
    showProgress({});
    writeTo(stderr, ::isatty(STDERR_FILENO) != 0 ? visibleLines(text) : text);
}

bool printsToTerminal()
{
    return ::isatty(STDOUT_FILENO) != 0;
}

int terminalWidth()
{
    return widthOf(STDOUT_FILENO);
}

void showProgress(const QString &line)
{
    const QString text = visible(line);
    static bool shown = false;
    if (::isatty(STDERR_FILENO) == 0 || (text.isEmpty() && !shown))
        return;
    // A line that wraps could not be erased.
    const int width = widthOf(STDERR_FILENO);
    writeTo(stderr, u"\r\x1b[K"_s + (width > 1 ? cutToWidth(text, width - 1) : text));
    shown = !text.isEmpty();
}

std::optional<QString> readSecret(const QString &what)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    for (;;) {
        complain(what + ": "_L1);
        SilentTerminal silent;
        if (!silent.isSilent())
            return std::nullopt;
        std::string line;
        const bool read = silent.readLine(line);
        const int signal = silent.end();
        complain(u"\n"_s);
        if (signal == 0) {
            if (!read)
                return std::nullopt;
            return QString::fromLocal8Bit(line.c_str());
        }
        ::kill(::getpid(), signal); // deliver the signal: it ends or stops the program here
        // The program was stopped and continued: prompt again, because the terminal dropped what
        // was typed.
    }
}

} // namespace oriel::ctl
