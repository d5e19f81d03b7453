#include "demo/compute/computeservice.h"

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
            QJsonObject{{u"version"_qs, 4},
                        {u"addr"_qs, address.ip},
                        {u"OS-EXT-IPS:type"_qs, address.floating ? u"floating"_qs : u"fixed"_qs},
                        {u"OS-EXT-IPS-MAC:mac_addr"_qs, address.mac}});
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
    return {QJsonObject{{u"rel"_qs, u"self"_qs},
                        {u"href"_qs, QString(root + u"v2.1/servers/" + server.id)}},
            QJsonObject{{u"rel"_qs, u"bookmark"_qs},
                        {u"href"_qs, QString(root + u"servers/" + server.id)}}};
}

QJsonObject ComputeService::serverBody(const Server &server, const Call &call, bool detail,
                                       bool list) const
{
    if (!detail) {
        return {
            {u"id"_qs, server.id}, {u"name"_qs, server.name}, {u"links"_qs, serverLinks(server)}};
    }
    const int micro = call.microversion;
    const QString root = world().base + u"/compute/";
    const auto bookmark = [&root](const QString &kind, const QString &id) {
        return QJsonArray{QJsonObject{{u"rel"_qs, u"bookmark"_qs},
                                      {u"href"_qs, QString(root + kind + u'/' + id)}}};
    };
    const QString status = Lifecycle::status(server);
    QJsonObject body{
        {u"id"_qs, server.id},
        {u"name"_qs, server.name},
        {u"status"_qs, status},
        {u"tenant_id"_qs, server.projectId},
        {u"user_id"_qs, server.userId},
        {u"metadata"_qs, metadataBody(server.metadata)},
        {u"hostId"_qs, server.hostId},
        {u"created"_qs, isoZulu(server.created)},
        {u"updated"_qs, isoZulu(server.updated)},
        {u"addresses"_qs, addressesBody(server)},
        {u"accessIPv4"_qs, QString()},
        {u"accessIPv6"_qs, QString()},
        {u"links"_qs, serverLinks(server)},
        {u"OS-DCF:diskConfig"_qs, u"MANUAL"_qs},
        {u"OS-EXT-AZ:availability_zone"_qs, server.hostId.isEmpty() ? QString() : u"nova"_qs},
        {u"config_drive"_qs, QString()},
        {u"key_name"_qs, textOrNull(server.keyName)},
        {u"OS-SRV-USG:launched_at"_qs,
         server.launched ? QJsonValue(isoMicro(*server.launched)) : QJsonValue(QJsonValue::Null)},
        {u"OS-SRV-USG:terminated_at"_qs,
         server.deletedAt ? QJsonValue(isoMicro(*server.deletedAt)) : QJsonValue(QJsonValue::Null)},
        {u"OS-EXT-STS:task_state"_qs, textOrNull(server.taskState)},
        {u"OS-EXT-STS:vm_state"_qs, server.vmState},
        {u"OS-EXT-STS:power_state"_qs, server.powerState}};

    const QString imageId = server.imageId.isEmpty() ? server.launchImageId : server.imageId;
    if (imageId.isEmpty())
        body.insert(u"image"_qs, QString());
    else
        body.insert(u"image"_qs, QJsonObject{{u"id"_qs, imageId},
                                             {u"links"_qs, bookmark(u"images"_qs, imageId)}});
    const Flavor &flavor = server.flavor;
    if (micro >= 47) {
        body.insert(u"flavor"_qs, QJsonObject{{u"vcpus"_qs, flavor.vcpus},
                                              {u"ram"_qs, flavor.ram},
                                              {u"disk"_qs, flavor.disk},
                                              {u"ephemeral"_qs, 0},
                                              {u"swap"_qs, 0},
                                              {u"original_name"_qs, flavor.name},
                                              {u"extra_specs"_qs, QJsonObject()}});
    } else {
        body.insert(u"flavor"_qs, QJsonObject{{u"id"_qs, flavor.id},
                                              {u"links"_qs, bookmark(u"flavors"_qs, flavor.id)}});
    }
    static const QStringList withProgress{u"ACTIVE"_qs, u"BUILD"_qs,         u"REBUILD"_qs,
                                          u"RESIZE"_qs, u"VERIFY_RESIZE"_qs, u"MIGRATING"_qs};
    if (withProgress.contains(status))
        body.insert(u"progress"_qs, 0);
    if (server.fault && (status == u"ERROR" || status == u"DELETED")) {
        body.insert(u"fault"_qs, QJsonObject{{u"code"_qs, server.fault->code},
                                             {u"created"_qs, isoZulu(server.fault->created)},
                                             {u"message"_qs, server.fault->message}});
    }
    if (!server.securityGroups.isEmpty() && !server.addresses.empty()) {
        QJsonArray groups;
        for (const QString &group : server.securityGroups)
            groups.append(QJsonObject{{u"name"_qs, group}});
        body.insert(u"security_groups"_qs, groups);
    }
    QJsonArray volumes;
    for (const Attachment &attachment : server.attachments) {
        QJsonObject volume{{u"id"_qs, attachment.volumeId}};
        if (micro >= 3)
            volume.insert(u"delete_on_termination"_qs, attachment.deleteOnTermination);
        volumes.append(volume);
    }
    body.insert(u"os-extended-volumes:volumes_attached"_qs, volumes);
    if (micro >= 9)
        body.insert(u"locked"_qs, server.locked);
    if (micro >= 73)
        body.insert(u"locked_reason"_qs, textOrNull(server.lockedReason));
    if (micro >= 19)
        body.insert(u"description"_qs, server.description.isNull()
                                           ? QJsonValue(QJsonValue::Null)
                                           : QJsonValue(server.description));
    if (micro >= 26)
        body.insert(u"tags"_qs, QJsonArray::fromStringList(server.tags));
    if (micro >= 63)
        body.insert(u"trusted_image_certificates"_qs, QJsonValue::Null);
    if (micro >= 90)
        body.insert(u"OS-EXT-SRV-ATTR:hostname"_qs, Lifecycle::hostName(server));
    if (micro >= 71 && !list)
        body.insert(u"server_groups"_qs, QJsonArray());
    return body;
}

} // namespace oriel::demo
