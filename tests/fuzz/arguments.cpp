// orielctl's command line: one argument a line.

#include "app/ctl/command.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;
using namespace oriel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int count = 1;
    static char name[] = "orielctl";
    static char *words[] = {name, nullptr};
    static const QCoreApplication application(count, words);
    static const std::vector<ctl::CommandSpec> commands = [] {
        std::vector<ctl::CommandSpec> specs;
        for (const ctl::CommandEntry &entry : ctl::allCommands())
            specs.push_back(entry.spec);
        return specs;
    }();
    QStringList arguments{u"orielctl"_s};
    arguments += QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<int>(size))
                     .split(u'\n', Qt::SkipEmptyParts);
    const auto line = ctl::understand(arguments, commands, {}, 80);
    // Help is no failure, and what is refused is not called done.
    const auto *saying = std::get_if<ctl::UsageText>(&line);
    if (saying && saying->text.isEmpty())
        std::abort();
    return 0;
}
