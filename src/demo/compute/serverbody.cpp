#include "demo/compute/computeservice.h"
#include "demo/compute/placement.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject metadataBody(const QMap<QString, QString> &metadata)
{
    QJsonObject body;
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        body.insert(it.key(), it.value());
    return body;
}

QJsonObject addressesBody(const Server &server)
{
    QMap<QString, QJsonArray> byNetwork;
    for (const Address &address : server.addresses) {
        byNetwork[address.network].append(
            QJsonObject{{u"version"_s, 4},
                        {u"addr"_s, address.ip},
                        {u"OS-EXT-IPS:type"_s, address.floating ? u"floating"_s : u"fixed"_s},
                        {u"OS-EXT-IPS-MAC:mac_addr"_s, address.mac}});
    }
    QJsonObject body;
    for (auto it = byNetwork.begin(); it != byNetwork.end(); ++it)
        body.insert(it.key(), it.value());
    return body;
}

} // namespace

QJsonArray ComputeService::serverLinks(const Server &server) const
{
    const QString root = world().base + u"/compute/";
    return {QJsonObject{{u"rel"_s, u"self"_s},
                        {u"href"_s, QString(root + u"v2.1/servers/" + server.id)}},
            QJsonObject{{u"rel"_s, u"bookmark"_s},
                        {u"href"_s, QString(root + u"servers/" + server.id)}}};
}

QJsonObject ComputeService::serverBody(const Server &server, const Call &call, bool detail,
                                       bool list) const
{
    if (!detail) {
        return {{u"id"_s, server.id}, {u"name"_s, server.name}, {u"links"_s, serverLinks(server)}};
    }
    const int micro = call.microversion;
    const QString root = world().base + u"/compute/";
    const auto bookmark = [&root](const QString &kind, const QString &id) {
        return QJsonArray{
            QJsonObject{{u"rel"_s, u"bookmark"_s}, {u"href"_s, QString(root + kind + u'/' + id)}}};
    };
    const QString status = Lifecycle::status(server);
    QJsonObject body{
        {u"id"_s, server.id},
        {u"name"_s, server.name},
        {u"status"_s, status},
        {u"tenant_id"_s, server.projectId},
        {u"user_id"_s, server.userId},
        {u"metadata"_s, metadataBody(server.metadata)},
        {u"hostId"_s, server.hostId},
        {u"created"_s, isoZulu(server.created)},
        {u"updated"_s, isoZulu(server.updated)},
        {u"addresses"_s, addressesBody(server)},
        {u"accessIPv4"_s, QString()},
        {u"accessIPv6"_s, QString()},
        {u"links"_s, serverLinks(server)},
        {u"OS-DCF:diskConfig"_s, u"MANUAL"_s},
        {u"OS-EXT-AZ:availability_zone"_s, server.zone},
        {u"config_drive"_s, QString()},
        {u"key_name"_s, textOrNull(server.keyName)},
        {u"OS-SRV-USG:launched_at"_s,
         server.launched ? QJsonValue(isoMicro(*server.launched)) : QJsonValue(QJsonValue::Null)},
        {u"OS-SRV-USG:terminated_at"_s,
         server.deletedAt ? QJsonValue(isoMicro(*server.deletedAt)) : QJsonValue(QJsonValue::Null)},
        {u"OS-EXT-STS:task_state"_s, textOrNull(server.taskState)},
        {u"OS-EXT-STS:vm_state"_s, server.vmState},
        {u"OS-EXT-STS:power_state"_s, server.powerState}};

    const QString imageId = server.imageId.isEmpty() ? server.launchImageId : server.imageId;
    if (imageId.isEmpty())
        body.insert(u"image"_s, QString());
    else
        body.insert(u"image"_s,
                    QJsonObject{{u"id"_s, imageId}, {u"links"_s, bookmark(u"images"_s, imageId)}});
    const Flavor &flavor = server.flavor;
    if (micro >= 47) {
        body.insert(u"flavor"_s, QJsonObject{{u"vcpus"_s, flavor.vcpus},
                                             {u"ram"_s, flavor.ram},
                                             {u"disk"_s, flavor.disk},
                                             {u"ephemeral"_s, 0},
                                             {u"swap"_s, 0},
                                             {u"original_name"_s, flavor.name},
                                             {u"extra_specs"_s, flavor.extraSpecs}});
    } else {
        body.insert(u"flavor"_s, QJsonObject{{u"id"_s, flavor.id},
                                             {u"links"_s, bookmark(u"flavors"_s, flavor.id)}});
    }
    static const QStringList withProgress{u"ACTIVE"_s, u"BUILD"_s,         u"REBUILD"_s,
                                          u"RESIZE"_s, u"VERIFY_RESIZE"_s, u"MIGRATING"_s};
    if (withProgress.contains(status))
        body.insert(u"progress"_s, 0);
    if (server.fault && (status == u"ERROR" || status == u"DELETED")) {
        body.insert(u"fault"_s, QJsonObject{{u"code"_s, server.fault->code},
                                            {u"created"_s, isoZulu(server.fault->created)},
                                            {u"message"_s, server.fault->message}});
    }
    if (!server.securityGroups.isEmpty() && !server.addresses.empty()) {
        QJsonArray groups;
        for (const QString &group : server.securityGroups)
            groups.append(QJsonObject{{u"name"_s, group}});
        body.insert(u"security_groups"_s, groups);
    }
    QJsonArray volumes;
    for (const Attachment &attachment : server.attachments) {
        QJsonObject volume{{u"id"_s, attachment.volumeId}};
        if (micro >= 3)
            volume.insert(u"delete_on_termination"_s, attachment.deleteOnTermination);
        volumes.append(volume);
    }
    body.insert(u"os-extended-volumes:volumes_attached"_s, volumes);
    if (micro >= 9)
        body.insert(u"locked"_s, server.locked);
    if (micro >= 73)
        body.insert(u"locked_reason"_s, textOrNull(server.lockedReason));
    if (micro >= 19)
        body.insert(u"description"_s, server.description.isNull() ? QJsonValue(QJsonValue::Null)
                                                                  : QJsonValue(server.description));
    if (micro >= 26)
        body.insert(u"tags"_s, QJsonArray::fromStringList(server.tags));
    if (micro >= 63)
        body.insert(u"trusted_image_certificates"_s, QJsonValue::Null);
    if (micro >= 90)
        body.insert(u"OS-EXT-SRV-ATTR:hostname"_s, Lifecycle::hostName(server));
    if (micro >= 71 && !list) {
        const ServerGroup *group = Placement(state()).groupOf(server);
        body.insert(u"server_groups"_s, group ? QJsonArray{group->id} : QJsonArray());
    }
    return body;
}

} // namespace oriel::demo
