#include "demo/compute/computeschemas.h"

#include <QtCore/QRegularExpression>
#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo::computeschemas {

namespace {

/// Nova does not accept characters outside the Basic Multilingual Plane.
bool isTaken(const QString &text)
{
    return isPrintable(text) &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSurrogate(); });
}

bool isName(const QJsonValue &value)
{
    const QString text = value.toString();
    const auto isSpace = [](QChar c) {
        return c.category() == QChar::Separator_Space;
    };
    return isTaken(text) && (text.isEmpty() || (!isSpace(text.front()) && !isSpace(text.back())));
}

QString invalidName(const QString &reason)
{
    return u"An invalid 'name' value was provided. The name must be: "_s + reason;
}

Schema name()
{
    Schema schema = Schema::text(1, 255);
    schema.format = Schema::Format{
        u"name"_s, &isName,
        invalidName(u"printable characters. Can not start or end with whitespace."_s)};
    return schema;
}

Schema description()
{
    // The real pattern lists every printable character, which makes Nova's message extremely long.
    Schema schema = Schema::textOrNull(0, 255);
    schema.pattern =
        u"^[\\x{20}-\\x{7e}\\x{a0}-\\x{ac}\\x{ae}-\\x{2027}\\x{202f}-\\x{d7ff}\\x{e000}-"
        u"\\x{fffd}]*$"_s;
    return schema;
}

Schema boolean()
{
    return {.types = {u"boolean"_s, u"string"_s},
            .choices = {true,       u"True"_s,  u"TRUE"_s,  u"true"_s, u"1"_s,   u"ON"_s,
                        u"On"_s,    u"on"_s,    u"YES"_s,   u"Yes"_s,  u"yes"_s, false,
                        u"False"_s, u"FALSE"_s, u"false"_s, u"0"_s,    u"OFF"_s, u"Off"_s,
                        u"off"_s,   u"NO"_s,    u"No"_s,    u"no"_s}};
}

Schema count()
{
    return {.types = {u"integer"_s, u"string"_s},
            .pattern = u"^[0-9]*$"_s,
            .minimum = 1,
            .minLength = 1};
}

Schema textMap()
{
    return {.types = {u"object"_s},
            .keyPattern = u"^[a-zA-Z0-9-_:. ]{1,255}$"_s,
            .keyed = std::make_shared<Schema>(Schema::text(-1, 255)),
            .open = false};
}

Schema tag()
{
    Schema schema = Schema::text(1, 60);
    schema.pattern = u"^[^,/]*$"_s;
    return schema;
}

Schema address(const QString &version)
{
    return {.types = {u"string"_s},
            .format = Schema::Format{version, [](const QJsonValue &value) {
                                         return value.toString().isEmpty() ||
                                                !QHostAddress(value.toString()).isNull();
                                     }}};
}

Schema diskConfig()
{
    return {.types = {u"string"_s}, .choices = {u"AUTO"_s, u"MANUAL"_s}};
}

Schema flavorRef()
{
    return {.types = {u"string"_s, u"integer"_s}, .minLength = 1};
}

Schema hostname()
{
    Schema schema = Schema::text(2, 63);
    schema.pattern = u"^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$"_s;
    return schema;
}

Schema host()
{
    Schema schema = Schema::text(1, 255);
    schema.pattern = u"^[a-zA-Z0-9-._]*$"_s;
    return schema;
}

/// As Python decodes it: other characters are skipped, and only the padding can be wrong.
bool isLenientBase64(const QString &text)
{
    int quad = 0;
    int pads = 0;
    for (const QChar c : text) {
        if (c == u'=') {
            ++pads;
            if (quad >= 2 && quad + pads >= 4)
                return true; // what follows is not read
        } else if ((c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') ||
                   (c >= u'0' && c <= u'9') || c == u'+' || c == u'/') {
            pads = 0;
            quad = (quad + 1) % 4;
        }
    }
    return quad == 0;
}

Schema userData()
{
    Schema schema = Schema::text(-1, 65535);
    schema.format = Schema::Format{u"base64"_s, [](const QJsonValue &value) {
                                       return isLenientBase64(value.toString());
                                   }};
    return schema;
}

Schema device(int micro)
{
    Schema named = Schema::text(1, 255);
    named.pattern = u"^[a-zA-Z0-9._-r/]*$"_s;
    Schema uuid = Schema::text(1, 255);
    uuid.pattern = u"^[a-zA-Z0-9._-]*$"_s;
    Schema schema = Schema::closed({
        {u"volume_id"_s, Schema::uuid()},
        {u"snapshot_id"_s, Schema::uuid()},
        {u"volume_size"_s,
         {.types = {u"integer"_s, u"string"_s},
          .pattern = u"^[0-9]+$"_s,
          .minimum = 1,
          .maximum = 0x7fffffff}},
        {u"device_name"_s, named},
        {u"delete_on_termination"_s, boolean()},
        {u"no_device"_s, {}},
        {u"source_type"_s,
         {.types = {u"string"_s}, .choices = {u"volume"_s, u"image"_s, u"snapshot"_s, u"blank"_s}}},
        {u"uuid"_s, uuid},
        {u"image_id"_s, Schema::uuid()},
        {u"destination_type"_s, {.types = {u"string"_s}, .choices = {u"local"_s, u"volume"_s}}},
        {u"guest_format"_s, Schema::text(-1, 255)},
        {u"device_type"_s, Schema::text(-1, 255)},
        {u"disk_bus"_s, Schema::text(-1, 255)},
        {u"boot_index"_s,
         {.types = {u"integer"_s, u"string"_s, u"null"_s}, .pattern = u"^-?[0-9]+$"_s}},
    });
    if (micro == 32 || micro >= 42)
        schema.properties.emplace_back(u"tag"_s, tag());
    if (micro >= 67)
        schema.properties.emplace_back(u"volume_type"_s, Schema::textOrNull(0, 255));
    return schema;
}

Schema networks(int micro)
{
    Schema network =
        Schema::closed({{u"fixed_ip"_s, address(u"ipv4"_s)},
                        {u"port"_s, {.oneOf = {Schema::uuid(), Schema::null()}}},
                        {u"uuid"_s, micro >= 37 ? Schema::uuid() : Schema::text(-1, -1)}});
    if ((micro >= 32 && micro < 37) || micro >= 42)
        network.properties.emplace_back(u"tag"_s, tag());
    Schema list = Schema::list(std::move(network));
    if (micro < 37)
        return list;
    return {.oneOf = {list, {.types = {u"string"_s}, .choices = {u"none"_s, u"auto"_s}}}};
}

// Queries: each argument is the list of its values.

Schema values(Schema value = Schema::text(-1, -1))
{
    return Schema::list(std::move(value));
}

Schema expressions()
{
    Schema schema = Schema::text(-1, -1);
    schema.format = Schema::Format{u"regex"_s, [](const QJsonValue &value) {
                                       const QString text = value.toString();
                                       return !text.isEmpty() && QRegularExpression(text).isValid();
                                   }};
    return values(schema);
}

Schema wholeNumber()
{
    Schema schema = Schema::text(1, -1);
    schema.pattern = u"^[0-9]*$"_s;
    return values(schema);
}

Schema time()
{
    Schema schema = Schema::text(-1, -1);
    schema.format = Schema::Format{u"date-time"_s, [](const QJsonValue &value) {
                                       static const QRegularExpression form(
                                           u"^\\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01])"
                                           u"([T ]\\d{2}:?\\d{2}(:?\\d{2}([.,]\\d+)?)?"
                                           u"(Z|[+-]\\d{2}(:?\\d{2})?)?)?$"_s);
                                       return form.match(value.toString()).hasMatch();
                                   }};
    return values(schema);
}

/// Up to 2.74 Nova ignores unknown arguments.
Schema query(int micro, std::vector<std::pair<QString, Schema>> arguments)
{
    Schema schema = Schema::closed(std::move(arguments));
    schema.open = micro < 75;
    return schema;
}

QJsonArray serverSortKeys(int micro)
{
    const QStringList used{u"access_ip_v4"_s,
                           u"access_ip_v6"_s,
                           u"auto_disk_config"_s,
                           u"availability_zone"_s,
                           u"config_drive"_s,
                           u"created_at"_s,
                           u"display_description"_s,
                           u"display_name"_s,
                           u"host"_s,
                           u"hostname"_s,
                           u"image_ref"_s,
                           u"instance_type_id"_s,
                           u"kernel_id"_s,
                           u"key_name"_s,
                           u"launch_index"_s,
                           u"launched_at"_s,
                           u"locked_by"_s,
                           u"node"_s,
                           u"power_state"_s,
                           u"progress"_s,
                           u"project_id"_s,
                           u"ramdisk_id"_s,
                           u"root_device_name"_s,
                           u"task_state"_s,
                           u"terminated_at"_s,
                           u"updated_at"_s,
                           u"user_id"_s,
                           u"uuid"_s,
                           u"vm_state"_s};
    const QStringList ignored{u"architecture"_s,
                              u"cell_name"_s,
                              u"cleaned"_s,
                              u"default_ephemeral_device"_s,
                              u"default_swap_device"_s,
                              u"deleted"_s,
                              u"deleted_at"_s,
                              u"disable_terminate"_s,
                              u"ephemeral_gb"_s,
                              u"ephemeral_key_uuid"_s,
                              u"id"_s,
                              u"key_data"_s,
                              u"launched_on"_s,
                              u"locked"_s,
                              u"memory_mb"_s,
                              u"os_type"_s,
                              u"reservation_id"_s,
                              u"root_gb"_s,
                              u"shutdown_terminate"_s,
                              u"user_data"_s,
                              u"vcpus"_s,
                              u"vm_mode"_s};
    if (micro < 75)
        return QJsonArray::fromStringList(used + ignored);
    return QJsonArray::fromStringList(QStringList{u"locked"_s} + used);
}

} // namespace

Schema createServer(int micro)
{
    Schema group = Schema::closed({{u"name"_s, name()}});
    Schema server =
        Schema::closed({{u"name"_s, name()},
                        {u"imageRef"_s, {.oneOf = {Schema::uuid(), Schema::text(-1, 0)}}},
                        {u"flavorRef"_s, flavorRef()},
                        {u"adminPass"_s, Schema::text(-1, -1)},
                        {u"metadata"_s, textMap()},
                        {u"networks"_s, networks(micro)},
                        {u"OS-DCF:diskConfig"_s, diskConfig()},
                        {u"accessIPv4"_s, address(u"ipv4"_s)},
                        {u"accessIPv6"_s, address(u"ipv6"_s)},
                        {u"availability_zone"_s, name()},
                        {u"block_device_mapping"_s, Schema::list({.types = {u"object"_s}})},
                        {u"block_device_mapping_v2"_s, Schema::list(device(micro))},
                        {u"config_drive"_s, boolean()},
                        {u"key_name"_s, name()},
                        {u"min_count"_s, count()},
                        {u"max_count"_s, count()},
                        {u"return_reservation_id"_s, boolean()},
                        {u"security_groups"_s, Schema::list(group)},
                        {u"user_data"_s, userData()}},
                       {u"name"_s, u"flavorRef"_s});
    if (micro < 57)
        server.properties.emplace_back(u"personality"_s, Schema::list({}));
    if (micro >= 19)
        server.properties.emplace_back(u"description"_s, description());
    if (micro >= 37)
        server.required.append(u"networks"_s);
    if (micro >= 52) {
        Schema tags = Schema::list(tag());
        tags.maxItems = 50;
        server.properties.emplace_back(u"tags"_s, tags);
    }
    if (micro >= 63)
        server.properties.emplace_back(u"trusted_image_certificates"_s, Schema{});
    if (micro >= 74) {
        server.properties.emplace_back(u"host"_s, host());
        server.properties.emplace_back(u"hypervisor_hostname"_s, host());
    }
    if (micro >= 90)
        server.properties.emplace_back(u"hostname"_s, hostname());
    const Schema hints{.types = {u"object"_s}, .properties = {{u"group"_s, Schema::uuid()}}};
    return Schema::closed({{u"server"_s, server},
                           {u"os:scheduler_hints"_s, hints},
                           {u"OS-SCH-HNT:scheduler_hints"_s, hints}},
                          {u"server"_s});
}

Schema updateServer(int micro)
{
    Schema server = Schema::closed({{u"name"_s, name()},
                                    {u"OS-DCF:diskConfig"_s, diskConfig()},
                                    {u"accessIPv4"_s, address(u"ipv4"_s)},
                                    {u"accessIPv6"_s, address(u"ipv6"_s)}});
    if (micro >= 19)
        server.properties.emplace_back(u"description"_s, description());
    if (micro >= 90)
        server.properties.emplace_back(u"hostname"_s, hostname());
    return Schema::under(u"server"_s, server);
}

Schema metadata(int)
{
    return Schema::under(u"metadata"_s, textMap());
}

Schema metadataItem(int)
{
    Schema item = textMap();
    item.minProperties = item.maxProperties = 1;
    return Schema::under(u"meta"_s, item);
}

Schema attachVolume(int micro)
{
    Schema device{.types = {u"string"_s, u"null"_s},
                  .pattern = u"(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$"_s};
    Schema attachment =
        Schema::closed({{u"volumeId"_s, Schema::uuid()}, {u"device"_s, device}}, {u"volumeId"_s});
    if (micro >= 49)
        attachment.properties.emplace_back(u"tag"_s, tag());
    if (micro >= 79)
        attachment.properties.emplace_back(u"delete_on_termination"_s, boolean());
    return Schema::under(u"volumeAttachment"_s, attachment);
}

Schema createServerGroup(int micro)
{
    Schema policy{.types = {u"string"_s}, .choices = {u"anti-affinity"_s, u"affinity"_s}};
    if (micro >= 15) {
        policy.choices.append(u"soft-anti-affinity"_s);
        policy.choices.append(u"soft-affinity"_s);
    }
    Schema group = Schema::closed({{u"name"_s, name()}}, {u"name"_s});
    if (micro >= 64) {
        group.properties.emplace_back(u"policy"_s, policy);
        group.properties.emplace_back(u"rules"_s,
                                      Schema::closed({{u"max_server_per_host"_s, count()}}));
        group.required.append(u"policy"_s);
    } else {
        Schema policies = Schema::list(policy);
        policies.minItems = policies.maxItems = 1;
        group.properties.emplace_back(u"policies"_s, policies);
        group.required.append(u"policies"_s);
    }
    return Schema::under(u"server_group"_s, group);
}

Schema updateAttachment(int micro)
{
    if (micro < 85) {
        Schema attachment = Schema::closed({{u"volumeId"_s, Schema::uuid()}}, {u"volumeId"_s});
        return Schema::under(u"volumeAttachment"_s, attachment);
    }
    Schema attachment =
        Schema::closed({{u"volumeId"_s, Schema::uuid()},
                        {u"device"_s,
                         {.types = {u"string"_s, u"null"_s},
                          .pattern = u"(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$"_s}},
                        {u"tag"_s, tag()},
                        {u"delete_on_termination"_s, boolean()},
                        {u"serverId"_s, Schema::uuid()},
                        {u"id"_s, Schema::uuid()}},
                       {u"volumeId"_s});
    return Schema::under(u"volumeAttachment"_s, attachment);
}

Schema createKeyPair(int micro)
{
    // A key pair's name is a valid name, and limited to a few characters.
    const QString characters = (micro >= 92 ? u"@._- "_s : u"_- "_s) +
                               u"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"_s;
    Schema plain = Schema::text(1, 255);
    plain.format = Schema::Format{u"keypair_name"_s,
                                  [characters](const QJsonValue &value) {
                                      const QString text = value.toString();
                                      return std::all_of(text.begin(), text.end(), [&](QChar c) {
                                          return characters.contains(c);
                                      });
                                  },
                                  invalidName(u"Only expected characters: [%1]"_s.arg(characters))};
    Schema pair = Schema::closed(
        {{u"name"_s, {.allOf = {name(), plain}}}, {u"public_key"_s, Schema::text(-1, -1)}},
        {u"name"_s});
    if (micro >= 2)
        pair.properties.emplace_back(
            u"type"_s, Schema{.types = {u"string"_s}, .choices = {u"ssh"_s, u"x509"_s}});
    if (micro >= 10)
        pair.properties.emplace_back(u"user_id"_s, Schema::text(-1, -1));
    if (micro >= 92)
        pair.required.append(u"public_key"_s);
    return Schema::under(u"keypair"_s, pair);
}

Schema remoteConsole(int micro)
{
    QJsonArray protocols{u"vnc"_s, u"spice"_s, u"rdp"_s, u"serial"_s};
    QJsonArray types{u"novnc"_s, u"xvpvnc"_s, u"rdp-html5"_s, u"spice-html5"_s, u"serial"_s};
    if (micro >= 8) {
        protocols.append(u"mks"_s);
        types.append(u"webmks"_s);
    }
    return Schema::under(
        u"remote_console"_s,
        Schema::closed({{u"protocol"_s, {.types = {u"string"_s}, .choices = protocols}},
                        {u"type"_s, {.types = {u"string"_s}, .choices = types}}},
                       {u"protocol"_s, u"type"_s}));
}

namespace {

Schema consoleOf(const QString &action, const QJsonArray &types)
{
    return Schema::under(
        action,
        Schema::closed({{u"type"_s, {.types = {u"string"_s}, .choices = types}}}, {u"type"_s}));
}

} // namespace

Schema vncConsole(int)
{
    return consoleOf(u"os-getVNCConsole"_s, {u"novnc"_s, u"xvpvnc"_s});
}

Schema spiceConsole(int)
{
    return consoleOf(u"os-getSPICEConsole"_s, {u"spice-html5"_s});
}

Schema rdpConsole(int)
{
    return consoleOf(u"os-getRDPConsole"_s, {u"rdp-html5"_s});
}

Schema serialConsole(int)
{
    return consoleOf(u"os-getSerialConsole"_s, {u"serial"_s});
}

Schema attachInterface(int micro)
{
    const Schema ip{.types = {u"string"_s}, .oneOf = {address(u"ipv4"_s), address(u"ipv6"_s)}};
    Schema ips = Schema::list(Schema::closed({{u"ip_address"_s, ip}}, {u"ip_address"_s}));
    ips.minItems = ips.maxItems = 1;
    Schema interface = Schema::closed(
        {{u"net_id"_s, Schema::uuid()}, {u"port_id"_s, Schema::uuid()}, {u"fixed_ips"_s, ips}});
    if (micro >= 49)
        interface.properties.emplace_back(u"tag"_s, tag());
    return Schema::closed({{u"interfaceAttachment"_s, interface}});
}

Schema rebuild(int micro)
{
    Schema rebuild = Schema::closed({{u"name"_s, name()},
                                     {u"imageRef"_s, Schema::uuid()},
                                     {u"adminPass"_s, Schema::text(-1, -1)},
                                     {u"metadata"_s, textMap()},
                                     {u"preserve_ephemeral"_s, boolean()},
                                     {u"OS-DCF:diskConfig"_s, diskConfig()},
                                     {u"accessIPv4"_s, address(u"ipv4"_s)},
                                     {u"accessIPv6"_s, address(u"ipv6"_s)}},
                                    {u"imageRef"_s});
    if (micro >= 19)
        rebuild.properties.emplace_back(u"description"_s, description());
    if (micro >= 54)
        rebuild.properties.emplace_back(u"key_name"_s, Schema{.oneOf = {name(), Schema::null()}});
    if (micro >= 57)
        rebuild.properties.emplace_back(u"user_data"_s,
                                        Schema{.oneOf = {userData(), Schema::null()}});
    if (micro >= 90)
        rebuild.properties.emplace_back(u"hostname"_s, hostname());
    return Schema::under(u"rebuild"_s, rebuild);
}

Schema changePassword(int)
{
    return Schema::under(
        u"changePassword"_s,
        Schema::closed({{u"adminPass"_s, Schema::text(-1, -1)}}, {u"adminPass"_s}));
}

Schema createImage(int)
{
    return Schema::under(
        u"createImage"_s,
        Schema::closed({{u"name"_s, name()}, {u"metadata"_s, textMap()}}, {u"name"_s}));
}

Schema createBackup(int)
{
    Schema rotation = count();
    rotation.minimum = 0;
    return Schema::under(u"createBackup"_s,
                         Schema::closed({{u"name"_s, name()},
                                         {u"backup_type"_s, Schema::text(-1, -1)},
                                         {u"rotation"_s, rotation},
                                         {u"metadata"_s, textMap()}},
                                        {u"name"_s, u"backup_type"_s, u"rotation"_s}));
}

Schema reboot(int)
{
    const Schema type{
        .types = {u"string"_s},
        .choices = {u"HARD"_s, u"Hard"_s, u"hard"_s, u"SOFT"_s, u"Soft"_s, u"soft"_s}};
    return Schema::under(u"reboot"_s, Schema::closed({{u"type"_s, type}}, {u"type"_s}));
}

Schema resize(int)
{
    return Schema::under(u"resize"_s, Schema::closed({{u"flavorRef"_s, flavorRef()},
                                                      {u"OS-DCF:diskConfig"_s, diskConfig()}},
                                                     {u"flavorRef"_s}));
}

Schema unshelve(int micro)
{
    if (micro < 77)
        return {};
    if (micro < 91) {
        Schema where = Schema::closed({{u"availability_zone"_s, name()}}, {u"availability_zone"_s});
        where.types.append(u"null"_s);
        return Schema::under(u"unshelve"_s, where);
    }
    Schema where = Schema::closed(
        {{u"availability_zone"_s, {.oneOf = {{.types = {u"null"_s}}, {.types = {u"string"_s}}}}},
         {u"host"_s, {.types = {u"string"_s}}}});
    return Schema::under(u"unshelve"_s, {.oneOf = {where, {.types = {u"null"_s}}}});
}

Schema rescue(int)
{
    Schema how = Schema::closed(
        {{u"adminPass"_s, Schema::text(-1, -1)}, {u"rescue_image_ref"_s, Schema::uuid()}});
    how.types.append(u"null"_s);
    return Schema::under(u"rescue"_s, how);
}

Schema resetState(int)
{
    const Schema state{.types = {u"string"_s}, .choices = {u"active"_s, u"error"_s}};
    return Schema::under(u"os-resetState"_s, Schema::closed({{u"state"_s, state}}, {u"state"_s}));
}

Schema lock(int micro)
{
    if (micro < 73)
        return {};
    Schema reason = Schema::closed({{u"locked_reason"_s, Schema::text(1, 255)}});
    reason.types.append(u"null"_s);
    return Schema::under(u"lock"_s, reason);
}

Schema consoleOutput(int)
{
    const Schema length{
        .types = {u"integer"_s, u"string"_s, u"null"_s}, .pattern = u"^-?[0-9]+$"_s, .minimum = -1};
    return Schema::under(u"os-getConsoleOutput"_s, Schema::closed({{u"length"_s, length}}));
}

Schema evacuate(int micro)
{
    if (micro >= 14)
        return Schema::under(u"evacuate"_s, {.types = {u"object"_s}});
    return Schema::under(u"evacuate"_s,
                         {.types = {u"object"_s}, .required = {u"onSharedStorage"_s}});
}

Schema listServers(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments;
    for (const QString &key :
         {u"user_id"_s, u"project_id"_s, u"tenant_id"_s, u"launch_index"_s, u"image_ref"_s,
          u"image"_s, u"vm_state"_s, u"task_state"_s, u"host"_s, u"uuid"_s, u"sort_dir"_s,
          u"all_tenants"_s, u"soft_deleted"_s, u"deleted"_s, u"status"_s})
        arguments.emplace_back(key, values());
    for (const QString &key : {u"kernel_id"_s,
                               u"ramdisk_id"_s,
                               u"hostname"_s,
                               u"key_name"_s,
                               u"power_state"_s,
                               u"node"_s,
                               u"flavor"_s,
                               u"reservation_id"_s,
                               u"launched_at"_s,
                               u"terminated_at"_s,
                               u"availability_zone"_s,
                               u"name"_s,
                               u"display_name"_s,
                               u"description"_s,
                               u"display_description"_s,
                               u"locked_by"_s,
                               u"root_device_name"_s,
                               u"config_drive"_s,
                               u"access_ip_v4"_s,
                               u"access_ip_v6"_s,
                               u"auto_disk_config"_s,
                               u"progress"_s,
                               u"ip"_s,
                               u"ip6"_s,
                               u"created_at"_s})
        arguments.emplace_back(key, expressions());
    arguments.emplace_back(
        u"sort_key"_s, values(Schema{.types = {u"string"_s}, .choices = serverSortKeys(micro)}));
    arguments.emplace_back(u"changes-since"_s, time());
    arguments.emplace_back(u"limit"_s, wholeNumber());
    arguments.emplace_back(u"marker"_s, values());
    if (micro >= 26) {
        for (const QString &key : {u"tags"_s, u"tags-any"_s, u"not-tags"_s, u"not-tags-any"_s})
            arguments.emplace_back(key, expressions());
    }
    if (micro >= 66)
        arguments.emplace_back(u"changes-before"_s, time());
    if (micro >= 73)
        arguments.emplace_back(u"locked"_s, values());
    Schema schema = query(micro, std::move(arguments));
    schema.keyPattern = u"^_"_s;
    schema.keyed = std::make_shared<Schema>(values());
    return schema;
}

Schema listFlavors(int micro)
{
    return query(
        micro,
        {{u"limit"_s, wholeNumber()},
         {u"marker"_s, values()},
         {u"is_public"_s, values()},
         {u"minRam"_s, values()},
         {u"minDisk"_s, values()},
         {u"sort_key"_s,
          values({.types = {u"string"_s},
                  .choices = {u"created_at"_s, u"description"_s, u"disabled"_s, u"ephemeral_gb"_s,
                              u"flavorid"_s, u"id"_s, u"is_public"_s, u"memory_mb"_s, u"name"_s,
                              u"root_gb"_s, u"rxtx_factor"_s, u"swap"_s, u"updated_at"_s,
                              u"vcpu_weight"_s, u"vcpus"_s}})},
         {u"sort_dir"_s, values({.types = {u"string"_s}, .choices = {u"asc"_s, u"desc"_s}})}});
}

Schema listKeyPairs(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments;
    if (micro >= 10)
        arguments.emplace_back(u"user_id"_s, values());
    if (micro >= 35) {
        arguments.emplace_back(u"limit"_s, wholeNumber());
        arguments.emplace_back(u"marker"_s, values());
    }
    return query(micro, std::move(arguments));
}

Schema listServerGroups(int micro)
{
    return query(
        micro,
        {{u"all_projects"_s, values()}, {u"limit"_s, wholeNumber()}, {u"offset"_s, wholeNumber()}});
}

Schema keyPair(int micro)
{
    if (micro < 10)
        return {};
    return query(micro, {{u"user_id"_s, values()}});
}

Schema listActions(int micro)
{
    if (micro < 58)
        return {};
    Schema schema = Schema::closed(
        {{u"limit"_s, wholeNumber()}, {u"marker"_s, values()}, {u"changes-since"_s, time()}});
    if (micro >= 66)
        schema.properties.emplace_back(u"changes-before"_s, time());
    return schema;
}

Schema listAttachments(int micro)
{
    return query(micro, {{u"limit"_s, wholeNumber()}, {u"offset"_s, wholeNumber()}});
}

Schema limits(int micro)
{
    return query(micro, {{u"tenant_id"_s, values()}});
}

Schema usage(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments{{u"start"_s, values()}, {u"end"_s, values()}};
    if (micro >= 40) {
        arguments.emplace_back(u"limit"_s, wholeNumber());
        arguments.emplace_back(u"marker"_s, values());
    }
    return query(micro, std::move(arguments));
}

} // namespace oriel::demo::computeschemas
