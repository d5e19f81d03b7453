#pragma once

#include "openstack/kind.h"
#include "openstack/quota.h"
#include "operations/journal/journalentry.h"
#include "operations/operationtypes.h"
#include "operations/step.h"
#include "store/cloudstores.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::operations {

class ActionOperation;
class OperationCenter;

/// A form's values, by Field::key. Stored in the journal verbatim, without secret fields.
using Values = QJsonObject;

/// The known state when an action is offered.
struct Situation
{
    const store::CloudStores &stores;
    QStringList roles{};                         ///< from the token; empty: unknown
    const OperationCenter *operations = nullptr; ///< null: operations in progress do not matter
    QDateTime now{};                             ///< null: not needed
    QString ownNetwork{}; ///< of the user's computer: "192.168.1.0/24"; empty: unknown
};

/// One input field of an action; also an option of the terminal client's command.
struct Field
{
    enum class Type {
        Text,
        Lines,   ///< of several lines; in the terminal, and if wanted in the window, from a file
        NewFile, ///< the path of a file that must not exist yet
        Number,
        Choice,
        Flag,
        Date,     ///< from today on: "2027-01-31"
        Typed,    ///< the name of what is lost, which the window wants typed; not one of the values
        Password, ///< not shown while it is typed, twice; the terminal asks for it
    };
    struct Option
    {
        QString value;
        QString label;
        QString name{};      ///< stands for the value in the terminal: "web", "203.0.113.20"
        QStringList cells{}; ///< of Field::columns, after the label
        QString problem{};   ///< why it does not fit, as a sentence; empty: it does
        QString ofMany{};    ///< the label if it is chosen for several; empty: the same
        /// What takes the place of cells that differ between several; empty: nothing does.
        QStringList cellsOfMany{};
    };

    QString key; ///< in Values, and the option's name in the terminal: "size" is --size
    QString label;
    /// In the help of the terminal client: what the option does, with its unit and its default. For
    /// a date, its form is added. Empty: no option follows from the field.
    QString help{};
    Type type = Type::Text;
    bool required = false;
    bool secret = false; ///< not in the journal, and forgotten when the operation has finished
    /// Several resources have their own values, the presets: it is not asked for then.
    bool ofEach = false;
    QString hint{}; ///< one sentence below the field; %1: `least`
    QString unit{}; ///< behind a number: "GiB"
    QString none{}; ///< a date can be left out, in these words: "No date". The value is "none" then
    QString folder{}; ///< where the window looks for a file first
    std::function<std::vector<Option>(const Situation &, const QString &id)> options = {};
    /// The window shows the options as a table with these titles, the first one of the labels.
    /// Empty: as a list.
    QStringList columns = {};
    /// The options are resources: the terminal client loads what the action reads, and takes
    /// Option::name, too.
    bool looksUp = false;
    /// The options as the terminal client names them: "ingress" is --ingress. Empty: the option has
    /// a value. With `looksUp`, the other options are values: --key-name web, but --no-key-name.
    QStringList flags{};
    QStringList flagHelp{}; ///< of each of `flags`, like `help`
    /// The terminal client takes values beside the options, too: `problem` decides.
    bool takesOthers = false;
    /// Instead of the preset in the terminal: what follows from the values that were given there.
    std::function<QJsonValue(const Values &given)> implied = {};
    /// The window has no room for what few people need, and the terminal client other ways.
    enum class Place { Both, Window, Terminal };
    Place place = Place::Both;
    /// Of Typed: the name.
    std::function<QJsonValue(const Situation &, const QString &id)> preset = {};
    /// Of Typed, instead: the name of what the other fields have chosen. Nothing is asked for while
    /// it is empty, and what was typed is cleared when it changes.
    std::function<QString(const Situation &, const QString &id, const Values &)> guards = {};
    /// What follows from the other fields, until the user enters something else.
    std::function<QJsonValue(const Situation &, const QString &id, const Values &)> derived = {};
    /// The smallest number; null: 0.
    std::function<int(const Situation &, const QString &id)> least = {};
    /// Why the values cannot be sent, as a sentence; empty: they can. For cases that `required`
    /// does not cover.
    std::function<QString(const Situation &, const QString &id, const Values &)> problem = {};
    /// Whether the fields before it leave it a meaning; null: always. Otherwise it is not shown,
    /// and has no value.
    std::function<bool(const Values &)> shown = {};
};

/// All texts of an action. In each sentence %1 is the name of the resource.
struct Words
{
    QString menu;  ///< a verb: "Pause"; with an ellipsis if there is a form: "Rename…"
    QString title; ///< of the operation: "Pause “%1”"
    QString doing; ///< "“%1” is being paused."
    QString done;  ///< "“%1” was paused."
    QString failed;
    QString unknown;
    QString menuOfMany = {}; ///< while several are selected; empty: the same
    /// The title and the outcome of several at once; null: made of `menu`.
    std::function<QString(int count)> titleOfMany = {};
    std::function<QString(int count)> doneToMany = {};

    /// As the button of a dialog for so many resources says it: without the ellipsis.
    [[nodiscard]] QString button(qsizetype count = 1) const
    {
        return QString(count > 1 && !menuOfMany.isEmpty() ? menuOfMany : menu).remove(u'…');
    }
    /// The sentence for an outcome. Empty for Canceled.
    [[nodiscard]] const QString &of(Outcome outcome) const;
};

/// The question before an action starts.
struct Confirmation
{
    QString title;
    QString text;
    QString button;
};

/// What removes an obstacle: beside the sentence that advises it, the window has a button for it.
struct Remedy
{
    QString action{}; ///< its key
    QString on{};     ///< the ID of its resource; empty: the one with the obstacle
    /// Instead of an action, what is in the way: a resource, or without an ID the list of its kind.
    std::optional<Subject> shows{};

    bool operator==(const Remedy &) const = default;
};
using Remedies = std::vector<Remedy>;

/// Actions on the resource with the obstacle.
[[nodiscard]] Remedies remediesBy(const QStringList &keys);

/// What a form says beside its fields, for the values as they are now.
struct Briefing
{
    struct Note
    {
        QString text;
        bool caution = false;
        QString offers{}; ///< the key of the action that it advises
        QString on{};     ///< the ID of its resource; empty: the same one
    };
    /// What it takes of a quota.
    struct Use
    {
        QString title;
        openstack::Quota quota;
        qint64 more = 0;
        QString unit{};
        bool ofEach = false; ///< a limit of each one: amounts are not added
    };

    /// What happens to each of several things, in words.
    struct Table
    {
        QStringList columns{};
        std::vector<QStringList> rows{};

        bool operator==(const Table &) const = default;
    };

    QString about{}; ///< below the title: "From the volume snapshot “root”"
    Table table{};   ///< above the notes
    std::vector<Note> notes{};
    std::vector<Use> uses{};
    int of = 1;          ///< the number of resources that the uses are of
    QString problem{};   ///< why it is not possible, apart from the fields and the quota
    Remedies remedies{}; ///< of the problem, or of that of a field
    QString button{};    ///< if it is not Words::menu
    bool dangerous = false;
};

/// The action that undoes a finished one.
struct Undo
{
    QString key; ///< of the action
    Subject target;
    Values values{};
    bool asks = false; ///< its form is shown first
};

/// One action on a resource, as a value: its texts, form, request, journal entry, progress and
/// outcome are all defined here. ActionOperation carries it out; the window and the terminal client
/// know no action by name. All of them are in actions.h.
struct Action
{
    QString key; ///< the operation's kind in the journal, name of the QAction: "pause-server"
    openstack::Kind kind{}; ///< of the resource
    /// Other kinds of rows that it is offered for, by their IDs.
    std::vector<openstack::Kind> also{};
    bool indirect = false; ///< another action leads to it: it is in no menu
    Words words;
    /// What Horizon and other portals call it. The search finds it by these names, too.
    QStringList alsoCalled{};
    QString icon{};
    /// The action that this one undoes, "pause-server" of "unpause-server": menus show only the one
    /// that is possible.
    QString insteadOf{};
    bool primary = false;           ///< the button that stands out
    bool frequent = false;          ///< one of the two or three that have a button in toolbars
    bool separated = false;         ///< a line above it in menus
    QString shortcut{};             ///< portable text, e.g. "Ctrl+R"
    bool many = true;               ///< can be applied to several resources at once
    QString forMany{};              ///< of one resource: the action instead of it, for several
    bool dangerous = false;         ///< the question, or the form, is a warning
    bool forAdministrators = false; ///< clouds refuse it to all others: their menus lack it
    /// Allowed while the journal cannot be written: it leaves nothing half-done.
    bool harmless = false;
    /// Where it is prepared.
    enum class Form {
        Fields, ///< in a dialog of its fields; none: not at all
        Capture,
        Launch,
        Removal,
        Restore,         ///< a choice of other actions
        Reach,           ///< says what stands in the way of a connection, and which action helps
        Connect,         ///< starts a program that logs in
        Console,         ///< opens the instance's screen in the browser
        InPlace,         ///< where the resource's page shows it, at Action::place
        WindowsPassword, ///< decrypts what Windows has handed over
        Schedule,        ///< what Oriel does at certain times
    };
    Form form = Form::Fields;
    QString place{}; ///< Form::InPlace: the part of the resource's page: "overview/tags"
    std::vector<Field> fields{};
    std::vector<openstack::Kind>
        reads{}; ///< what its obstacle and its form depend on, beside `kind`
    std::function<Briefing(const Situation &, const QString &id, const Values &)> briefing = {};
    /// Keys of values that are the IDs of resources which it changes, beside its own: nothing else
    /// is done to them at the same time.
    QStringList alsoChanges{};
    /// Why this resource cannot be one of several, although the action is possible for it alone, as
    /// a sentence; null: it always can.
    std::function<QString(const Situation &, const QString &id)> apart = {};
    /// Adds what the form for several says of all `ids` together to what it says of each.
    std::function<void(const Situation &, const QStringList &ids, const Values &, Briefing &)>
        together = {};
    QStringList needs{}; ///< keys without which values of the journal are not understood
    /// What it makes, as the values name it: it needs no resource. Null: it acts on one.
    std::function<Subject(const Values &)> newSubject = {};
    /// What it is about, by the row for which it is offered, from the stores; the name is empty if
    /// they do not have it. Null: kinds without a store.
    std::function<Subject(const store::CloudStores &, const QString &id)> targetOf = {};
    /// Adds what the request needs and the user does not enter, e.g. the volume of a volume
    /// snapshot, from the stores, by the row for which it is offered. Null: nothing.
    std::function<Values(const store::CloudStores &, const QString &id, Values)> complete = {};
    /// The question before it starts, for one or several names; null: none.
    std::function<Confirmation(const QStringList &names)> confirmation = {};
    /// Why it is not possible now, as a sentence; empty: it is.
    std::function<QString(const Situation &, const QString &id)> obstacle = {};
    /// What removes its obstacle; null: nothing does.
    std::function<Remedies(const Situation &, const QString &id)> remedies = {};
    /// What undoes it, from what was sent; `target` is the resource as it was before. Nothing if
    /// the resource is no longer as this action left it. Null: it cannot be undone.
    std::function<std::optional<Undo>(const store::CloudStores &, const Subject &target,
                                      const Values &)>
        undo = {};
    /// The same if it depends on what the action has made, whose ID is Operation::resultId().
    std::function<std::optional<Undo>(const store::CloudStores &, const Subject &target,
                                      const QString &resultId)>
        undoOfResult = {};
    /// The %1 of the texts; null: the subject's name.
    std::function<QString(const Subject &, const Values &)> name = {};
    /// The operation's title if it contains more than words.title; null: that.
    std::function<QString(const Subject &, const Values &)> title = {};
    /// The sentence for an outcome where it depends on more than that; empty: that of the words.
    std::function<QString(const JournalEntry &)> sentence = {};
    /// One of the details that a command "… set" changes together, as in openstack.
    bool ofSet = false;
    /// How it is called in orielctl if `command` is not one command of openstack: "snapshot set".
    /// What it is called on comes last, or stands for "%1"; "%name" is the field with this key.
    QStringList terminal{};
    /// What it does, for the help of orielctl: "Pause instances"; empty: as the menu says it.
    QString summary{};
    /// What it costs, frees and keeps, as sentences: its tool tip. Empty: nothing that its dialog
    /// does not say.
    QString meaning{};
    /// The equivalent for the terminal, as words. `target`: the subject's ID, or its name if that
    /// is unique. Several commands are separated by empty words.
    std::function<QStringList(const QString &target, const Values &)> command = {};
    /// What the terminal client prints when it has succeeded, as openstack does; `secret` is what
    /// the operation would otherwise show once. Null: nothing, or the secret alone.
    std::function<QJsonObject(const ActionOperation &, const QString &secret)> answer = {};
    /// Carries it out from beginning to end; runs again after a crash. Null: an operation of its
    /// own, of the same kind, which its form starts.
    std::function<Task<Ending>(ActionOperation *)> perform = {};

    /// Its command in the terminal, without options: "server pause". Empty: there is none.
    [[nodiscard]] QString commandName() const;
    /// Whether rows of this kind offer it in their menu.
    [[nodiscard]] bool isOfferedFor(openstack::Kind rows) const;
    [[nodiscard]] QString nameOf(const Subject &subject, const Values &values) const;
    [[nodiscard]] QString titleOf(const Subject &subject, const Values &values) const;
    /// A sentence with the outcome. Empty for Canceled.
    [[nodiscard]] QString outcome(Outcome outcome, const Subject &subject,
                                  const Values &values) const;
    /// The same for an operation, also of an earlier run.
    [[nodiscard]] QString outcome(const JournalEntry &entry) const;
    /// Quoted for a shell.
    [[nodiscard]] QString commandLine(const QString &target, const Values &values) const;
    /// The first problem of a field, as a sentence; empty: the values can be sent.
    [[nodiscard]] QString problem(const Situation &situation, const QString &id,
                                  const Values &values) const;
};

/// Why a user with these roles cannot change anything; empty: they can. Clouds choose the names of
/// roles: only what is certainly read-only is refused.
[[nodiscard]] QString readerObstacle(const QStringList &roles);

/// Why no action can start on a resource with this ID: the roles, or an operation in progress.
[[nodiscard]] QString commonObstacle(const Situation &situation, const QString &id);
/// The same for an action that may interrupt one for which the cloud works.
[[nodiscard]] QString obstacleToInterrupting(const Situation &situation, const QString &id);

} // namespace oriel::operations
