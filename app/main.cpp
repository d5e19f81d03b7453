#include "app/application.h"
#include "app/commandline.h"
#include "app/process/standardstreams.h"
#include "app/process/terminationsignals.h"
#include "app/translations.h"
#include "base/memory.h"
#include "base/visible.h"
#include "demo/demoserver.h"
#include "ui/theme/sessionbus.h"
#include "ui/widgets/roleaccess.h"
#include "ui/widgets/scrollaccess.h"
#include "ui/widgets/viewaccess.h"

#include <QtGui/QIcon>
#include <QtWidgets/QApplication>

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

void nameApplication()
{
    QCoreApplication::setApplicationName(u"oriel"_s);
    QCoreApplication::setOrganizationName(u"oriel"_s);
    QCoreApplication::setApplicationVersion(QString::fromUtf8(ORIEL_VERSION));
}

int say(const oriel::app::Answer &answer)
{
    std::FILE *where = answer.exitCode == oriel::app::Done ? stdout : stderr;
    const bool toTerminal = ::isatty(::fileno(where)) != 0;
    const QString shown = toTerminal ? oriel::visibleLines(answer.text) : answer.text;
    const QByteArray text = shown.toLocal8Bit();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), where);
    std::fflush(where);
    return answer.exitCode;
}

/// Handles everything that needs no window, and checks that a window can be opened. nullopt:
/// continue.
std::optional<int> withoutWindow(int &argc, char **argv)
{
    using oriel::app::Answer;
    using oriel::app::Options;
    QCoreApplication core(argc, argv);
    oriel::app::loadTranslations(core);
    const auto line = oriel::app::readCommandLine(QCoreApplication::arguments());
    if (const auto *answer = std::get_if<Answer>(&line))
        return say(*answer);
    const auto &options = std::get<Options>(line);
    if (options.mode == Options::Mode::DemoServer)
        return oriel::demo::runDemoServer(options.demoCloud);
    const QString problem = oriel::app::displayProblem(
        qEnvironmentVariable("QT_QPA_PLATFORM"), qEnvironmentVariable("DISPLAY"),
        qEnvironmentVariable("WAYLAND_DISPLAY"), qEnvironmentVariable("XDG_RUNTIME_DIR"));
    if (!problem.isEmpty())
        return say({problem, oriel::app::CouldNotRun});
    return std::nullopt;
}

} // namespace

// Any exception that could be caught here is a bug; let the runtime report it and abort.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char **argv)
{
    oriel::returnLargeBlocks();
    oriel::app::secureStandardStreams();
    nameApplication();
    if (const auto code = withoutWindow(argc, argv))
        return *code;

    oriel::ui::leaveDeadSessionBus();
    QApplication qt(argc, argv);
    QApplication::setApplicationDisplayName(u"Oriel"_s);
    QGuiApplication::setDesktopFileName(u"io.github.oriel.Oriel"_s);
    QApplication::setQuitOnLastWindowClosed(false); // the main window decides when to quit
    oriel::ui::makeScrollAreasAccessible();
    oriel::ui::makeViewsAccessible();
    oriel::ui::makeRolesAccessible();
    oriel::app::loadTranslations(qt);
    const auto line = oriel::app::readCommandLine(QCoreApplication::arguments());
    int code = 0;
    {
        oriel::app::Application application(qt, std::get<oriel::app::Options>(line));
        QApplication::setWindowIcon(QIcon(u":/oriel/oriel.svg"_s));
        const auto answer = application.start();
        code = answer ? say(*answer) : QApplication::exec();
    }
    // All of Oriel's data has been written.
    if (const int signal = oriel::app::TerminationSignals::first(); signal != 0)
        oriel::app::TerminationSignals::endBy(signal);
    return code;
}
