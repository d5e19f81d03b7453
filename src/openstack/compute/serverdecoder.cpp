#include "openstack/compute/serverdecoder.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

std::vector<ServerAddress> decodeAddresses(const json::Object &networks, TextPool &pool)
{
    std::vector<ServerAddress> addresses;
    std::size_t count = 0;
    for (const json::Member network : networks)
        count += network.value.array().size();
    addresses.reserve(count); // the rows are kept: no room for more
    for (const json::Member network : networks) {
        for (const json::Object entry : network.value.array().objects()) {
            addresses.push_back({.network = pool.text(network.key),
                                 .address = entry.string("addr"),
                                 .mac = entry.string("OS-EXT-IPS-MAC:mac_addr"),
                                 .version = entry.int32("version", 4),
                                 .floating = entry.string("OS-EXT-IPS:type") == "floating"_L1});
        }
    }
    return addresses;
}

/// Up to 2.46 a reference to the flavor, from 2.47 what the flavor was when the server was made.
ServerFlavor decodeServerFlavor(const json::Object &object, TextPool &pool)
{
    return {.id = pool.string(object, "id"),
            .name = pool.string(object, "original_name"),
            .vcpus = object.int32("vcpus"),
            .ramMiB = object.int32("ram"),
            .diskGiB = object.int32("disk")};
}

std::vector<AttachedVolume> decodeAttachedVolumes(const json::Array &array)
{
    return json::rows(array, [](const json::Object &volume) {
        return AttachedVolume{volume.requiredString("id"), volume.boolean("delete_on_termination")};
    });
}

/// An object for a server that boots from an image, the text "" for one that boots from a volume.
QString decodeImageId(const json::Value &image, TextPool &pool)
{
    if (image.type() == json::Type::String)
        return pool.string(image);
    return pool.string(image.object(), "id");
}

} // namespace

Server decodeServer(const json::Object &object, TextPool &pool)
{
    Server server;
    server.id = object.requiredString("id");
    server.name = pool.string(object, "name");
    server.status = pool.string(object, "status");
    server.taskState = pool.string(object, "OS-EXT-STS:task_state");
    server.vmState = pool.string(object, "OS-EXT-STS:vm_state");
    server.powerState = object.int32("OS-EXT-STS:power_state");
    server.created = object.time("created");
    server.updated = object.time("updated");
    server.launched = object.time("OS-SRV-USG:launched_at");
    server.addresses = decodeAddresses(object.object("addresses"), pool);
    server.imageId = decodeImageId(object["image"], pool);
    server.flavor = decodeServerFlavor(object.object("flavor"), pool);
    server.keyName = pool.string(object, "key_name");
    server.availabilityZone = pool.string(object, "OS-EXT-AZ:availability_zone");
    server.description = pool.string(object, "description");
    server.hostname = pool.string(object, "OS-EXT-SRV-ATTR:hostname");
    server.projectId = pool.string(object, "tenant_id");
    server.userId = pool.string(object, "user_id");
    server.metadata = pool.stringMap(object, "metadata");
    server.volumes = decodeAttachedVolumes(object.array("os-extended-volumes:volumes_attached"));
    for (const json::Object group : object.array("security_groups").objects()) {
        // One entry a port: the same group comes as often as the server has ports.
        const QString name = pool.string(group, "name");
        if (!server.securityGroups.contains(name))
            server.securityGroups.append(name);
    }
    server.securityGroups = pool.shared(std::move(server.securityGroups));
    server.tags = pool.strings(object, "tags");
    if (const json::Object fault = object.object("fault"); !fault.isEmpty()) {
        server.fault = ServerFault{fault.int32("code"), fault.string("message")};
    }
    server.progress = object.int32("progress");
    server.locked = object.boolean("locked");
    server.lockedReason = pool.string(object, "locked_reason");
    server.configDrive = object.boolean("config_drive");
    return server;
}

} // namespace oriel::openstack
