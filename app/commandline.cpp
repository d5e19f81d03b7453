#include "app/commandline.h"

#include "app/displaycheck.h"
#include "openstack/config/commandlineoptions.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::app {

namespace {

constexpr int mostDemoServers = 200'000;
constexpr int mostDemoLatency = 60'000;
constexpr int mostDemoReclaim = 7 * 24 * 60 * 60;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::app::CommandLine)
};

Answer wrongUsage(const QString &what)
{
    return {u"oriel: %1\n%2\n"_s.arg(what, Words::tr("See oriel --help.")), WrongUsage};
}

std::optional<int> numberIn(const QString &text, int least, int most)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

} // namespace

std::variant<Options, Answer> readCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        Words::tr("A desktop portal for OpenStack clouds.\n\nWithout options it opens the sign-in "
                  "page, or the cloud that OS_CLOUD names. With a file from your provider, a "
                  "clouds.yaml or openrc file, it shows the clouds of that file.\n\nExit codes: 0 "
                  "success; 1 it could "
                  "not run (no display, a port that is in use, a clouds.yaml that cannot be read); "
                  "2 wrong usage (an unknown option or cloud)."));
    const QCommandLineOption cloud(u"cloud"_s, Words::tr("Open this cloud of clouds.yaml."),
                                   //: Placeholder of an option's value in the help.
                                   Words::tr("NAME"));
    const QCommandLineOption demo(u"demo"_s,
                                  Words::tr("Open the demo cloud; no account is needed."));
    const QCommandLineOption server(
        u"demo-server"_s,
        Words::tr("Run the demo cloud alone, without a window: print a clouds.yaml, serve until "
                  "terminated."));
    const QCommandLineOption port(
        u"port"_s, Words::tr("The demo server's port; by default any free one."), Words::tr("N"));
    const QCommandLineOption servers(u"demo-servers"_s,
                                     Words::tr("Number of instances in the demo cloud (40)."),
                                     Words::tr("N"));
    const QCommandLineOption latency(
        u"demo-latency"_s,
        Words::tr("Delay each answer of the demo cloud by this many milliseconds (0)."),
        //: Placeholder of an option's value in the help: milliseconds.
        Words::tr("MS"));
    const QCommandLineOption reclaim(
        u"demo-reclaim"_s,
        Words::tr("For how many seconds deleted instances of the demo cloud can be restored (0)."),
        //: Placeholder of an option's value in the help: seconds.
        Words::tr("S"));
    const QCommandLineOption version({u"v"_s, u"version"_s}, Words::tr("Print the version."));
    //: Describes the option --help.
    const QCommandLineOption help({u"h"_s, u"help"_s}, Words::tr("Print this."));
    const QCommandLineOption debug(
        u"debug"_s, Words::tr("Print requests and answers on standard error, without secrets."));
    const QCommandLineOption verbose(u"verbose"_s,
                                     Words::tr("Print a line for each request on standard error."));
    const QCommandLineOption logFile(
        u"log-file"_s, Words::tr("Write what --verbose or --debug print to this file as well."),
        //: Placeholder of an option's value in the help.
        Words::tr("FILE"));
    QCommandLineOption timing(u"timing"_s);
    timing.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({cloud, demo, server, port, servers, latency, reclaim, debug, verbose,
                       logFile, timing, version, help});
    parser.addPositionalArgument(
        u"FILE"_s, Words::tr("A clouds.yaml or openrc file, opened to sign in."), u"[FILE]"_s);
    openstack::addSignInOptions(parser);
    if (!parser.parse(openstack::withNormalOptions(arguments)))
        return wrongUsage(parser.errorText());
    if (parser.isSet(help))
        return Answer{parser.helpText(), Done};
    if (parser.isSet(version))
        return Answer{u"oriel %1\n"_s.arg(QString::fromUtf8(ORIEL_VERSION)), Done};
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1)
        return wrongUsage(Words::tr("Give only one file, not “%1” as well.").arg(files[1]));
    if (!files.isEmpty() && !QFileInfo::exists(files.front()))
        return wrongUsage(Words::tr("There is no file “%1”.").arg(files.front()));

    if (parser.isSet(timing))
        return wrongUsage(
            Words::tr("--timing is an option of orielctl; the window has --verbose."));
    const auto signIn = openstack::readSignInOptions(parser);
    if (const auto *problem = std::get_if<QString>(&signIn))
        return wrongUsage(*problem);

    Options options;
    options.signIn = std::get<openstack::SignInOptions>(signIn);
    options.debug = parser.isSet(debug);
    options.verbose = parser.isSet(verbose);
    options.logFile = parser.value(logFile);
    if (parser.isSet(cloud) + parser.isSet(demo) + parser.isSet(server) > 1)
        return wrongUsage(Words::tr("Give only one of --cloud, --demo and --demo-server."));
    if (parser.isSet(cloud)) {
        const QString name = parser.value(cloud);
        if (name.isEmpty())
            return wrongUsage(Words::tr("--cloud needs the name of a cloud."));
        if (options.signIn.contains(u"cloud"_s))
            return wrongUsage(Words::tr("Give only one of --cloud and --os-cloud."));
        options.signIn.insert(u"cloud"_s, name);
    }
    if (!options.signIn.isEmpty() && (parser.isSet(demo) || parser.isSet(server)))
        return wrongUsage(Words::tr("--demo and --demo-server cannot be combined with --os-… "
                                    "options, --insecure or --verify."));
    if (!files.isEmpty()) {
        if (parser.isSet(demo) || parser.isSet(server) || options.signIn.contains(u"cloud"_s))
            return wrongUsage(
                Words::tr("A file cannot be combined with --cloud, --os-cloud, --demo "
                          "or --demo-server."));
        options.file = QFileInfo(files.front()).absoluteFilePath();
    }
    options.demo = parser.isSet(demo);
    options.mode = parser.isSet(server) ? Options::Mode::DemoServer : Options::Mode::Window;
    if (parser.isSet(port)) {
        const auto number = numberIn(parser.value(port), 0, 65535);
        if (!number)
            return wrongUsage(
                Words::tr("--port needs a number up to 65535, not “%1”.").arg(parser.value(port)));
        if (options.mode != Options::Mode::DemoServer)
            return wrongUsage(Words::tr("--port can only be used with --demo-server."));
        options.demoCloud.port = static_cast<quint16>(*number);
    }
    if (parser.isSet(servers)) {
        const auto number = numberIn(parser.value(servers), 1, mostDemoServers);
        if (!number)
            return wrongUsage(Words::tr("--demo-servers needs a number from 1 to %1, not “%2”.")
                                  .arg(QString::number(mostDemoServers), parser.value(servers)));
        if (options.mode != Options::Mode::DemoServer && !options.demo)
            return wrongUsage(
                Words::tr("--demo-servers can only be used with --demo-server or --demo."));
        options.demoCloud.servers = *number;
    }
    if (parser.isSet(latency)) {
        const auto number = numberIn(parser.value(latency), 0, mostDemoLatency);
        if (!number)
            return wrongUsage(Words::tr("--demo-latency needs a number up to %1, not “%2”.")
                                  .arg(QString::number(mostDemoLatency), parser.value(latency)));
        if (options.mode != Options::Mode::DemoServer && !options.demo)
            return wrongUsage(
                Words::tr("--demo-latency can only be used with --demo-server or --demo."));
        options.demoCloud.latency = std::chrono::milliseconds(*number);
    }
    if (parser.isSet(reclaim)) {
        const auto number = numberIn(parser.value(reclaim), 0, mostDemoReclaim);
        if (!number)
            return wrongUsage(Words::tr("--demo-reclaim needs a number up to %1, not “%2”.")
                                  .arg(QString::number(mostDemoReclaim), parser.value(reclaim)));
        if (options.mode != Options::Mode::DemoServer && !options.demo)
            return wrongUsage(
                Words::tr("--demo-reclaim can only be used with --demo-server or --demo."));
        options.demoCloud.reclaim = std::chrono::seconds(*number);
    }
    return options;
}

QString displayProblem(const QString &platform, const QString &x11, const QString &wayland,
                       const QString &runtimeFolder)
{
    const bool x11Wanted = platform.isEmpty() || platform.startsWith(u"xcb"_s);
    const bool waylandWanted = platform.isEmpty() || platform.startsWith(u"wayland"_s);
    if (!x11Wanted && !waylandWanted)
        return {}; // offscreen and similar platforms need none
    if (x11Wanted && !x11.isEmpty() && answersX11(x11))
        return {};
    if (waylandWanted && !wayland.isEmpty() && answersWayland(wayland, runtimeFolder))
        return {};
    QStringList dead;
    for (const QString &name : {x11Wanted ? x11 : QString(), waylandWanted ? wayland : QString()}) {
        if (!name.isEmpty())
            dead += name;
    }
    if (dead.isEmpty())
        return Words::tr("oriel: there is no display to open a window on. Start it from a desktop, "
                         "or on a virtual display with: xvfb-run -a oriel\n");
    return Words::tr("oriel: the display %1 does not answer, so no window can be opened. Start it "
                     "from a desktop, or on a virtual display with: xvfb-run -a oriel\n")
        .arg(dead.join(u", "_s));
}

} // namespace oriel::app
