#include "app/ctl/actiongrammar.h"

#include "operations/actions/actions.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Kind;
using operations::Action;
using operations::Field;

struct GrammarWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ActionGrammar)
};

// Placeholders for the user's input, to find its position in the command.
const QString targetMark = u"\u0001"_s;
QString markOf(const Field &field)
{
    return u"\u0002"_s + field.key;
}
QJsonValue markValue(const Field &field, int index)
{
    if (field.type == Field::Type::Number)
        return 1'000'000'000 + index;
    if (field.type == Field::Type::Flag)
        return true;
    return markOf(field);
}

/// The key of the field that a word represents, by itself or as "KEY=VALUE"; empty: none.
QString fieldIn(const QString &word, const Action &action)
{
    for (std::size_t i = 0; i < action.fields.size(); ++i) {
        const QString &key = action.fields[i].key;
        const QJsonValue mark = markValue(action.fields[i], static_cast<int>(i));
        const QString text = mark.toVariant().toString();
        if ((word == text || word == key + u'=' + text) && !mark.isBool())
            return key;
    }
    return {};
}

/// The key of the field that an option without a value sets; empty: none.
QString flagField(const QString &option, const Action &action)
{
    const QString key = QString(option).replace(u'-', u'_');
    const bool is = std::ranges::any_of(action.fields, [&](const Field &field) {
        return field.type == Field::Type::Flag && field.key == key;
    });
    return is ? key : QString();
}

/// A name is not typed twice in a terminal, and a password is asked for.
bool isOption(const Field &field)
{
    return field.type != Field::Type::Typed && field.type != Field::Type::Password &&
           field.place != Field::Place::Window;
}

/// nullopt if the command needs something that is not a field.
std::optional<ActionGrammar> grammarOf(const Action &action)
{
    const auto isField = [&](const QString &key) {
        return std::ranges::any_of(action.fields,
                                   [&](const Field &field) { return field.key == key; });
    };
    // "server set" and the like combine several of these: detailscommand.cpp.
    if (action.ofSet || action.form == Action::Form::InPlace)
        return std::nullopt;
    if (!action.command || (!action.complete && !std::ranges::all_of(action.needs, isField)))
        return std::nullopt;
    operations::Values values;
    for (const QString &key : action.needs)
        values.insert(key, u"-"_s); // set by Action::complete
    for (std::size_t i = 0; i < action.fields.size(); ++i)
        values.insert(action.fields[i].key, markValue(action.fields[i], static_cast<int>(i)));
    const QString target = action.newSubject ? action.newSubject(values).name : targetMark;
    QStringList words = action.command(target, values);
    if (!action.terminal.isEmpty()) {
        words = QStringList{u"openstack"_s} + action.terminal;
        if (!words.contains(u"%1"_s) && !action.newSubject)
            words += u"%1"_s;
        for (QString &word : words) {
            const auto field = std::ranges::find(action.fields, word.mid(1), &Field::key);
            if (word == "%1"_L1)
                word = targetMark;
            else if (word.startsWith(u'%') && field != action.fields.end())
                word = markOf(*field);
        }
    }
    // An empty word separates two commands.
    if (words.value(0) != "openstack"_L1 || words.contains(QString()))
        return std::nullopt;
    words.removeFirst();

    ActionGrammar grammar{.action = &action};
    while (!words.isEmpty() && !words.constFirst().startsWith(u'-') &&
           words.constFirst() != targetMark && fieldIn(words.constFirst(), action).isEmpty())
        grammar.words.append(words.takeFirst());
    bool hasTarget = false;
    while (!words.isEmpty()) {
        QString word = words.takeFirst();
        if (!word.startsWith("--"_L1)) {
            if (const QString key = fieldIn(word, action); !key.isEmpty()) {
                grammar.positionalField = key;
                grammar.place = hasTarget                    ? ActionGrammar::Place::AfterTarget
                                : words.contains(targetMark) ? ActionGrammar::Place::BeforeTarget
                                                             : ActionGrammar::Place::Alone;
            }
            hasTarget = hasTarget || word == targetMark;
            continue;
        }
        QString value;
        if (const qsizetype equals = word.indexOf(u'='); equals > 0) {
            value = word.mid(equals + 1);
            word.truncate(equals);
        } else if (words.size() > 1 && (words.constFirst() == targetMark ||
                                        !fieldIn(words.constFirst(), action).isEmpty())) {
            value = words.takeFirst(); // the last word is always an operand
        }
        const QString option = word.mid(2);
        if (value == targetMark)
            grammar.targetOption = option;
        else if (const QString key = fieldIn(value, action); !key.isEmpty()) {
            grammar.options.insert(key, option);
            if (value.startsWith(key + u'='))
                grammar.assigned.insert(key);
        } else if (const QString flag = flagField(option, action); !flag.isEmpty()) {
            grammar.options.insert(flag, option);
        } else if (value.isEmpty() && (words.isEmpty() || words.constFirst().startsWith(u'-') ||
                                       words.constFirst() == targetMark))
            grammar.flags.append(option);
    }
    for (const Field &field : action.fields) {
        if (isOption(field) && !grammar.options.contains(field.key) &&
            field.key != grammar.positionalField)
            grammar.options.insert(field.key, QString(field.key).replace(u'_', u'-'));
    }
    return grammar;
}

QString summaryOf(const Action &action)
{
    return action.summary.isEmpty() ? action.words.button() : action.summary;
}

QString operandOf(Kind kind)
{
    switch (kind) {
    case Kind::VolumeSnapshot:
    case Kind::SnapshotSet:
    case Kind::GroupSnapshot:
        return u"snapshot"_s;
    case Kind::KeyPair:
        return u"key"_s;
    case Kind::FloatingIp:
        return u"floating-ip"_s;
    case Kind::SecurityGroup:
    case Kind::VolumeGroup:
        return u"group"_s;
    case Kind::ServerGroup:
        return u"server-group"_s;
    case Kind::SecurityGroupRule:
        return u"rule"_s;
    default:
        return QString(nameOf(kind));
    }
}

} // namespace

std::vector<std::vector<ActionGrammar>> actionGrammars()
{
    std::vector<std::vector<ActionGrammar>> all;
    for (const Action &action : operations::actions()) {
        auto grammar = grammarOf(action);
        if (!grammar)
            continue;
        const auto same = std::ranges::find_if(
            all, [&](const auto &variants) { return variants.front().words == grammar->words; });
        if (same == all.end())
            all.push_back({std::move(*grammar)});
        else
            same->push_back(std::move(*grammar));
    }
    for (auto &variants : all)
        std::ranges::stable_sort(
            variants, std::ranges::greater(),
            [](const ActionGrammar &variant) { return variant.needed().size(); });
    return all;
}

QStringList ActionGrammar::needed() const
{
    QStringList needed = flags;
    if (!targetOption.isEmpty())
        needed.append(targetOption);
    for (const Field &field : action->fields) {
        if (field.required && !field.preset && !field.implied && isOption(field) &&
            field.key != positionalField)
            needed.append(options.value(field.key));
    }
    return needed;
}

bool ActionGrammar::takes(const QString &option) const
{
    return flags.contains(option) || option == targetOption ||
           std::ranges::find(options, option) != options.end();
}

Result<ActionGrammar> variantFor(const std::vector<ActionGrammar> &variants,
                                 const Invocation &invocation)
{
    const auto has = [&](const QString &option) {
        return invocation.has(option);
    };
    const auto fits = [&](const ActionGrammar &variant) {
        return std::ranges::all_of(variant.needed(), has);
    };
    Error wrong;
    wrong.kind = ErrorKind::BadRequest;
    const auto chosen = std::ranges::find_if(variants, fits);
    if (chosen == variants.end()) {
        QStringList ways;
        for (const ActionGrammar &variant : variants)
            ways.append("--"_L1 + variant.needed().join(" --"_L1));
        wrong.message = GrammarWords::tr("%1 needs one of these options: %2.")
                            .arg(variants.front().words.join(u' '), ways.join(", "_L1));
        return wrong;
    }
    for (const ActionGrammar &variant : variants) {
        for (const QString &option : variant.needed() + variant.options.values()) {
            if (!has(option) || chosen->takes(option))
                continue;
            // Only the plain variant needs nothing.
            wrong.message = chosen->needed().isEmpty()
                                ? GrammarWords::tr("--%1 can only be used together with --%2.")
                                      .arg(option, variant.needed().join(" --"_L1))
                                : GrammarWords::tr("--%1 and --%2 cannot be used together.")
                                      .arg(chosen->needed().constFirst(), option);
            return wrong;
        }
    }
    return *chosen;
}

/// What stands for an option's value in the help; empty: it takes none.
QString placeholderOf(const Field &field, const QString &option)
{
    switch (field.type) {
    case Field::Type::Flag:
        return {};
    case Field::Type::Lines:
    case Field::Type::NewFile:
        return u"FILE"_s;
    default:
        return option.toUpper();
    }
}

CommandSpec specOf(const std::vector<ActionGrammar> &variants)
{
    // The plain variant describes the command; the flags and options of the others are added.
    const ActionGrammar &plain = variants.back();
    const Action &action = *plain.action;
    QStringList summaries;
    for (const ActionGrammar &variant : variants) {
        if (variant.flags == plain.flags)
            summaries.append(summaryOf(*variant.action));
    }
    CommandSpec spec{.words = plain.words,
                     .summary = summaries.join(" / "_L1),
                     .prints = action.answer ? CommandSpec::Prints::Details
                                             : CommandSpec::Prints::Nothing};
    const bool isName = !plain.targetOption.isEmpty() || action.newSubject;
    spec.operand = isName ? u"name"_s : operandOf(action.kind);
    if (plain.place == ActionGrammar::Place::AfterTarget)
        spec.second = plain.positionalField;
    else if (plain.place == ActionGrammar::Place::BeforeTarget)
        spec.second = std::exchange(spec.operand, plain.positionalField);
    spec.many =
        !isName && action.many && std::ranges::none_of(action.fields, &operations::Field::ofEach);
    const auto isThere = [&spec](const QString &option) {
        return std::ranges::any_of(
            spec.options, [&](const OptionSpec &there) { return there.names.contains(option); });
    };
    for (const ActionGrammar &variant : variants) {
        const QString &target = variant.targetOption;
        if (!target.isEmpty()) {
            spec.optional = true;
            if (!isThere(target))
                spec.options.push_back({.names = {target},
                                        .help = target == plain.targetOption
                                                    ? GrammarWords::tr("Name or ID.")
                                                    : summaryOf(*variant.action) + u'.',
                                        .value = operandOf(variant.action->kind).toUpper(),
                                        .required = variants.size() == 1});
        }
        for (const QString &flag : variant.flags)
            spec.options.push_back({{flag}, summaryOf(*variant.action) + u'.'});
    }
    for (const ActionGrammar &variant : variants) {
        for (const Field &field : variant.action->fields) {
            const QString option = variant.options.value(field.key);
            if (!isOption(field) || field.key == variant.positionalField || isThere(option))
                continue;
            for (qsizetype i = 0; i < field.flags.size(); ++i)
                spec.options.push_back({{field.flags[i]}, field.flagHelp.value(i)});
            if (!field.flags.isEmpty() && !field.looksUp)
                continue;
            const bool required = std::ranges::all_of(variants, [&](const ActionGrammar &other) {
                return other.needed().contains(option);
            });
            QString help = field.help;
            if (field.type == Field::Type::Date)
                help += u' ' + (field.none.isEmpty()
                                    ? GrammarWords::tr("A date as 2027-01-31.")
                                    : GrammarWords::tr("A date as 2027-01-31, or “none”."));
            const QString value = placeholderOf(field, option);
            spec.options.push_back(
                {.names = {option},
                 .help = help,
                 .value = variant.assigned.contains(field.key) ? field.key + "=N"_L1 : value,
                 .required = required});
        }
    }
    return spec;
}

} // namespace oriel::ctl
