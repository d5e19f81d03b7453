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

/// The key of the field that a word represents; empty: none.
QString fieldIn(const QString &word, const Action &action)
{
    for (std::size_t i = 0; i < action.fields.size(); ++i) {
        const QJsonValue mark = markValue(action.fields[i], static_cast<int>(i));
        if (word == mark.toVariant().toString() && !mark.isBool())
            return action.fields[i].key;
    }
    return {};
}

/// nullopt if the command needs something that is not a field.
std::optional<ActionGrammar> grammarOf(const Action &action)
{
    const auto isField = [&](const QString &key) {
        return std::ranges::any_of(action.fields,
                                   [&](const Field &field) { return field.key == key; });
    };
    if (!action.command || (!action.complete && !std::ranges::all_of(action.needs, isField)))
        return std::nullopt;
    operations::Values values;
    for (const QString &key : action.needs)
        values.insert(key, u"-"_s); // set by Action::complete
    for (std::size_t i = 0; i < action.fields.size(); ++i)
        values.insert(action.fields[i].key, markValue(action.fields[i], static_cast<int>(i)));
    QStringList words = action.command(targetMark, values);
    // An empty word separates two commands.
    if (words.value(0) != "openstack"_L1 || words.contains(QString()))
        return std::nullopt;
    words.removeFirst();

    ActionGrammar grammar{.action = &action};
    while (!words.isEmpty() && !words.constFirst().startsWith(u'-') &&
           words.constFirst() != targetMark)
        grammar.words.append(words.takeFirst());
    while (!words.isEmpty()) {
        QString word = words.takeFirst();
        if (!word.startsWith("--"_L1)) {
            if (const QString key = fieldIn(word, action); !key.isEmpty())
                grammar.positionalField = key;
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
        else if (const QString key = fieldIn(value, action); !key.isEmpty())
            grammar.options.insert(key, option);
        else if (value.isEmpty() && (words.isEmpty() || words.constFirst().startsWith(u'-') ||
                                     words.constFirst() == targetMark))
            grammar.flags.append(option);
    }
    for (const Field &field : action.fields) {
        if (!grammar.options.contains(field.key) && field.key != grammar.positionalField)
            grammar.options.insert(field.key, QString(field.key).replace(u'_', u'-'));
    }
    return grammar;
}

QString operandOf(Kind kind)
{
    switch (kind) {
    case Kind::VolumeSnapshot:
    case Kind::SnapshotSet:
        return u"snapshot"_s;
    case Kind::KeyPair:
        return u"key"_s;
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
        std::ranges::stable_sort(variants, std::ranges::greater(),
                                 [](const ActionGrammar &variant) { return variant.flags.size(); });
    return all;
}

CommandSpec specOf(const std::vector<ActionGrammar> &variants)
{
    // The plain variant describes the command; the flags of the others are its options.
    const ActionGrammar &plain = variants.back();
    const Action &action = *plain.action;
    CommandSpec spec{.words = plain.words,
                     .summary = QString(action.words.menu).remove(u'…'),
                     .prints = CommandSpec::Prints::Nothing};
    spec.operand = plain.targetOption.isEmpty() ? operandOf(action.kind) : u"name"_s;
    spec.many = plain.targetOption.isEmpty() && action.many;
    spec.optional = !plain.targetOption.isEmpty();
    if (!plain.targetOption.isEmpty())
        spec.options.push_back({.names = {plain.targetOption},
                                .help = GrammarWords::tr("Name or ID."),
                                .value = operandOf(action.kind).toUpper(),
                                .required = true});
    for (const ActionGrammar &variant : variants) {
        for (const QString &flag : variant.flags)
            spec.options.push_back(
                {{flag}, QString(variant.action->words.menu).remove(u'…') + u'.'});
    }
    for (const Field &field : action.fields) {
        if (field.key == plain.positionalField)
            continue;
        QString help = field.label + u'.';
        if (!field.hint.isEmpty())
            help += u' ' + field.hint;
        const QString option = plain.options.value(field.key);
        spec.options.push_back(
            {.names = {option},
             .help = help,
             .value = field.type == Field::Type::Flag ? QString() : option.toUpper(),
             .required = field.required && field.preset == nullptr});
    }
    return spec;
}

} // namespace oriel::ctl
