#include "openstack/compute/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

QString actionsPath(const QString &serverId)
{
    return "/servers/"_L1 + pathSegment(serverId) + "/os-instance-actions"_L1;
}

InstanceAction decodeAction(const json::Object &object)
{
    InstanceAction action;
    action.action = object.string("action");
    action.requestId = object.requiredString("request_id");
    action.userId = object.string("user_id");
    action.message = object.string("message");
    action.started = object.time("start_time");
    action.updated = object.time("updated_at");
    for (const json::Object event : object.array("events").objects()) {
        action.events.push_back({.event = event.string("event"),
                                 .result = event.string("result"),
                                 .details = event.string("details"),
                                 .started = event.time("start_time"),
                                 .finished = event.time("finish_time")});
    }
    return action;
}

} // namespace

net::Request ListVolumeAttachments::request() const
{
    return readFrom(net::Service::Compute,
                    "/servers/"_L1 + pathSegment(serverId) + "/os-volume_attachments"_L1);
}

Result<ListVolumeAttachments::Value> ListVolumeAttachments::decode(const net::Answer &answer) const
{
    return decodeList(answer, "volumeAttachments", [](const json::Object &entry) {
        return VolumeAttachment{.volumeId = entry.requiredString("volumeId"),
                                .serverId = entry.string("serverId"),
                                .device = entry.string("device"),
                                .deleteOnTermination = entry.boolean("delete_on_termination")};
    });
}

net::Request ListInstanceActions::request() const
{
    return readFrom(net::Service::Compute, actionsPath(serverId));
}

Result<ListInstanceActions::Value> ListInstanceActions::decode(const net::Answer &answer) const
{
    return decodeList(answer, "instanceActions", decodeAction);
}

net::Request GetInstanceAction::request() const
{
    return readFrom(net::Service::Compute, actionsPath(serverId) + u'/' + pathSegment(requestId));
}

Result<InstanceAction> GetInstanceAction::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "instanceAction", decodeAction);
}

net::Request GetComputeLimits::request() const
{
    return readFrom(net::Service::Compute, u"/limits"_s);
}

Result<ComputeLimits> GetComputeLimits::decode(const net::Answer &answer) const
{
    return json::decode<ComputeLimits>(answer, [](const json::Object &root) {
        const json::Object limits = root.requiredObject("limits").requiredObject("absolute");
        return ComputeLimits{.instances =
                                 decodeQuota(limits, "totalInstancesUsed", "maxTotalInstances"),
                             .cores = decodeQuota(limits, "totalCoresUsed", "maxTotalCores"),
                             .ramMiB = decodeQuota(limits, "totalRAMUsed", "maxTotalRAMSize")};
    });
}

net::Request ListFlavors::request() const
{
    net::Request request = readFrom(net::Service::Compute, u"/flavors/detail"_s);
    addPage(request.query, limit, marker);
    return request;
}

Result<ListFlavors::Value> ListFlavors::decode(const net::Answer &answer) const
{
    return decodePage(answer, "flavors", [](const json::Object &flavor) {
        return Flavor{.id = flavor.requiredString("id"),
                      .name = flavor.string("name"),
                      .vcpus = flavor.int32("vcpus"),
                      .ramMiB = flavor.int32("ram"),
                      .diskGiB = flavor.int32("disk"),
                      .ephemeralGiB = flavor.int32("OS-FLV-EXT-DATA:ephemeral"),
                      .isPublic = flavor.boolean("os-flavor-access:is_public", true)};
    });
}

ListFlavors ListFlavors::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

net::Request ListKeyPairs::request() const
{
    net::Request request = readFrom(net::Service::Compute, u"/os-keypairs"_s);
    addFilter(request.query, u"marker"_s, marker);
    return request;
}

Result<ListKeyPairs::Value> ListKeyPairs::decode(const net::Answer &answer) const
{
    return decodePage(answer, "keypairs", [](const json::Object &entry) {
        const json::Object pair = entry.requiredObject("keypair");
        const QString type = pair.string("type"); // from 2.2
        return KeyPair{.name = pair.requiredString("name"),
                       .type = type.isEmpty() ? u"ssh"_s : type,
                       .fingerprint = pair.string("fingerprint"),
                       .publicKey = pair.string("public_key")};
    });
}

ListKeyPairs ListKeyPairs::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

} // namespace oriel::openstack
