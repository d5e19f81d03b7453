#include "openstack/compute/serverdecoder.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

std::vector<ServerAddress> decodeAddresses(const json::Object &networks)
{
    std::vector<ServerAddress> addresses;
    for (const json::Member network : networks) {
        for (const json::Object entry : network.value.array().objects()) {
            addresses.push_back({.network = network.name(),
                                 .address = entry.string("addr"),
                                 .mac = entry.string("OS-EXT-IPS-MAC:mac_addr"),
                                 .version = entry.int32("version", 4),
                                 .floating = entry.string("OS-EXT-IPS:type") == "floating"_L1});
        }
    }
    return addresses;
}

/// Up to 2.46 a reference to the flavor, from 2.47 what the flavor was when the server was made.
ServerFlavor decodeServerFlavor(const json::Object &object)
{
    return {.id = object.string("id"),
            .name = object.string("original_name"),
            .vcpus = object.int32("vcpus"),
            .ramMiB = object.int32("ram"),
            .diskGiB = object.int32("disk")};
}

std::vector<AttachedVolume> decodeAttachedVolumes(const json::Array &array)
{
    std::vector<AttachedVolume> volumes;
    for (const json::Object volume : array.objects())
        volumes.push_back({volume.requiredString("id"), volume.boolean("delete_on_termination")});
    return volumes;
}

/// An object for a server that boots from an image, the text "" for one that boots from a volume.
QString decodeImageId(const json::Value &image)
{
    if (image.type() == json::Type::String && image.utf8().empty())
        return {};
    return image.object().string("id");
}

} // namespace

Server decodeServer(const json::Object &object)
{
    Server server;
    server.id = object.requiredString("id");
    server.name = object.string("name");
    server.status = object.requiredString("status");
    server.taskState = object.string("OS-EXT-STS:task_state");
    server.vmState = object.string("OS-EXT-STS:vm_state");
    server.powerState = object.int32("OS-EXT-STS:power_state");
    server.created = object.time("created");
    server.updated = object.time("updated");
    server.launched = object.time("OS-SRV-USG:launched_at");
    server.addresses = decodeAddresses(object.object("addresses"));
    server.imageId = decodeImageId(object["image"]);
    server.flavor = decodeServerFlavor(object.object("flavor"));
    server.keyName = object.string("key_name");
    server.availabilityZone = object.string("OS-EXT-AZ:availability_zone");
    server.description = object.string("description");
    server.hostname = object.string("OS-EXT-SRV-ATTR:hostname");
    server.projectId = object.string("tenant_id");
    server.userId = object.string("user_id");
    server.metadata = object.stringMap("metadata");
    server.volumes = decodeAttachedVolumes(object.array("os-extended-volumes:volumes_attached"));
    for (const json::Object group : object.array("security_groups").objects()) {
        // One entry a port: the same group comes as often as the server has ports.
        const QString name = group.string("name");
        if (!server.securityGroups.contains(name))
            server.securityGroups.append(name);
    }
    server.tags = object.strings("tags");
    if (object.has("fault")) {
        const json::Object fault = object.object("fault");
        server.fault = ServerFault{fault.int32("code"), fault.string("message")};
    }
    server.progress = object.int32("progress");
    server.locked = object.boolean("locked");
    server.lockedReason = object.string("locked_reason");
    server.configDrive = object.boolean("config_drive");
    return server;
}

} // namespace oriel::openstack
