#include "forms/restoretext.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::JournalEntry;
using operations::Outcome;

class RestoreOutcomeWords
{
    Q_DECLARE_TR_FUNCTIONS(RestoreOutcome)

public:
    /// Done, under way, not done, unclear.
    using Four = std::array<QString, 4>;

    static Four instance(const JournalEntry &entry);

    static const QString &matching(const Four &words, Outcome outcome)
    {
        switch (outcome) {
        case Outcome::Succeeded:
            return words[0];
        case Outcome::Running:
            return words[1];
        case Outcome::Failed:
            return words[2];
        case Outcome::Unclear:
        case Outcome::Canceled: // outcomeText() says it, whatever it is about
            break;
        }
        return words[3];
    }
};

RestoreOutcomeWords::Four RestoreOutcomeWords::instance(const JournalEntry &entry)
{
    return {tr("The instance “%1” is running."), tr("The instance “%1” is being launched."),
            entry.resultId.isEmpty() ? tr("The instance “%1” was not launched.")
                                     : tr("The instance “%1” was created but did not start."),
            tr("It is not known whether the instance “%1” was launched.")};
}

} // namespace

QString restoreOutcomeText(const JournalEntry &entry)
{
    if (entry.kind != "restore-instance"_L1)
        return {};
    const auto words = RestoreOutcomeWords::instance(entry);
    const QString &pattern = RestoreOutcomeWords::matching(words, entry.outcome);
    return pattern.arg(isolated(entry.intent.value("name"_L1).toString()));
}

} // namespace oriel::forms
