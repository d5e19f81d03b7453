#pragma once

#include "openstack/kind.h"
#include "operations/operationtypes.h"
#include "operations/step.h"
#include "store/cloudstores.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

#include <functional>
#include <vector>

namespace oriel::operations {

class ActionOperation;
class OperationCenter;

/// What a form has collected, by Field::key. The journal keeps it as it is. Never a secret.
using Values = QJsonObject;

/// What is known when an action is offered.
struct Situation
{
    const store::CloudStores &stores;
    QStringList roles{};                         ///< of the token; empty: not known
    const OperationCenter *operations = nullptr; ///< null: those in progress do not matter
};

/// One thing that the user enters for an action; also an option of the terminal client's command.
struct Field
{
    enum class Type {
        Text,
        Lines,   ///< of several lines; in the terminal, and if wanted in the window, from a file
        NewFile, ///< the path of a file that does not exist yet
        Number,
        Choice,
        Flag,
        Date,
    };
    struct Option
    {
        QString value;
        QString label;
    };

    QString key; ///< in Values, and the option's name in the terminal: "size" is --size
    QString label;
    Type type = Type::Text;
    bool required = false;
    QString hint{};   ///< one sentence below the field
    QString folder{}; ///< where the window looks for a file first
    std::function<std::vector<Option>(const Situation &, const QString &id)> options = {};
    std::function<QJsonValue(const Situation &, const QString &id)> preset = {};
    /// What follows from the other fields, until the user enters something else.
    std::function<QJsonValue(const Values &)> derived = {};
    /// Why the values cannot be sent, in words; empty: they can. For the cases that `required` does
    /// not cover.
    std::function<QString(const Situation &, const QString &id, const Values &)> problem = {};
};

/// Everything that is said of an action. In each sentence %1 is the name of what it is about.
struct Words
{
    QString menu;  ///< a verb: "Pause"; with a form an ellipsis: "Rename…"
    QString title; ///< of the operation: "Pause “%1”"
    QString doing; ///< "“%1” is being paused."
    QString done;  ///< "“%1” was paused."
    QString failed;
    QString unknown;

    /// The sentence for an outcome. Empty for Canceled.
    [[nodiscard]] const QString &of(Outcome outcome) const;
};

/// What the user is asked before an action begins.
struct Confirmation
{
    QString title;
    QString text;
    QString button;
};

/// One thing that can be done with a resource, as a value: what is drawn, asked, sent, journaled,
/// followed and said is all here. ActionOperation carries it out; the window and the terminal
/// client know no action by name. All of them are in actions.h.
struct Action
{
    QString key; ///< the operation's kind in the journal, name of the QAction: "pause-server"
    openstack::Kind kind{}; ///< of what it acts on
    Words words;
    QString icon{};
    QString shortcut{};     ///< portable text, e.g. "Ctrl+R"
    bool many = true;       ///< several at once are offered
    bool dangerous = false; ///< the question is a warning
    /// Not refused if the journal cannot be written: it leaves nothing half done.
    bool harmless = false;
    std::vector<Field> fields{}; ///< empty: no form
    QStringList needs{};         ///< keys without which values of the journal are not understood
    /// What it makes, as the values name it: it needs no resource. Null: it acts on one.
    std::function<Subject(const Values &)> newSubject = {};
    /// What it is about, from the stores; the name is empty if they do not have it. Null: kinds
    /// without a store.
    std::function<Subject(const store::CloudStores &, const QString &id)> targetOf = {};
    /// Adds what the request needs and the user does not enter, e.g. the volume of a volume
    /// snapshot, from the stores. Null: nothing.
    std::function<Values(const store::CloudStores &, const QString &id, Values)> complete = {};
    /// The question before it begins, for one or several names; null: none.
    std::function<Confirmation(const QStringList &names)> confirmation = {};
    /// Why it is not possible now, one sentence; empty: it is.
    std::function<QString(const Situation &, const QString &id)> obstacle = {};
    /// The %1 of the words; null: the subject's name.
    std::function<QString(const Subject &, const Values &)> name = {};
    /// The operation's title if it says more than words.title; null: that.
    std::function<QString(const Subject &, const Values &)> title = {};
    /// The same for the terminal, as words. `target`: the subject's ID, or its name if no other
    /// resource has that. Several commands are separated by empty words.
    std::function<QStringList(const QString &target, const Values &)> command = {};
    /// Carries it out from beginning to end; runs again after a crash.
    std::function<Task<Ending>(ActionOperation *)> perform = {};

    [[nodiscard]] QString nameOf(const Subject &subject, const Values &values) const;
    [[nodiscard]] QString titleOf(const Subject &subject, const Values &values) const;
    /// One sentence that says how it went. Empty for Canceled.
    [[nodiscard]] QString outcome(Outcome outcome, const Subject &subject,
                                  const Values &values) const;
    /// As a shell takes it.
    [[nodiscard]] QString commandLine(const QString &target, const Values &values) const;
    /// The first problem of a field, in words; empty: the values can be sent.
    [[nodiscard]] QString problem(const Situation &situation, const QString &id,
                                  const Values &values) const;
};

/// Why somebody with these roles may change nothing; empty: they may. Clouds name their roles as
/// they like: only what is certainly read-only is refused.
[[nodiscard]] QString readerObstacle(const QStringList &roles);

/// Why nothing can be begun on a resource with this ID: the roles, or an operation in progress.
[[nodiscard]] QString commonObstacle(const Situation &situation, const QString &id);

} // namespace oriel::operations
