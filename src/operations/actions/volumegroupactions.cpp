#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/volumegroups.h"

#include "base/visible.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "operations/limiter.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>
#include <variant>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::ChangeVolumeGroup;
using openstack::Volume;
using openstack::VolumeGroup;
using openstack::VolumeGroupType;
using openstack::VolumeType;

constexpr QLatin1StringView noGroup{"none"};

/// In the journal: a volume is taken out of this group.
QString removalStep(const QString &groupId)
{
    return u"remove/"_s + groupId;
}

/// Of the request that deletes a group: in the journal, and in its intent the IDs of the volumes
/// that the user has agreed to lose.
constexpr QLatin1StringView removalRequest{"request"};
constexpr QLatin1StringView membersKey{"members"};

/// The outcome if something cannot be read before the first request.
Outcome unlessBegun(const ActionOperation *operation)
{
    return operation->hasBegunEarlier() ? Outcome::Unclear : Outcome::Failed;
}

/// Cinder refuses a change of a group while it carries out another one.
std::shared_ptr<Limiter> limiterOf(ActionOperation *operation, const QString &groupId)
{
    const QByteArray key = "volume-group/" + groupId.toLatin1();
    return oneAtATime(operation->context().stores, QLatin1StringView(key));
}

/// Volume groups, and which volumes are in them.
class VolumeGroupActions
{
    Q_DECLARE_TR_FUNCTIONS(VolumeGroupActions)

public:
    static Action create();
    static Action assign();
    static Action edit();
    static Action remove();

private:
    /// `isNew`: of a new group; otherwise the terminal may leave it out.
    static Field nameField(bool isNew);
    static Field descriptionField();
    static std::vector<Field::Option> groupTypes(const Situation &situation, const QString &id);
    static std::vector<Field::Option> volumeTypes(const Situation &situation, const QString &id);
    static std::vector<Field::Option> groups(const Situation &situation, const QString &volumeId);
    static QString misfit(const store::CloudStores &stores, const Volume &volume,
                          const VolumeGroup &group);
    static Briefing removalBriefing(const Situation &situation, const QString &id,
                                    const Values &values);
    static QString removalProblem(const store::CloudStores &stores, const QString &id,
                                  Remedies &remedies);
    static Step changeOf(ActionOperation *operation, const QString &groupId, bool adds);
    static Step releaseOf(ActionOperation *operation, const std::vector<Volume> &members);
    static Step removalOf(ActionOperation *operation, bool deletes, const QStringList &confirmed);
    static Trace traceByMembership(const ActionOperation &operation, const QString &volumeId,
                                   const QString &groupId, bool is);
    static Ending afterChange(const ActionOperation *operation, const Result<VolumeGroup> &group);
    static Task<std::optional<Ending>> change(ActionOperation *operation, Step step,
                                              QString groupId);
    static Task<std::optional<Ending>> move(ActionOperation *operation, QString groupId, bool adds,
                                            bool continues);
    static Task<Ending> performAssignment(ActionOperation *operation);
    static Task<std::variant<bool, Ending>> releaseSome(ActionOperation *operation);
    static Task<std::optional<Ending>> release(ActionOperation *operation);
    static Task<Result<QStringList>> confirmedMembers(ActionOperation *operation);
    static Task<std::optional<Ending>> refuseNewcomers(ActionOperation *operation,
                                                       QStringList confirmed);
    static Task<Ending> performRemoval(ActionOperation *operation);
};

Field VolumeGroupActions::nameField(bool isNew)
{
    return {.key = u"name"_s,
            .label = tr("Name"),
            .help = tr("New name of the group. By default, it stays the same."),
            .required = isNew,
            .problem = [isNew](const Situation &, const QString &, const Values &values) {
                if (!isNew && !values.contains("name"_L1))
                    return QString();
                const QString name = values.value("name"_L1).toString().trimmed();
                return describe(storageNameFault(name), name);
            }};
}

Field VolumeGroupActions::descriptionField()
{
    return {.key = u"description"_s,
            .label = tr("Description"),
            .help = tr("Description of the group. By default, a new group has none, and that of "
                       "another one stays the same."),
            .problem = [](const Situation &, const QString &, const Values &values) {
                const auto length = characters(values.value("description"_L1).toString().trimmed());
                return length <= longestName
                           ? QString()
                           : tr("The description has %1 characters. At most %2 are allowed.")
                                 .arg(QString::number(length), QString::number(longestName));
            }};
}

std::vector<Field::Option> VolumeGroupActions::groupTypes(const Situation &situation,
                                                          const QString &)
{
    std::vector<Field::Option> options;
    for (const auto &type : situation.stores.of<VolumeGroupType>().rows()) {
        if (!type->isReserved())
            options.push_back({type->id,
                               type->description.isEmpty()
                                   ? type->name
                                   //: A type of volume groups. %1: its name; %2: its description
                                   : tr("%1: %2").arg(type->name, type->description),
                               type->name});
    }
    std::ranges::sort(options, {}, &Field::Option::label);
    return options;
}

/// Each one, and those that the project's volumes have together: a group takes only volumes of its
/// types, which cannot be changed later.
std::vector<Field::Option> VolumeGroupActions::volumeTypes(const Situation &situation,
                                                           const QString &)
{
    QStringList used;
    for (const auto &volume : situation.stores.volumes.rows()) {
        if (!volume->volumeType.isEmpty() && !used.contains(volume->volumeType))
            used.append(volume->volumeType);
    }
    used.sort();
    std::vector<Field::Option> options;
    if (used.size() > 1)
        options.push_back({used.join(u','), used.join(u", "_s)});
    for (const auto &type : situation.stores.of<VolumeType>().rows()) {
        if (type->name != "__DEFAULT__"_L1)
            options.push_back({type->name, type->name});
    }
    return options;
}

Action VolumeGroupActions::create()
{
    return ActionOf<VolumeGroup>(u"create-volume-group"_s,
                                 {tr("Create volume group…"), tr("Create the volume group “%1”"),
                                  tr("The volume group “%1” is being created."),
                                  tr("The volume group “%1” was created."),
                                  tr("The volume group “%1” was not created."),
                                  tr("It is not known whether the volume group “%1” was created.")})
        .icon(u"plus"_s)
        .primary()
        .summary(tr("Create a volume group"))
        .makesNew()
        .reads({Kind::VolumeGroupType, Kind::VolumeType, Kind::Volume})
        .needs({u"name"_s, u"volume_group_type"_s, u"volume_type"_s})
        .asks(nameField(true))
        .asks({.key = u"volume_group_type"_s,
               .label = tr("Group type"),
               .help = tr("Group type, by name or ID."),
               .type = Field::Type::Choice,
               .required = true,
               .options = groupTypes,
               .looksUp = true})
        .asks({.key = u"volume_type"_s,
               .label = tr("Volume types"),
               .help = tr("Volume type, by name or ID. The group takes only volumes of this type."),
               .type = Field::Type::Choice,
               .required = true,
               .hint = tr("The group takes only volumes of these types."),
               .options = volumeTypes,
               .looksUp = true})
        .asks(descriptionField())
        .briefs([](const Situation &situation, const QString &, const Values &) {
            Briefing briefing{
                .notes = {{tr("The volumes of a group are captured together, by one request. "
                              "Whether they are captured at the same moment depends on the group "
                              "type, which the cloud's operator defines.")},
                          {tr("A volume in a group cannot be deleted, and its type cannot be "
                              "changed, until it is taken out of the group.")}}};
            if (situation.stores.of<VolumeGroupType>().state().loaded &&
                !hasVolumeGroupTypes(situation.stores))
                briefing.problem = tr("The cloud has no volume group types. Only its operator can "
                                      "define them.");
            return briefing;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateVolumeGroup{
                .name = operation.target().name,
                .description = operation.text("description"_L1).trimmed(),
                .type = operation.text("volume_group_type"_L1),
                .volumeTypes = operation.text("volume_type"_L1).split(u',')};
        })
        .tracedAsNew([](const ActionOperation &) { return openstack::List<VolumeGroup>{}; },
                     [](const VolumeGroup &group, const Values &values) {
                         return group.name == values.value("name"_L1).toString();
                     })
        .until([](const VolumeGroup &group, const Values &) {
            return group.status == "available"_L1        ? Progress::Done
                   : group.status.startsWith("error"_L1) ? Progress::Failed
                                                         : Progress::InProgress;
        })
        .fails([](const VolumeGroup &, const QString &why) {
            return tr("%1 A frequent reason is that no storage backend of the cloud supports all "
                      "of these "
                      "volume types.")
                .arg(why);
        })
        .terminal({u"volume"_s, u"group"_s, u"create"_s, u"%name"_s})
        .command([](const QString &name, const Values &values) {
            QStringList words{u"openstack"_s, u"--os-volume-api-version"_s,
                              u"3.13"_s,      u"volume"_s,
                              u"group"_s,     u"create"_s,
                              u"--name"_s,    name};
            if (const QString text = values.value("description"_L1).toString(); !text.isEmpty())
                words << u"--description"_s << text;
            words << values.value("volume_group_type"_L1).toString();
            return words + values.value("volume_type"_L1).toString().split(u',');
        });
}

/// Why Cinder would not take the volume; empty: it would.
QString VolumeGroupActions::misfit(const store::CloudStores &stores, const Volume &volume,
                                   const VolumeGroup &group)
{
    if (const QString why = notIdle(volume); !why.isEmpty())
        return why;
    if (group.status != "available"_L1)
        return tr("The group is %1.").arg(storageStateWord(group.status));
    if (!group.availabilityZone.isEmpty() && !volume.availabilityZone.isEmpty() &&
        group.availabilityZone != volume.availabilityZone)
        return tr("The group is in the zone %1.").arg(group.availabilityZone);
    const auto &types = stores.of<VolumeType>().rows();
    const auto type = std::ranges::find_if(
        types, [&](const auto &one) { return one->name == volume.volumeType; });
    if (type != types.end() && !group.volumeTypeIds.contains((*type)->id))
        return tr("The group does not take volumes of the type %1.").arg(volume.volumeType);
    return {};
}

std::vector<Field::Option> VolumeGroupActions::groups(const Situation &situation,
                                                      const QString &volumeId)
{
    const auto volume = situation.stores.volumes.find(volumeId);
    //: A choice of a volume group.
    std::vector<Field::Option> options{{QString(noGroup), tr("No group"), QString(noGroup)}};
    for (const auto &group : situation.stores.of<VolumeGroup>().rows()) {
        const QString problem = volume && volume->groupId != group->id
                                    ? misfit(situation.stores, *volume, *group)
                                    : QString();
        const QString name = operations::nameOrId(group->name, group->id);
        options.push_back({group->id,
                           problem.isEmpty()
                               ? name
                               //: A group that cannot be chosen. %1: its name; %2: why
                               : tr("%1 (%2)").arg(name, problem),
                           name,
                           {},
                           problem});
    }
    return options;
}

/// The ending after a change of the group's volumes that did not end well.
Ending VolumeGroupActions::afterChange(const ActionOperation *operation,
                                       const Result<VolumeGroup> &group)
{
    if (!group.ok())
        return {Outcome::Unclear, group.error()};
    return {Outcome::Failed,
            detail::failureOf<VolumeGroup>(
                operation, ErrorKind::Failed,
                tr("The volume group is %1 now.").arg(storageStateWord(group->status)))};
}

Step VolumeGroupActions::changeOf(ActionOperation *operation, const QString &groupId, bool adds)
{
    const QString volumeId = operation->target().id;
    ChangeVolumeGroup change{.id = groupId};
    (adds ? change.added : change.removed).append(volumeId);
    return {.name = adds ? u"add/"_s + groupId : removalStep(groupId),
            .send = operation->sending(change),
            .trace = traceByMembership(*operation, volumeId, groupId, adds),
            .stage = 0};
}

/// Takes as many of these volumes out of the group as one request can.
Step VolumeGroupActions::releaseOf(ActionOperation *operation, const std::vector<Volume> &members)
{
    const QString groupId = operation->target().id;
    ChangeVolumeGroup change{.id = groupId};
    for (const Volume &volume : members) {
        if (change.removed.size() < ChangeVolumeGroup::mostVolumes)
            change.removed.append(volume.id);
    }
    const QString first = change.removed.constFirst();
    return {.name = u"release/"_s + first,
            .send = operation->sending(change),
            .trace = traceByMembership(*operation, first, groupId, false),
            .stage = 0};
}

/// By whether the volume is in the group.
Trace VolumeGroupActions::traceByMembership(const ActionOperation &operation,
                                            const QString &volumeId, const QString &groupId,
                                            bool is)
{
    return traceByState(operation.context(), openstack::Get<Volume>{volumeId},
                        [groupId, is](const Volume &now, const Facts &) {
                            return (now.groupId == groupId) == is
                                       ? std::optional(Facts{{u"done"_s, true}})
                                       : std::nullopt;
                        });
}

/// Changes the volumes of the group, and waits until that is done. Nothing: it is.
Task<std::optional<Ending>> VolumeGroupActions::change(ActionOperation *operation, Step step,
                                                       QString groupId)
{
    auto changing = operation->once(std::move(step));
    const StepResult changed = co_await std::move(changing);
    if (!changed.ok())
        co_return changed.ending();
    auto following = settledGroup(operation, groupId, detail::longestAction);
    const Result<VolumeGroup> after = co_await std::move(following);
    if (!after.ok() || after->status != "available"_L1)
        co_return afterChange(operation, after);
    co_return std::nullopt;
}

/// Puts the volume into the group or takes it out. Nothing: it is done. `continues`: something was
/// changed before it, so that it is sent even if an earlier run did not get that far.
Task<std::optional<Ending>> VolumeGroupActions::move(ActionOperation *operation, QString groupId,
                                                     bool adds, bool continues)
{
    const auto limiter = limiterOf(operation, groupId);
    auto entering = Limiter::place(limiter);
    const Limiter::Place place = co_await entering;
    auto waiting = settledGroup(operation, groupId, detail::longestAction);
    const Result<VolumeGroup> group = co_await std::move(waiting);
    if (!group.ok())
        co_return Ending{unlessBegun(operation), group.error()};
    Step step = changeOf(operation, groupId, adds);
    step.resend = continues;
    auto changing = change(operation, std::move(step), groupId);
    std::optional<Ending> ending = co_await std::move(changing);
    co_return ending;
}

Task<Ending> VolumeGroupActions::performAssignment(ActionOperation *operation)
{
    const QString value = operation->text("group"_L1);
    const QString wanted = value == noGroup ? QString() : value;
    operation->setStages(
        {Stage{wanted.isEmpty()
                   ? tr("Take it out of its group")
                   : tr("Put it into the group “%1”").arg(operation->text("group_name"_L1))}});
    operation->begin(0);
    auto fetching = operation->fetch(openstack::Get<Volume>{operation->target().id});
    const Result<Volume> volume = co_await std::move(fetching);
    if (!volume.ok())
        co_return Ending{unlessBegun(operation), volume.error()};
    const QString now = volume->groupId;
    if (now == wanted && !operation->isResumed())
        operation->addNote(tr("It had already been done."));
    bool hasLeft = now.isEmpty() &&
                   operation->earlierIntent(removalStep(operation->text("before"_L1))).has_value();
    if (!now.isEmpty() && now != wanted) {
        auto leaving = move(operation, now, false, false);
        const std::optional<Ending> ending = co_await std::move(leaving);
        if (ending)
            co_return *ending;
        hasLeft = true;
    }
    if (!wanted.isEmpty() && now != wanted) {
        auto joining = move(operation, wanted, true, hasLeft);
        const std::optional<Ending> ending = co_await std::move(joining);
        if (ending && hasLeft)
            operation->addNote(tr("It was taken out of its former group."));
        if (ending)
            co_return *ending;
    }
    operation->context().stores.refreshRow(Kind::Volume, operation->target().id);
    operation->done(0);
    co_return Ending{};
}

Action VolumeGroupActions::assign()
{
    return ActionOf<Volume>(u"set-volume-group"_s,
                            {tr("Change volume group…"), tr("Change the volume group of “%1”"),
                             tr("The volume group of “%1” is being changed."),
                             tr("The volume group of “%1” was changed."),
                             tr("The volume group of “%1” was not changed."),
                             tr("It is not known whether the volume group of “%1” was changed.")})
        .summary(tr("Put volumes into a volume group, or take them out"))
        .many(
            [](int count) { return tr("Change the volume group of %n volume(s)", nullptr, count); },
            [](int count) {
                return tr("The volume group of %n volume(s) was changed.", nullptr, count);
            })
        .reads({Kind::VolumeGroup, Kind::VolumeGroupType, Kind::VolumeType})
        .possible([](const Volume &volume, const Situation &situation) {
            const auto &groups = situation.stores.of<VolumeGroup>();
            if (const auto &absent = groups.state().absent)
                return absent->message;
            if (groups.state().loaded && groups.size() == 0)
                return hasVolumeGroupTypes(situation.stores)
                           ? tr("The project has no volume groups. Create one first.")
                           : tr("This cloud has no volume groups.");
            // A volume in a group is not deleted, so one that is in error leaves it first.
            const bool mayLeave =
                !volume.groupId.isEmpty() &&
                (volume.status == "error"_L1 || volume.status == "error_deleting"_L1);
            return mayLeave ? QString() : notIdle(volume);
        })
        .remedies([](const Volume &, const Situation &situation) {
            const auto &groups = situation.stores.of<VolumeGroup>();
            return groups.state().loaded && groups.size() == 0 &&
                           hasVolumeGroupTypes(situation.stores)
                       ? remediesBy({u"create-volume-group"_s})
                       : Remedies();
        })
        .needs({u"group"_s})
        .asks({.key = u"group"_s,
               .label = tr("Volume group"),
               .help = tr("Volume group that the volumes are put into, by name or ID; none takes "
                          "them out of their group."),
               .type = Field::Type::Choice,
               .required = true,
               .options = groups,
               .looksUp = true,
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto volume = situation.stores.volumes.find(id);
                       return QJsonValue(!volume || volume->groupId.isEmpty() ? QString(noGroup)
                                                                              : volume->groupId);
                   },
               .problem =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       const auto volume = situation.stores.volumes.find(id);
                       const auto group = situation.stores.of<VolumeGroup>().find(
                           values.value("group"_L1).toString());
                       return volume && group && volume->groupId != group->id
                                  ? misfit(situation.stores, *volume, *group)
                                  : QString();
                   }})
        .briefs([](const Situation &, const QString &, const Values &) {
            return Briefing{
                .notes = {{tr("A volume in a group cannot be deleted, and its type cannot be "
                              "changed, until it is taken out of the group.")}},
                //: Button: puts a volume into a group, or takes it out.
                .button = tr("Change")};
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto volume = stores.volumes.find(id);
            const QString group = values.value("group"_L1).toString();
            if (group != noGroup)
                values.insert(u"group_name"_s, volumeGroupName(stores, group));
            if (volume && !values.contains("before"_L1))
                values.insert(u"before"_s, volume->groupId);
            return values;
        })
        .undoneBy(
            u"set-volume-group"_s,
            [](const Volume &volume, const Subject &, const Values &sent) -> std::optional<Values> {
                const QString group = sent.value("group"_L1).toString();
                if (volume.groupId != (group == noGroup ? QString() : group))
                    return std::nullopt;
                const QString before = sent.value("before"_L1).toString();
                return Values{{u"group"_s, before.isEmpty() ? QString(noGroup) : before}};
            })
        .performs(performAssignment)
        .terminal({u"volume"_s, u"group"_s, u"assign"_s})
        .command([](const QString &target, const Values &values) {
            const QString group = values.value("group"_L1).toString();
            const QString before = values.value("before"_L1).toString();
            const QStringList start{u"cinder"_s, u"--os-volume-api-version"_s, u"3.13"_s,
                                    u"group-update"_s};
            QStringList words;
            if (!before.isEmpty() && before != group)
                words = start + QStringList{before, u"--remove-volumes"_s, target};
            if (group == noGroup)
                return words;
            if (!words.isEmpty())
                words << QString();
            return words + start + QStringList{group, u"--add-volumes"_s, target};
        });
}

Action VolumeGroupActions::edit()
{
    const auto text = [](Field field, QString VolumeGroup::*member) {
        field.preset = [member](const Situation &situation, const QString &id) {
            const auto group = situation.stores.of<VolumeGroup>().find(id);
            return QJsonValue(group ? (*group).*member : QString());
        };
        return field;
    };
    const auto trimmed = [](const Values &values, QLatin1StringView key) {
        return values.value(key).toString().trimmed();
    };
    return ActionOf<VolumeGroup>(u"edit-volume-group"_s,
                                 {tr("Edit name and description…"),
                                  tr("Change the volume group “%1”"),
                                  tr("The volume group “%1” is being changed."),
                                  tr("The volume group “%1” was changed."),
                                  tr("The volume group “%1” was not changed."),
                                  tr("It is not known whether the volume group “%1” was changed.")})
        .icon(u"pencil"_s)
        .single()
        .summary(tr("Change the name and the description of a volume group"))
        // In any other state, a new name would make Cinder take it for available.
        .possible([](const VolumeGroup &group, const Situation &) {
            return unavailable(Kind::VolumeGroup, group.status);
        })
        .asks(text(nameField(false), &VolumeGroup::name))
        .asks(text(descriptionField(), &VolumeGroup::description))
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto group = stores.of<VolumeGroup>().find(id);
                group && !values.contains("before"_L1)) {
                values.insert(u"before"_s, group->name);
                values.insert(u"described"_s, group->description);
                if (!values.contains("name"_L1))
                    values.insert(u"name"_s, group->name);
                if (!values.contains("description"_L1))
                    values.insert(u"description"_s, group->description);
            }
            return values;
        })
        .sends([trimmed](const ActionOperation &operation) {
            return ChangeVolumeGroup{.id = operation.target().id,
                                     .name = trimmed(operation.values(), "name"_L1),
                                     .description = trimmed(operation.values(), "description"_L1)};
        })
        .untilItIs([trimmed](const VolumeGroup &group, const Values &values) {
            return group.name == trimmed(values, "name"_L1) &&
                   group.description == trimmed(values, "description"_L1);
        })
        .undoneBy(u"edit-volume-group"_s,
                  [trimmed](const VolumeGroup &group, const Subject &,
                            const Values &sent) -> std::optional<Values> {
                      if (group.name != trimmed(sent, "name"_L1) ||
                          group.description != trimmed(sent, "description"_L1))
                          return std::nullopt;
                      return Values{{u"name"_s, sent.value("before"_L1)},
                                    {u"description"_s, sent.value("described"_L1)}};
                  })
        .terminal({u"volume"_s, u"group"_s, u"set"_s})
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"--os-volume-api-version"_s,
                              u"3.13"_s,      u"volume"_s,
                              u"group"_s,     u"set"_s};
            for (const QString &key : {u"name"_s, u"description"_s}) {
                if (values.contains(key))
                    words << u"--"_s + key << values.value(key).toString();
            }
            return words << target;
        });
}

/// What makes Cinder refuse to delete the volumes of a group, and what helps; empty: nothing.
QString VolumeGroupActions::removalProblem(const store::CloudStores &stores, const QString &id,
                                           Remedies &remedies)
{
    for (const auto &volume : volumesOf(stores, id)) {
        const QString name = isolated(operations::nameOrId(volume->name, volume->id));
        if (!volume->attachments.empty()) {
            remedies = waysToDetach(*volume);
            return tr("The volume “%1” is attached to an instance. Detach it first.").arg(name);
        }
        const bool captured =
            std::ranges::any_of(stores.volumeSnapshots.rows(), [&](const auto &snapshot) {
                return snapshot->volumeId == volume->id;
            });
        if (captured) {
            remedies = {{.shows = Subject{Kind::VolumeSnapshot, {}, {}}}};
            return tr("The volume “%1” has volume snapshots. Delete them first.").arg(name);
        }
    }
    return {};
}

Briefing VolumeGroupActions::removalBriefing(const Situation &situation, const QString &id,
                                             const Values &values)
{
    const auto members = volumesOf(situation.stores, id);
    const auto count = static_cast<int>(members.size());
    const bool deletes = values.value("force"_L1).toBool();
    //: Button: deletes volume groups.
    Briefing briefing{.button = tr("Delete"), .dangerous = true};
    if (members.empty()) {
        briefing.notes.push_back({tr("No volume is in it.")});
        return briefing;
    }
    constexpr std::size_t mostNamed = 8;
    QStringList names;
    for (std::size_t i = 0; i < members.size() && i < mostNamed; ++i)
        names.append(isolated(operations::nameOrId(members[i]->name, members[i]->id)));
    if (members.size() > mostNamed)
        names.append(tr("%n more", nullptr, static_cast<int>(members.size() - mostNamed)));
    const QString list = names.join(u", "_s);
    if (!deletes) {
        briefing.notes.push_back(
            {tr("%n volume(s) are taken out of the group and kept: %1.", nullptr, count)
                 .arg(list)});
        return briefing;
    }
    briefing.notes.push_back(
        {tr("%n volume(s) are deleted with all their data: %1.", nullptr, count).arg(list), true});
    briefing.problem = removalProblem(situation.stores, id, briefing.remedies);
    return briefing;
}

/// Takes as many volumes out as one request can. False: none was left.
Task<std::variant<bool, Ending>> VolumeGroupActions::releaseSome(ActionOperation *operation)
{
    const QString groupId = operation->target().id;
    auto listing = membersNow(operation, groupId);
    const Result<std::vector<Volume>> members = co_await std::move(listing);
    if (!members.ok())
        co_return Ending{Outcome::Failed, members.error()};
    if (members->empty())
        co_return false;
    Step step = releaseOf(operation, *members);
    auto changing = change(operation, std::move(step), groupId);
    const std::optional<Ending> ending = co_await std::move(changing);
    if (ending)
        co_return *ending;
    co_return true;
}

/// Takes the volumes out. Nothing: none is left.
Task<std::optional<Ending>> VolumeGroupActions::release(ActionOperation *operation)
{
    // Nothing but the pointer is passed on: with -O3, GCC 12 keeps the copy of an argument outside
    // the coroutine's frame if it stays the same in a loop, and the second round reads rubbish.
    for (;;) {
        auto releasing = releaseSome(operation);
        const std::variant<bool, Ending> result = co_await std::move(releasing);
        if (const auto *ending = std::get_if<Ending>(&result))
            co_return *ending;
        if (!std::get<bool>(result))
            co_return std::nullopt;
    }
}

/// The IDs of the volumes that the user has agreed to lose: those that the dialog showed or, in the
/// terminal, those that are in the group when the command starts.
Task<Result<QStringList>> VolumeGroupActions::confirmedMembers(ActionOperation *operation)
{
    Facts known = operation->earlierIntent(QString(removalRequest)).value_or(operation->values());
    if (known.contains(membersKey)) {
        const QStringList ids = known.value(membersKey).toVariant().toStringList();
        co_return ids;
    }
    const QString groupId = operation->target().id;
    auto listing = membersNow(operation, groupId);
    const Result<std::vector<Volume>> members = co_await std::move(listing);
    if (!members.ok())
        co_return members.error();
    QStringList ids;
    for (const Volume &volume : *members)
        ids.append(volume.id);
    co_return ids;
}

/// Nothing: no volume has joined the group since.
Task<std::optional<Ending>> VolumeGroupActions::refuseNewcomers(ActionOperation *operation,
                                                                QStringList confirmed)
{
    const QString groupId = operation->target().id;
    auto listing = membersNow(operation, groupId);
    const Result<std::vector<Volume>> members = co_await std::move(listing);
    if (!members.ok())
        co_return Ending{Outcome::Failed, members.error()};
    QStringList names;
    for (const Volume &volume : *members) {
        if (!confirmed.contains(volume.id))
            names.append(isolated(operations::nameOrId(volume.name, volume.id)));
    }
    if (names.isEmpty())
        co_return std::nullopt;
    const Error error = detail::failureOf<VolumeGroup>(
        operation, ErrorKind::Conflict,
        tr("%n volume(s) joined the group after you confirmed the deletion: %1.", nullptr,
           static_cast<int>(names.size()))
            .arg(names.join(u", "_s)));
    co_return Ending{Outcome::Failed, error};
}

Step VolumeGroupActions::removalOf(ActionOperation *operation, bool deletes,
                                   const QStringList &confirmed)
{
    const QString groupId = operation->target().id;
    Facts intent;
    if (deletes)
        intent.insert(membersKey, QJsonArray::fromStringList(confirmed));
    return {.name = QString(removalRequest),
            .send = operation->sending(openstack::DeleteVolumeGroup{groupId, deletes}),
            .trace = traceByDeletion(operation->context(), openstack::Get<VolumeGroup>{groupId}),
            .intent = intent,
            .stage = 1,
            .resend = true};
}

Task<Ending> VolumeGroupActions::performRemoval(ActionOperation *operation)
{
    const bool deletes = operation->values().value("force"_L1).toBool();
    const QString groupId = operation->target().id;
    operation->setStages({Stage{deletes ? tr("Check the group") : tr("Take the volumes out")},
                          Stage{tr("Delete the group")}});
    operation->begin(0);
    QStringList confirmed;
    if (deletes) {
        auto reading = confirmedMembers(operation);
        const Result<QStringList> members = co_await std::move(reading);
        if (!members.ok())
            co_return Ending{unlessBegun(operation), members.error()};
        confirmed = members.value();
    }
    const auto limiter = limiterOf(operation, groupId);
    auto entering = Limiter::place(limiter);
    const Limiter::Place place = co_await entering;
    auto waiting = settledGroup(operation, groupId, detail::longestAction);
    const Result<VolumeGroup> group = co_await std::move(waiting);
    const bool wasGone = !group.ok() && group.error().kind == ErrorKind::NotFound;
    if (!group.ok() && !wasGone)
        co_return Ending{unlessBegun(operation), group.error()};
    const bool isAnswered = operation->earlierRecord(QString(removalRequest)).has_value();
    if (!wasGone && deletes && !isAnswered && group->status != "deleting"_L1) {
        auto comparing = refuseNewcomers(operation, confirmed);
        const std::optional<Ending> ending = co_await std::move(comparing);
        if (ending)
            co_return *ending;
    }
    if (!wasGone && !deletes) {
        auto releasing = release(operation);
        const std::optional<Ending> ending = co_await std::move(releasing);
        if (ending)
            co_return *ending;
    }
    operation->done(0);
    operation->begin(1);
    if (!wasGone && group->status != "deleting"_L1) {
        Step step = removalOf(operation, deletes, confirmed);
        auto deleting = operation->once(std::move(step));
        const StepResult deleted = co_await std::move(deleting);
        if (!deleted.ok())
            co_return deleted.ending();
        operation->setAccepted();
    }
    const std::function<bool(const VolumeGroup &)> hasFailed = [](const VolumeGroup &row) {
        return row.status.startsWith("error"_L1) || row.status == "available"_L1;
    };
    auto following = operation->until(openstack::Get<VolumeGroup>{groupId}, hasFailed);
    const Result<VolumeGroup> row = co_await std::move(following);
    operation->context().stores.refresh(
        {Kind::VolumeGroup, Kind::Volume, Kind::BlockStorageLimits});
    if (row.ok()) {
        const Error error = detail::failureOf<VolumeGroup>(
            operation, ErrorKind::Failed,
            tr("The volume group is %1, and the cloud does not say why.")
                .arg(storageStateWord(row->status)));
        co_return Ending{Outcome::Failed, error};
    }
    if (row.error().kind != ErrorKind::NotFound)
        co_return Ending{Outcome::Unclear, row.error()};
    operation->done(1);
    co_return Ending{};
}

Action VolumeGroupActions::remove()
{
    return ActionOf<VolumeGroup>(u"delete-volume-group"_s,
                                 {tr("Delete…"), tr("Delete the volume group “%1”"),
                                  tr("The volume group “%1” is being deleted."),
                                  tr("The volume group “%1” was deleted."),
                                  tr("The volume group “%1” was not deleted."),
                                  tr("It is not known whether the volume group “%1” was deleted.")})
        .icon(u"trash-2"_s)
        .single()
        .dangerous()
        .frequent()
        .shortcut(u"Del"_s)
        .summary(tr("Delete a volume group; its volumes stay unless --force is given"))
        .reads({Kind::Volume, Kind::VolumeSnapshot, Kind::GroupSnapshot})
        .possible([](const VolumeGroup &group, const Situation &situation) {
            const auto &snapshots = situation.stores.of<openstack::GroupSnapshot>().rows();
            const auto count = std::ranges::count_if(
                snapshots, [&](const auto &row) { return row->groupId == group.id; });
            if (count > 0)
                return tr("It has %n group snapshot(s). Delete them first.", nullptr,
                          static_cast<int>(count));
            return group.status == "available"_L1 || group.status == "error"_L1
                       ? QString()
                       : tr("The volume group is %1. It must be available or in error.")
                             .arg(storageStateWord(group.status));
        })
        .remedies([](const VolumeGroup &group, const Situation &situation) {
            const auto &snapshots = situation.stores.of<openstack::GroupSnapshot>().rows();
            return std::ranges::any_of(snapshots,
                                       [&](const auto &row) { return row->groupId == group.id; })
                       ? Remedies{{.shows = Subject{Kind::GroupSnapshot, {}, {}}}}
                       : Remedies();
        })
        .asks({.key = u"force"_s,
               .label = tr("Delete the volumes in it, too"),
               .help = tr("Delete the volumes in the group as well. By default, they are kept."),
               .type = Field::Type::Flag})
        .asks({.key = u"typed"_s,
               .label = tr("Type “%1” to confirm"),
               .type = Field::Type::Typed,
               .guards =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       return values.value("force"_L1).toBool() &&
                                      !volumesOf(situation.stores, id).empty()
                                  ? volumeGroupName(situation.stores, id)
                                  : QString();
                   }})
        .briefs(removalBriefing)
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (!values.value("force"_L1).toBool() || values.contains(membersKey) ||
                !stores.volumes.state().isComplete())
                return values;
            QJsonArray ids;
            for (const auto &volume : volumesOf(stores, id))
                ids.append(volume->id);
            values.insert(membersKey, ids);
            return values;
        })
        .performs(performRemoval)
        .terminal({u"volume"_s, u"group"_s, u"delete"_s})
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"--os-volume-api-version"_s,
                              u"3.13"_s,      u"volume"_s,
                              u"group"_s,     u"delete"_s};
            if (values.value("force"_L1).toBool())
                words << u"--force"_s;
            return words << target;
        });
}

} // namespace

void addVolumeGroupActions(std::vector<Action> &actions)
{
    actions.push_back(VolumeGroupActions::create());
    actions.push_back(VolumeGroupActions::assign());
    actions.push_back(VolumeGroupActions::edit());
    actions.push_back(VolumeGroupActions::remove());
}

} // namespace oriel::operations
