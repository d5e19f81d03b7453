#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "openstack/blockstorage/volumechanges.h"
#include "openstack/blockstorage/volumetransfer.h"
#include "operations/actions/availability.h"
#include "operations/actions/uploadedimage.h"
#include "operations/actions/volumequota.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;
using openstack::Volume;
using openstack::VolumeTransfer;

/// Volumes that leave the project: to another one, or as an image.
class TransferActions
{
    Q_DECLARE_TR_FUNCTIONS(TransferActions)

public:
    static Action offer();
    static Action withdraw();
    static Action accept();
    static Action upload();

private:
    static Task<Ending> performOffer(ActionOperation *operation);
    static Task<Ending> performWithdrawal(ActionOperation *operation);
    static Task<Ending> performAcceptance(ActionOperation *operation);
    static Task<Result<QString>> transferOf(ActionOperation *operation);
    static Task<void> refreshVolume(ActionOperation *operation);
    static Task<void> finishUpload(ActionOperation *operation, Outcome outcome);
    static Briefing uploadBriefing(const Situation &situation, const QString &id,
                                   const Values &values);
};

// As Cinder writes times, in which databases usually leave out fractions of seconds.
const QString createdFormat = u"yyyy-MM-dd'T'HH:mm:ss.zzz'000'"_s;

Task<Ending> TransferActions::performOffer(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Offer the volume")}});
    operation->begin(0);
    const QString volume = operation->target().id;
    const QString name = operation->text("name"_L1);
    QJsonObject wanted{{u"volume_id"_s, volume}};
    if (!name.isEmpty())
        wanted.insert(u"name"_s, name);
    auto offering = operation->once(
        {.name = u"request"_s,
         .send = operation->sending(openstack::Create<VolumeTransfer>{wanted},
                                    [operation](const VolumeTransfer &made) {
                                        operation->setSecret(made.authKey);
                                        Facts facts = factsOf(made);
                                        facts.insert(u"created"_s,
                                                     made.created.toString(createdFormat));
                                        return facts;
                                    }),
         .trace = traceByNewcomer(
             operation->context(), openstack::List<VolumeTransfer>{},
             [volume](const VolumeTransfer &transfer) { return transfer.volumeId == volume; }),
         .stage = 0});
    const StepResult offered = co_await std::move(offering);
    operation->context().stores.refreshRow(Kind::Volume, volume);
    if (!offered.ok())
        co_return offered.ending();
    operation->learn({{u"transfer"_s, offered.facts().value("id"_L1)},
                      {u"created"_s, offered.facts().value("created"_L1)}});
    operation->addNote(tr("The transfer ID is %1.").arg(offered.text("id"_L1)));
    const QString key = operation->takeSecret();
    operation->setSecret(key);
    if (key.isEmpty())
        operation->addNote(tr("The answer with the key was lost, and the cloud tells it only once. "
                              "Cancel the transfer and offer the volume again."));
    operation->done(0);
    co_return Ending{};
}

Action TransferActions::offer()
{
    return ActionOf<Volume>(u"create-volume-transfer"_s,
                            {tr("Transfer…"), tr("Offer “%1” to another project"),
                             tr("“%1” is being offered to another project."),
                             tr("“%1” waits for another project to accept it."),
                             tr("“%1” was not offered to another project."),
                             tr("It is not known whether “%1” was offered to another project.")})
        .single()
        .separated()
        .summary(tr("Offer a volume to another project"))
        .reads({Kind::VolumeSnapshot})
        .possible([](const Volume &volume, const Situation &situation) {
            if (volume.status == "awaiting-transfer"_L1)
                return tr("It waits to be accepted already.");
            if (volume.encrypted)
                return tr("It is encrypted, and Oriel transfers only volumes that are not.");
            if (const QString why = notDetached(volume, situation.stores); !why.isEmpty())
                return why;
            for (const auto &snapshot : situation.stores.volumeSnapshots.rows()) {
                if (snapshot->volumeId == volume.id && snapshot->status != "available"_L1)
                    return tr("Its volume snapshot “%1” is %2. It must be available.")
                        .arg(isolated(snapshot->name), storageStateWord(snapshot->status));
            }
            return QString();
        })
        .remedies([](const Volume &volume, const Situation &) {
            return volume.status == "awaiting-transfer"_L1
                       ? remediesBy({u"cancel-volume-transfer"_s})
                       : waysToDetach(volume);
        })
        .asks({.key = u"name"_s,
               .label = tr("Name of the transfer"),
               .help = tr("Name of the transfer. By default, it has none."),
               .hint = tr("Optional"),
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString name = values.value("name"_L1).toString().trimmed();
                       return name.isEmpty() ? QString() : describe(storageNameFault(name), name);
                   }})
        .briefs([](const Situation &situation, const QString &id, const Values &) {
            Briefing briefing{
                .notes = {{tr("Oriel shows an ID and a key once. With both, any user of this "
                              "cloud can take the volume into another project: send them only to "
                              "the user who should have it.")},
                          {tr("Until it is accepted the volume cannot be used, and you can cancel "
                              "the transfer. Afterwards it belongs to the other project."),
                           true}},
                //: Button.
                .button = tr("Offer")};
            const auto count = static_cast<int>(
                std::ranges::count_if(situation.stores.volumeSnapshots.rows(),
                                      [&](const auto &row) { return row->volumeId == id; }));
            if (count > 0)
                briefing.notes.push_back(
                    {tr("%n volume snapshot(s) go with it.", nullptr, count), true});
            return briefing;
        })
        .undo([](const store::CloudStores &stores, const Subject &target,
                 const Values &) -> std::optional<Undo> {
            const auto volume = stores.volumes.find(target.id);
            if (!volume || volume->status != "awaiting-transfer"_L1)
                return std::nullopt;
            return Undo{u"cancel-volume-transfer"_s, target};
        })
        .performs(performOffer)
        .answers([](const ActionOperation &operation, const QString &secret) {
            const auto known = [](const QString &text) {
                return text.isEmpty() ? QJsonValue() : QJsonValue(text);
            };
            return QJsonObject{{u"auth_key"_s, known(secret)},
                               {u"created_at"_s, known(operation.text("created"_L1))},
                               {u"id"_s, known(operation.text("transfer"_L1))},
                               {u"name"_s, known(operation.text("name"_L1))},
                               {u"volume_id"_s, operation.target().id}};
        })
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"volume"_s, u"transfer"_s, u"request"_s,
                              u"create"_s};
            if (const QString name = values.value("name"_L1).toString(); !name.isEmpty())
                words << u"--name"_s << name;
            return words << target;
        });
}

/// The ID of the volume's transfer. NotFound: there is none.
Task<Result<QString>> TransferActions::transferOf(ActionOperation *operation)
{
    auto call = operation->context().client.all(openstack::List<VolumeTransfer>{});
    const auto all = co_await call;
    if (!all.ok())
        co_return all.error();
    for (const VolumeTransfer &transfer : *all) {
        if (transfer.volumeId == operation->target().id)
            co_return transfer.id;
    }
    co_return detail::failureOf<Volume>(operation, ErrorKind::NotFound,
                                        tr("The volume does not wait for another project."));
}

Task<Ending> TransferActions::performWithdrawal(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Cancel the transfer")}});
    operation->begin(0);
    const QString volume = operation->target().id;
    const std::optional<Facts> earlier = operation->earlierIntent(u"request"_s);
    QString transfer = earlier ? earlier->value("transfer"_L1).toString() : QString();
    if (transfer.isEmpty()) {
        auto looking = transferOf(operation);
        const Result<QString> found = co_await std::move(looking);
        if (!found.ok())
            co_return Ending{Outcome::Failed, found.error()};
        transfer = found.value();
    }
    auto canceling = operation->once(
        {.name = u"request"_s,
         .send = operation->sending(openstack::Delete<VolumeTransfer>{transfer}),
         .trace = traceByAbsence(operation->context(), openstack::Get<VolumeTransfer>{transfer}),
         .intent = {{u"transfer"_s, transfer}},
         .stage = 0});
    const StepResult canceled = co_await std::move(canceling);
    operation->context().stores.refreshRow(Kind::Volume, volume);
    if (canceled.ok())
        operation->done(0);
    co_return canceled.ok() ? Ending{} : canceled.ending();
}

Action TransferActions::withdraw()
{
    return ActionOf<Volume>(u"cancel-volume-transfer"_s,
                            {tr("Cancel transfer"), tr("Cancel the transfer of “%1”"),
                             tr("The transfer of “%1” is being canceled."),
                             tr("The transfer of “%1” was canceled."),
                             tr("The transfer of “%1” was not canceled."),
                             tr("It is not known whether the transfer of “%1” was canceled.")})
        .summary(tr("Cancel the transfers of volumes"))
        .possible([](const Volume &volume, const Situation &) {
            return volume.status == "awaiting-transfer"_L1
                       ? QString()
                       : tr("The volume does not wait for another project.");
        })
        .performs(performWithdrawal)
        .terminal({u"volume"_s, u"transfer"_s, u"request"_s, u"cancel"_s})
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"volume"_s, u"transfer"_s,
                               u"request"_s,   u"delete"_s, target};
        });
}

Task<Ending> TransferActions::performAcceptance(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Accept the volume")}});
    operation->begin(0);
    auto accepting = operation->once(
        {.name = u"request"_s,
         .send = operation->sending(openstack::AcceptVolumeTransfer{operation->text("transfer"_L1),
                                                                    operation->text("auth_key"_L1)},
                                    [](const VolumeTransfer &transfer) {
                                        return Facts{{u"id"_s, transfer.volumeId}};
                                    }),
         .trace =
             traceByNewcomer(operation->context(), openstack::List<Volume>{},
                             [](const Volume &volume) { return volume.status == "available"_L1; }),
         .stage = 0});
    const StepResult accepted = co_await std::move(accepting);
    auto &stores = operation->context().stores;
    stores.refresh({Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits});
    if (!accepted.ok())
        co_return accepted.ending();
    operation->setResultId(accepted.text("id"_L1));
    operation->done(0);
    co_return Ending{};
}

Action TransferActions::accept()
{
    return ActionOf<Volume>(u"accept-volume-transfer"_s,
                            {tr("Accept transfer…"), tr("Accept the transfer “%1”"),
                             tr("The transfer “%1” is being accepted."),
                             tr("The transfer “%1” was accepted: its volume belongs to this "
                                "project."),
                             tr("The transfer “%1” was not accepted."),
                             tr("It is not known whether the transfer “%1” was accepted.")})
        .icon(u"arrow-left"_s)
        .summary(tr("Accept a volume from another project"))
        .makesNew([](const Values &values) { return values.value("transfer"_L1).toString(); })
        .named([](const Subject &subject, const Values &values) {
            const QString transfer = values.value("transfer"_L1).toString();
            return transfer.isEmpty() ? subject.name : transfer;
        })
        .needs({u"transfer"_s})
        .asks({.key = u"transfer"_s,
               .label = tr("Transfer ID"),
               .required = true,
               .hint = tr("From the user who offers the volume.")})
        .asks({.key = u"auth_key"_s,
               .label = tr("Key"),
               .help = tr("Key that was shown once when the transfer was created."),
               .required = true,
               .secret = true})
        .briefs([](const Situation &, const QString &, const Values &) {
            return Briefing{.notes = {{tr("The volume, and its volume snapshots, then belong to "
                                          "this project and count against its quota.")}},
                            //: Button: a volume from another project.
                            .button = tr("Accept")};
        })
        .performs(performAcceptance)
        .command([](const QString &, const Values &values) {
            // The key is a secret, and the command is kept in the journal.
            return QStringList{u"openstack"_s, u"volume"_s,
                               u"transfer"_s,  u"request"_s,
                               u"accept"_s,    u"--auth-key"_s,
                               u"KEY"_s,       values.value("transfer"_L1).toString()};
        });
}

Briefing TransferActions::uploadBriefing(const Situation &situation, const QString &id,
                                         const Values &values)
{
    const auto volume = situation.stores.volumes.find(id);
    if (!volume)
        return {};
    Briefing briefing{
        .about = tr("From the volume “%1” (%2 GiB)")
                     .arg(isolated(operations::nameOrId(volume->name, id)),
                          QString::number(volume->sizeGiB)),
        .notes = {{tr("The whole volume is copied, which can take a long time. It cannot be "
                      "attached or detached until then.")}},
        //: Button: copies a volume to an image.
        .button = tr("Copy")};
    if (volume->status == "in-use"_L1)
        briefing.notes.push_back(
            {tr("It is in use. The image may be inconsistent, as after a power failure. Not every "
                "cloud allows this: shut off the instance or detach the volume if the data "
                "matters."),
             true});
    if (values.value("visibility"_L1).toString() == "public"_L1)
        briefing.notes.push_back({tr("All projects of the cloud can then use the image and read "
                                     "its data. Most clouds let only administrators do this."),
                                  true});
    return briefing;
}

Task<void> TransferActions::finishUpload(ActionOperation *operation, Outcome outcome)
{
    if (outcome == Outcome::Succeeded) {
        auto preparing = makeUsableForVolumes(operation, operation->resultId(), 1);
        const Ending usable = co_await std::move(preparing);
        if (usable.outcome != Outcome::Succeeded)
            operation->addNote(tr("The image may have the property “signature_verified”, with "
                                  "which the cloud cannot create volumes from it. Remove it in "
                                  "“Edit properties…”."));
    }
    auto refreshing = refreshVolume(operation);
    co_await std::move(refreshing);
}

Task<void> TransferActions::refreshVolume(ActionOperation *operation)
{
    operation->context().stores.refreshRow(Kind::Volume, operation->target().id);
    co_return;
}

Action TransferActions::upload()
{
    const auto choices = [](const std::vector<std::pair<QString, QString>> &all) {
        return [all](const Situation &, const QString &) {
            std::vector<Field::Option> options;
            for (const auto &[value, label] : all)
                options.push_back({value, label});
            return options;
        };
    };
    return ActionOf<Volume, Image>(u"upload-volume"_s,
                                   {tr("Copy to image…"), tr("Copy “%1” to an image"),
                                    tr("“%1” is being copied to an image."),
                                    tr("“%1” was copied to an image."),
                                    tr("“%1” was not copied to an image."),
                                    tr("It is not known whether “%1” was copied to an image.")})
        .single()
        .summary(tr("Create an image from a volume"))
        .possible([](const Volume &volume, const Situation &) { return notIdle(volume); })
        .needs({u"name"_s})
        .asks({.key = u"name"_s,
               .label = tr("Name of the image"),
               .required = true,
               .preset =
                   [](const Situation &situation, const QString &id) {
                       const auto volume = situation.stores.volumes.find(id);
                       return QJsonValue(volume ? operations::nameOrId(volume->name, id) : id);
                   },
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString name = values.value("name"_L1).toString().trimmed();
                       return describe(storageNameFault(name), name);
                   }})
        .asks({.key = u"format"_s,
               .label = tr("Format"),
               .help = tr("Format of the image: raw (the default), qcow2, vmdk or vdi."),
               .type = Field::Type::Choice,
               .options = choices({{u"raw"_s, tr("raw: as the volume is")},
                                   {u"qcow2"_s, tr("qcow2: without what is empty")},
                                   {u"vmdk"_s, u"vmdk"_s},
                                   {u"vdi"_s, u"vdi"_s}}),
               .preset = [](const Situation &, const QString &) -> QJsonValue {
                   return u"raw"_s;
               }})
        .asks({.key = u"visibility"_s,
               .label = tr("Visibility"),
               .type = Field::Type::Choice,
               .options = choices({{u"private"_s, tr("Only this project")},
                                   {u"shared"_s, tr("Projects that it is shared with")},
                                   {u"community"_s, tr("All projects that know its ID")},
                                   {u"public"_s, tr("All projects")}}),
               .flags = {u"private"_s, u"shared"_s, u"community"_s, u"public"_s},
               .flagHelp = {tr("Only this project can use the image (the default)."),
                            tr("The projects that the image is shared with can use it."),
                            tr("All projects that know the ID of the image can use it."),
                            tr("All projects can see and use the image.")},
               .preset = [](const Situation &, const QString &) -> QJsonValue {
                   return u"private"_s;
               }})
        .briefs(uploadBriefing)
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto volume = stores.volumes.find(id);
            values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
            if (volume && !values.contains("force"_L1))
                values.insert(u"force"_s, volume->status == "in-use"_L1);
            return values;
        })
        .stage([](const ActionOperation &) {
            Stage stage{tr("Copy the volume to the image")};
            stage.measure = u"upload-volume"_s;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::UploadVolume{.id = operation.target().id,
                                           .imageName = operation.text("name"_L1),
                                           .diskFormat = operation.text("format"_L1),
                                           .visibility = operation.text("visibility"_L1),
                                           .force = operation.values().value("force"_L1).toBool()};
        })
        .tracedAsNew(
            [](const ActionOperation &operation) {
                return openstack::List<Image>{.filters = {{u"name"_s, operation.text("name"_L1)}}};
            },
            [](const Image &image, const Values &values) {
                return image.name == values.value("name"_L1).toString();
            })
        .until([](const Image &image, const Values &) {
            return image.status == "active"_L1 ? Progress::Done
                   : image.status == "killed"_L1 || image.status == "deleted"_L1
                       ? Progress::Failed
                       : Progress::InProgress;
        })
        .after(finishUpload)
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"image"_s, u"create"_s, u"--volume"_s, target};
            if (const QString format = values.value("format"_L1).toString(); !format.isEmpty())
                words << u"--disk-format"_s << format;
            const QString seen = values.value("visibility"_L1).toString();
            for (const QString &wider : {u"shared"_s, u"community"_s, u"public"_s}) {
                if (seen == wider)
                    words << u"--"_s + wider;
            }
            if (values.value("force"_L1).toBool())
                words << u"--force"_s;
            return words << values.value("name"_L1).toString();
        });
}

} // namespace

void addTransferActions(std::vector<Action> &actions)
{
    actions.push_back(TransferActions::upload());
    actions.push_back(TransferActions::offer());
    actions.push_back(TransferActions::withdraw());
    actions.push_back(TransferActions::accept());
}

} // namespace oriel::operations
