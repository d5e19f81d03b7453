#include "app/process/standardstreams.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace oriel::app {

void secureStandardStreams()
{
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
        if (::fcntl(number, F_GETFD) != -1 || errno != EBADF)
            continue;
        // open() uses the lowest free number: this one. A closed output is opened read-only, so
        // that print() reports it; for messages there is no way to report.
        const int flags = number == STDERR_FILENO ? O_RDWR : O_RDONLY;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): the system's own interface
        [[maybe_unused]] const int opened = ::open("/dev/null", flags);
    }
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace oriel::app
