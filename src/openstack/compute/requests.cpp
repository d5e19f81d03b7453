#include "openstack/compute/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

net::Request computeRead(const QString &path)
{
    net::Request request;
    request.service = net::Service::Compute;
    request.path = path;
    request.microversions = computeVersions;
    return request;
}

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

Quota decodeComputeQuota(const json::Object &limits, std::string_view used, std::string_view limit)
{
    return {limits.integer(used), limits.integer(limit, -1)};
}

} // namespace

net::Request ListVolumeAttachments::request() const
{
    return computeRead("/servers/"_L1 + pathSegment(serverId) + "/os-volume_attachments"_L1);
}

Result<ListVolumeAttachments::Value> ListVolumeAttachments::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value attachments;
        for (const json::Object entry : root.requiredArray("volumeAttachments").objects()) {
            attachments.push_back({.volumeId = entry.requiredString("volumeId"),
                                   .serverId = entry.string("serverId"),
                                   .device = entry.string("device"),
                                   .deleteOnTermination = entry.boolean("delete_on_termination")});
        }
        return attachments;
    });
}

net::Request ListInstanceActions::request() const
{
    return computeRead(actionsPath(serverId));
}

Result<ListInstanceActions::Value> ListInstanceActions::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value actions;
        for (const json::Object action : root.requiredArray("instanceActions").objects())
            actions.push_back(decodeAction(action));
        return actions;
    });
}

net::Request GetInstanceAction::request() const
{
    return computeRead(actionsPath(serverId) + u'/' + pathSegment(requestId));
}

Result<InstanceAction> GetInstanceAction::decode(const net::Answer &answer) const
{
    return json::decode<InstanceAction>(answer, [](const json::Object &root) {
        return decodeAction(root.requiredObject("instanceAction"));
    });
}

net::Request GetComputeLimits::request() const
{
    return computeRead(u"/limits"_s);
}

Result<ComputeLimits> GetComputeLimits::decode(const net::Answer &answer) const
{
    return json::decode<ComputeLimits>(answer, [](const json::Object &root) {
        const json::Object limits = root.requiredObject("limits").requiredObject("absolute");
        return ComputeLimits{
            .instances = decodeComputeQuota(limits, "totalInstancesUsed", "maxTotalInstances"),
            .cores = decodeComputeQuota(limits, "totalCoresUsed", "maxTotalCores"),
            .ramMiB = decodeComputeQuota(limits, "totalRAMUsed", "maxTotalRAMSize")};
    });
}

net::Request ListFlavors::request() const
{
    net::Request request = computeRead(u"/flavors/detail"_s);
    addQuery(request.query, u"limit"_s, QString::number(limit));
    addFilter(request.query, u"marker"_s, marker);
    return request;
}

Result<ListFlavors::Value> ListFlavors::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object flavor : root.requiredArray("flavors").objects()) {
            page.items.push_back({.id = flavor.requiredString("id"),
                                  .name = flavor.string("name"),
                                  .vcpus = flavor.int32("vcpus"),
                                  .ramMiB = flavor.int32("ram"),
                                  .diskGiB = flavor.int32("disk"),
                                  .ephemeralGiB = flavor.int32("OS-FLV-EXT-DATA:ephemeral"),
                                  .isPublic = flavor.boolean("os-flavor-access:is_public", true)});
        }
        page.next = nextMarker(root.array("flavors_links"));
        return page;
    });
}

ListFlavors ListFlavors::withMarker(const QString &next) const
{
    ListFlavors copy = *this;
    copy.marker = next;
    return copy;
}

net::Request ListKeyPairs::request() const
{
    net::Request request = computeRead(u"/os-keypairs"_s);
    addFilter(request.query, u"marker"_s, marker);
    return request;
}

Result<ListKeyPairs::Value> ListKeyPairs::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object entry : root.requiredArray("keypairs").objects()) {
            const json::Object pair = entry.requiredObject("keypair");
            const QString type = pair.string("type"); // from 2.2
            page.items.push_back({.name = pair.requiredString("name"),
                                  .type = type.isEmpty() ? u"ssh"_s : type,
                                  .fingerprint = pair.string("fingerprint"),
                                  .publicKey = pair.string("public_key")});
        }
        page.next = nextMarker(root.array("keypairs_links"));
        return page;
    });
}

ListKeyPairs ListKeyPairs::withMarker(const QString &next) const
{
    ListKeyPairs copy = *this;
    copy.marker = next;
    return copy;
}

} // namespace oriel::openstack
