#include "operations/actions/action.h"

#include "base/visible.h"
#include "operations/commandline.h"
#include "operations/operationcenter.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct ActionText
{
    Q_DECLARE_TR_FUNCTIONS(Action)
};

} // namespace

const QString &Words::of(Outcome outcome) const
{
    static const QString none;
    switch (outcome) {
    case Outcome::Running:
        return doing;
    case Outcome::Succeeded:
        return done;
    case Outcome::Failed:
        return failed;
    case Outcome::Unclear:
        return unknown;
    case Outcome::Canceled:
    case Outcome::Requested:
        break;
    }
    return none;
}

bool Action::isOfferedFor(openstack::Kind rows) const
{
    return !indirect && (kind == rows || std::ranges::find(also, rows) != also.end());
}

QString Action::commandName() const
{
    const QString target = u"%1"_s;
    QStringList whole = terminal;
    if (whole.isEmpty() && command)
        whole = command(target, {}).mid(1); // without "openstack"
    const auto end = std::ranges::find_if(whole, [](const QString &word) {
        return word.isEmpty() || word.startsWith(u'-') || word.startsWith(u'%');
    });
    return QStringList(whole.begin(), end).join(u' ');
}

QString Action::nameOf(const Subject &subject, const Values &values) const
{
    const QString said = name ? name(subject, values) : subject.name;
    return said.isEmpty() ? subject.id : said;
}

QString Action::titleOf(const Subject &subject, const Values &values) const
{
    const QString &pattern = words.title;
    return title ? title(subject, values) : pattern.arg(nameOf(subject, values));
}

QString Action::outcome(Outcome outcome, const Subject &subject, const Values &values) const
{
    const QString &pattern = words.of(outcome);
    return pattern.isEmpty() ? QString() : pattern.arg(isolated(nameOf(subject, values)));
}

QString Action::outcome(const JournalEntry &entry) const
{
    if (const QString said = sentence ? sentence(entry) : QString(); !said.isEmpty())
        return said;
    // An operation without an Action::perform has the values of its form as the whole intent.
    const QJsonValue values = entry.intent.value("values"_L1);
    return outcome(entry.outcome, entry.subject,
                   values.isObject() ? values.toObject() : entry.intent);
}

QString Action::commandLine(const QString &target, const Values &values) const
{
    if (!command)
        return {};
    QStringList lines;
    QStringList line;
    const QStringList all = command(target, values) << QString();
    for (const QString &word : all) {
        if (!word.isNull()) {
            line.append(word);
        } else if (!line.isEmpty()) {
            lines.append(shellLine(line));
            line.clear();
        }
    }
    return lines.join(u'\n');
}

Remedies remediesBy(const QStringList &keys)
{
    Remedies remedies;
    for (const QString &key : keys)
        remedies.push_back({.action = key});
    return remedies;
}

QString Action::problem(const Situation &situation, const QString &id, const Values &values) const
{
    for (const Field &field : fields) {
        if (field.type == Field::Type::Typed)
            continue;
        const QJsonValue value = values.value(field.key);
        if (field.shown && !field.shown(values)) {
            if (!value.isUndefined())
                return ActionText::tr("“%1” has no meaning beside the other values.")
                    .arg(field.label);
            continue;
        }
        if (field.required && (value.isUndefined() || value.isNull() ||
                               (value.isString() && value.toString().isEmpty())))
            return (field.type == Field::Type::Choice ? ActionText::tr("Choose “%1”.")
                                                      : ActionText::tr("Fill in “%1”."))
                .arg(field.label);
        if (const int least = field.least ? field.least(situation, id) : 0; value.toInt() < least)
            return ActionText::tr("“%1” must be at least %2.")
                .arg(field.label, QString::number(least));
        const QString problem = field.problem ? field.problem(situation, id, values) : QString();
        if (!problem.isEmpty())
            return problem;
    }
    return {};
}

QString readerObstacle(const QStringList &roles)
{
    const bool reads = !roles.isEmpty() && std::ranges::all_of(roles, [](const QString &role) {
        return role.compare("reader"_L1, Qt::CaseInsensitive) == 0;
    });
    return reads ? ActionText::tr("Your role in this project is “reader” (read-only).") : QString();
}

QString commonObstacle(const Situation &situation, const QString &id)
{
    if (const QString reader = readerObstacle(situation.roles); !reader.isEmpty())
        return reader;
    const Operation *running = situation.operations ? situation.operations->runningOn(id) : nullptr;
    return running ? ActionText::tr("Wait until this has finished: %1").arg(running->title())
                   : QString();
}

QString obstacleToInterrupting(const Situation &situation, const QString &id)
{
    const Operation *running = situation.operations ? situation.operations->runningOn(id) : nullptr;
    return running && running->isOnlyWaiting() ? readerObstacle(situation.roles)
                                               : commonObstacle(situation, id);
}

} // namespace oriel::operations
