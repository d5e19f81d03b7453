#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverdetails.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Kind;
using operations::Subject;
using operations::Values;

struct SetWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ServerSet)
};

/// An option of "… set" or "… unset": the action that it stands for, and what it adds to the
/// action's values.
struct SetOption
{
    OptionSpec spec;
    QString action;
    /// Called for each time the option was given. What is wrong with it, in words; empty: nothing.
    std::function<QString(const QString &text, Values &values)> read;
};

auto asText(const QString &key)
{
    return [key](const QString &text, Values &values) {
        values.insert(key, text);
        return QString();
    };
}

auto asValue(const QString &key, const QJsonValue &value)
{
    return [key, value](const QString &, Values &values) {
        values.insert(key, value);
        return QString();
    };
}

/// For a flag that is the whole action.
QString asNothing(const QString &, Values &)
{
    return {};
}

/// Asks for it, so that others on the computer cannot read it in the command.
QString asAskedPassword(const QString &, Values &values)
{
    const auto first = readSecret(SetWords::tr("New password"));
    const auto second =
        first ? readSecret(SetWords::tr("Repeat the password")) : std::optional<QString>();
    if (!second)
        return SetWords::tr("A terminal is needed to ask for the password.");
    values.insert(u"password"_s, *first);
    return *first == *second ? QString() : SetWords::tr("The two entries differ.");
}

QString asSize(const QString &text, Values &values)
{
    bool ok = false;
    values.insert(u"size"_s, text.toInt(&ok));
    return ok ? QString() : SetWords::tr("--size needs a number, not “%1”.").arg(text);
}

QString asDate(const QString &text, Values &values)
{
    values.insert(u"keep_until"_s, text);
    return QDate::fromString(text, Qt::ISODate).isValid() || text == "none"_L1
               ? QString()
               : SetWords::tr("--keep-until takes a date as 2027-01-31, not “%1”.").arg(text);
}

void addChange(Values &values, const QString &key, const QJsonValue &value)
{
    QJsonObject changes = values.value("changes"_L1).toObject();
    changes.insert(key, value);
    values.insert(u"changes"_s, changes);
}

/// `option`: "property".
auto asItemOf(const QString &option)
{
    return [option](const QString &text, Values &values) {
        if (text.indexOf(u'=') < 1)
            return SetWords::tr("--%1 takes KEY=VALUE, not “%2”.").arg(option, text);
        addChange(values, text.section(u'=', 0, 0), text.section(u'=', 1));
        return QString();
    };
}

QString asItem(const QString &text, Values &values)
{
    return asItemOf(u"property"_s)(text, values);
}

/// What is removed, or what a tag becomes.
auto asChange(const QJsonValue &value)
{
    return [value](const QString &text, Values &values) {
        addChange(values, text, value);
        return QString();
    };
}

/// One operation for each detail of each resource, as in the window.
class DetailsCommand final : public Command
{
public:
    DetailsCommand(Connection &connection, Invocation invocation, Kind kind,
                   const std::vector<SetOption> &options)
        : Command(connection, std::move(invocation))
        , m_kind(kind)
        , m_options(options)
    {}

    void run() override
    {
        for (const SetOption &option : m_options) {
            if (const QString wrong = read(option); !wrong.isEmpty()) {
                fail(wrong);
                return;
            }
        }
        if (m_wanted.empty())
            done(); // as `openstack` does
        else
            next();
    }

private:
    struct Wanted
    {
        QString action;
        Values values;
    };

    QString read(const SetOption &option)
    {
        const QString name = option.spec.names.constLast();
        for (const QString &text : invocation().options.value(name)) {
            auto wanted = std::ranges::find(m_wanted, option.action, &Wanted::action);
            if (wanted == m_wanted.end())
                wanted = m_wanted.insert(m_wanted.end(), {option.action, {}});
            if (const QString wrong = option.read(text, wanted->values); !wrong.isEmpty())
                return wrong;
        }
        return {};
    }

    void next()
    {
        if (m_at == invocation().operands.size()) {
            start();
            return;
        }
        findSubject(connection(), m_kind, invocation().operands[m_at++], this,
                    [this](Result<Subject> found) {
                        if (!found.ok()) {
                            fail(found.error().message);
                            return;
                        }
                        m_subjects.push_back(*found);
                        next();
                    });
    }

    /// Nothing is changed if a part is not possible.
    void start()
    {
        const operations::Situation situation = connection().situation();
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        if (!invocation().has(u"wait"_s))
            m_run->doNotWait(SetWords::tr("orielctl did not wait for it to finish."));
        std::vector<std::unique_ptr<operations::Operation>> all;
        for (const Subject &subject : m_subjects) {
            for (const Wanted &one : m_wanted) {
                const operations::Action &action = *operations::actionNamed(one.action);
                QString why = action.obstacle(situation, subject.id);
                if (why.isEmpty())
                    why = action.problem(situation, subject.id, one.values);
                if (!why.isEmpty()) {
                    fail(withoutIsolates(
                        action.outcome(operations::Outcome::Failed, subject, one.values) + u' ' +
                        why));
                    return;
                }
                all.push_back(operations::actOn(m_run->context(), action.key, subject, one.values));
            }
        }
        m_run->start(std::move(all), [this](int failed) {
            if (failed == 0)
                done();
            else
                Q_EMIT finished(Failed); // the reason was printed
        });
    }

    Kind m_kind;
    const std::vector<SetOption> &m_options;
    std::vector<Wanted> m_wanted;
    std::vector<Subject> m_subjects;
    std::unique_ptr<OperationRun> m_run;
    qsizetype m_at = 0;
};

CommandEntry setEntry(CommandSpec spec, Kind kind, std::vector<SetOption> options)
{
    spec.prints = CommandSpec::Prints::Nothing;
    for (const SetOption &option : options) {
        const bool known = std::ranges::any_of(spec.options, [&](const OptionSpec &there) {
            return there.names == option.spec.names;
        });
        if (!known)
            spec.options.push_back(option.spec);
    }
    spec.options.push_back({{u"wait"_s}, SetWords::tr("Wait until it has finished.")});
    return {std::move(spec),
            [kind, options = std::move(options)](Connection &connection, Invocation invocation) {
                return std::make_unique<DetailsCommand>(connection, std::move(invocation), kind,
                                                        options);
            }};
}

SetOption newName(const QString &action)
{
    return {{{u"name"_s}, SetWords::tr("The new name."), u"NAME"_s}, action, asText(u"name"_s)};
}

SetOption newDescription(const QString &action)
{
    return {{{u"description"_s}, SetWords::tr("The new description."), u"DESCRIPTION"_s},
            action,
            asText(u"description"_s)};
}

SetOption newItem(const QString &action)
{
    return {{{u"property"_s},
             SetWords::tr("Add or change an item of metadata; may be repeated."),
             u"KEY=VALUE"_s},
            action,
            asItem};
}

SetOption removedItem(const QString &action)
{
    return {
        {{u"property"_s}, SetWords::tr("Remove an item of metadata; may be repeated."), u"KEY"_s},
        action,
        asChange(QJsonValue::Null)};
}

/// A flag that is a whole action, described as that.
SetOption flag(const QString &name, const QString &action)
{
    return {{{name}, operations::actionNamed(action)->summary + u'.'}, action, asNothing};
}

std::vector<SetOption> serverOptions()
{
    return {newName(u"rename-server"_s),
            newDescription(operations::describeServer),
            newItem(operations::editServerMetadata),
            {{{u"tag"_s}, SetWords::tr("Add a tag; may be repeated."), u"TAG"_s},
             operations::editServerTags,
             asChange(true)},
            {{{u"root-password"_s},
              SetWords::tr("Set a new password of root or the administrator, and ask for it.")},
             u"set-password"_s,
             asAskedPassword},
            {{{u"password"_s},
              SetWords::tr("The new password of root or the administrator. Other users of this "
                           "computer can read it while the command runs: use --root-password."),
              u"PASSWORD"_s},
             u"set-password"_s,
             asText(u"password"_s)},
            {{{u"state"_s},
              SetWords::tr("Reset the state (administrators only)."),
              u"STATE"_s,
              {u"active"_s, u"error"_s}},
             u"reset-server-state"_s,
             asText(u"state"_s)}};
}

std::vector<SetOption> volumeOptions()
{
    const QString imageProperty = u"image-property"_s;
    return {newName(u"rename-volume"_s),
            newDescription(u"describe-volume"_s),
            newItem(u"edit-volume-metadata"_s),
            {{{imageProperty},
              SetWords::tr("Add or change an image property, for example hw_firmware_type=uefi; "
                           "may be repeated."),
              u"KEY=VALUE"_s},
             u"edit-volume-image-properties"_s,
             asItemOf(imageProperty)},
            {{{u"size"_s}, SetWords::tr("The new size in GiB."), u"SIZE"_s},
             u"extend-volume"_s,
             asSize},
            {{{u"type"_s}, SetWords::tr("The new type."), u"TYPE"_s},
             u"retype-volume"_s,
             asText(u"type"_s)},
            {{{u"retype-policy"_s},
              SetWords::tr("With --type: “never” refuses to copy the data to other storage."),
              u"POLICY"_s,
              {u"on-demand"_s, u"never"_s}},
             u"retype-volume"_s,
             asText(u"policy"_s)},
            {{{u"state"_s}, SetWords::tr("Reset the state (administrators only)."), u"STATE"_s},
             u"reset-volume-state"_s,
             asText(u"state"_s)},
            flag(u"bootable"_s, u"make-volume-bootable"_s),
            flag(u"non-bootable"_s, u"make-volume-not-bootable"_s),
            flag(u"read-only"_s, u"make-volume-read-only"_s),
            flag(u"read-write"_s, u"make-volume-writable"_s)};
}

} // namespace

std::vector<CommandEntry> setCommands()
{
    using operations::describeServer;
    using operations::editServerMetadata;
    using operations::editServerTags;
    const QString snapshotItems = u"edit-volume-snapshot-metadata"_s;
    const QString imageItems = u"edit-image-properties"_s;
    std::vector<CommandEntry> entries;
    entries.push_back(setEntry(
        {.words = {u"server"_s, u"set"_s},
         .summary =
             SetWords::tr("Change the name, the description, the password, metadata or tags"),
         .operand = u"server"_s},
        Kind::Server, serverOptions()));
    entries.push_back(
        setEntry({.words = {u"server"_s, u"unset"_s},
                  .summary = SetWords::tr("Remove the description, metadata or tags"),
                  .operand = u"server"_s},
                 Kind::Server,
                 {{{{u"description"_s}, SetWords::tr("Remove the description.")},
                   describeServer,
                   asValue(u"description"_s, QString())},
                  removedItem(editServerMetadata),
                  {{{u"tag"_s}, SetWords::tr("Remove a tag; may be repeated."), u"TAG"_s},
                   editServerTags,
                   asChange(false)}}));
    entries.push_back(
        setEntry({.words = {u"volume"_s, u"set"_s},
                  .summary = SetWords::tr("Change volumes: name, size, type, flags, metadata"),
                  .operand = u"volume"_s},
                 Kind::Volume, volumeOptions()));
    entries.push_back(
        setEntry({.words = {u"volume"_s, u"unset"_s},
                  .summary = SetWords::tr("Remove metadata or image properties of a volume"),
                  .operand = u"volume"_s},
                 Kind::Volume,
                 {removedItem(u"edit-volume-metadata"_s),
                  {{{u"image-property"_s},
                    SetWords::tr("Remove an image property; may be repeated."),
                    u"KEY"_s},
                   u"edit-volume-image-properties"_s,
                   asChange(QJsonValue::Null)}}));
    entries.push_back(setEntry(
        {.words = {u"volume"_s, u"snapshot"_s, u"set"_s},
         .summary = SetWords::tr("Change volume snapshots, or how long they are kept"),
         .operand = u"snapshot"_s,
         .many = true},
        Kind::VolumeSnapshot,
        {newName(u"rename-volume-snapshot"_s),
         newDescription(u"describe-volume-snapshot"_s),
         newItem(snapshotItems),
         {{{u"keep-until"_s},
           SetWords::tr("List as due for deletion after this date (2027-01-31), or “none”."),
           u"KEEP-UNTIL"_s},
          u"change-keep-until-of-volume-snapshot"_s,
          asDate}}));
    entries.push_back(setEntry({.words = {u"volume"_s, u"snapshot"_s, u"unset"_s},
                                .summary = SetWords::tr("Remove metadata of a volume snapshot"),
                                .operand = u"snapshot"_s},
                               Kind::VolumeSnapshot, {removedItem(snapshotItems)}));
    entries.push_back(setEntry(
        {.words = {u"image"_s, u"set"_s},
         .summary = SetWords::tr("Change the properties of images, or protect them from deletion"),
         .operand = u"image"_s,
         .many = true},
        Kind::Image,
        {{{{u"property"_s},
           SetWords::tr("Add or change a property, for example hw_firmware_type=uefi; may be "
                        "repeated."),
           u"KEY=VALUE"_s},
          imageItems,
          asItem},
         flag(u"protected"_s, u"protect-image"_s),
         flag(u"unprotected"_s, u"unprotect-image"_s)}));
    entries.push_back(
        setEntry({.words = {u"image"_s, u"unset"_s},
                  .summary = SetWords::tr("Remove properties of an image"),
                  .operand = u"image"_s},
                 Kind::Image,
                 {{{{u"property"_s}, SetWords::tr("Remove a property; may be repeated."), u"KEY"_s},
                   imageItems,
                   asChange(QJsonValue::Null)}}));
    return entries;
}

} // namespace oriel::ctl
