#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/volumequota.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Volume;

/// Changes of a volume itself: its size, its type, its flags, its state.
class VolumeActions
{
    Q_DECLARE_TR_FUNCTIONS(VolumeActions)

public:
    static Action extend();
    static Action retype();
    static Action makeBootable(bool is);
    static Action makeReadOnly(bool is);
    static Action resetState();

private:
    static QString ready(const Volume &volume, const Situation &situation);
    static Briefing extendBriefing(const Situation &situation, const QString &id,
                                   const Values &values);
    static Briefing retypeBriefing(const Situation &situation, const QString &id,
                                   const Values &values);
    static QString whyNotWhileInUse(const store::CloudStores &stores, const Volume &volume,
                                    const openstack::VolumeType &type);
    static std::vector<Field::Option> types(const Situation &situation, const QString &id);
    static Task<void> sayWhatIsLeft(ActionOperation *operation, Outcome outcome);
    static ActionOf<Volume> flag(const QString &key, const QString &opposite, Words words);
};

bool isIdle(const QString &status)
{
    return status == "available"_L1 || status == "in-use"_L1;
}

store::Row<openstack::Server> instanceOf(const store::CloudStores &stores, const Volume &volume)
{
    return volume.attachments.empty() ? nullptr
                                      : stores.servers.find(volume.attachments.front().serverId);
}

QString VolumeActions::ready(const Volume &volume, const Situation &)
{
    return notIdle(volume);
}

Briefing VolumeActions::extendBriefing(const Situation &situation, const QString &id,
                                       const Values &values)
{
    const auto volume = situation.stores.volumes.find(id);
    if (!volume)
        return {};
    const int more = values.value("size"_L1).toInt() - volume->sizeGiB;
    Briefing briefing{.about = tr("Now: %1").arg(gibText(volume->sizeGiB)),
                      .notes = {{tr("A volume cannot be made smaller again. Back up its data "
                                    "first if it matters."),
                                 true}}};
    if (volume->status == "in-use"_L1) {
        const auto server = instanceOf(situation.stores, *volume);
        briefing.notes.push_back(
            {tr("It is in use by “%1”. Not every storage can extend a volume that is in use; if "
                "this one cannot, the cloud rejects it, or the volume shows an error.")
                 .arg(isolated(server ? server->name : volume->attachments.front().serverId))});
    }
    briefing.notes.push_back({tr("Afterwards, enlarge the partition and the file system in the "
                                 "operating system of the instance.")});
    briefing.uses =
        volumeUses(situation.stores, {TypedStorage{volume->volumeType, 0, std::max(0, more)}});
    std::ranges::move(sizeUses(situation.stores, values.value("size"_L1).toInt()),
                      std::back_inserter(briefing.uses));
    return briefing;
}

/// The disk is larger, but not what is on it.
Task<void> VolumeActions::sayWhatIsLeft(ActionOperation *operation, Outcome outcome)
{
    auto &stores = operation->context().stores;
    stores.refresh(quotaKinds());
    const auto volume = stores.volumes.find(operation->target().id);
    if (outcome != Outcome::Succeeded || !volume || volume->attachments.empty())
        co_return;
    const QString device = volume->attachments.front().device;
    const QString disk = device.isEmpty() ? u"/dev/vdb"_s : device;
    //: %1: a device, "/dev/vdb"; %2: its first partition, "/dev/vdb1"
    operation->addNote(tr("In the operating system, enlarge the partition and the file system now. "
                          "Linux: “sudo growpart %1 1” for the partition, then “sudo resize2fs %2” "
                          "for an ext4 file system. Windows: “diskpart”, and there “rescan”, "
                          "“select volume” and “extend”.")
                           .arg(disk, disk + u'1'));
}

Action VolumeActions::extend()
{
    const auto least = [](const Situation &situation, const QString &id) {
        const auto row = situation.stores.volumes.find(id);
        return row ? row->sizeGiB + 1 : 1;
    };
    return ActionOf<Volume>(u"extend-volume"_s,
                            {tr("Extend…"), tr("Extend “%1”"), tr("“%1” is being extended."),
                             tr("“%1” was extended."), tr("“%1” was not extended."),
                             tr("It is not known whether “%1” was extended.")})
        .separated()
        .ofSet()
        .summary(tr("Make a volume larger"))
        .reads({Kind::Server, Kind::BlockStorageLimits, Kind::BlockStorageQuotas})
        .possible(ready)
        .unless([](const Volume &volume, const Situation &situation) {
            return volume.status == "in-use"_L1
                       ? whyTooOld(situation.stores, net::Service::BlockStorage, {3, 42})
                       : QString();
        })
        .remedies([](const Volume &volume, const Situation &) { return waysToDetach(volume); })
        .needs({u"size"_s})
        .asks({.key = u"size"_s,
               .label = tr("New size"),
               .type = Field::Type::Number,
               .required = true,
               .hint = tr("At least %1 GiB"),
               .unit = u"GiB"_s,
               .preset = least,
               .least = least})
        .briefs(extendBriefing)
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.volumes.find(id);
            if (row && !values.contains("before"_L1)) {
                values.insert(u"before"_s, row->sizeGiB);
                values.insert(u"in_use"_s, row->status == "in-use"_L1);
            }
            return values;
        })
        .titled([](const Subject &subject, const Values &values) {
            const int size = values.value("size"_L1).toInt();
            const QString name = operations::nameOrId(subject.name, subject.id);
            return size == 0 ? tr("Extend “%1”").arg(name)
                             : tr("Extend “%1” to %2 GiB").arg(name, QString::number(size));
        })
        .sends([](const ActionOperation &operation) {
            const Values &values = operation.values();
            const bool inUse = values.value("in_use"_L1).toBool();
            return openstack::Act<Volume>{
                operation.target().id, u"os-extend"_s,
                QJsonObject{{u"new_size"_s, values.value("size"_L1).toInt()}},
                inUse ? net::Microversion{3, 42} : net::Microversion{}};
        })
        .untilItIs([](const Volume &volume, const Values &values) {
            return volume.sizeGiB >= values.value("size"_L1).toInt() && isIdle(volume.status);
        })
        .until([](const Volume &volume, const Values &values) {
            if (volume.status.startsWith("error"_L1))
                return Progress::Failed;
            if (!isIdle(volume.status))
                return Progress::InProgress;
            return volume.sizeGiB >= values.value("size"_L1).toInt() ? Progress::Done
                                                                     : Progress::Idle;
        })
        .after(sayWhatIsLeft)
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s};
            if (values.value("in_use"_L1).toBool())
                words << u"--os-volume-api-version"_s << u"3.42"_s;
            return words + QStringList{u"volume"_s, u"set"_s, u"--size"_s,
                                       QString::number(values.value("size"_L1).toInt()), target};
        });
}

/// cinder/volume/api.py, retype(): hypervisors attach a shared volume in another way.
QString VolumeActions::whyNotWhileInUse(const store::CloudStores &stores, const Volume &volume,
                                        const openstack::VolumeType &type)
{
    if (volume.status != "in-use"_L1 || type.isShared() == volume.multiattach)
        return {};
    // Where the cloud hides it, the type of a shared volume does not show it either.
    const bool isTold =
        type.isShared() ||
        std::ranges::any_of(stores.of<openstack::VolumeType>().rows(), [&](const auto &row) {
            return row->name == volume.volumeType && row->isShared();
        });
    if (!isTold)
        return {};
    return type.isShared() ? tr("Several instances can share volumes of this type. A volume "
                                "cannot change to it while it is in use.")
                           : tr("Only one instance can use a volume of this type. A shared volume "
                                "cannot change to it while it is in use.");
}

std::vector<Field::Option> VolumeActions::types(const Situation &situation, const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto volume = stores.volumes.find(id);
    std::vector<Field::Option> options;
    for (const auto &type : stores.of<openstack::VolumeType>().rows()) {
        if (!volume || type->name == volume->volumeType || openstack::isPlaceholderType(type->name))
            continue;
        QString problem = whyNotWhileInUse(stores, *volume, *type);
        for (const Briefing::Use &use : typeUses(stores, {type->name, 1, volume->sizeGiB})) {
            if (problem.isEmpty() && !use.quota.fits(use.more))
                problem =
                    tr("It exceeds the quota: %1 of %2 are in use.")
                        .arg(QString::number(use.quota.used), QString::number(use.quota.limit));
        }
        options.push_back({.value = type->name,
                           .label = type->name,
                           .name = type->name,
                           .cells = {type->description},
                           .problem = problem});
    }
    std::ranges::sort(options, {}, &Field::Option::label);
    return options;
}

Briefing VolumeActions::retypeBriefing(const Situation &situation, const QString &id,
                                       const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto volume = stores.volumes.find(id);
    if (!volume)
        return {};
    Briefing briefing{
        .about = tr("Now: %1").arg(isolated(volume->volumeType)),
        .notes = {{volume->attachments.empty()
                       ? tr("If the new type is on other storage, the cloud copies the volume "
                            "there. That can take hours; the volume cannot be attached in the "
                            "meantime.")
                       : tr("If the new type is on other storage, the cloud copies the volume "
                            "there. That can take hours; its instance can use it in the meantime, "
                            "but it cannot be detached, extended or captured.")}},
        .uses = typeUses(stores, {values.value("type"_L1).toString(), 1, volume->sizeGiB})};
    const auto snapshots = static_cast<int>(std::ranges::count_if(
        stores.volumeSnapshots.rows(), [&](const auto &row) { return row->volumeId == id; }));
    if (snapshots > 0)
        briefing.notes.push_back({tr("It has %n volume snapshot(s). With them the type can only "
                                     "be changed on the same storage.",
                                     nullptr, snapshots),
                                  true});
    const auto server = instanceOf(stores, *volume);
    if (server && server->status != "ACTIVE"_L1 && server->status != "PAUSED"_L1)
        briefing.notes.push_back(
            {tr("It is attached to “%1”, which is %2. The cloud copies an attached volume only "
                "while its instance runs: start it first.")
                 .arg(isolated(server->name), stateWord(server->status)),
             true, u"start-server"_s, server->id});
    if (volume->multiattach && volume->status == "in-use"_L1)
        briefing.notes.push_back({tr("It can be attached to several instances. While it is in use, "
                                     "only a type that allows the same is possible."),
                                  true});
    if (volume->encrypted)
        briefing.notes.push_back({tr("It is encrypted. If the new type encrypts in another way, or "
                                     "not at all, all data is copied."),
                                  true});
    if (types(situation, id).empty() && stores.of<openstack::VolumeType>().state().loaded)
        briefing.problem = tr("The project has no other volume type.");
    return briefing;
}

Action VolumeActions::retype()
{
    return ActionOf<Volume>(u"retype-volume"_s,
                            {tr("Change type…"), tr("Change the type of “%1”"),
                             tr("The type of “%1” is being changed."),
                             tr("The type of “%1” was changed."),
                             tr("The type of “%1” was not changed."),
                             tr("It is not known whether the type of “%1” was changed.")})
        .ofSet()
        .summary(tr("Change the type of a volume"))
        .reads({Kind::Server, Kind::VolumeSnapshot, Kind::VolumeType, Kind::BlockStorageQuotas})
        .possible([](const Volume &volume, const Situation &situation) {
            return volume.groupId.isEmpty()
                       ? ready(volume, situation)
                       : tr("The volume is in a volume group. Take it out of the group first.");
        })
        .remedies([](const Volume &volume, const Situation &) {
            return volume.groupId.isEmpty() ? Remedies() : remediesBy({u"set-volume-group"_s});
        })
        .needs({u"type"_s})
        .asks({.key = u"type"_s,
               .label = tr("New type"),
               .type = Field::Type::Choice,
               .required = true,
               .options = types,
               .columns = {tr("Type"), tr("Description")},
               .looksUp = true,
               .problem =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       for (const Field::Option &option : types(situation, id)) {
                           if (option.value == values.value("type"_L1).toString())
                               return option.problem;
                       }
                       return QString();
                   }})
        .asks({.key = u"policy"_s,
               .label = tr("Retype policy"),
               .type = Field::Type::Choice,
               .hint = tr("“never”: refused if the data would have to be copied."),
               .options =
                   [](const Situation &, const QString &) {
                       return std::vector<Field::Option>{{u"on-demand"_s, u"on-demand"_s},
                                                         {u"never"_s, u"never"_s}};
                   },
               .place = Field::Place::Terminal})
        .briefs(retypeBriefing)
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto row = stores.volumes.find(id);
            if (row && !values.contains("before"_L1))
                values.insert(u"before"_s, row->volumeType);
            // Cinder's own default refuses to copy, and does not say so.
            if (!values.contains("policy"_L1))
                values.insert(u"policy"_s, u"on-demand"_s);
            return values;
        })
        .undoneBy(
            u"retype-volume"_s,
            [](const Volume &volume, const Subject &, const Values &sent) -> std::optional<Values> {
                const QString before = sent.value("before"_L1).toString();
                if (volume.volumeType != sent.value("type"_L1).toString() || before.isEmpty())
                    return std::nullopt;
                return Values{{u"type"_s, before}};
            })
        .titled([](const Subject &subject, const Values &values) {
            const QString type = values.value("type"_L1).toString();
            const QString name = operations::nameOrId(subject.name, subject.id);
            return type.isEmpty() ? tr("Change the type of “%1”").arg(name)
                                  : tr("Change the type of “%1” to “%2”").arg(name, type);
        })
        .sends([](const ActionOperation &operation) {
            return openstack::Act<Volume>{
                operation.target().id, u"os-retype"_s,
                QJsonObject{{u"new_type"_s, operation.text("type"_L1)},
                            {u"migration_policy"_s, operation.text("policy"_L1)}}};
        })
        .untilItIs([](const Volume &volume, const Values &values) {
            return volume.volumeType == values.value("type"_L1).toString() && isIdle(volume.status);
        })
        .until([](const Volume &volume, const Values &values) {
            if (volume.status.startsWith("error"_L1))
                return Progress::Failed;
            if (!isIdle(volume.status))
                return Progress::InProgress;
            return volume.volumeType == values.value("type"_L1).toString() ? Progress::Done
                                                                           : Progress::Idle;
        })
        .fails([](const Volume &volume, const QString &why) {
            return isIdle(volume.status)
                       ? tr("The cloud has kept the type “%1” and does not say why. It does this "
                            "if "
                            "no storage of the new type has room, if the volume has snapshots, or "
                            "if the instance does not run while the data must be copied.")
                             .arg(isolated(volume.volumeType))
                       : why;
        })
        .refreshes(quotaKinds())
        .command([](const QString &target, const Values &values) {
            const QString policy = values.value("policy"_L1).toString();
            return QStringList{u"openstack"_s,
                               u"volume"_s,
                               u"set"_s,
                               u"--type"_s,
                               values.value("type"_L1).toString(),
                               u"--retype-policy"_s,
                               policy.isEmpty() ? u"on-demand"_s : policy,
                               target};
        });
}

ActionOf<Volume> VolumeActions::flag(const QString &key, const QString &opposite, Words words)
{
    return ActionOf<Volume>(key, std::move(words)).harmless().ofSet().undoneBy(opposite);
}

QStringList setFlag(const QString &flag, const QString &target)
{
    return {u"openstack"_s, u"volume"_s, u"set"_s, flag, target};
}

Action VolumeActions::makeBootable(bool is)
{
    const QString on = u"make-volume-bootable"_s;
    const QString off = u"make-volume-not-bootable"_s;
    auto action = is ? flag(on, off,
                            {tr("Make bootable"), tr("Make “%1” bootable"),
                             tr("“%1” is being made bootable."), tr("“%1” is bootable now."),
                             tr("“%1” was not made bootable."),
                             tr("It is not known whether “%1” was made bootable.")})
                     : flag(off, on,
                            {tr("Make not bootable"), tr("Make “%1” not bootable"),
                             tr("“%1” is being made not bootable."),
                             tr("“%1” is no longer bootable."), tr("“%1” is still bootable."),
                             tr("It is not known whether “%1” is still bootable.")});
    return std::move(action)
        .insteadOf(is ? QString() : on)
        .summary(is ? tr("Let instances boot from volumes")
                    : tr("Do not let instances boot from volumes"))
        .possible([is](const Volume &volume, const Situation &) {
            if (volume.bootable == is)
                return is ? tr("It is bootable already.") : tr("It is not bootable.");
            return notEditable(volume);
        })
        .sends([is](const ActionOperation &operation) {
            return openstack::Act<Volume>{operation.target().id, u"os-set_bootable"_s,
                                          QJsonObject{{u"bootable"_s, is}}};
        })
        .untilItIs([is](const Volume &volume, const Values &) { return volume.bootable == is; })
        .command([is](const QString &target, const Values &) {
            return setFlag(is ? u"--bootable"_s : u"--non-bootable"_s, target);
        });
}

/// Cinder shows it among the metadata.
bool isReadOnly(const Volume &volume)
{
    return volume.metadata.value(u"readonly"_s).compare("true"_L1, Qt::CaseInsensitive) == 0;
}

Action VolumeActions::makeReadOnly(bool is)
{
    const QString on = u"make-volume-read-only"_s;
    const QString off = u"make-volume-writable"_s;
    auto action = is ? flag(on, off,
                            {tr("Make read-only"), tr("Make “%1” read-only"),
                             tr("“%1” is being made read-only."), tr("“%1” is read-only now."),
                             tr("“%1” was not made read-only."),
                             tr("It is not known whether “%1” was made read-only.")})
                     : flag(off, on,
                            {tr("Make writable"), tr("Make “%1” writable"),
                             tr("“%1” is being made writable."), tr("“%1” is writable now."),
                             tr("“%1” was not made writable."),
                             tr("It is not known whether “%1” was made writable.")});
    return std::move(action)
        .insteadOf(is ? QString() : on)
        .summary(is ? tr("Let instances only read volumes") : tr("Let instances write to volumes"))
        .possible([is](const Volume &volume, const Situation &) {
            if (isReadOnly(volume) == is)
                return is ? tr("It is read-only already.") : tr("It is writable already.");
            return volume.status == "available"_L1
                       ? QString()
                       : tr("The volume is %1. This can be changed while it is available, and "
                            "holds when it is attached.")
                             .arg(storageStateWord(volume.status));
        })
        .remedies([](const Volume &volume, const Situation &) { return waysToDetach(volume); })
        .sends([is](const ActionOperation &operation) {
            return openstack::Act<Volume>{operation.target().id, u"os-update_readonly_flag"_s,
                                          QJsonObject{{u"readonly"_s, is}}};
        })
        .untilItIs([is](const Volume &volume, const Values &) { return isReadOnly(volume) == is; })
        .command([is](const QString &target, const Values &) {
            return setFlag(is ? u"--read-only"_s : u"--read-write"_s, target);
        });
}

Action VolumeActions::resetState()
{
    return ActionOf<Volume>(u"reset-volume-state"_s,
                            {tr("Reset state…"), tr("Reset the state of “%1”"),
                             tr("The state of “%1” is being reset."),
                             tr("The state of “%1” was reset."),
                             tr("The state of “%1” was not reset."),
                             tr("It is not known whether the state of “%1” was reset.")})
        .single()
        .dangerous()
        .forAdministrators()
        .ofSet()
        .summary(tr("Reset the state of a volume"))
        .possible([](const Volume &, const Situation &situation) {
            return situation.roles.isEmpty() || situation.roles.contains("admin"_L1)
                       ? QString()
                       : tr("Clouds let only administrators reset the state of a volume.");
        })
        .needs({u"state"_s})
        .asks({.key = u"state"_s,
               .label = tr("State"),
               .type = Field::Type::Choice,
               .required = true,
               .options =
                   [](const Situation &, const QString &) {
                       std::vector<Field::Option> options;
                       for (const QString &state : {u"available"_s, u"in-use"_s, u"error"_s})
                           options.push_back({state, state});
                       return options;
                   },
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto volume = situation.stores.volumes.find(id);
                       return QJsonValue(volume && !volume->attachments.empty() ? u"in-use"_s
                                                                                : u"available"_s);
                   }})
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            const auto volume = situation.stores.volumes.find(id);
            Briefing briefing{
                .about = volume ? tr("Now: %1").arg(isolated(volume->status)) : QString(),
                .notes = {{tr("Only the record of the state is changed. Nothing is repaired, and "
                              "what the cloud is still doing with the volume goes on."),
                           true}}};
            if (volume && !volume->attachments.empty() &&
                values.value("state"_L1).toString() == "available"_L1)
                briefing.notes.push_back({tr("It is attached to an instance. As “available”, it "
                                             "could be attached to a second one, which destroys "
                                             "its data."),
                                          true});
            return briefing;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::Act<Volume>{operation.target().id, u"os-reset_status"_s,
                                          QJsonObject{{u"status"_s, operation.text("state"_L1)}}};
        })
        .untilItIs([](const Volume &volume, const Values &values) {
            return volume.status == values.value("state"_L1).toString();
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"volume"_s,
                               u"set"_s,
                               u"--state"_s,
                               values.value("state"_L1).toString(),
                               target};
        });
}

} // namespace

void addVolumeActions(std::vector<Action> &actions)
{
    actions.push_back(VolumeActions::extend());
    actions.push_back(VolumeActions::retype());
    for (const bool is : {true, false})
        actions.push_back(VolumeActions::makeBootable(is));
    for (const bool is : {true, false})
        actions.push_back(VolumeActions::makeReadOnly(is));
    actions.push_back(VolumeActions::resetState());
}

} // namespace oriel::operations
