#include "app/ctl/actiongrammar.h"
#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/showcommand.h"
#include "app/ctl/terminal.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDate>
#include <QtCore/QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using operations::Action;
using operations::Field;
using operations::Subject;
using operations::Values;

struct ActionWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Actions)
};

/// An action of the table as a command: `orielctl server pause web-1`. Finishes when the cloud has
/// accepted the request, or with --wait when the action is finished.
class ActionCommand final : public Command
{
public:
    ActionCommand(Connection &connection, Invocation invocation,
                  const std::vector<ActionGrammar> &variants)
        : Command(connection, std::move(invocation))
        , m_variant(variantFor(variants, this->invocation()))
    {}

    void run() override
    {
        if (!m_variant.ok()) {
            refuse(m_variant.error().message);
            return;
        }
        m_grammar = *m_variant;
        if (const QString wrong = readValues(); !wrong.isEmpty()) {
            fail(wrong);
            return;
        }
        m_names = m_grammar.targetOption.isEmpty()
                      ? invocation().operands
                      : QStringList{invocation().value(m_grammar.targetOption)};
        if (m_grammar.place == ActionGrammar::Place::AfterTarget)
            m_names.removeLast();
        else if (m_grammar.place == ActionGrammar::Place::BeforeTarget)
            m_names.removeFirst();
        const bool looksUp =
            std::ranges::any_of(action().fields, [](const Field &field) { return field.looksUp; });
        if (looksUp)
            load();
        else
            next();
    }

private:
    [[nodiscard]] const Action &action() const { return *m_grammar.action; }

    /// The lists that the options of the fields are made of.
    void load()
    {
        std::vector<openstack::Kind> kinds = action().reads;
        // A new resource of a kind may be made of others of it.
        if (action().kind == openstack::Kind::Server)
            std::erase(kinds, openstack::Kind::Server); // only the named one
        const auto isLoaded = [this](openstack::Kind kind) {
            const store::LoadState &state = connection().stores().at(kind).state();
            return state.loaded || state.error || state.absent;
        };
        const auto proceed = [this, kinds, isLoaded] {
            if (m_lists && std::ranges::all_of(kinds, isLoaded)) {
                m_lists.reset();
                next();
            }
        };
        m_lists = connection().stores().watch(kinds);
        for (const openstack::Kind kind : kinds)
            connect(&connection().stores().at(kind), &store::StoreBase::stateChanged, this, proceed,
                    Qt::QueuedConnection);
        proceed();
    }

    /// The value that a name stands for. What is wrong, in words.
    static QString resolve(const Field &field, const std::vector<Field::Option> &options,
                           Values &values)
    {
        const QString given = values.value(field.key).toString();
        if (!field.looksUp || given.isEmpty() || options.empty() ||
            std::ranges::find(options, given, &Field::Option::value) != options.end())
            return {};
        QStringList found;
        for (const Field::Option &option : options) {
            if (option.name == given)
                found.append(option.value);
        }
        if (found.size() == 1)
            values.insert(field.key, found.front());
        else if (found.isEmpty())
            return ActionWords::tr("“%1” is not among the choices for “%2”.")
                .arg(given, field.label);
        else
            return ActionWords::tr("Several have the name “%1”. Use an ID: %2.")
                .arg(given, found.join(", "_L1));
        return {};
    }

    /// A sentence about what is wrong with the options; empty: nothing.
    QString readValues()
    {
        for (const Field &field : action().fields) {
            const QString option = m_grammar.options.value(field.key);
            if (field.type == Field::Type::Password) {
                if (const QString wrong = readPassword(field); !wrong.isEmpty())
                    return wrong;
                continue;
            }
            if (field.key == m_grammar.positionalField) {
                const QStringList &operands = invocation().operands;
                if (!operands.isEmpty())
                    m_values.insert(field.key, m_grammar.place == ActionGrammar::Place::BeforeTarget
                                                   ? operands.constFirst()
                                                   : operands.constLast());
                continue;
            }
            for (const QString &flag : field.flags) {
                if (!invocation().has(flag))
                    continue;
                if (invocation().has(option))
                    return ActionWords::tr("--%1 and --%2 cannot be used together.")
                        .arg(option, flag);
                m_values.insert(field.key, flag);
            }
            if ((!field.flags.isEmpty() && !field.looksUp) || !invocation().has(option))
                continue;
            QString text = invocation().value(option);
            if (const QString assigned = field.key + u'='; m_grammar.assigned.contains(field.key)) {
                if (!text.startsWith(assigned))
                    return ActionWords::tr("--%1 takes %2…, not “%3”.").arg(option, assigned, text);
                text.remove(0, assigned.size());
            }
            if (field.type == Field::Type::Lines) {
                if (const QString wrong = readFile(field.key, text); !wrong.isEmpty())
                    return wrong;
                continue;
            }
            bool ok = true;
            if (field.type == Field::Type::Number)
                m_values.insert(field.key, text.toInt(&ok));
            else if (field.type == Field::Type::Flag)
                m_values.insert(field.key, true);
            else if (field.type == Field::Type::NewFile)
                m_values.insert(field.key, QFileInfo(text).absoluteFilePath());
            else
                m_values.insert(field.key, text);
            if (!ok)
                return ActionWords::tr("--%1 needs a number, not “%2”.").arg(option, text);
            if (field.type == Field::Type::Date &&
                !QDate::fromString(text, Qt::ISODate).isValid() && text != "none"_L1)
                return ActionWords::tr("--%1 takes a date as 2027-01-31, not “%2”.")
                    .arg(option, text);
        }
        return {};
    }

    /// Asks for it twice. What is wrong, in words.
    QString readPassword(const Field &field)
    {
        const auto first = readSecret(field.label);
        const auto second =
            first ? readSecret(ActionWords::tr("Repeat the password")) : std::optional<QString>();
        if (!second)
            return ActionWords::tr("A terminal is needed to ask for “%1”.").arg(field.label);
        if (*first != *second)
            return ActionWords::tr("The two entries differ.");
        m_values.insert(field.key, *first);
        return {};
    }

    /// A field of several lines is read from a file. What is wrong, in words.
    QString readFile(const QString &key, const QString &path)
    {
        constexpr qint64 largest = 64 * 1024;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return ActionWords::tr("%1 cannot be read: %2.").arg(path, file.errorString());
        const QByteArray bytes = file.read(largest + 1);
        if (bytes.size() > largest)
            return ActionWords::tr("%1 is too large.").arg(path);
        const auto text = textFromUtf8(bytes);
        if (!text)
            return ActionWords::tr("%1 is not a text file in UTF-8.").arg(path);
        m_values.insert(key, text->trimmed());
        return {};
    }

    void next()
    {
        if (action().newSubject) {
            take(action().newSubject(m_values));
            startAll();
            return;
        }
        if (m_at == m_names.size()) {
            startAll();
            return;
        }
        findSubject(connection(), action().kind, m_names[m_at++], this,
                    [this](Result<Subject> found) {
                        if (found.ok())
                            take(*found);
                        else
                            leaveOut(found.error().message);
                        next();
                    });
    }

    void take(const Subject &row)
    {
        const operations::Situation situation = connection().situation();
        // What is made has no row yet.
        const bool isKnown = action().targetOf && !action().newSubject;
        const Subject target = isKnown ? action().targetOf(connection().stores(), row.id) : row;
        QString why = action().obstacle ? action().obstacle(situation, row.id) : QString();
        for (const operations::Way &way : operations::remediesOf(action(), situation, row.id)) {
            if (!way.action)
                continue;
            const QString name = way.id == row.id || !way.action->targetOf
                                     ? row.name
                                     : way.action->targetOf(connection().stores(), way.id).name;
            const QString command = way.action->commandLine(name, {});
            // Without what only the user can say, it is no command.
            if (command.startsWith("openstack "_L1) && !command.contains("''"_L1))
                why += u"\n  orielctl "_s + command.section(u' ', 1);
        }
        Values values = m_values;
        for (const Field &field : action().fields) {
            const auto options =
                field.options ? field.options(situation, row.id) : std::vector<Field::Option>();
            if (!values.contains(field.key)) {
                const QJsonValue preset = presetOf(field, situation, row.id, values);
                if (!preset.isUndefined())
                    values.insert(field.key, preset);
            } else if (const QString wrong = resolve(field, options, values);
                       !wrong.isEmpty() && why.isEmpty()) {
                why = wrong;
            }
            if (why.isEmpty())
                why = notAChoice(field, options, values);
        }
        if (why.isEmpty())
            why = action().problem(situation, row.id, values);
        if (action().complete)
            values = action().complete(connection().stores(), row.id, values);
        if (why.isEmpty())
            m_requests.push_back({target, values});
        else
            leaveOut(action().outcome(operations::Outcome::Failed, target, values) + u' ' + why);
    }

    [[nodiscard]] QJsonValue presetOf(const Field &field, const operations::Situation &situation,
                                      const QString &id, const Values &values) const
    {
        if (field.shown && !field.shown(values))
            return QJsonValue::Undefined;
        if (field.implied)
            return field.implied(m_values);
        return field.preset && field.type != Field::Type::Typed ? field.preset(situation, id)
                                                                : QJsonValue::Undefined;
    }

    /// What is wrong with the value of a choice, in words.
    [[nodiscard]] QString notAChoice(const Field &field, const std::vector<Field::Option> &options,
                                     const Values &values) const
    {
        const QString value = values.value(field.key).toString();
        if (options.empty() || value.isEmpty() || field.takesOthers ||
            std::ranges::find(options, value, &Field::Option::value) != options.end())
            return {};
        QStringList known;
        for (const Field::Option &option : options)
            known.append(option.value);
        return ActionWords::tr("--%1 takes %2, not “%3”.")
            .arg(m_grammar.options.value(field.key), known.join(", "_L1), value);
    }

    void leaveOut(const QString &why)
    {
        ++m_refused;
        complain("orielctl: "_L1 + withoutIsolates(why) + u'\n');
    }

    /// What the cloud told only once is the result.
    void tellSecrets()
    {
        for (operations::ActionOperation *operation : m_started) {
            if (const QString secret = operation->takeSecret(); !secret.isEmpty())
                print(secret + u'\n');
        }
    }

    void startAll()
    {
        const auto end = [this](int failed) {
            if (failed + m_refused == 0 && action().answer && m_started.size() == 1) {
                operations::ActionOperation *operation = m_started.front();
                show(plainLayout(action().answer(*operation, operation->takeSecret())));
                return;
            }
            tellSecrets();
            if (failed + m_refused == 0)
                done();
            else if (m_names.size() == 1)
                Q_EMIT finished(Failed); // the reason was printed
            else
                fail(
                    ActionWords::tr("%1 of %2 did not succeed.")
                        .arg(QString::number(failed + m_refused), QString::number(m_names.size())));
        };
        if (m_requests.empty()) {
            end(0);
            return;
        }
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        if (!invocation().has(u"wait"_s))
            m_run->doNotWait(ActionWords::tr("orielctl did not wait for it to finish."));
        std::vector<std::unique_ptr<operations::Operation>> all;
        for (const auto &[target, values] : m_requests) {
            auto operation = operations::actOn(m_run->context(), action().key, target, values);
            m_started.push_back(operation.get());
            all.push_back(std::move(operation));
        }
        m_run->start(std::move(all), end);
    }

    Result<ActionGrammar> m_variant;
    ActionGrammar m_grammar;
    std::unique_ptr<store::Subscription> m_lists; ///< while they are loaded
    QStringList m_names;
    Values m_values;
    std::vector<std::pair<Subject, Values>> m_requests;
    std::unique_ptr<OperationRun> m_run;
    std::vector<operations::ActionOperation *> m_started; ///< owned by the run
    qsizetype m_at = 0;
    int m_refused = 0;
};

} // namespace

std::vector<CommandEntry> actionCommands()
{
    std::vector<CommandEntry> entries;
    for (std::vector<ActionGrammar> &variants : actionGrammars()) {
        CommandSpec spec = specOf(variants);
        spec.options.push_back({{u"wait"_s}, ActionWords::tr("Wait until it has finished.")});
        entries.push_back({std::move(spec), [variants = std::move(variants)](
                                                Connection &connection, Invocation invocation) {
                               return std::make_unique<ActionCommand>(
                                   connection, std::move(invocation), variants);
                           }});
    }
    return entries;
}

} // namespace oriel::ctl
