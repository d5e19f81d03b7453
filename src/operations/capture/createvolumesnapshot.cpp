#include "operations/capture/createvolumesnapshot.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/requests.h"
#include "operations/capture/createsnapshot.h"
#include "operations/commandline.h"
#include "operations/stamps.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request)
{
    QStringList words{u"openstack"_s, u"volume"_s,   u"snapshot"_s,    u"create"_s,
                      u"--force"_s,   u"--volume"_s, request.volumeId, u"--property"_s};
    words << stampKey("keep_until"_L1) + u'=' +
                 (request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : u"none"_s);
    if (!request.description.isEmpty())
        words << u"--property"_s << stampKey("description"_L1) + u'=' + request.description;
    // A name that starts with a dash would be read as an option.
    if (request.name.startsWith(u'-'))
        words << u"--"_s;
    words << request.name;
    return shellLine(words);
}

CreateVolumeSnapshot::CreateVolumeSnapshot(Context context, VolumeSnapshotRequest request,
                                           QObject *parent)
    : Creation(std::move(context), parent)
    , m_request(std::move(request))
{}

std::unique_ptr<CreateVolumeSnapshot> CreateVolumeSnapshot::fromJournal(const JournalEntry &entry,
                                                                        Context context)
{
    const QJsonObject &json = entry.intent;
    VolumeSnapshotRequest request;
    request.volumeId = json.value("volume"_L1).toString();
    request.volumeName = json.value("volume_name"_L1).toString();
    request.sizeGiB = json.value("gib"_L1).toInt();
    request.name = json.value("name"_L1).toString();
    const QDate date = QDate::fromString(json.value("keep_until"_L1).toString(), Qt::ISODate);
    if (date.isValid())
        request.keepUntil = date;
    request.description = json.value("description"_L1).toString();
    if (request.volumeId.isEmpty() || request.name.isEmpty())
        return nullptr;
    return std::make_unique<CreateVolumeSnapshot>(std::move(context), std::move(request));
}

QJsonObject CreateVolumeSnapshot::intent() const
{
    return {{u"volume"_s, m_request.volumeId},
            {u"volume_name"_s, m_request.volumeName},
            {u"gib"_s, m_request.sizeGiB},
            {u"name"_s, m_request.name},
            {u"keep_until"_s,
             m_request.keepUntil ? m_request.keepUntil->toString(Qt::ISODate) : QString()},
            {u"description"_s, m_request.description}};
}

QString CreateVolumeSnapshot::title() const
{
    return tr("Create volume snapshot “%1”").arg(m_request.name);
}

QString CreateVolumeSnapshot::firstStage() const
{
    return tr("Ask the cloud for the volume snapshot");
}

Stage CreateVolumeSnapshot::followStage() const
{
    Stage stage{m_request.sizeGiB > 0
                    ? tr("Capture “%1” (%2 GiB)")
                          .arg(m_request.volumeName, QString::number(m_request.sizeGiB))
                    : tr("Capture “%1”").arg(m_request.volumeName)};
    stage.measure = CreateSnapshot::volumeMeasure;
    stage.amount = m_request.sizeGiB;
    return stage;
}

bool CreateVolumeSnapshot::isReady(const QString &status) const
{
    return status == "available"_L1 || status == "backing-up"_L1;
}

void CreateVolumeSnapshot::ask(Found then)
{
    // What runs on the instance that uses it is not known to have been stopped: no consistency is
    // claimed.
    Stamps stamps;
    stamps.operationId = id();
    stamps.userName = context().userName;
    stamps.keepUntil = m_request.keepUntil;
    stamps.description = m_request.description;
    QMap<QString, QString> metadata = volumeSnapshotStamps(stamps, {});
    metadata.remove(stampKey("instance"_L1));
    metadata.remove(stampKey("consistency"_L1));
    context()
        .client
        .call(openstack::CreateVolumeSnapshot{m_request.volumeId, m_request.name, {}, metadata})
        .then(this, [this, then](auto result) {
            if (!result.ok()) {
                then(result.error());
                return;
            }
            const openstack::VolumeSnapshot &snapshot = result.value();
            context().stores.volumeSnapshots.upsert({snapshot});
            if (m_request.sizeGiB > 0 && snapshot.sizeGiB != m_request.sizeGiB)
                addNote(tr("It takes %1 GiB instead of the %2 that were shown before.")
                            .arg(QString::number(snapshot.sizeGiB),
                                 QString::number(m_request.sizeGiB)));
            then(snapshot.id);
        });
}

void CreateVolumeSnapshot::find(Found then)
{
    openstack::ListVolumeSnapshots list;
    list.volumeId = m_request.volumeId;
    context().client.all(list).then(this, [this, then](auto result) {
        if (!result.ok()) {
            then(result.error());
            return;
        }
        const auto mine = std::ranges::find_if(result.value(), [this](const auto &snapshot) {
            return snapshot.metadata.value(stampKey("operation"_L1)) == id();
        });
        then(mine == result.value().end() ? QString() : mine->id);
    });
}

void CreateVolumeSnapshot::see(std::function<void(const Result<Seen> &)> then)
{
    context()
        .client.call(openstack::GetVolumeSnapshot{resultId()})
        .then(this, [this, then](auto result) {
            if (!result.ok()) {
                if (result.error().kind == ErrorKind::NotFound)
                    context().stores.volumeSnapshots.remove({resultId()});
                then(result.error());
                return;
            }
            context().stores.volumeSnapshots.upsert({result.value()});
            const QString status = result.value().status;
            if (status.startsWith("error"_L1))
                explain(then, status);
            else
                then(Seen{status, {}});
        });
}

void CreateVolumeSnapshot::explain(const std::function<void(const Result<Seen> &)> &then,
                                   const QString &status)
{
    openstack::ListMessages list;
    list.resourceId = resultId();
    context().client.call(list).then(this, [this, then, status](auto result) {
        QString why;
        if (result.ok()) {
            const auto &items = result.value().items;
            const auto ours = std::ranges::find(items, resultId(), &openstack::Message::resourceId);
            if (ours != items.end())
                why = ours->userMessage;
        }
        then(Seen{status, why});
    });
}

void CreateVolumeSnapshot::settle(const std::optional<Error> &, std::function<void()> end)
{
    context().stores.refresh({Kind::BlockStorageLimits});
    end();
}

} // namespace oriel::operations
