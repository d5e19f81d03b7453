#include "openstack/blockstorage/requests.h"

#include "openstack/requestparts.h"

#include <charconv>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

constexpr net::Service cinder = net::Service::BlockStorage;

QString snapshotPath(const QString &id)
{
    return "/snapshots/"_L1 + pathSegment(id);
}

/// "40%"; -1 where it is missing or no number (drivers write it themselves).
int decodeProgress(std::string_view text)
{
    int percent = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), percent);
    return problem == std::errc() && percent >= 0 && percent <= 100 ? percent : -1;
}

VolumeSnapshot decodeSnapshot(const json::Object &object, TextPool &pool)
{
    VolumeSnapshot snapshot;
    snapshot.id = object.requiredString("id");
    snapshot.name = object.string("name");
    snapshot.description = pool.string(object, "description");
    snapshot.volumeId = object.string("volume_id");
    snapshot.status = pool.string(object, "status");
    snapshot.sizeGiB = object.int32("size");
    snapshot.progress = decodeProgress(object["os-extended-snapshot-attributes:progress"].utf8());
    snapshot.projectId = pool.string(object, "os-extended-snapshot-attributes:project_id");
    snapshot.userId = pool.string(object, "user_id");
    snapshot.groupSnapshotId = pool.string(object, "group_snapshot_id");
    snapshot.created = object.time("created_at");
    snapshot.updated = object.time("updated_at");
    snapshot.metadata = pool.stringMap(object, "metadata");
    return snapshot;
}

} // namespace

net::Request ListVolumeSnapshots::request() const
{
    net::Request request = readFrom(cinder, u"/snapshots/detail"_s);
    request.deadline = listDeadline;
    addPage(request.query, limit, marker);
    addFilters(request.query, allProjects, name, status);
    addFilter(request.query, u"name~"_s, nameLike);
    addFilter(request.query, u"volume_id"_s, volumeId);
    if (lastChangedFirst)
        addLastChangedFirst(request.query);
    return request;
}

Result<ListVolumeSnapshots::Value> ListVolumeSnapshots::decode(const net::Answer &answer) const
{
    return decodePage(answer, "snapshots", decodeSnapshot);
}

ListVolumeSnapshots ListVolumeSnapshots::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

std::optional<QString> ListVolumeSnapshots::peek(const net::Answer &answer) const
{
    return peekMarker(answer, "snapshots");
}

net::Request GetVolumeSnapshot::request() const
{
    return readFrom(cinder, snapshotPath(id));
}

Result<VolumeSnapshot> GetVolumeSnapshot::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "snapshot", decodeSnapshot);
}

net::Request CreateVolumeSnapshot::request() const
{
    net::Request request = requestTo(cinder, net::Method::Post, u"/snapshots"_s);
    request.body = jsonBody({{u"snapshot"_s, QJsonObject{{u"volume_id"_s, volumeId},
                                                         {u"name"_s, name},
                                                         {u"description"_s, description},
                                                         {u"metadata"_s, textsObject(metadata)},
                                                         {u"force"_s, true}}}});
    return request;
}

Result<VolumeSnapshot> CreateVolumeSnapshot::decode(const net::Answer &answer) const
{
    return GetVolumeSnapshot{}.decode(answer);
}

net::Request DeleteVolumeSnapshot::request() const
{
    return requestTo(cinder, net::Method::Delete, snapshotPath(id));
}

Result<ActionAccepted> DeleteVolumeSnapshot::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request UpdateVolumeSnapshotMetadata::request() const
{
    net::Request request = requestTo(cinder, replace ? net::Method::Put : net::Method::Post,
                                     snapshotPath(id) + "/metadata"_L1);
    request.body = jsonBody({{u"metadata"_s, textsObject(metadata)}});
    return request;
}

Result<UpdateVolumeSnapshotMetadata::Value>
UpdateVolumeSnapshotMetadata::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        (void)root.requiredObject("metadata");
        return root.stringMap("metadata");
    });
}

net::Request ListMessages::request() const
{
    net::Request request = readFrom(cinder, u"/messages"_s);
    // Messages came with 3.3, limit, marker and filters with 3.5.
    request.microversions = net::MicroversionRange{{3, 5}, request.microversions->max};
    addPage(request.query, limit, marker);
    addFilter(request.query, u"resource_uuid"_s, resourceId);
    return request;
}

Result<ListMessages::Value> ListMessages::decode(const net::Answer &answer) const
{
    return decodePage(answer, "messages", [](const json::Object &message) {
        return Message{.id = message.requiredString("id"),
                       .eventId = message.string("event_id"),
                       .level = message.string("message_level"),
                       .resourceType = message.string("resource_type"),
                       .resourceId = message.string("resource_uuid"),
                       .requestId = message.string("request_id"),
                       .userMessage = message.string("user_message"),
                       .created = message.time("created_at")};
    });
}

ListMessages ListMessages::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

} // namespace oriel::openstack
