#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

/// The microversion from which a root volume is written again, too.
constexpr int volumesToo = 93;

} // namespace

/// Why Nova does not rebuild a server with this; nullopt: it does.
std::optional<HttpResponse> ComputeService::refusedRebuild(const Call &call, const Server &server,
                                                           const QJsonObject &wanted) const
{
    const QString imageId = wanted.value(u"imageRef").toString();
    const QString key = wanted.value(u"key_name").toString();
    if (!key.isEmpty() && findKeyPair(call, key) == state().keyPairs.end())
        return fault(400, u"Invalid key_name provided."_s);
    const Image *image = state().images.find(imageId);
    if (image == nullptr || (image->owner != call.project() && image->visibility != u"public"))
        return fault(400, u"Cannot find image for rebuild"_s);
    if (server.imageId.isEmpty() && call.microversion < volumesToo &&
        rootImageOf(server) != imageId)
        return fault(400, u"Image %1 is unacceptable: Unable to rebuild with a different image for "
                          "a volume-backed server."_s.arg(imageId));
    if (image->status != u"active")
        return fault(400, u"Image %1 is not active."_s.arg(image->id));
    if (server.flavor.ram < image->minRam)
        return fault(400, u"Flavor's memory is too small for requested image."_s);
    constexpr qint64 gibibyte = qint64{1024} * 1024 * 1024;
    if (!server.imageId.isEmpty() && server.flavor.disk > 0 && server.flavor.disk < image->minDisk)
        return fault(400, u"Flavor's disk is too small for requested image. Flavor disk is %1 "
                          "bytes, minimum size is %2 bytes."_s.arg(
                              QString::number(server.flavor.disk * gibibyte),
                              QString::number(image->minDisk * gibibyte)));
    return std::nullopt;
}

QString ComputeService::rootImageOf(const Server &server) const
{
    for (const Attachment &attachment : server.attachments) {
        const Volume *volume = state().volumes.find(attachment.volumeId);
        if (attachment.bootIndex == 0 && volume != nullptr)
            return volume->imageMetadata.value(u"image_id"_s);
    }
    return {};
}

/// Cinder writes the image to the root volume, and keeps what it says of it.
void ComputeService::reimage(const Server &server, const QString &imageId)
{
    const Image *image = state().images.find(imageId);
    for (const Attachment &attachment : server.attachments) {
        Volume *volume = state().volumes.find(attachment.volumeId);
        if (attachment.bootIndex == 0 && volume != nullptr && image != nullptr) {
            volume->imageMetadata = VolumeManager::imageMetadataOf(*image);
            volume->bootable = true;
        }
    }
}

HttpResponse ComputeService::rebuild(Call &call, Server &server, const QJsonValue &argument)
{
    const QJsonObject wanted = argument.toObject();
    if (auto refused = refusedRebuild(call, server, wanted))
        return *refused;
    const QString imageId = wanted.value(u"imageRef").toString();
    if (!server.imageId.isEmpty())
        server.imageId = server.baseImageId = imageId;
    if (wanted.contains(u"name"))
        server.name = wanted.value(u"name").toString();
    if (wanted.contains(u"description"))
        server.description = textOrNone(wanted.value(u"description"));
    if (wanted.contains(u"key_name"))
        server.keyName = wanted.value(u"key_name").toString();
    if (wanted.contains(u"metadata")) {
        server.metadata.clear();
        const QJsonObject metadata = wanted.value(u"metadata").toObject();
        for (auto it = metadata.begin(); it != metadata.end(); ++it)
            server.metadata.insert(it.key(), it.value().toString());
    }
    m_lifecycle.beginAction(server, u"rebuild"_s, call.requestId, call.token->userId,
                            u"compute_rebuild_instance"_s);
    const bool fails = world().faults.takeActionFailure(u"rebuild"_s);
    const bool wasOff = server.vmState == u"stopped";
    const bool reimages = server.imageId.isEmpty() && call.microversion >= volumesToo;
    m_lifecycle.run(
        server,
        {{u"rebuilding"_s, 1500ms},
         {u"rebuild_block_device_mapping"_s, 800ms},
         {u"rebuild_spawning"_s, 3000ms}},
        [this, fails, wasOff, reimages, imageId, request = call.requestId](Server &row) {
            if (fails) {
                fail(row, request, true);
                return;
            }
            if (reimages)
                reimage(row, imageId);
            row.vmState = u"active"_s;
            row.powerState = 1;
            row.fault.reset();
            row.launched = world().now();
            row.boots = 1;
            m_lifecycle.finishAction(row, request);
            m_lifecycle.postPassword(row);
            if (wasOff)
                m_lifecycle.run(row, {{u"powering-off"_s, 2000ms}}, [](Server &off) {
                    off.vmState = u"stopped"_s;
                    off.powerState = 4;
                });
        },
        [this, id = server.id, request = call.requestId] {
            if (Server *row = state().servers.find(id))
                m_lifecycle.finishAction(*row, request, false, u"UnexpectedTaskStateError"_s);
        });
    QJsonObject body = serverBody(server, call, true, false);
    body.insert(u"adminPass"_s, wanted.value(u"adminPass").toString(world().hex(12)));
    if (call.microversion < 75) {
        for (const QString &key : body.keys()) {
            if (key.startsWith(u"OS-") || key.startsWith(u"os-") || key == u"config_drive" ||
                key == u"security_groups")
                body.remove(key);
        }
        body.insert(u"OS-DCF:diskConfig"_s, u"MANUAL"_s);
    }
    if (call.microversion >= 54)
        body.insert(u"key_name"_s,
                    server.keyName.isEmpty() ? QJsonValue::Null : QJsonValue(server.keyName));
    if (call.microversion >= 57)
        body.insert(u"user_data"_s, wanted.value(u"user_data").isString()
                                        ? wanted.value(u"user_data")
                                        : QJsonValue(QJsonValue::Null));
    return HttpResponse::json(202, {{u"server"_s, body}})
        .with("Location", (world().base + u"/compute/v2.1/servers/" + server.id).toLatin1());
}

} // namespace oriel::demo
