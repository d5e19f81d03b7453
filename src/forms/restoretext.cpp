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
    static Four volume();
    static Four revert();
    static Four backup();
    static Four address();

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
    return {tr("The instance “%1” is up."), tr("The instance “%1” is being launched."),
            entry.resultId.isEmpty() ? tr("The instance “%1” was not launched.")
                                     : tr("The instance “%1” was made but did not come up."),
            tr("It is not known whether the instance “%1” was launched.")};
}

RestoreOutcomeWords::Four RestoreOutcomeWords::volume()
{
    return {tr("The volume “%1” was created."), tr("The volume “%1” is being created."),
            tr("The volume “%1” was not created."),
            tr("It is not known whether the volume “%1” was created.")};
}

RestoreOutcomeWords::Four RestoreOutcomeWords::revert()
{
    return {tr("The volume “%1” was reverted."), tr("The volume “%1” is being reverted."),
            tr("The volume “%1” was not reverted."),
            tr("It is not known whether the volume “%1” was reverted.")};
}

RestoreOutcomeWords::Four RestoreOutcomeWords::backup()
{
    return {tr("“%1” was backed up."), tr("“%1” is being backed up."),
            tr("“%1” was not backed up."), tr("It is not known whether “%1” was backed up.")};
}

RestoreOutcomeWords::Four RestoreOutcomeWords::address()
{
    return {tr("The floating IP was moved to “%1”."), tr("The floating IP is being moved to “%1”."),
            tr("The floating IP was not moved to “%1”."),
            tr("It is not known whether the floating IP was moved to “%1”.")};
}

} // namespace

QString restoreOutcomeText(const JournalEntry &entry)
{
    RestoreOutcomeWords::Four words;
    QString name = entry.subject.name;
    if (entry.kind == "restore-instance"_L1) {
        words = RestoreOutcomeWords::instance(entry);
        name = entry.intent.value("name"_L1).toString();
    } else if (entry.kind == "create-volume"_L1) {
        words = RestoreOutcomeWords::volume();
        name = entry.intent.value("name"_L1).toString();
    } else if (entry.kind == "revert-volume"_L1) {
        words = RestoreOutcomeWords::revert();
    } else if (entry.kind == "create-backup"_L1) {
        words = RestoreOutcomeWords::backup();
    } else if (entry.kind == "move-floating-ip"_L1) {
        words = RestoreOutcomeWords::address();
    } else {
        return {};
    }
    const QString &pattern = RestoreOutcomeWords::matching(words, entry.outcome);
    return pattern.arg(isolated(name));
}

} // namespace oriel::forms
