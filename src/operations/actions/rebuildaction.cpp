#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverrecipes.h"
#include "operations/actions/serviceversion.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "openstack/compute/rebuildserver.h"
#include "operations/capture/createsnapshot.h"
#include "operations/names.h"
#include "operations/statewords.h"
#include "operations/userdatawords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;
using openstack::KeyPair;
using openstack::RebuildServer;
using openstack::Server;
using openstack::Volume;

/// A new system on the disk of an instance, which keeps everything else.
class RebuildAction
{
    Q_DECLARE_TR_FUNCTIONS(RebuildAction)

public:
    static Action make();

private:
    static store::Row<Volume> bootVolume(const store::CloudStores &stores, const Server &server);
    static QString currentImage(const store::CloudStores &stores, const QString &id);
    static std::vector<Field::Option> images(const Situation &situation, const QString &id);
    static QString imageProblem(const Situation &situation, const QString &id,
                                const Values &values);
    static std::vector<Field::Option> keys(const Situation &situation, const QString &id);
    static std::vector<Field> fields();
    static std::vector<Field> terminalFields();
    static Briefing briefing(const Situation &situation, const QString &id, const Values &);
    static Values completed(const store::CloudStores &stores, const QString &id, Values values);
    static RebuildServer request(const ActionOperation &operation);
    static QStringList command(const QString &target, const Values &values);

    // The value of the field "key_name": one of these, the prefix and a name, or empty (no change).
    static constexpr QLatin1StringView s_noKey = "no-key-name"_L1;
    static constexpr QLatin1StringView s_key = "key:"_L1;
};

store::Row<Volume> RebuildAction::bootVolume(const store::CloudStores &stores, const Server &server)
{
    for (const openstack::AttachedVolume &attached : server.volumes) {
        if (auto volume = stores.volumes.find(attached.id); volume && !volume->imageId().isEmpty())
            return volume;
    }
    return nullptr;
}

/// What it was launched from; empty: unknown.
QString RebuildAction::currentImage(const store::CloudStores &stores, const QString &id)
{
    const auto server = stores.servers.find(id);
    if (!server)
        return {};
    if (!store::bootsFromVolume(*server, stores))
        return server->imageId;
    const auto volume = bootVolume(stores, *server);
    return volume ? volume->imageId() : QString();
}

std::vector<Field::Option> RebuildAction::images(const Situation &situation, const QString &id)
{
    const QString current = currentImage(situation.stores, id);
    std::vector<Field::Option> options;
    for (const auto &image : situation.stores.images.rows()) {
        const QString name = nameOrId(image->name, image->id);
        options.push_back({image->id,
                           //: In a list. %1: the name of the image that an instance has now
                           image->id == current ? tr("%1 (as before)").arg(name) : name,
                           image->name});
    }
    std::ranges::sort(options, {}, [&](const Field::Option &option) {
        return std::pair(option.value != current, option.label.toCaseFolded());
    });
    return options;
}

QString RebuildAction::imageProblem(const Situation &situation, const QString &id,
                                    const Values &values)
{
    const auto server = situation.stores.servers.find(id);
    const auto image = situation.stores.images.find(values.value("image"_L1).toString());
    if (!server || !image)
        return {};
    if (!image->blockDevices.empty())
        return tr("This image only refers to volume snapshots. The cloud cannot rebuild an "
                  "instance from it. Restore the snapshot instead.");
    if (image->status != "active"_L1)
        return tr("The image is %1. It must be active.").arg(storageStateWord(image->status));
    const auto &flavor = server->flavor;
    if (flavor.ramMiB > 0 && image->minRamMiB > flavor.ramMiB)
        return tr("The image needs %1 of memory, and the flavor of the instance has %2.")
            .arg(memoryText(image->minRamMiB), memoryText(flavor.ramMiB));
    if (!store::bootsFromVolume(*server, situation.stores) && flavor.diskGiB > 0 &&
        image->minDiskGiB > flavor.diskGiB)
        return tr("The image needs a disk of %1 GiB, and the flavor of the instance has %2 GiB.")
            .arg(QString::number(image->minDiskGiB), QString::number(flavor.diskGiB));
    return {};
}

std::vector<Field::Option> RebuildAction::keys(const Situation &situation, const QString &id)
{
    const auto server = situation.stores.servers.find(id);
    const QString key = server ? server->keyName : QString();
    //: Key pair of an instance: none. %1: the name of a key pair
    std::vector<Field::Option> options{
        {QString(), key.isEmpty() ? tr("None (as before)") : tr("%1 (as before)").arg(key)}};
    if (!key.isEmpty())
        options.push_back({s_noKey, tr("None")});
    for (const auto &pair : situation.stores.of<KeyPair>().rows()) {
        if (pair->name != key)
            options.push_back({s_key + pair->name, pair->name, pair->name});
    }
    return options;
}

std::vector<Field> RebuildAction::fields()
{
    return {
        {.key = u"image"_s,
         .label = tr("Image"),
         .help = tr("Name or ID of the image to rebuild the instance from. By default, its present "
                    "image."),
         .type = Field::Type::Choice,
         .required = true,
         .options = images,
         .looksUp = true,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const QString current = currentImage(situation.stores, id);
                 return situation.stores.images.find(current) ? QJsonValue(current)
                                                              : QJsonValue(QJsonValue::Undefined);
             },
         .problem = imageProblem},
        {.key = u"key_name"_s,
         .label = tr("Key pair"),
         .help = tr("Name of the key pair to install. By default, it stays the same."),
         .type = Field::Type::Choice,
         .options = keys,
         .looksUp = true,
         .flags = {s_noKey},
         .flagHelp = {tr("Install no key pair.")}},
        {.key = u"user_data"_s,
         .label = tr("New user data"),
         .help = tr("Replace the user data with the text of this file, for example a script for "
                    "cloud-init. By default, it stays the same. It is sent to the cloud, but not "
                    "stored on your computer."),
         .type = Field::Type::Lines,
         .secret = true,
         .hint = tr("For example a script for cloud-init. Empty: as before. It is sent to the "
                    "cloud, but not stored on your computer."),
         .problem =
             [](const Situation &, const QString &, const Values &values) {
                 return userDataProblem(values.value("user_data"_L1).toString().toUtf8());
             }},
        {.key = u"no_user_data"_s,
         .label = tr("Remove the present user data"),
         .help = tr("Remove the present user data. By default, it is kept."),
         .type = Field::Type::Flag,
         .shown =
             [](const Values &values) {
                 return !values.contains("user_data"_L1);
             }},
        {.key = u"confirmed_name"_s,
         //: %1: the name of an instance
         .label = tr("Type “%1” to confirm"),
         .type = Field::Type::Typed,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const auto server = situation.stores.servers.find(id);
                 return QJsonValue(server ? nameOrId(server->name, server->id) : id);
             }},
    };
}

/// What can be changed at the same time, and the window changes elsewhere: shown only where it has
/// been given. Metadata is missing because the cloud would replace all of it.
std::vector<Field> RebuildAction::terminalFields()
{
    const auto field = [](const QString &key, const QString &label, const QString &help,
                          Field::Type type) {
        return Field{.key = key,
                     .label = label,
                     .help = help,
                     .type = type,
                     .shown = [key](const Values &values) {
                         return values.contains(key);
                     }};
    };
    return {field(u"name"_s, tr("New name of the instance"),
                  tr("New name of the instance. By default, it stays the same."),
                  Field::Type::Text),
            field(u"description"_s, tr("New description"),
                  tr("New description of the instance. By default, it stays the same."),
                  Field::Type::Text),
            field(u"hostname"_s, tr("New host name"),
                  tr("New host name of the instance, in clouds with compute API 2.90 or later. By "
                     "default, it stays the same."),
                  Field::Type::Text),
            field(u"preserve_ephemeral"_s, tr("Keep the ephemeral disk"),
                  tr("Keep the data on the ephemeral disk, where the cloud supports that. By "
                     "default, it is lost."),
                  Field::Type::Flag)};
}

Briefing RebuildAction::briefing(const Situation &situation, const QString &id, const Values &)
{
    Briefing briefing;
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return briefing;
    const bool onVolume = store::bootsFromVolume(*server, situation.stores);
    const auto volume = onVolume ? bootVolume(situation.stores, *server) : nullptr;
    briefing.notes.push_back(
        {!onVolume
             ? tr("Everything on the disk of the instance is lost. Create a snapshot first if "
                  "you may need it.")
         : volume ? tr("Everything on the boot volume “%1” is lost. Create a snapshot first if you "
                       "may need it.")
                        .arg(isolated(nameOrId(volume->name, volume->id)))
                  : tr("Everything on the boot volume is lost. Create a snapshot first if you may "
                       "need it."),
         true, CreateSnapshot::kindName});
    briefing.about =
        tr("Writes an image to its disk. Name, addresses, flavor and security groups stay.");
    if (const auto others = static_cast<int>(server->volumes.size()) - (onVolume ? 1 : 0);
        others > 0)
        briefing.notes.push_back({tr("%n other volume(s) stay as they are.", nullptr, others)});
    if (server->status == "SHUTOFF"_L1)
        briefing.notes.push_back({tr("It starts once, and is then shut off again.")});
    briefing.notes.push_back({tr("If the cloud sets a new password, it is shown once. It works if "
                                 "the image takes passwords from the cloud.")});
    return briefing;
}

Values RebuildAction::completed(const store::CloudStores &stores, const QString &id, Values values)
{
    const auto server = stores.servers.find(id);
    if (!server)
        return values;
    values.insert(u"boots_from_volume"_s, store::bootsFromVolume(*server, stores));
    values.insert(u"was_off"_s, vmStateOf(*server) == "stopped"_L1);
    values.insert(u"launched"_s, server->launched.toString(Qt::ISODate));
    return values;
}

RebuildServer RebuildAction::request(const ActionOperation &operation)
{
    const Values &values = operation.values();
    RebuildServer rebuild{.id = operation.target().id,
                          .imageId = operation.text("image"_L1),
                          .bootsFromVolume = values.value("boots_from_volume"_L1).toBool(),
                          .name = operation.text("name"_L1),
                          .description = operation.text("description"_L1),
                          .hostname = operation.text("hostname"_L1),
                          .preservesEphemeral = values.value("preserve_ephemeral"_L1).toBool()};
    const QString key = operation.text("key_name"_L1);
    if (!key.isEmpty())
        rebuild.keyName = key == s_noKey ? QString() : key.mid(s_key.size());
    const QString userData = operation.text("user_data"_L1);
    if (!userData.isEmpty() || values.value("no_user_data"_L1).toBool())
        rebuild.userData = userData;
    return rebuild;
}

QStringList RebuildAction::command(const QString &target, const Values &values)
{
    QStringList words{u"openstack"_s, u"server"_s, u"rebuild"_s, u"--image"_s,
                      values.value("image"_L1).toString()};
    QString key = values.value("key_name"_L1).toString();
    if (key == s_noKey)
        words << u"--no-key-name"_s;
    else if (!key.isEmpty())
        words << u"--key-name"_s << (key.startsWith(s_key) ? key.mid(s_key.size()) : key);
    // Its value is not shown, so the command names a file.
    if (!values.value("user_data"_L1).toString().isEmpty())
        words << u"--user-data"_s << u"user-data.txt"_s;
    else if (values.value("no_user_data"_L1).toBool())
        words << u"--no-user-data"_s;
    return words << target;
}

Action RebuildAction::make()
{
    return ActionOf<Server>(u"rebuild-server"_s,
                            //: Menu entry and button (a verb): installs an instance anew.
                            {tr("Rebuild…"), tr("Rebuild “%1”"), tr("“%1” is being rebuilt."),
                             tr("“%1” was rebuilt."), tr("“%1” was not rebuilt."),
                             tr("It is not known whether “%1” was rebuilt.")})
        .single()
        .dangerous()
        .summary(tr("Rebuild an instance from an image: its disk is lost"))
        .when(ServerCondition{.vmStates = {u"active"_s, u"stopped"_s, u"error"_s},
                              .otherwise = tr("Only an instance that is running, shut off or in "
                                              "error can be rebuilt; this one is %1.")})
        .unless([](const Server &server, const Situation &situation) {
            const store::CloudStores &stores = situation.stores;
            const QString old = store::bootsFromVolume(server, stores)
                                    ? whyTooOld(stores, net::Service::Compute, {2, 93})
                                    : QString();
            return old.isEmpty() ? whyVolumesNotInUse(server, stores) : old;
        })
        .reads({Kind::Image, Kind::Volume, Kind::KeyPair})
        .needs({u"image"_s})
        .asks(fields())
        .asks(terminalFields())
        .briefs(briefing)
        .completes(completed)
        .sends(request, &openstack::RebuildAccepted::password,
               tr("If the cloud has set a new password, it was lost with the answer. Log in with "
                  "the key pair, or set a password."))
        .tracedAs(u"rebuild"_s)
        .until(rebuildProgress)
        .command(command);
}

} // namespace

Progress rebuildProgress(const openstack::Server &server, const Values &values)
{
    if (!server.taskState.isEmpty())
        return Progress::InProgress;
    if (server.status == "ERROR"_L1)
        return Progress::Failed;
    const QString launched = values.value("launched"_L1).toString();
    if (!launched.isEmpty() && server.launched.toString(Qt::ISODate) == launched)
        return Progress::Idle;
    const bool isToStop = values.value("was_off"_L1).toBool() && server.status != "SHUTOFF"_L1;
    return isToStop ? Progress::Idle : Progress::Done;
}

void addRebuildAction(std::vector<Action> &actions)
{
    actions.push_back(RebuildAction::make());
}

} // namespace oriel::operations
