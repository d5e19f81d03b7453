#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/keepuntil.h"

#include "openstack/blockstorage/volume.h"
#include "operations/journal/journalcodec.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDate>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Backup;
using openstack::Kind;
using openstack::Volume;
using openstack::VolumeSnapshot;

/// Ready is what says so; what this version does not know is still in progress.
template <typename Row>
auto reaches(const QStringList &ready)
{
    return [ready](const Row &row, const Values &) {
        return row.status.startsWith("error"_L1) ? Progress::Failed
               : ready.contains(row.status)      ? Progress::Done
                                                 : Progress::InProgress;
    };
}

/// Others may use a volume as soon as it is there.
const QStringList usable{u"available"_s, u"reserved"_s, u"attaching"_s, // NOLINT(cert-err58-cpp)
                         u"in-use"_s};

QString entered(const Subject &, const Values &values)
{
    return values.value("name"_L1).toString();
}

/// A word that starts with a dash would be read as an option.
QStringList lastWord(const QString &word)
{
    return word.startsWith(u'-') ? QStringList{u"--"_s, word} : QStringList{word};
}

class StorageActions
{
    Q_DECLARE_TR_FUNCTIONS(StorageActions)

public:
    static Action createVolumeSnapshot();
    static Action createVolume();
    static Action revertVolume();
    static Action backUp();
    static Action keepUntil(const QString &key, Kind kind);

private:
    static Task<void> compareSize(ActionOperation *operation);
    static Task<void> refreshRevertedSnapshot(ActionOperation *operation, Outcome outcome);
    static Task<void> refreshReverted(ActionOperation *operation);
};

Task<void> StorageActions::compareSize(ActionOperation *operation)
{
    auto &stores = operation->context().stores;
    stores.refresh({Kind::BlockStorageLimits});
    const int shown = operation->values().value("gib"_L1).toInt();
    const auto row = stores.volumeSnapshots.find(operation->resultId());
    if (row && shown > 0 && row->sizeGiB != shown)
        operation->addNote(tr("It takes %1 GiB instead of the %2 GiB that were shown before.")
                               .arg(QString::number(row->sizeGiB), QString::number(shown)));
    co_return;
}

Action StorageActions::createVolumeSnapshot()
{
    return ActionOf<Volume, VolumeSnapshot>(
               u"create-volume-snapshot"_s,
               {tr("Create snapshot…"), tr("Create volume snapshot “%1”"),
                tr("The volume snapshot “%1” is being created."),
                tr("The volume snapshot “%1” was created."),
                tr("The volume snapshot “%1” was not created."),
                tr("It is not known whether the volume snapshot “%1” was created.")})
        .single()
        .needs({u"name"_s})
        .named(entered)
        .asks({.key = u"name"_s, .label = tr("Name"), .required = true})
        .asks({.key = u"keep_until"_s, .label = tr("Keep until"), .type = Field::Type::Date})
        .asks({.key = u"description"_s, .label = tr("Description")})
        .stage([](const ActionOperation &operation) {
            const int size = operation.values().value("gib"_L1).toInt();
            Stage stage{size > 0 ? tr("Capture “%1” (%2 GiB)")
                                       .arg(operation.target().name, QString::number(size))
                                 : tr("Capture “%1”").arg(operation.target().name)};
            stage.measure = u"capture-volume"_s;
            stage.amount = size;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            // Whether the instance that uses it was stopped is not known: no consistency is
            // claimed, and it belongs to no snapshot of an instance.
            SnapshotTags tags;
            tags.operationId = operation.id();
            tags.userName = operation.context().userName;
            const QDate date = QDate::fromString(operation.text("keep_until"_L1), Qt::ISODate);
            tags.keepUntil = date.isValid() ? std::optional(date) : std::nullopt;
            tags.description = operation.text("description"_L1);
            QMap<QString, QString> metadata = volumeSnapshotTags(tags, {});
            metadata.remove(tagKey("instance"_L1));
            metadata.remove(tagKey("consistency"_L1));
            return openstack::CreateVolumeSnapshot{
                operation.target().id, operation.text("name"_L1), {}, metadata};
        })
        .tracedIn([](const ActionOperation &operation) {
            openstack::List<openstack::VolumeSnapshot> list;
            list.filters.insert(u"volume_id"_s, operation.target().id);
            return list;
        })
        .until(reaches<VolumeSnapshot>({u"available"_s, u"backing-up"_s}))
        .after([](ActionOperation *operation, Outcome) { return compareSize(operation); })
        .command([](const QString &target, const Values &values) {
            const QString date = values.value("keep_until"_L1).toString();
            const QString description = values.value("description"_L1).toString();
            QStringList words{u"openstack"_s,
                              u"volume"_s,
                              u"snapshot"_s,
                              u"create"_s,
                              u"--force"_s,
                              u"--volume"_s,
                              target,
                              u"--property"_s,
                              tagKey("keep_until"_L1) + u'=' + (date.isEmpty() ? u"none"_s : date)};
            if (!description.isEmpty())
                words << u"--property"_s << tagKey("description"_L1) + u'=' + description;
            return words + lastWord(values.value("name"_L1).toString());
        });
}

Action StorageActions::createVolume()
{
    return ActionOf<VolumeSnapshot, Volume>(
               u"create-volume"_s,
               {tr("Create volume…"), tr("Create volume “%1”"),
                tr("The volume “%1” is being created."), tr("The volume “%1” was created."),
                tr("The volume “%1” was not created."),
                tr("It is not known whether the volume “%1” was created.")})
        .single()
        .needs({u"size"_s})
        .named(entered)
        .asks({.key = u"name"_s, .label = tr("Name")})
        .asks({.key = u"size"_s,
               .label = tr("Size (GiB)"),
               .type = Field::Type::Number,
               .required = true,
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto row = situation.stores.volumeSnapshots.find(id);
                       return row ? QJsonValue(row->sizeGiB) : QJsonValue();
                   }})
        .asks({.key = u"type"_s, .label = tr("Volume type")})
        .stage([](const ActionOperation &operation) {
            const int size = operation.values().value("size"_L1).toInt();
            Stage stage{tr("Copy the volume snapshot to the volume (%1 GiB)").arg(size)};
            stage.measure = u"create-volume"_s;
            stage.amount = size;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateVolume{.name = operation.text("name"_L1),
                                           .snapshotId = operation.target().id,
                                           .sizeGiB = operation.values().value("size"_L1).toInt(),
                                           .volumeType = operation.text("type"_L1),
                                           .metadata = {{tagKey("operation"_L1), operation.id()}}};
        })
        .tracedIn([](const ActionOperation &operation) {
            return openstack::List<openstack::Volume>{
                .filters = {{u"name"_s, operation.text("name"_L1)}}};
        })
        .until(reaches<Volume>(usable))
        .refreshes({Kind::Volume, Kind::BlockStorageLimits})
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s,
                              u"volume"_s,
                              u"create"_s,
                              u"--snapshot"_s,
                              target,
                              u"--size"_s,
                              QString::number(values.value("size"_L1).toInt())};
            if (const QString type = values.value("type"_L1).toString(); !type.isEmpty())
                words << u"--type"_s << type;
            return words + lastWord(values.value("name"_L1).toString());
        });
}

Task<void> StorageActions::refreshReverted(ActionOperation *operation)
{
    const Subject snapshot = subjectFromJson(operation->values().value("snapshot"_L1).toObject());
    operation->context().stores.refreshRow(openstack::Kind::VolumeSnapshot, snapshot.id);
    operation->context().stores.refresh({Kind::Volume});
    co_return;
}

Action StorageActions::revertVolume()
{
    return ActionOf<Volume>(
               u"revert-volume"_s,
               {tr("Revert…"), tr("Revert volume “%1”"), tr("The volume “%1” is being reverted."),
                tr("The volume “%1” was reverted."), tr("The volume “%1” was not reverted."),
                tr("It is not known whether the volume “%1” was reverted.")})
        .single()
        .needs({u"snapshot"_s})
        .checks([](const Volume &volume) {
            return volume.status == "available"_L1
                       ? QString()
                       : tr("The volume is “%1”. Only an available volume can be reverted.")
                             .arg(volume.status);
        })
        .stage([](const ActionOperation &operation) {
            return Stage{
                tr("Revert the volume to “%1”")
                    .arg(subjectFromJson(operation.values().value("snapshot"_L1).toObject()).name)};
        })
        .sends([](const ActionOperation &operation) {
            return openstack::RevertVolume{
                operation.target().id,
                subjectFromJson(operation.values().value("snapshot"_L1).toObject()).id};
        })
        .traced([](ActionOperation *operation) {
            // A revert that is over leaves nothing by which it could be told from none.
            Trace trace = traceByState(operation->context(),
                                       openstack::Get<openstack::Volume>{operation->target().id},
                                       [](const Volume &volume, const Facts &) {
                                           return volume.status == "reverting"_L1
                                                      ? std::optional(Facts{{u"accepted"_s, true}})
                                                      : std::nullopt;
                                       });
            trace.polls = detail::idlePolls;
            trace.absence = Trace::Absence::Nothing;
            return trace;
        })
        .until(reaches<Volume>(usable))
        .fails([](const Volume &, const QString &) {
            return tr("The volume is in an error state. Its data may be neither the previous data "
                      "nor that of the volume snapshot. The volume snapshot itself is unchanged: "
                      "create a new volume from it.");
        })
        .after([](ActionOperation *operation, Outcome) { return refreshReverted(operation); })
        .command([](const QString &, const Values &values) {
            // Debian's openstack client has no word for it.
            return QStringList{u"cinder"_s, u"--os-volume-api-version"_s, u"3.40"_s,
                               u"revert-to-snapshot"_s,
                               subjectFromJson(values.value("snapshot"_L1).toObject()).id};
        });
}

Task<void> StorageActions::refreshRevertedSnapshot(ActionOperation *operation, Outcome outcome)
{
    operation->context().stores.refresh({Kind::BlockStorageLimits});
    auto fetching =
        operation->fetch(openstack::Get<openstack::VolumeSnapshot>{operation->target().id});
    const Result<VolumeSnapshot> row = co_await std::move(fetching);
    // Cinder gives the volume back after a failure, and forgets the snapshot (seen).
    if (outcome != Outcome::Succeeded && row.ok() && row->status == "backing-up"_L1)
        operation->addNote(tr("The volume snapshot is still “backing-up”. It cannot be used until "
                              "an administrator resets its state."));
}

Action StorageActions::backUp()
{
    return ActionOf<VolumeSnapshot, Backup>(
               u"create-backup"_s,
               {tr("Back up…"), tr("Back up “%1”"), tr("“%1” is being backed up."),
                tr("“%1” was backed up."), tr("“%1” was not backed up."),
                tr("It is not known whether “%1” was backed up.")})
        .single()
        .needs({u"volume"_s})
        .asks({.key = u"name"_s, .label = tr("Name")})
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto row = stores.volumeSnapshots.find(id);
                row && !values.contains("volume"_L1))
                values.insert(u"volume"_s, row->volumeId);
            return values;
        })
        .stage([](const ActionOperation &) {
            Stage stage{tr("Back up")};
            stage.measure = u"create-backup"_s;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateBackup{operation.text("volume"_L1),
                                           operation.target().id,
                                           operation.text("name"_L1),
                                           {{tagKey("operation"_L1), operation.id()}}};
        })
        .tracedIn([](const ActionOperation &operation) {
            openstack::List<openstack::Backup> list;
            list.filters.insert(u"volume_id"_s, operation.text("volume"_L1));
            return list;
        })
        .until(reaches<Backup>({u"available"_s}))
        .after(refreshRevertedSnapshot)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"volume"_s,
                               u"backup"_s,
                               u"create"_s,
                               u"--force"_s,
                               u"--snapshot"_s,
                               target,
                               u"--name=%1"_s.arg(values.value("name"_L1).toString()),
                               values.value("volume"_L1).toString()};
        });
}

Action StorageActions::keepUntil(const QString &key, Kind kind)
{
    Action action =
        ActionOf<VolumeSnapshot>(
            key, {tr("Change keep-until date…"), tr("Change the keep-until date of “%1”"),
                  tr("The keep-until date of “%1” is being changed."),
                  tr("The keep-until date of “%1” was changed."),
                  tr("The keep-until date of “%1” was not changed."),
                  tr("It is not known whether the keep-until date of “%1” was changed.")})
            .harmless()
            .needs({u"keep_until"_s})
            .asks({.key = u"keep_until"_s,
                   .label = tr("Keep until"),
                   .type = Field::Type::Date,
                   .required = true})
            .titled([](const Subject &subject, const Values &values) {
                const QString name = subject.name.isEmpty() ? subject.id : subject.name;
                const QString date = values.value("keep_until"_L1).toString();
                return date == "none"_L1 ? tr("Keep “%1” without a date").arg(name)
                                         : tr("Keep “%1” until %2").arg(name, date);
            })
            .completes(keepUntilParts)
            .performs(writeKeepUntil)
            .command(keepUntilCommand);
    action.kind = kind;
    return action;
}

} // namespace

void addStorageActions(std::vector<Action> &actions)
{
    actions.push_back(StorageActions::createVolumeSnapshot());
    actions.push_back(StorageActions::createVolume());
    actions.push_back(StorageActions::revertVolume());
    actions.push_back(StorageActions::backUp());
    actions.push_back(StorageActions::keepUntil(u"change-keep-until"_s, Kind::SnapshotSet));
    actions.push_back(
        StorageActions::keepUntil(u"change-keep-until-of-volume-snapshot"_s, Kind::VolumeSnapshot));
}

} // namespace oriel::operations
