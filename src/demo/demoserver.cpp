#include "demo/demoserver.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace oriel::demo {

namespace {

// A signal handler may do little more than write; the event loop reads from the other end.
std::array<int, 2> g_signalPipe{-1, -1};

void onStopSignal(int)
{
    const int kept = errno;
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(g_signalPipe[1], &byte, 1);
    errno = kept;
}

void onStop(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

} // namespace

int runDemoServer(const DemoOptions &options)
{
    SystemClock clock;
    DemoCloud cloud(options, clock);
    if (const auto started = cloud.start(); !started) {
        std::fprintf(stderr, "oriel: %s\n", qPrintable(started.error().message));
        return 1;
    }
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, g_signalPipe.data()) != 0) {
        std::perror("oriel: socketpair");
        return 1;
    }
    QSocketNotifier stop(g_signalPipe[0], QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    onStop(SIGTERM, &onStopSignal);
    onStop(SIGINT, &onStopSignal);

    const QByteArray yaml = cloud.cloudsYaml();
    std::fwrite(yaml.constData(), 1, static_cast<std::size_t>(yaml.size()), stdout);
    std::fflush(stdout);
    const int code = QCoreApplication::exec();

    onStop(SIGTERM, SIG_DFL);
    onStop(SIGINT, SIG_DFL);
    ::close(g_signalPipe[0]);
    ::close(g_signalPipe[1]);
    return code;
}

} // namespace oriel::demo
