#include "operations/restore/volumefromsnapshot.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "openstack/blockstorage/volumechanges.h"
#include "operations/commandline.h"
#include "operations/restore/restorerequest.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString newVolumeCommand(const NewVolumeRequest &request)
{
    QStringList words{u"openstack"_s,
                      u"volume"_s,
                      u"create"_s,
                      u"--snapshot"_s,
                      request.snapshot.id,
                      u"--size"_s,
                      QString::number(request.sizeGiB)};
    if (!request.volumeType.isEmpty())
        words << u"--type"_s << request.volumeType;
    // A word that starts with a dash would be read as an option.
    if (request.name.startsWith(u'-'))
        words << u"--"_s;
    words << request.name;
    return shellLine(words);
}

VolumeFromSnapshot::VolumeFromSnapshot(Context context, NewVolumeRequest request, QObject *parent)
    : Creation(std::move(context), parent)
    , m_request(std::move(request))
{}

std::unique_ptr<VolumeFromSnapshot> VolumeFromSnapshot::fromJournal(const JournalEntry &entry,
                                                                    Context context)
{
    NewVolumeRequest request{subjectFromJson(entry.intent.value("snapshot"_L1).toObject()),
                             entry.intent.value("name"_L1).toString(),
                             entry.intent.value("size"_L1).toInt(),
                             entry.intent.value("type"_L1).toString()};
    if (request.snapshot.id.isEmpty() || request.sizeGiB < 1)
        return nullptr;
    return std::make_unique<VolumeFromSnapshot>(std::move(context), std::move(request));
}

QJsonObject VolumeFromSnapshot::intent() const
{
    return {{u"snapshot"_s, toJson(m_request.snapshot)},
            {u"name"_s, m_request.name},
            {u"size"_s, m_request.sizeGiB},
            {u"type"_s, m_request.volumeType}};
}

QString VolumeFromSnapshot::title() const
{
    return tr("Create volume “%1”").arg(m_request.name);
}

QString VolumeFromSnapshot::firstStage() const
{
    return tr("Ask the cloud for the volume");
}

Stage VolumeFromSnapshot::followStage() const
{
    Stage stage{tr("Fill the volume from the volume snapshot (%1 GiB)").arg(m_request.sizeGiB)};
    stage.measure = u"create-volume"_s;
    stage.amount = m_request.sizeGiB;
    return stage;
}

bool VolumeFromSnapshot::isReady(const QString &status) const
{
    return status == "available"_L1 || status == "reserved"_L1 || status == "attaching"_L1 ||
           status == "in-use"_L1;
}

void VolumeFromSnapshot::ask(Found then)
{
    openstack::CreateVolume create;
    create.name = m_request.name;
    create.snapshotId = m_request.snapshot.id;
    create.sizeGiB = m_request.sizeGiB;
    create.volumeType = m_request.volumeType;
    create.metadata.insert(stampKey("operation"_L1), id());
    context().client.call(create).then(this, [this, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        context().stores.volumes.upsert({result.value()});
        then(result.value().id);
    });
}

void VolumeFromSnapshot::find(Found then)
{
    context()
        .client.all(openstack::ListVolumes{.name = m_request.name})
        .then(this, [this, then](auto result) {
            if (!result.ok()) {
                then(result.error());
                return;
            }
            const auto mine = std::ranges::find_if(result.value(), [this](const auto &volume) {
                return volume.metadata.value(stampKey("operation"_L1)) == id();
            });
            then(mine == result.value().end() ? QString() : mine->id);
        });
}

void VolumeFromSnapshot::see(std::function<void(const Result<Seen> &)> then)
{
    context().client.call(openstack::GetVolume{resultId()}).then(this, [this, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        context().stores.volumes.upsert({result.value()});
        if (!result.value().status.startsWith("error"_L1)) {
            then(Seen{result.value().status, {}});
            return;
        }
        const QString status = result.value().status;
        openstack::ListMessages list;
        list.resourceId = resultId();
        context().client.call(list).then(this, [this, then, status](auto messages) {
            QString why;
            if (messages.ok()) {
                const auto &items = messages.value().items;
                const auto ours =
                    std::ranges::find(items, resultId(), &openstack::Message::resourceId);
                if (ours != items.end())
                    why = ours->userMessage;
            }
            then(Seen{status, why});
        });
    });
}

Subject VolumeFromSnapshot::made() const
{
    return {Subject::Kind::Volume, resultId(), m_request.name};
}

void VolumeFromSnapshot::settle(const std::optional<Error> &, std::function<void()> end)
{
    context().stores.refresh({Kind::Volume, Kind::BlockStorageLimits});
    end();
}

} // namespace oriel::operations
