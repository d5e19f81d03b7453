#include "openstack/image/imagedecoder.h"

#include "openstack/requestparts.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

/// The keys of Glance's image schema; everything beside them is a property.
constexpr std::array schemaKeys = std::to_array<std::string_view>(
    {"id",          "name",       "status",       "visibility",
     "protected",   "checksum",   "os_hash_algo", "os_hash_value",
     "owner",       "size",       "virtual_size", "container_format",
     "disk_format", "created_at", "updated_at",   "tags",
     "direct_url",  "min_ram",    "min_disk",     "self",
     "file",        "schema",     "locations",    "os_hidden",
     "stores"});

/// Nothing where any of it cannot be read: half a mapping would restore half an instance.
std::optional<std::vector<BlockDevice>> decodeBlockDevices(const QByteArray &text)
{
    auto document = json::Document::parse(text);
    if (!document || document->root().type() != json::Type::Array)
        return std::nullopt;
    std::vector<BlockDevice> devices;
    for (const json::Object entry : document->root().array().objects()) {
        devices.push_back({.sourceType = entry.string("source_type"),
                           .snapshotId = entry.string("snapshot_id"),
                           .deviceName = entry.string("device_name"),
                           .bootIndex = entry.int32("boot_index", -1),
                           .volumeSizeGiB = entry.int32("volume_size"),
                           .deleteOnTermination = entry.boolean("delete_on_termination"),
                           .diskBus = entry.string("disk_bus"),
                           .deviceType = entry.string("device_type")});
    }
    if (!document->oddities().empty())
        return std::nullopt;
    return devices;
}

} // namespace

Image decodeImage(const json::Object &object, TextPool &pool)
{
    Image image;
    image.id = object.requiredString("id");
    image.name = object.string("name");
    image.status = pool.string(object, "status");
    image.visibility = pool.string(object, "visibility");
    image.owner = pool.string(object, "owner");
    image.sizeBytes = object.integer("size", -1);
    image.minDiskGiB = object.integer("min_disk");
    image.minRamMiB = object.integer("min_ram");
    image.diskFormat = pool.string(object, "disk_format");
    image.containerFormat = pool.string(object, "container_format");
    image.checksum = pool.string(object, "checksum");
    image.isProtected = object.boolean("protected");
    image.hidden = object.boolean("os_hidden");
    image.created = object.time("created_at");
    image.updated = object.time("updated_at");
    image.tags = pool.strings(object, "tags");
    for (const json::Member member : object) {
        if (std::ranges::find(schemaKeys, member.key) == schemaKeys.end())
            image.properties.insert(pool.text(member.key), pool.text(member.value));
    }
    const QString mapping = image.properties.value(u"block_device_mapping"_s);
    if (!mapping.isEmpty()) {
        if (auto devices = decodeBlockDevices(mapping.toUtf8()))
            image.blockDevices = std::move(*devices);
        else
            object["block_device_mapping"].note(
                QT_TRANSLATE_NOOP("oriel::net::json", "a list of block devices was expected"));
    }
    return image;
}

} // namespace oriel::openstack
