#include "app/ctl/command.h"
#include "app/ctl/requestreport.h"
#include "app/ctl/terminal.h"
#include "app/translations.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

int say(const ctl::Saying &saying)
{
    if (saying.exitCode == ctl::Done)
        ctl::print(saying.text);
    else
        ctl::complain(saying.text);
    return saying.exitCode;
}

int run(const ctl::CommandEntry &entry, const ctl::Invocation &invocation)
{
    auto cloud = ctl::cloudFor(invocation.connection);
    if (!cloud.ok())
        return say({"orielctl: "_L1 + cloud.error().message + u'\n', ctl::Failed});
    ctl::RequestReport report(invocation);
    if (!report.problem().isEmpty())
        return say({"orielctl: "_L1 + report.problem() + u'\n', ctl::Failed});
    ctl::Connection connection(std::move(cloud.value()), report.tracer());
    const std::unique_ptr<ctl::Command> command = entry.make(connection, invocation);
    // Behind a queue: a command may end before the loop runs.
    QObject::connect(
        command.get(), &ctl::Command::finished, qApp,
        [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    connection.open([&command](const Result<Nothing> &opened) {
        if (opened.ok())
            command->run();
        else
            command->fail(opened.error(), QCoreApplication::translate("oriel::ctl::Command",
                                                                      "You are not signed in."));
    });
    const int code = QCoreApplication::exec();
    report.printTiming();
    return code;
}

} // namespace

// What could be caught here is an error of our own; the runtime says it and ends.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"oriel"_s);
    QCoreApplication::setOrganizationName(u"oriel"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ORIEL_VERSION));
    QCoreApplication application(argc, argv);
    app::loadTranslations(application);
    const std::vector<ctl::CommandEntry> entries = ctl::allCommands();
    std::vector<ctl::CommandSpec> specs;
    for (const ctl::CommandEntry &entry : entries)
        specs.push_back(entry.spec);
    const auto line =
        ctl::understand(QCoreApplication::arguments(), specs,
                        openstack::Environment::current().variables, ctl::terminalWidth());
    if (const auto *saying = std::get_if<ctl::Saying>(&line))
        return say(*saying);
    const auto &invocation = std::get<ctl::Invocation>(line);
    for (const ctl::CommandEntry &entry : entries) {
        if (entry.spec.words == invocation.command)
            return run(entry, invocation);
    }
    return ctl::WrongUsage;
}
