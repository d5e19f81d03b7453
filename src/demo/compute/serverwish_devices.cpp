#include "demo/compute/serverwish.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// The block devices of new servers; serverwish.cpp has the rest.

namespace oriel::demo {

namespace {

// More than any quota allows, and small enough to be counted with.
constexpr int largestVolume = 100'000;

QString deviceSource(const QJsonObject &device)
{
    return device.value(u"uuid").toString(device.value(u"snapshot_id").toString());
}

} // namespace

int ServerWish::deviceSize(const QJsonObject &device)
{
    return std::clamp(device.value(u"volume_size").toVariant().toInt(), 0, largestVolume);
}

/// Nova boots from the devices in the order of their boot_index, which must count from 0 without a
/// gap. Where there are devices, an image that is a disk itself has to be named among them.
bool ServerWish::bootSequenceIsValid() const
{
    QList<int> sequence;
    for (const auto &entry : m_devices) {
        const QJsonValue index = entry.toObject().value(u"boot_index");
        if (!index.isUndefined() && !index.isNull() && index.toVariant().toInt() >= 0)
            sequence.append(index.toVariant().toInt());
    }
    std::sort(sequence.begin(), sequence.end());
    for (int at = 0; at < sequence.size(); ++at) {
        if (sequence[at] != at)
            return false;
    }
    return m_devices.isEmpty() || !sequence.isEmpty();
}

std::optional<ServerWish::Refusal> ServerWish::checkDevices()
{
    const auto invalid = [](const QString &what, const QString &id) {
        return Refusal{400,
                       u"Block Device Mapping is Invalid: failed to get %1 %2."_qs.arg(what, id)};
    };
    if (!bootSequenceIsValid())
        return Refusal{400, u"Block Device Mapping is Invalid: Boot sequence for the instance and "
                            "image/block device mapping combination is not valid."_qs};
    qint64 gigabytes = 0;
    qint64 made = 0;
    for (const auto &entry : m_devices) {
        const QJsonObject device = entry.toObject();
        const QString source = device.value(u"source_type").toString();
        const QString id = deviceSource(device);
        const QString type = device.value(u"volume_type").toString();
        if (!type.isEmpty() && !VolumeManager::isVolumeType(type))
            return Refusal{400, u"Volume type %1 could not be found."_qs.arg(type)};
        int size = std::max(1, deviceSize(device));
        if (source == u"volume") {
            const Volume *volume = m_world.state.volumes.find(id);
            if (volume == nullptr || volume->projectId != m_project.id)
                return invalid(u"volume"_qs, id);
            if (volume->status != u"available") {
                // Cinder's words, with what each of three layers put in front of them.
                return Refusal{
                    400, u"Invalid volume: Invalid input received: Invalid volume: Volume %1 "
                         "status must be available or downloading to reserve, but the current "
                         "status is %2. (HTTP 400) (Request-ID: %3)"_qs.arg(
                             id, volume->status, QString::fromLatin1(m_world.requestId()))};
            }
            continue;
        }
        if (source == u"snapshot") {
            const VolumeSnapshot *snapshot = m_world.state.snapshots.find(id);
            if (snapshot == nullptr || snapshot->projectId != m_project.id)
                return Refusal{400, u"Snapshot %1 could not be found."_qs.arg(id)};
            size = std::max(size, snapshot->size);
        } else if (source == u"image") {
            if (device.value(u"destination_type").toString() != u"volume")
                continue;
            if (!sees(m_world.state.images.find(id)))
                return invalid(u"image"_qs, id);
            if (deviceSize(device) == 0)
                return Refusal{400, u"Images with destination_type 'volume' need to have a "
                                    "non-zero size specified"_qs};
        }
        gigabytes += size;
        ++made;
    }
    const auto usage = m_volumes.usage(m_project.id);
    m_volumesExceedQuota = usage.gigabytes + gigabytes * m_count > m_project.quotas.gigabytes ||
                           usage.volumes + made * m_count > m_project.quotas.volumes;
    return std::nullopt;
}

Attachment ServerWish::attach(const Server &server, const QJsonObject &device)
{
    Attachment attachment;
    attachment.device = device.value(u"device_name").toString();
    if (attachment.device.isEmpty()) {
        const auto taken = server.attachments.size() + (server.imageId.isEmpty() ? 0 : 1);
        attachment.device = u"/dev/vd"_qs + QChar(static_cast<char16_t>(u'a' + taken));
    }
    const QJsonValue bootIndex = device.value(u"boot_index");
    attachment.bootIndex =
        bootIndex.isUndefined() || bootIndex.isNull() ? -1 : bootIndex.toVariant().toInt();
    attachment.deleteOnTermination = device.value(u"delete_on_termination").toBool(false);
    attachment.tag = device.value(u"tag").toString();
    attachment.attachmentId = m_world.uuid();
    attachment.bdmUuid = m_world.uuid();
    const QString source = device.value(u"source_type").toString();
    const QString id = deviceSource(device);
    if (source == u"volume") {
        attachment.volumeId = id;
        if (Volume *volume = m_world.state.volumes.find(id))
            volume->status = u"reserved"_qs;
        return attachment;
    }
    Volume volume;
    volume.projectId = m_project.id;
    volume.userId = m_server.userId;
    volume.name = volume.description = u""_qs; // nova gives both, empty
    volume.size = std::max(1, deviceSize(device));
    volume.snapshotId = source == u"snapshot" ? id : QString();
    m_volumes.inheritSource(volume, source == u"image" ? id : QString());
    attachment.volumeId = m_volumes.create(std::move(volume)).id;
    return attachment;
}

} // namespace oriel::demo
