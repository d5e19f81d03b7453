#include "demo/compute/computeservice.h"
#include "demo/compute/volumebacked.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

/// The image metadata of a volume that Nova does not copy to a snapshot's properties.
const QStringList &imageColumns()
{
    static const QStringList columns{u"checksum"_s, u"container_format"_s, u"disk_format"_s,
                                     u"min_ram"_s,  u"min_disk"_s,         u"size"_s,
                                     u"image_id"_s, u"image_name"_s};
    return columns;
}

} // namespace

HttpResponse ComputeService::createImage(Call &call, Server &server, const QJsonValue &argument)
{
    const QJsonObject wanted = argument.toObject();
    const QJsonObject metadata = wanted.value(u"metadata").toObject();

    Image image;
    image.name = wanted.value(u"name").toString();
    image.status = u"queued"_s;
    image.owner = call.project();
    image.minDisk = server.flavor.disk;
    image.properties.insert(u"base_image_ref"_s, server.baseImageId);
    const User *user = state().users.find(call.token->userId);
    const Project *project = state().projects.find(call.project());
    image.properties.insert(u"owner_user_name"_s, user != nullptr ? user->name : QString());
    image.properties.insert(u"owner_project_name"_s,
                            project != nullptr ? project->name : QString());
    image.properties.insert(u"boot_roles"_s, u"reader,member"_s);
    inheritPassword(server, image);
    image.created = image.updated = world().now();
    const auto insertMetadata = [&] {
        for (auto it = metadata.begin(); it != metadata.end(); ++it)
            image.properties.insert(it.key(), it.value().toString());
    };
    if (server.imageId.isEmpty()) {
        insertMetadata();
        return snapshotVolumeBacked(call, server, std::move(image));
    }
    if (const Image *base = state().images.find(server.imageId)) {
        for (auto it = base->properties.begin(); it != base->properties.end(); ++it) {
            if (!image.properties.contains(it.key()))
                image.properties.insert(it.key(), it.value());
        }
        image.minRam = base->minRam;
        image.minDisk = std::max(image.minDisk, base->minDisk);
    }
    image.properties.insert(u"instance_uuid"_s, server.id);
    image.properties.insert(u"user_id"_s, call.token->userId);
    image.properties.insert(u"image_type"_s, u"snapshot"_s);
    insertMetadata();
    return snapshotImageBacked(call, server, std::move(image));
}

HttpResponse ComputeService::imageCreated(const Call &call, const QString &imageId) const
{
    if (call.microversion >= 45)
        return HttpResponse::json(202, {{u"image_id"_s, imageId}});
    HttpResponse response = accepted();
    response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
    return response.with("Location", (world().base + u"/image/images/" + imageId).toLatin1());
}

HttpResponse ComputeService::snapshotImageBacked(Call &call, Server &server, Image image)
{
    image.id = world().uuid();
    const QString id = image.id;
    state().images.add(std::move(image));
    m_lifecycle.beginAction(server, u"createImage"_s, call.requestId, call.token->userId,
                            u"compute_snapshot_instance"_s);
    uploadSnapshot(server, id, call.requestId, u"image"_s);
    return imageCreated(call, id);
}

void ComputeService::uploadSnapshot(Server &server, const QString &imageId,
                                    const QByteArray &requestId, const QString &kind)
{
    const bool fails = world().faults.takeUploadFailure();
    const auto dropImage = [this, imageId] {
        const Image *image = state().images.find(imageId);
        if (image != nullptr && image->status != u"active")
            state().images.remove(imageId);
    };
    const auto saving = [this, imageId](Server &) {
        if (Image *image = state().images.find(imageId)) {
            image->status = u"saving"_s;
            image->diskFormat = u"qcow2"_s;
            image->containerFormat = u"bare"_s;
            image->properties.insert(u"image_state"_s, u"available"_s);
            image->properties.insert(u"image_location"_s, u"snapshot"_s);
            image->properties.insert(u"owner_id"_s, image->owner);
            image->updated = world().now();
        }
    };
    std::vector<Lifecycle::Phase> phases{{kind + u"_snapshot_pending"_s, 600ms},
                                         {kind + u"_snapshot"_s, 2500ms},
                                         {kind + u"_pending_upload"_s, 700ms},
                                         {kind + u"_uploading"_s, 3500ms, saving}};
    const bool keepsHost = world().options().offload.count() > 0;
    if (kind == u"shelving") {
        phases = {{u"shelving"_s, 1500ms},
                  {u"shelving_image_pending_upload"_s, 700ms},
                  {u"shelving_image_uploading"_s, 3000ms, saving}};
        if (!keepsHost)
            phases.push_back({u"shelving_offloading"_s, 1500ms, &Lifecycle::becomeShelved});
    }
    m_lifecycle.run(
        server, std::move(phases),
        [this, imageId, requestId, fails, dropImage, kind, keepsHost](Server &row) {
            Image *image = state().images.find(imageId);
            if (fails || image == nullptr) {
                dropImage();
                m_lifecycle.finishAction(row, requestId, false);
                return;
            }
            image->status = u"active"_s;
            image->size = (static_cast<qint64>(row.flavor.disk) + 1) * 73'400'320;
            image->virtualSize = static_cast<qint64>(std::max(1, row.flavor.disk)) << 30;
            image->checksum = world().hexId();
            image->hash = world().hex(128);
            image->updated = world().now();
            if (kind == u"shelving" && keepsHost)
                Lifecycle::becomeShelved(row);
            else if (kind == u"shelving")
                leaveHost(row);
            m_lifecycle.finishAction(row, requestId);
        },
        dropImage);
}

HttpResponse ComputeService::snapshotVolumeBacked(Call &call, Server &server, Image image)
{
    const Project *project = state().projects.find(call.project());
    auto usage = m_volumes.usage(call.project());
    const int needed = static_cast<int>(server.attachments.size());
    if (usage.snapshots + needed > project->quotas.snapshots)
        return fault(403, u"Quota exceeded for resources: snapshots"_s);
    m_lifecycle.beginAction(server, u"createImage"_s, call.requestId, call.token->userId);

    QStringList mapping;
    for (const Attachment &attachment : server.attachments) {
        const Volume *volume = state().volumes.find(attachment.volumeId);
        if (volume == nullptr)
            continue;
        // Nova checked the number of snapshots before; only Cinder checks gigabytes, volume by
        // volume. Nova reports both the same way, and snapshots created before the refusal stay.
        if (usage.gigabytes + volume->size > project->quotas.gigabytes) {
            m_lifecycle.finishAction(server, call.requestId, false);
            return fault(403, u"Quota exceeded for resources: snapshots"_s);
        }
        usage.gigabytes += volume->size;
        const VolumeSnapshot &snapshot = m_volumes.createSnapshot(
            *volume, u"snapshot for "_s + image.name, QString(), call.token->userId);
        mapping.append(mappingEntry(snapshot.id, snapshot.size, attachment));
        if (attachment.bootIndex == 0) {
            image.diskFormat = volume->imageMetadata.value(u"disk_format"_s);
            image.containerFormat = volume->imageMetadata.value(u"container_format"_s);
            for (auto it = volume->imageMetadata.begin(); it != volume->imageMetadata.end(); ++it) {
                if (!imageColumns().contains(it.key()) && !image.properties.contains(it.key()))
                    image.properties.insert(it.key(), it.value());
            }
        }
    }
    image.id = world().uuid();
    image.status = u"active"_s;
    describeVolumeBacked(image, mapping);
    const QString id = image.id;
    state().images.add(std::move(image));
    m_lifecycle.finishAction(server, call.requestId);
    return imageCreated(call, id);
}

} // namespace oriel::demo
