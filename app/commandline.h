#pragma once

#include "demo/democloud.h"
#include "openstack/config/layers.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <variant>

namespace oriel::app {

/// Exit codes, for scripts.
enum ExitCode : int {
    Done = 0,
    CouldNotRun = 1, ///< no display, a port in use, an unreadable configuration
    WrongUsage = 2,  ///< an option or a cloud that does not exist
};

struct Options
{
    enum class Mode { Window, DemoServer };
    Mode mode = Mode::Window;
    /// The --os-… options; --cloud is --os-cloud. Without a cloud, the sign-in page opens, or the
    /// cloud that the environment names.
    openstack::SignInOptions signIn;
    QString file; ///< a clouds.yaml or openrc file to open on the sign-in page, absolute; or empty
    bool debug = false;   ///< requests and answers on standard error, without secrets
    bool verbose = false; ///< one line per request
    QString logFile;
    bool demo = false; ///< open the demo cloud
    demo::DemoOptions demoCloud;

    bool operator==(const Options &) const = default;
};

/// Output that replaces running the program.
struct Answer
{
    QString text;
    int exitCode = Done; ///< Done: to standard output; anything else: to standard error

    bool operator==(const Answer &) const = default;
};

/// Reads the command line; `arguments` begins with the program's name. Needs no application object
/// except for --help.
[[nodiscard]] std::variant<Options, Answer> readCommandLine(const QStringList &arguments);

/// Empty if a window can be opened; otherwise one sentence that says what to do. Called before Qt,
/// which would abort: tries to connect to the given displays. The arguments are QT_QPA_PLATFORM,
/// DISPLAY, WAYLAND_DISPLAY and XDG_RUNTIME_DIR.
[[nodiscard]] QString displayProblem(const QString &platform, const QString &x11,
                                     const QString &wayland, const QString &runtimeFolder);

} // namespace oriel::app
