#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/volumesteps.h"

#include "base/visible.h"
#include "operations/names.h"
#include "operations/statewords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;
using openstack::Volume;

constexpr auto shutOffFirst = "shut-off"_L1;
constexpr auto deletedToo = "enable-delete-on-termination"_L1;
constexpr auto deletedLater = "delete-on-termination"_L1; // openstack names it otherwise here
constexpr auto keptLater = "preserve-on-termination"_L1;

/// Volumes at instances. The values name both, so that either one can be the target.
class AttachActions
{
    Q_DECLARE_TR_FUNCTIONS(AttachActions)

public:
    static Action attachVolume();
    static Action attachToServer();
    static Action detachVolume();
    static Action detachFromServer();
    static Action changeDeletion();

private:
    static ServerCondition condition();
    static QString whyNotAttachable(const Volume &volume, const store::CloudStores &stores);
    static bool isOffered(const Volume &volume, const QString &serverId,
                          const store::CloudStores &stores);
    static QString whyNotDetachable(const Server &server, const Volume &volume,
                                    const store::CloudStores &stores);
    static QString whyNotShared(const Volume &volume, const Server &server);
    static Remedies waysToLetDetach(const Volume &volume, const Situation &situation);
    static QString detachObstacle(const Volume &volume, const Situation &situation);

    static Field volumeField();
    static Field serverField();
    static Field attachedVolumeField();
    static Field attachedServerField(bool detaches);
    static Field deletionField();
    static Field howField(bool atServer);
    static std::vector<Field> attachFields();

    static Briefing attachBriefing(const store::CloudStores &stores, const QString &serverId,
                                   const QString &volumeId);
    static Briefing detachBriefing(const store::CloudStores &stores, const QString &serverId,
                                   const QString &volumeId, const Values &values);
    static void detachTogether(const Situation &situation, const QStringList &volumeIds,
                               const Values &values, Briefing &briefing);
    static QString whatStays(const store::Row<Volume> &volume);
    static Briefing deletionBriefing(const store::CloudStores &stores, const QString &volumeId,
                                     const Values &values);
    static Values withNames(const store::CloudStores &stores, Values values);

    template <typename T>
    static ActionOf<T> attaching(const QString &key, Words words);
    template <typename T>
    static ActionOf<T> detaching(const QString &key, Words words);

    static Task<Ending> attach(ActionOperation *operation);
    static Task<Ending> detach(ActionOperation *operation);
    static Task<Ending> detachWhileOff(ActionOperation *operation, TemporaryStop *stop);
    static Task<Ending> release(ActionOperation *operation, std::size_t stage);
    static Task<std::optional<Error>> refusal(ActionOperation *operation);
    static Task<Ending> setDeletion(ActionOperation *operation);
    static void refresh(ActionOperation *operation);
};

QString capitalized(const QString &word)
{
    return word.left(1).toUpper() + word.mid(1);
}

QString instanceName(const store::CloudStores &stores, const QString &serverId)
{
    const auto server = stores.servers.find(serverId);
    return server ? operations::nameOrId(server->name, serverId) : serverId;
}

/// nova/compute/api.py, attach_volume() and detach_volume()
ServerCondition AttachActions::condition()
{
    return {.vmStates = {u"active"_s, u"paused"_s, u"stopped"_s, u"resized"_s, u"soft-delete"_s,
                         u"shelved"_s, u"shelved_offloaded"_s},
            .otherwise = tr("Volumes can be attached and detached while an instance is running, "
                            "shut off, paused or shelved; this one is %1.")};
}

QString AttachActions::whyNotAttachable(const Volume &volume, const store::CloudStores &stores)
{
    if (volume.status == "available"_L1)
        return {};
    if (volume.status == "in-use"_L1 && volume.multiattach)
        return whyTooOld(stores, net::Service::Compute, {2, 60});
    if (volume.status == "in-use"_L1)
        return tr("It is attached to an instance already, and its type allows only one.");
    return unavailable(Kind::Volume, volume.status);
}

QString AttachActions::whyNotDetachable(const Server &server, const Volume &volume,
                                        const store::CloudStores &stores)
{
    if (store::isRootVolume(server, volume.id, stores))
        return tr("It is the root disk of “%1”, from which the instance boots. The cloud does not "
                  "detach root disks: delete the instance and keep the volume instead.")
            .arg(isolated(operations::nameOrId(server.name, server.id)));
    return volume.status == "in-use"_L1
               ? QString()
               : tr("The volume is %1. It must be in use.").arg(storageStateWord(volume.status));
}

/// Before Nova unshelves an instance, it does not know whether the host can share volumes.
QString AttachActions::whyNotShared(const Volume &volume, const Server &server)
{
    return volume.multiattach && server.status == "SHELVED_OFFLOADED"_L1
               ? tr("A volume that several instances can share cannot be attached to a shelved "
                    "instance. Unshelve it first.")
               : QString();
}

/// Of a volume at one instance or several: why it can be detached from none.
QString AttachActions::detachObstacle(const Volume &volume, const Situation &situation)
{
    if (volume.attachments.empty())
        return volume.status == "in-use"_L1
                   ? tr("The cloud does not say to which instance it is attached.")
                   : tr("The volume is not attached to an instance.");
    QString first;
    for (const openstack::VolumeUse &use : volume.attachments) {
        const auto server = situation.stores.servers.find(use.serverId);
        QString why = !server ? tr("It is attached to an instance that you cannot see.")
                              : whyNotDetachable(*server, volume, situation.stores);
        if (why.isEmpty())
            why = commonObstacle(situation, server->id);
        if (why.isEmpty())
            why = condition().why(*server, situation);
        if (why.isEmpty())
            return {};
        if (first.isEmpty())
            first = why;
    }
    return first;
}

Remedies AttachActions::waysToLetDetach(const Volume &volume, const Situation &situation)
{
    Remedies ways;
    for (const openstack::VolumeUse &use : volume.attachments) {
        if (const auto server = situation.stores.servers.find(use.serverId))
            std::ranges::copy(condition().remediesOn(*server, situation), std::back_inserter(ways));
    }
    return ways;
}

bool AttachActions::isOffered(const Volume &volume, const QString &serverId,
                              const store::CloudStores &stores)
{
    return whyNotAttachable(volume, stores).isEmpty() && !isAttachedTo(volume, serverId);
}

Field AttachActions::volumeField()
{
    return {.key = u"volume"_s,
            .label = tr("Volume"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &id) {
                    const auto server = situation.stores.servers.find(id);
                    const QString zone = server ? server->availabilityZone : QString();
                    std::vector<store::Row<Volume>> rows;
                    for (const auto &row : situation.stores.volumes.rows()) {
                        if (isOffered(*row, id, situation.stores))
                            rows.push_back(row);
                    }
                    std::ranges::sort(rows, [&](const auto &one, const auto &other) {
                        const bool isFar = one->availabilityZone != zone;
                        if (isFar != (other->availabilityZone != zone))
                            return !isFar;
                        const int order = operations::nameOrId(one->name, one->id)
                                              .compare(operations::nameOrId(other->name, other->id),
                                                       Qt::CaseInsensitive);
                        return order == 0 ? one->id < other->id : order < 0;
                    });
                    std::vector<Field::Option> options;
                    for (const auto &row : rows)
                        options.push_back(
                            {.value = row->id,
                             .label = operations::nameOrId(row->name, row->id),
                             .name = row->name,
                             .cells = {tr("%1 GiB").arg(row->sizeGiB), row->volumeType,
                                       row->availabilityZone},
                             .problem = server ? whyNotShared(*row, *server) : QString()});
                    return options;
                },
            .columns = {tr("Volume"), tr("Size"), tr("Type"), tr("Zone")},
            .looksUp = true};
}

Field AttachActions::serverField()
{
    return {.key = u"server"_s,
            .label = tr("Instance"),
            .help = tr("Name or ID of the instance to attach the volume to."),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &id) {
                    const auto volume = situation.stores.volumes.find(id);
                    const QString zone = volume ? volume->availabilityZone : QString();
                    std::vector<Field::Option> options;
                    for (const auto &row : situation.stores.servers.rows()) {
                        if (volume && isAttachedTo(*volume, row->id))
                            continue;
                        QString problem = condition().why(*row, situation);
                        if (problem.isEmpty() && volume)
                            problem = whyNotShared(*volume, *row);
                        options.push_back(
                            {.value = row->id,
                             .label = operations::nameOrId(row->name, row->id),
                             .name = row->name,
                             .cells = {capitalized(stateWord(row->status)), row->availabilityZone},
                             .problem = problem});
                    }
                    const auto rank = [&](const Field::Option &option) {
                        return std::pair(!option.problem.isEmpty(), option.cells.last() != zone);
                    };
                    std::ranges::sort(
                        options, [&](const Field::Option &one, const Field::Option &other) {
                            if (const auto first = rank(one), second = rank(other); first != second)
                                return first < second;
                            const int order = one.label.compare(other.label, Qt::CaseInsensitive);
                            return order == 0 ? one.value < other.value : order < 0;
                        });
                    return options;
                },
            .columns = {tr("Instance"), tr("Status"), tr("Zone")},
            .looksUp = true,
            .problem =
                [](const Situation &situation, const QString &, const Values &values) {
                    const auto server =
                        situation.stores.servers.find(values.value("server"_L1).toString());
                    return server ? condition().why(*server, situation) : QString();
                }};
}

Field AttachActions::attachedVolumeField()
{
    return {.key = u"volume"_s,
            .label = tr("Volume"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &id) {
                    std::vector<Field::Option> options;
                    const auto server = situation.stores.servers.find(id);
                    for (const auto &row : situation.stores.volumes.rows()) {
                        const auto use = std::ranges::find(row->attachments, id,
                                                           &openstack::VolumeUse::serverId);
                        if (!server || use == row->attachments.end())
                            continue;
                        options.push_back(
                            {.value = row->id,
                             .label = operations::nameOrId(row->name, row->id),
                             .name = row->name,
                             .cells = {use->device, tr("%1 GiB").arg(row->sizeGiB)},
                             .problem = whyNotDetachable(*server, *row, situation.stores)});
                    }
                    std::ranges::sort(options, {}, [](const Field::Option &option) {
                        return std::tuple(option.cells.first(), option.label);
                    });
                    return options;
                },
            .columns = {tr("Volume"), tr("Device"), tr("Size")},
            .looksUp = true,
            .problem =
                [](const Situation &situation, const QString &id, const Values &values) {
                    const auto server = situation.stores.servers.find(id);
                    const auto volume =
                        situation.stores.volumes.find(values.value("volume"_L1).toString());
                    return server && volume ? whyNotDetachable(*server, *volume, situation.stores)
                                            : QString();
                }};
}

/// Not shown if there is one.
Field AttachActions::attachedServerField(bool detaches)
{
    Field field{
        .key = u"server"_s,
        .label = tr("Instance"),
        .help = tr("Name or ID of the instance to detach the volume from. It can be left out if "
                   "there is only one."),
        .type = Field::Type::Choice,
        .required = true,
        .ofEach = detaches,
        .options =
            [](const Situation &situation, const QString &id) {
                std::vector<Field::Option> options;
                const auto volume = situation.stores.volumes.find(id);
                if (!volume)
                    return options;
                for (const openstack::VolumeUse &use : volume->attachments) {
                    const auto row = situation.stores.servers.find(use.serverId);
                    const QString name = row ? row->name : QString();
                    options.push_back(
                        {use.serverId, operations::nameOrId(name, use.serverId), name});
                }
                return options;
            },
        .looksUp = true,
        .problem =
            [detaches](const Situation &situation, const QString &id, const Values &values) {
                const auto server =
                    situation.stores.servers.find(values.value("server"_L1).toString());
                const auto volume = situation.stores.volumes.find(id);
                if (!server || !volume || !detaches)
                    return QString();
                const QString why = whyNotDetachable(*server, *volume, situation.stores);
                return why.isEmpty() ? condition().why(*server, situation) : why;
            }};
    if (detaches)
        field.preset = [](const Situation &situation, const QString &id) -> QJsonValue {
            const auto volume = situation.stores.volumes.find(id);
            return volume && volume->attachments.size() == 1
                       ? QJsonValue(volume->attachments.front().serverId)
                       : QJsonValue(QJsonValue::Undefined);
        };
    return field;
}

/// nullopt: the cloud does not say it, or the volume is not attached there.
std::optional<bool> isDeletedWith(const store::CloudStores &stores, const QString &serverId,
                                  const QString &volumeId)
{
    const auto server = stores.servers.find(serverId);
    if (!server)
        return std::nullopt;
    const auto attached =
        std::ranges::find(server->volumes, volumeId, &openstack::AttachedVolume::id);
    return attached == server->volumes.end() ? std::nullopt
                                             : std::optional(attached->deleteOnTermination);
}

/// The window proposes the other one; the terminal does not choose.
Field AttachActions::deletionField()
{
    return {.key = u"delete"_s,
            .label = tr("When the instance is deleted"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &, const QString &) {
                    return std::vector<Field::Option>{
                        {keptLater, tr("The volume is kept")},
                        {deletedLater, tr("The volume is deleted as well")}};
                },
            .flags = {deletedLater, keptLater},
            .flagHelp = {tr("Delete the volume together with the instance."),
                         tr("Keep the volume when the instance is deleted.")},
            .implied = [](const Values &given) { return given.value("delete"_L1); },
            .preset = [](const Situation &situation, const QString &id) -> QJsonValue {
                const auto volume = situation.stores.volumes.find(id);
                const bool isDeleted =
                    volume && !volume->attachments.empty() &&
                    isDeletedWith(situation.stores, volume->attachments.front().serverId, id) ==
                        true;
                return QString(isDeleted ? keptLater : deletedLater);
            }};
}

/// A running instance may be shut off for it; with others there is nothing to choose.
Field AttachActions::howField(bool atServer)
{
    return {
        .key = u"how"_s,
        .label = tr("How to detach"),
        .type = Field::Type::Choice,
        .required = true,
        .options =
            [atServer](const Situation &situation, const QString &id) {
                const auto volume = situation.stores.volumes.find(id);
                const auto runs = [&](const QString &serverId) {
                    const auto server = situation.stores.servers.find(serverId);
                    return server && server->status == "ACTIVE"_L1;
                };
                std::vector<Field::Option> options{
                    {.value = u"now"_s,
                     .label = tr("Detach it now: the instance does not use it"),
                     .ofMany = tr("Detach them now: the instances do not use them")}};
                if (atServer ? runs(id)
                             : volume && std::ranges::any_of(volume->attachments, runs,
                                                             &openstack::VolumeUse::serverId))
                    options.push_back(
                        {.value = shutOffFirst,
                         .label = tr("Shut the instance off, detach the volume, start it again"),
                         .ofMany = tr("Shut each instance off, detach its volume, start it "
                                      "again")});
                return options;
            },
        .flags = {QString(shutOffFirst)},
        .flagHelp = {tr("Shut a running instance off, detach the volume, and start the instance "
                        "again. By default, the volume is detached at once.")},
        .implied =
            [](const Values &values) {
                return values.contains("how"_L1) ? values.value("how"_L1) : u"now"_s;
            }};
}

std::vector<Field> AttachActions::attachFields()
{
    static const QRegularExpression path(u"^/dev/x?[a-z]?d?[a-z]+[0-9]*$"_s); // Nova's
    constexpr qsizetype longestTag = 60;
    return {{.key = u"delete"_s,
             .label = tr("When the instance is deleted"),
             .type = Field::Type::Choice,
             .options =
                 [](const Situation &, const QString &) {
                     return std::vector<Field::Option>{
                         {u"disable-delete-on-termination"_s, tr("The volume is kept")},
                         {deletedToo, tr("The volume is deleted as well")}};
                 },
             .flags = {deletedToo, u"disable-delete-on-termination"_s},
             .flagHelp = {tr("Delete the volume together with the instance."),
                          tr("Keep the volume when the instance is deleted (the default).")},
             .preset = [](const Situation &, const QString &) -> QJsonValue {
                 return u"disable-delete-on-termination"_s;
             }},
            {.key = u"device"_s,
             .label = tr("Device"),
             .help = tr("Device in the instance, for example /dev/vdb. By default, the cloud "
                        "chooses it. Most clouds ignore this option."),
             .place = Field::Place::Terminal,
             .problem =
                 [](const Situation &, const QString &, const Values &values) {
                     const QString device = values.value("device"_L1).toString();
                     return device.isEmpty() || path.match(device).hasMatch()
                                ? QString()
                                : tr("This is not the path of a device, such as /dev/vdb.");
                 }},
            {.key = u"tag"_s,
             .label = tr("Tag"),
             .help = tr("Tag by which the operating system of the instance finds the device: at "
                        "most 60 characters, without “/” and “,”. By default, none."),
             .place = Field::Place::Terminal,
             .problem = [](const Situation &, const QString &, const Values &values) {
                 const QString tag = values.value("tag"_L1).toString();
                 return characters(tag) <= longestTag && !tag.contains(u'/') && !tag.contains(u',')
                            ? QString()
                            : tr("A tag has at most %1 characters, without “/” and “,”.")
                                  .arg(longestTag);
             }}};
}

Briefing AttachActions::attachBriefing(const store::CloudStores &stores, const QString &serverId,
                                       const QString &volumeId)
{
    const auto server = stores.servers.find(serverId);
    const auto volume = stores.volumes.find(volumeId);
    Briefing briefing;
    if (!server || !volume)
        return briefing;
    const QString zone = server->availabilityZone;
    if (!zone.isEmpty() && !volume->availabilityZone.isEmpty() && zone != volume->availabilityZone)
        briefing.notes.push_back(
            {tr("The volume is in the availability zone “%1”, the instance in “%2”. Many clouds "
                "attach volumes only within a zone. If this is one of them, it rejects the "
                "request, and nothing changes.")
                 .arg(isolated(volume->availabilityZone), isolated(zone)),
             true});
    if (!volume->attachments.empty()) {
        const auto other = stores.servers.find(volume->attachments.front().serverId);
        briefing.notes.push_back(
            {tr("The volume is attached to “%1” as well. If several instances write to it, its "
                "file system is destroyed, unless it is a cluster file system such as OCFS2 or "
                "GFS2.")
                 .arg(isolated(other ? other->name : volume->attachments.front().serverId)),
             true});
    }
    briefing.notes.push_back(
        {server->status == "ACTIVE"_L1
             ? tr("The operating system finds a new disk in a moment. Format a disk that is "
                  "empty, and mount it there.")
             : tr("The operating system finds a new disk when the instance starts. Format a disk "
                  "that is empty, and mount it there.")});
    return briefing;
}

Briefing AttachActions::detachBriefing(const store::CloudStores &stores, const QString &serverId,
                                       const QString &volumeId, const Values &values)
{
    const auto server = stores.servers.find(serverId);
    const auto volume = stores.volumes.find(volumeId);
    Briefing briefing;
    if (!server)
        return briefing;
    if (values.value("how"_L1).toString() == shutOffFirst)
        briefing.notes.push_back(
            {tr("“%1” is shut off, and started again when the volume is detached. Oriel also "
                "starts it if this fails, or after a crash.")
                 .arg(isolated(server->name))});
    else if (server->status == "ACTIVE"_L1)
        briefing.notes.push_back(
            {tr("Unmount the volume in the operating system of “%1” first. Otherwise what is not "
                "written to it yet is lost, and programs that use it fail.")
                 .arg(isolated(server->name)),
             true});
    else if (server->status == "PAUSED"_L1)
        briefing.notes.push_back({tr("“%1” is paused, so its operating system cannot unmount the "
                                     "volume. What is not written to it yet is lost.")
                                      .arg(isolated(server->name)),
                                  true});
    if (isDeletedWith(stores, serverId, volumeId) == true &&
        server->status.startsWith("SHELVED"_L1))
        briefing.notes.push_back({tr("This volume is deleted with its instance. Nova also deletes "
                                     "it if you detach it while the instance is shelved."),
                                  true});
    briefing.notes.push_back({whatStays(volume)});
    return briefing;
}

QString AttachActions::whatStays(const store::Row<Volume> &volume)
{
    return volume
               ? tr("The volume and its %1 GiB of data stay in the project.").arg(volume->sizeGiB)
               : tr("The volume and its data stay in the project.");
}

/// Each of them is at one instance.
void AttachActions::detachTogether(const Situation &situation, const QStringList &volumeIds,
                                   const Values &values, Briefing &briefing)
{
    briefing.table.columns = {tr("Volume"), tr("Attached to"), tr("Device")};
    QStringList serverIds;
    for (const QString &id : volumeIds) {
        const auto volume = situation.stores.volumes.find(id);
        if (!volume || volume->attachments.empty())
            continue;
        const openstack::VolumeUse &use = volume->attachments.front();
        serverIds.append(use.serverId);
        briefing.table.rows.push_back({operations::nameOrId(volume->name, id),
                                       instanceName(situation.stores, use.serverId), use.device});
        std::erase_if(briefing.notes, [&](const Briefing::Note &note) {
            return note.text.endsWith(whatStays(volume));
        });
    }
    briefing.notes.push_back({tr("The volumes and their data stay in the project.")});
    if (values.value("how"_L1).toString() != shutOffFirst)
        return;
    for (const QString &serverId : std::as_const(serverIds)) {
        if (serverIds.count(serverId) < 2)
            continue;
        briefing.problem =
            tr("“%1” has several of these volumes, and would be shut off and started "
               "again for each. Shut it off first, and detach them then.")
                .arg(isolated(instanceName(situation.stores, serverId)));
        briefing.remedies = {{.action = u"stop-server"_s, .on = serverId}};
        return;
    }
}

Briefing AttachActions::deletionBriefing(const store::CloudStores &stores, const QString &volumeId,
                                         const Values &values)
{
    const QString serverId = values.value("server"_L1).toString();
    const std::optional<bool> isDeleted = isDeletedWith(stores, serverId, volumeId);
    Briefing briefing{.about = tr("At “%1”").arg(isolated(instanceName(stores, serverId)))};
    if (isDeleted)
        briefing.notes.push_back({*isDeleted
                                      ? tr("At present, the volume is deleted with the instance.")
                                      : tr("At present, the volume is kept.")});
    if (values.value("delete"_L1).toString() == deletedLater)
        briefing.notes.push_back({tr("Deleting the instance, in Oriel or elsewhere, also deletes "
                                     "this volume and its data."),
                                  true});
    else
        briefing.notes.push_back({tr("The volume stays in the project, counts for its quota, and "
                                     "is paid for until you delete it.")});
    return briefing;
}

Values AttachActions::withNames(const store::CloudStores &stores, Values values)
{
    const auto server = stores.servers.find(values.value("server"_L1).toString());
    const auto volume = stores.volumes.find(values.value("volume"_L1).toString());
    if (server)
        values.insert(u"server_name"_s, operations::nameOrId(server->name, server->id));
    if (volume)
        values.insert(u"volume_name"_s, operations::nameOrId(volume->name, volume->id));
    return values;
}

QString volumeOf(const Subject &subject, const Values &values)
{
    return subject.kind == Kind::Volume ? operations::nameOrId(subject.name, subject.id)
                                        : values.value("volume_name"_L1).toString();
}

void AttachActions::refresh(ActionOperation *operation)
{
    auto &stores = operation->context().stores;
    stores.refreshRow(Kind::Volume, operation->text("volume"_L1));
    stores.refreshRow(Kind::Server, operation->text("server"_L1));
}

Task<Ending> AttachActions::attach(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Send the request")}, Stage{tr("Attach the volume")}});
    operation->begin(0);
    const bool deleted = operation->text("delete"_L1) == deletedToo;
    const auto accepted = [operation] {
        operation->done(0);
        operation->begin(1);
        operation->setAccepted();
    };
    auto attaching = operations::attachVolume(
        operation, {.name = u"request"_s,
                    .request = {.serverId = operation->text("server"_L1),
                                .volumeId = operation->text("volume"_L1),
                                .device = operation->text("device"_L1),
                                .tag = operation->text("tag"_L1),
                                .deleted = deleted ? std::optional(true) : std::nullopt},
                    .accepted = accepted});
    Ending ending = co_await std::move(attaching);
    co_return ending;
}

/// Sends the request, in this stage or the one before it, and waits until the volume is detached.
Task<Ending> AttachActions::release(ActionOperation *operation, std::size_t stage)
{
    operation->setCancelText({});
    operation->begin(stage);
    auto detaching = operations::detachVolume(
        operation, {.name = u"request"_s,
                    .request = {operation->text("server"_L1), operation->text("volume"_L1)},
                    .stage = stage,
                    .accepted = [operation] {
                        operation->setAccepted();
                    }});
    Ending ending = co_await std::move(detaching);
    if (ending.outcome == Outcome::Succeeded)
        operation->done(stage);
    else
        operation->failStage(stage, {});
    co_return ending;
}

/// Checked before the instance is shut off for it.
Task<std::optional<Error>> AttachActions::refusal(ActionOperation *operation)
{
    auto asking = isAttached(operation, operation->text("server"_L1), operation->text("volume"_L1));
    const std::optional<bool> attached = co_await std::move(asking);
    if (attached != false)
        co_return std::nullopt;
    co_return detail::failureOf<Server>(operation, ErrorKind::Conflict,
                                        tr("The volume is not attached to the instance."));
}

Task<Ending> AttachActions::detachWhileOff(ActionOperation *operation, TemporaryStop *stop)
{
    auto fetching = operation->fetch(openstack::Get<Server>{stop->instance().id});
    const Result<Server> server = co_await std::move(fetching);
    const bool wasSent = operation->earlierIntent(u"request"_s).has_value();
    if (!server.ok()) {
        const bool isUnclear = wasSent && server.error().kind != ErrorKind::NotFound;
        co_return Ending{isUnclear ? Outcome::Unclear : Outcome::Failed, server.error()};
    }
    operation->setCancelText(tr("The volume stays attached. The instance is started again if it "
                                "was shut off for this."));
    TemporaryStop::Options options;
    options.isOver = wasSent;
    options.refusal = [operation] {
        return refusal(operation);
    };
    auto stopping = stop->shutOff(*server, std::move(options));
    const TemporaryStop::Stopped stopped = co_await std::move(stopping);
    if (stopped.ending)
        co_return *stopped.ending;
    if (!wasSent) {
        auto checking = whyNotDetached(
            operation, stop->instance(),
            {Kind::Volume, operation->text("volume"_L1), operation->text("volume_name"_L1)});
        const std::optional<Error> refused = co_await std::move(checking);
        if (refused)
            co_return Ending{Outcome::Failed, refused};
    }
    auto releasing = release(operation, 1);
    Ending ending = co_await std::move(releasing);
    co_return ending;
}

Task<Ending> AttachActions::detach(ActionOperation *operation)
{
    const bool stops = operation->text("how"_L1) == shutOffFirst;
    const Subject server{Kind::Server, operation->text("server"_L1),
                         operation->text("server_name"_L1)};
    std::vector<Stage> stages{Stage{tr("Detach the volume")}};
    if (stops)
        stages = {Stage{tr("Shut off “%1”").arg(server.name)}, Stage{tr("Detach the volume")},
                  Stage{tr("Start “%1” again").arg(server.name)}};
    operation->setStages(std::move(stages));
    if (!stops) {
        auto releasing = release(operation, 0);
        Ending ending = co_await std::move(releasing);
        co_return ending;
    }
    TemporaryStop &stop = operation->stopTemporarily(server);
    auto detaching = detachWhileOff(operation, &stop);
    Ending ending = co_await std::move(detaching);
    operation->setCancelText({});
    auto starting = stop.startAgain();
    co_await std::move(starting);
    refresh(operation);
    if (ending.outcome == Outcome::Canceled)
        ending.error = detail::failureOf<Server>(operation, ErrorKind::Cancelled, stop.undone());
    co_return stop.concluded(ending);
}

Task<Ending> AttachActions::setDeletion(ActionOperation *operation)
{
    const QString serverId = operation->text("server"_L1);
    const QString volumeId = operation->target().id;
    const bool deleted = operation->text("delete"_L1) == deletedLater;
    operation->setStages({Stage{tr("Send the request")}});
    operation->begin(0);
    auto sending =
        operation->once(volumeDeletionStep(operation, u"request"_s, {serverId, volumeId, deleted}));
    const StepResult sent = co_await std::move(sending);
    refresh(operation);
    if (!sent.ok()) {
        Ending ending = sent.ending();
        if (ending.error && ending.error->kind == ErrorKind::Unsupported)
            ending.error->message = tr("The cloud cannot change this while the volume is attached: "
                                       "that needs version 2.85 of the compute API.");
        co_return ending;
    }
    operation->done(0);
    co_return Ending{};
}

template <typename T>
ActionOf<T> AttachActions::attaching(const QString &key, Words words)
{
    return std::move(ActionOf<T>(key, std::move(words))
                         .icon(u"hard-drive"_s)
                         .alsoChanges({u"server"_s, u"volume"_s})
                         .reads({Kind::Server, Kind::Volume})
                         // Pulled out of an instance that runs, it would lose data.
                         .undo([](const store::CloudStores &stores, const Subject &,
                                  const Values &values) -> std::optional<Undo> {
                             const auto server =
                                 stores.servers.find(values.value("server"_L1).toString());
                             const auto volume =
                                 stores.volumes.find(values.value("volume"_L1).toString());
                             if (!server || !volume || !isAttachedTo(*volume, server->id) ||
                                 server->status != "SHUTOFF"_L1)
                                 return std::nullopt;
                             return Undo{u"detach-volume"_s,
                                         {Kind::Server, server->id, server->name},
                                         {{u"volume"_s, volume->id}, {u"how"_s, u"now"_s}}};
                         })
                         .performs(attach));
}

/// openstack server add volume …
QStringList attachCommand(const Values &values, const QString &server, const QString &volume)
{
    QStringList words{u"openstack"_s, u"server"_s, u"add"_s, u"volume"_s};
    for (const QString &key : {u"device"_s, u"tag"_s}) {
        if (const QString value = values.value(key).toString(); !value.isEmpty())
            words << u"--"_s + key << value;
    }
    if (values.value("delete"_L1).toString() == deletedToo)
        words << u"--"_s + deletedToo;
    return words << server << volume;
}

Action AttachActions::attachVolume()
{
    return attaching<Server>(u"attach-volume"_s,
                             {tr("Attach volume…"), tr("Attach “%1”"),
                              tr("“%1” is being attached."), tr("“%1” was attached."),
                              tr("“%1” was not attached."),
                              tr("It is not known whether “%1” was attached.")})
        .single()
        .separated()
        .summary(tr("Attach a volume to an instance"))
        .when(condition())
        .named(volumeOf)
        .needs({u"volume"_s})
        .titled([](const Subject &subject, const Values &values) {
            const QString volume = volumeOf(subject, values);
            return volume.isEmpty() ? tr("Attach a volume to “%1”").arg(subject.name)
                                    : tr("Attach “%1” to “%2”").arg(volume, subject.name);
        })
        .asks(volumeField())
        .asks(attachFields())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            Briefing briefing =
                attachBriefing(situation.stores, id, values.value("volume"_L1).toString());
            briefing.about = tr("To “%1”").arg(isolated(instanceName(situation.stores, id)));
            if (situation.stores.volumes.state().loaded &&
                std::ranges::none_of(situation.stores.volumes.rows(), [&](const auto &row) {
                    return isOffered(*row, id, situation.stores);
                })) {
                briefing.problem =
                    tr("The project has no volume that can be attached. Create one first.");
                briefing.remedies = remediesBy({u"create-new-volume"_s});
            }
            return briefing;
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"server"_s, id);
            return withNames(stores, std::move(values));
        })
        .command([](const QString &target, const Values &values) {
            return attachCommand(values, target, values.value("volume"_L1).toString());
        });
}

Action AttachActions::attachToServer()
{
    return attaching<Volume>(u"attach-to-server"_s,
                             {tr("Attach…"), tr("Attach “%1”"), tr("“%1” is being attached."),
                              tr("“%1” was attached."), tr("“%1” was not attached."),
                              tr("It is not known whether “%1” was attached.")})
        .frequent()
        .separated()
        .summary(tr("Attach a volume to an instance"))
        .possible([](const Volume &volume, const Situation &situation) {
            return whyNotAttachable(volume, situation.stores);
        })
        .needs({u"server"_s})
        .terminal({u"volume"_s, u"attach"_s})
        .asks(serverField())
        .asks(attachFields())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            return attachBriefing(situation.stores, values.value("server"_L1).toString(), id);
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"volume"_s, id);
            return withNames(stores, std::move(values));
        })
        .command([](const QString &target, const Values &values) {
            return attachCommand(values, values.value("server"_L1).toString(), target);
        });
}

template <typename T>
ActionOf<T> AttachActions::detaching(const QString &key, Words words)
{
    return std::move(
        ActionOf<T>(key, std::move(words))
            .icon(u"x"_s)
            .alsoChanges({u"server"_s, u"volume"_s})
            .reads({Kind::Server, Kind::Volume})
            .undo([](const store::CloudStores &stores, const Subject &,
                     const Values &values) -> std::optional<Undo> {
                const auto server = stores.servers.find(values.value("server"_L1).toString());
                const auto volume = stores.volumes.find(values.value("volume"_L1).toString());
                if (!server || !volume || isAttachedTo(*volume, server->id))
                    return std::nullopt;
                return Undo{u"attach-volume"_s,
                            {Kind::Server, server->id, server->name},
                            {{u"volume"_s, volume->id}, {u"delete"_s, values.value("delete"_L1)}}};
            })
            .performs(detach));
}

/// Keeps what an Undo needs.
Values withDeletion(const store::CloudStores &stores, Values values)
{
    if (isDeletedWith(stores, values.value("server"_L1).toString(),
                      values.value("volume"_L1).toString()) == true)
        values.insert(u"delete"_s, deletedToo);
    return values;
}

QStringList detachCommand(const Values &values, const QString &server, const QString &volume)
{
    const bool stops = values.value("how"_L1).toString() == shutOffFirst;
    QStringList words;
    if (stops)
        words << u"openstack"_s << u"server"_s << u"stop"_s << server << QString();
    words << u"openstack"_s << u"server"_s << u"remove"_s << u"volume"_s << server << volume;
    if (stops)
        words << QString() << u"openstack"_s << u"server"_s << u"start"_s << server;
    return words;
}

Action AttachActions::detachVolume()
{
    return detaching<Server>(u"detach-volume"_s,
                             {tr("Detach volume…"), tr("Detach “%1”"),
                              tr("“%1” is being detached."), tr("“%1” was detached."),
                              tr("“%1” was not detached."),
                              tr("It is not known whether “%1” was detached.")})
        .single()
        .summary(tr("Detach a volume from an instance"))
        .when(condition())
        .named(volumeOf)
        .needs({u"volume"_s})
        .titled([](const Subject &subject, const Values &values) {
            const QString volume = volumeOf(subject, values);
            return volume.isEmpty() ? tr("Detach a volume from “%1”").arg(subject.name)
                                    : tr("Detach “%1” from “%2”").arg(volume, subject.name);
        })
        .asks(attachedVolumeField())
        .asks(howField(true))
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            const QString volume = values.value("volume"_L1).toString();
            Briefing briefing = volume.isEmpty()
                                    ? Briefing()
                                    : detachBriefing(situation.stores, id, volume, values);
            briefing.about = tr("From “%1”").arg(isolated(instanceName(situation.stores, id)));
            if (attachedVolumeField().options(situation, id).empty() &&
                situation.stores.volumes.state().loaded)
                briefing.problem = tr("No volume is attached to the instance.");
            return briefing;
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"server"_s, id);
            return withDeletion(stores, withNames(stores, std::move(values)));
        })
        .command([](const QString &target, const Values &values) {
            return detachCommand(values, target, values.value("volume"_L1).toString());
        });
}

Action AttachActions::detachFromServer()
{
    return detaching<Volume>(u"detach-from-server"_s,
                             {tr("Detach…"), tr("Detach “%1”"), tr("“%1” is being detached."),
                              tr("“%1” was detached."), tr("“%1” was not detached."),
                              tr("It is not known whether “%1” was detached.")})
        .frequent()
        .summary(tr("Detach a volume from its instance"))
        .possible(detachObstacle)
        .remedies(waysToLetDetach)
        .apart([](const Situation &situation, const QString &id) {
            const auto volume = situation.stores.volumes.find(id);
            return volume && volume->attachments.size() > 1
                       ? tr("It is attached to several instances. Detach it alone, and choose from "
                            "which.")
                       : QString();
        })
        .together(detachTogether)
        .needs({u"server"_s})
        .terminal({u"volume"_s, u"detach"_s})
        .asks(attachedServerField(true))
        .asks(howField(false))
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            return detachBriefing(situation.stores, values.value("server"_L1).toString(), id,
                                  values);
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"volume"_s, id);
            return withDeletion(stores, withNames(stores, std::move(values)));
        })
        .command([](const QString &target, const Values &values) {
            return detachCommand(values, values.value("server"_L1).toString(), target);
        });
}

Action AttachActions::changeDeletion()
{
    return ActionOf<Volume>(
               u"set-volume-deletion"_s,
               {tr("Keep or delete with instance…"), tr("Keep or delete “%1” with its instance"),
                tr("The instance of “%1” is being changed."),
                tr("What happens to “%1” when its instance is deleted was changed."),
                tr("What happens to “%1” when its instance is deleted was not changed."),
                tr("It is not known whether “%1” is now deleted with its instance.")})
        .icon(u"hard-drive"_s)
        .single()
        .harmless()
        .alsoChanges({u"server"_s})
        .summary(tr("Set whether a volume is deleted with its instance"))
        .reads({Kind::Server, Kind::Volume})
        .possible([](const Volume &volume, const Situation &situation) {
            if (volume.attachments.empty())
                return tr("The volume is not attached to an instance.");
            const bool isSeen =
                std::ranges::any_of(volume.attachments, [&](const openstack::VolumeUse &use) {
                    return situation.stores.servers.find(use.serverId) != nullptr;
                });
            return isSeen ? QString() : tr("It is attached to an instance that you cannot see.");
        })
        .unless([](const Volume &, const Situation &situation) {
            return whyTooOld(situation.stores, net::Service::Compute, {2, 85});
        })
        .needs({u"server"_s})
        .terminal({u"server"_s, u"volume"_s, u"update"_s, u"%server"_s})
        .asks(attachedServerField(false))
        .asks(deletionField())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            return deletionBriefing(situation.stores, id, values);
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"volume"_s, id);
            return withNames(stores, std::move(values));
        })
        .undo([](const store::CloudStores &stores, const Subject &target,
                 const Values &values) -> std::optional<Undo> {
            const QString server = values.value("server"_L1).toString();
            const bool deleted = values.value("delete"_L1).toString() == deletedLater;
            if (isDeletedWith(stores, server, target.id) != deleted)
                return std::nullopt;
            return Undo{u"set-volume-deletion"_s,
                        target,
                        {{u"server"_s, server},
                         {u"delete"_s, QString(deleted ? keptLater : deletedLater)}}};
        })
        .performs(setDeletion)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"volume"_s,
                               u"update"_s,
                               u"--"_s + values.value("delete"_L1).toString(),
                               values.value("server"_L1).toString(),
                               target};
        });
}

} // namespace

void addAttachActions(std::vector<Action> &actions)
{
    actions.push_back(AttachActions::attachVolume());
    actions.push_back(AttachActions::detachVolume());
    actions.push_back(AttachActions::attachToServer());
    actions.push_back(AttachActions::detachFromServer());
    actions.push_back(AttachActions::changeDeletion());
}

} // namespace oriel::operations
