#include "app/ctl/command.h"
#include "app/ctl/requestreport.h"
#include "app/ctl/terminal.h"
#include "app/ctl/unfinished.h"
#include "app/process/standardstreams.h"
#include "app/process/terminationsignals.h"
#include "app/translations.h"
#include "base/memory.h"

#include <QtCore/QCoreApplication>

#include <cerrno>
#include <csignal>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

int say(const ctl::UsageText &usage)
{
    if (usage.exitCode == ctl::Done)
        ctl::print(usage.text);
    else
        ctl::complain(usage.text);
    return usage.exitCode;
}

int run(const ctl::CommandEntry &entry, const ctl::Invocation &invocation)
{
    const bool local = !entry.spec.needsCloud;
    auto cloud = local ? Result<openstack::CloudConfig>(openstack::CloudConfig())
                       : ctl::cloudFor(invocation.connection);
    if (!cloud.ok())
        return say({"orielctl: "_L1 + cloud.error().message + u'\n', ctl::Failed});
    ctl::RequestReport report(invocation);
    if (!report.problem().isEmpty())
        return say({"orielctl: "_L1 + report.problem() + u'\n', ctl::Failed});
    ctl::Connection connection(std::move(cloud.value()), report.tracer());
    const std::unique_ptr<ctl::Command> command = entry.make(connection, invocation);
    std::unique_ptr<ctl::Unfinished> unfinished;
    // Queued, because a command may finish before the loop runs.
    QObject::connect(
        command.get(), &ctl::Command::finished, qApp,
        [&unfinished](int code) {
            const auto end = [code] {
                QCoreApplication::exit(code);
            };
            if (unfinished)
                unfinished->wait(end);
            else
                end();
        },
        Qt::QueuedConnection);
    if (local) {
        command->run();
        return QCoreApplication::exec();
    }
    const bool resumes = entry.spec.words == QStringList{u"resume"_s};
    connection.open([&](const Result<Nothing> &opened) {
        if (!opened.ok()) {
            command->fail(opened.error(), QCoreApplication::translate("oriel::ctl::Command",
                                                                      "You are not signed in."));
            return;
        }
        if (!resumes)
            unfinished = std::make_unique<ctl::Unfinished>(connection);
        command->run();
    });
    const int code = QCoreApplication::exec();
    report.printTiming();
    return code;
}

/// The exit code: the termination signal, an output error, or `code`.
int end(int code)
{
    if (const int signal = app::TerminationSignals::first(); signal != 0)
        app::TerminationSignals::endBy(signal);
    const int problem = ctl::outputProblem();
    if (problem == 0)
        return code;
    // The reader of the pipe has closed it, and expects the usual end of a program.
    if (problem == EPIPE)
        app::TerminationSignals::endBy(SIGPIPE);
    ctl::complain(QCoreApplication::translate("oriel::ctl::Command",
                                              "orielctl: The output could not be written: %1")
                      .arg(QString::fromLocal8Bit(std::strerror(problem))) +
                  u'\n');
    return code == ctl::Done ? ctl::Failed : code;
}

} // namespace

// Any exception that could be caught here is a bug; let the runtime report it and abort.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char **argv)
{
    returnLargeBlocks();
    app::secureStandardStreams();
    QCoreApplication::setApplicationName(u"oriel"_s);
    QCoreApplication::setOrganizationName(u"oriel"_s);
    QCoreApplication::setApplicationVersion(QString::fromUtf8(ORIEL_VERSION));
    QCoreApplication application(argc, argv);
    app::loadTranslations(application);
    const std::vector<ctl::CommandEntry> entries = ctl::allCommands();
    std::vector<ctl::CommandSpec> specs;
    specs.reserve(entries.size());
    for (const ctl::CommandEntry &entry : entries)
        specs.push_back(entry.spec);
    const auto line =
        ctl::understand(QCoreApplication::arguments(), specs,
                        openstack::Environment::current().variables, ctl::terminalWidth());
    if (const auto *usage = std::get_if<ctl::UsageText>(&line))
        return end(say(*usage));
    const auto &invocation = std::get<ctl::Invocation>(line);
    for (const ctl::CommandEntry &entry : entries) {
        if (entry.spec.words == invocation.command)
            return end(run(entry, invocation));
    }
    return ctl::WrongUsage;
}
