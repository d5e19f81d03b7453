#include "operations/actions/ofseveral.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// More are counted.
constexpr qsizetype mostNamed = 3;

struct SeveralWords
{
    Q_DECLARE_TR_FUNCTIONS(SeveralWords)
};

QString nameFor(const Action &action, const Situation &situation, const QString &id)
{
    const QString name = action.targetOf ? action.targetOf(situation.stores, id).name : QString();
    return name.isEmpty() ? id : name;
}

/// A sentence about one of several.
QString about(const Action &action, const Situation &situation, const QString &id,
              const QString &sentence)
{
    if (sentence.isEmpty())
        return {};
    //: %1: the name of one of several resources; %2: a sentence about it
    return SeveralWords::tr("“%1”: %2").arg(isolated(nameFor(action, situation, id)), sentence);
}

void add(std::vector<Briefing::Use> &all, const std::vector<Briefing::Use> &uses)
{
    for (const Briefing::Use &use : uses) {
        const auto known = std::ranges::find(all, use.title, &Briefing::Use::title);
        if (known == all.end())
            all.push_back(use);
        else
            known->more = use.ofEach ? std::max(known->more, use.more) : known->more + use.more;
    }
}

/// A note, and the names of those for which it was given.
struct NamedNote
{
    Briefing::Note note;
    QStringList names;
};

void add(std::vector<NamedNote> &all, const std::vector<Briefing::Note> &notes, const QString &name)
{
    for (Briefing::Note note : notes) {
        const auto known = std::ranges::find_if(
            all, [&](const NamedNote &one) { return one.note.text == note.text; });
        if (known != all.end()) {
            known->names += name;
            continue;
        }
        note.offers.clear(); // it would help one of them
        all.push_back({std::move(note), {name}});
    }
}

/// With the names, unless it is about all.
Briefing::Note named(const NamedNote &one, qsizetype all)
{
    Briefing::Note note = one.note;
    if (one.names.size() < all) {
        QStringList quoted;
        for (const QString &name : one.names.first(std::min(one.names.size(), mostNamed)))
            quoted += u"“"_s + isolated(name) + u"”"_s;
        if (one.names.size() > mostNamed)
            quoted += u"…"_s;
        note.text = quoted.join(u", "_s) + u": "_s + note.text;
    }
    return note;
}

/// The name that is not asked for, because each gets its own; empty: it is asked, or there is none.
QString proposedName(const Action &action, const Situation &situation, const QString &id)
{
    const auto name = std::ranges::find(action.fields, "name"_L1, &Field::key);
    if (name == action.fields.end() || !name->ofEach || !name->preset)
        return {};
    return name->preset(situation, id).toString();
}

/// The problem of an option.
struct SharedProblem
{
    QString id; ///< of the first resource that has one
    QString problem;
    bool all = true; ///< all have the same

    void join(const QString &otherId, const QString &other)
    {
        all = all && other == problem;
        if (problem.isEmpty() && !other.isEmpty()) {
            id = otherId;
            problem = other;
        }
    }
};

/// What the cells of an option say of one resource is not said of several.
void joinCells(Field::Option &option, const Field::Option &same)
{
    const qsizetype count = std::min(option.cells.size(), option.cellsOfMany.size());
    for (qsizetype i = 0; i < count; ++i) {
        if (option.cells[i] != same.cells.value(i))
            option.cells[i] = option.cellsOfMany[i];
    }
}

} // namespace

QString obstacleTo(const Action &action, const Situation &situation, const QString &id,
                   bool isOneOfSeveral)
{
    const QString why = action.obstacle ? action.obstacle(situation, id) : QString();
    return why.isEmpty() && isOneOfSeveral && action.apart ? action.apart(situation, id) : why;
}

QString leftOut(const Action &action, const Situation &situation, const QStringList &ids)
{
    QStringList reasons;
    int more = 0;
    for (const QString &id : ids) {
        const QString why = obstacleTo(action, situation, id, true);
        if (why.isEmpty())
            continue;
        if (reasons.size() < mostNamed)
            reasons += about(action, situation, id, why);
        else
            ++more;
    }
    if (reasons.isEmpty())
        return {};
    //: %1: for each of them its name, and the reason, a sentence
    QString text = SeveralWords::tr("%n selected resource(s) are left out. %1", nullptr,
                                    static_cast<int>(reasons.size()) + more)
                       .arg(reasons.join(u' '));
    if (more > 0)
        text += u' ' + SeveralWords::tr("And %n more.", nullptr, more);
    return text;
}

QStringList possibleAmong(const Action &action, const Situation &situation, const QStringList &ids)
{
    QStringList possible;
    for (const QString &id : ids) {
        if (obstacleTo(action, situation, id, ids.size() > 1).isEmpty())
            possible += id;
    }
    return possible.isEmpty() ? ids : possible;
}

std::vector<Field::Option> optionsOf(const Action &action, const Field &field,
                                     const Situation &situation, const QStringList &ids)
{
    auto options = field.options(situation, ids.front());
    if (ids.size() == 1)
        return options;
    std::vector<SharedProblem> problems;
    for (const Field::Option &option : options)
        problems.push_back({ids.front(), option.problem});
    for (qsizetype i = 1; i < ids.size(); ++i) {
        const auto others = field.options(situation, ids[i]);
        QHash<QString, const Field::Option *> byValue;
        for (const Field::Option &other : others)
            byValue.insert(other.value, &other);
        for (std::size_t k = options.size(); k-- > 0;) {
            const Field::Option *same = byValue.value(options[k].value);
            if (!same) {
                options.erase(options.begin() + static_cast<std::ptrdiff_t>(k));
                problems.erase(problems.begin() + static_cast<std::ptrdiff_t>(k));
                continue;
            }
            problems[k].join(ids[i], same->problem);
            joinCells(options[k], *same);
        }
    }
    for (std::size_t k = 0; k < options.size(); ++k) {
        options[k].problem = problems[k].all
                                 ? problems[k].problem
                                 : about(action, situation, problems[k].id, problems[k].problem);
        if (!options[k].ofMany.isEmpty())
            options[k].label = options[k].ofMany;
    }
    return options;
}

int leastOf(const Field &field, const Situation &situation, const QStringList &ids)
{
    int least = field.least(situation, ids.front());
    for (const QString &id : ids)
        least = std::max(least, field.least(situation, id));
    return least;
}

QString problemOf(const Action &action, const Field &field, const Situation &situation,
                  const QStringList &ids, const Values &values)
{
    if (!field.problem)
        return {};
    if (ids.size() == 1)
        return field.problem(situation, ids.front(), values);
    for (const QString &id : ids) {
        const Values own = valuesFor(action, situation, id, true, values);
        if (const QString problem = field.problem(situation, id, own); !problem.isEmpty())
            return about(action, situation, id, problem);
    }
    return {};
}

QString problemOf(const Action &action, const Situation &situation, const QStringList &ids,
                  const Values &values)
{
    if (ids.size() == 1)
        return action.problem(situation, ids.front(), values);
    for (const QString &id : ids) {
        const Values own = valuesFor(action, situation, id, true, values);
        if (const QString problem = action.problem(situation, id, own); !problem.isEmpty())
            return about(action, situation, id, problem);
    }
    return {};
}

Briefing briefingOf(const Action &action, const Situation &situation, const QStringList &ids,
                    const Values &values)
{
    if (ids.size() == 1)
        return action.briefing ? action.briefing(situation, ids.front(), values) : Briefing();
    Briefing whole;
    if (const QString text = leftOut(action, situation, ids); !text.isEmpty())
        whole.notes.push_back({text, true});
    if (!action.briefing)
        return whole;
    const QStringList possible = possibleAmong(action, situation, ids);
    whole.of = static_cast<int>(possible.size());
    std::vector<NamedNote> notes;
    for (const QString &id : possible) {
        const Values own = valuesFor(action, situation, id, true, values);
        const Briefing one = action.briefing(situation, id, own);
        add(notes, one.notes, nameFor(action, situation, id));
        add(whole.uses, one.uses);
        if (whole.problem.isEmpty())
            whole.problem = about(action, situation, id, one.problem);
        if (whole.button.isEmpty())
            whole.button = one.button;
        whole.dangerous = whole.dangerous || one.dangerous;
    }
    for (const NamedNote &note : notes)
        whole.notes.push_back(named(note, possible.size()));
    if (const QString name = proposedName(action, situation, possible.front()); !name.isEmpty())
        //: %1: the name of one of several resources that will be created
        whole.notes.push_back(
            {SeveralWords::tr("Each gets its own name, such as “%1”.").arg(isolated(name))});
    if (action.together)
        action.together(situation, possible, values, whole);
    return whole;
}

Values valuesFor(const Action &action, const Situation &situation, const QString &id,
                 bool isOneOfSeveral, Values values)
{
    for (const Field &field : action.fields) {
        if (!isOneOfSeveral || !field.ofEach || !field.preset)
            continue;
        if (const QJsonValue own = field.preset(situation, id); !own.isUndefined())
            values.insert(field.key, own);
    }
    return values;
}

} // namespace oriel::operations
