#include "demo/compute/computeschemas.h"

#include <QtCore/QRegularExpression>
#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo::computeschemas {

namespace {

/// Characters outside of the Basic Multilingual Plane are not among those that nova takes.
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
    return u"An invalid 'name' value was provided. The name must be: "_qs + reason;
}

Schema name()
{
    Schema schema = Schema::text(1, 255);
    schema.format = Schema::Format{
        u"name"_qs, &isName,
        invalidName(u"printable characters. Can not start or end with whitespace."_qs)};
    return schema;
}

Schema description()
{
    // The pattern lists every printable character; what a client gets to see of it is endless.
    Schema schema = Schema::textOrNull(0, 255);
    schema.pattern =
        u"^[\\x{20}-\\x{7e}\\x{a0}-\\x{ac}\\x{ae}-\\x{2027}\\x{202f}-\\x{d7ff}\\x{e000}-"
        u"\\x{fffd}]*$"_qs;
    return schema;
}

Schema boolean()
{
    return {.types = {u"boolean"_qs, u"string"_qs},
            .choices = {true,        u"True"_qs,  u"TRUE"_qs,  u"true"_qs, u"1"_qs,   u"ON"_qs,
                        u"On"_qs,    u"on"_qs,    u"YES"_qs,   u"Yes"_qs,  u"yes"_qs, false,
                        u"False"_qs, u"FALSE"_qs, u"false"_qs, u"0"_qs,    u"OFF"_qs, u"Off"_qs,
                        u"off"_qs,   u"NO"_qs,    u"No"_qs,    u"no"_qs}};
}

Schema count()
{
    return {.types = {u"integer"_qs, u"string"_qs},
            .pattern = u"^[0-9]*$"_qs,
            .minimum = 1,
            .minLength = 1};
}

Schema textMap()
{
    return {.types = {u"object"_qs},
            .keyPattern = u"^[a-zA-Z0-9-_:. ]{1,255}$"_qs,
            .keyed = std::make_shared<Schema>(Schema::text(-1, 255)),
            .open = false};
}

Schema tag()
{
    Schema schema = Schema::text(1, 60);
    schema.pattern = u"^[^,/]*$"_qs;
    return schema;
}

Schema address(const QString &version)
{
    return {.types = {u"string"_qs},
            .format = Schema::Format{version, [](const QJsonValue &value) {
                                         return value.toString().isEmpty() ||
                                                !QHostAddress(value.toString()).isNull();
                                     }}};
}

Schema diskConfig()
{
    return {.types = {u"string"_qs}, .choices = {u"AUTO"_qs, u"MANUAL"_qs}};
}

Schema flavorRef()
{
    return {.types = {u"string"_qs, u"integer"_qs}, .minLength = 1};
}

Schema hostname()
{
    Schema schema = Schema::text(2, 63);
    schema.pattern = u"^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$"_qs;
    return schema;
}

Schema host()
{
    Schema schema = Schema::text(1, 255);
    schema.pattern = u"^[a-zA-Z0-9-._]*$"_qs;
    return schema;
}

Schema userData()
{
    Schema schema = Schema::text(-1, 65535);
    schema.format =
        Schema::Format{u"base64"_qs, [](const QJsonValue &value) {
                           static const QRegularExpression letters(u"^[A-Za-z0-9+/\\s]*=*\\s*$"_qs);
                           return letters.match(value.toString()).hasMatch();
                       }};
    return schema;
}

Schema device(int micro)
{
    Schema named = Schema::text(1, 255);
    named.pattern = u"^[a-zA-Z0-9._-r/]*$"_qs;
    Schema uuid = Schema::text(1, 255);
    uuid.pattern = u"^[a-zA-Z0-9._-]*$"_qs;
    Schema schema = Schema::closed({
        {u"volume_id"_qs, Schema::uuid()},
        {u"snapshot_id"_qs, Schema::uuid()},
        {u"volume_size"_qs,
         {.types = {u"integer"_qs, u"string"_qs},
          .pattern = u"^[0-9]+$"_qs,
          .minimum = 1,
          .maximum = 0x7fffffff}},
        {u"device_name"_qs, named},
        {u"delete_on_termination"_qs, boolean()},
        {u"no_device"_qs, {}},
        {u"source_type"_qs,
         {.types = {u"string"_qs},
          .choices = {u"volume"_qs, u"image"_qs, u"snapshot"_qs, u"blank"_qs}}},
        {u"uuid"_qs, uuid},
        {u"image_id"_qs, Schema::uuid()},
        {u"destination_type"_qs, {.types = {u"string"_qs}, .choices = {u"local"_qs, u"volume"_qs}}},
        {u"guest_format"_qs, Schema::text(-1, 255)},
        {u"device_type"_qs, Schema::text(-1, 255)},
        {u"disk_bus"_qs, Schema::text(-1, 255)},
        {u"boot_index"_qs,
         {.types = {u"integer"_qs, u"string"_qs, u"null"_qs}, .pattern = u"^-?[0-9]+$"_qs}},
    });
    if (micro == 32 || micro >= 42)
        schema.properties.emplace_back(u"tag"_qs, tag());
    if (micro >= 67)
        schema.properties.emplace_back(u"volume_type"_qs, Schema::textOrNull(0, 255));
    return schema;
}

Schema networks(int micro)
{
    Schema network =
        Schema::closed({{u"fixed_ip"_qs, address(u"ipv4"_qs)},
                        {u"port"_qs, {.oneOf = {Schema::uuid(), Schema::nothing()}}},
                        {u"uuid"_qs, micro >= 37 ? Schema::uuid() : Schema::text(-1, -1)}});
    if ((micro >= 32 && micro < 37) || micro >= 42)
        network.properties.emplace_back(u"tag"_qs, tag());
    Schema list = Schema::list(std::move(network));
    if (micro < 37)
        return list;
    return {.oneOf = {list, {.types = {u"string"_qs}, .choices = {u"none"_qs, u"auto"_qs}}}};
}

// Queries: each argument is the list of its values.

Schema values(Schema value = Schema::text(-1, -1))
{
    return Schema::list(std::move(value));
}

Schema expressions()
{
    Schema schema = Schema::text(-1, -1);
    schema.format = Schema::Format{u"regex"_qs, [](const QJsonValue &value) {
                                       const QString text = value.toString();
                                       return !text.isEmpty() && QRegularExpression(text).isValid();
                                   }};
    return values(schema);
}

Schema wholeNumber()
{
    Schema schema = Schema::text(1, -1);
    schema.pattern = u"^[0-9]*$"_qs;
    return values(schema);
}

Schema time()
{
    Schema schema = Schema::text(-1, -1);
    schema.format = Schema::Format{u"date-time"_qs, [](const QJsonValue &value) {
                                       static const QRegularExpression form(
                                           u"^\\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01])"
                                           u"([T ]\\d{2}:?\\d{2}(:?\\d{2}([.,]\\d+)?)?"
                                           u"(Z|[+-]\\d{2}(:?\\d{2})?)?)?$"_qs);
                                       return form.match(value.toString()).hasMatch();
                                   }};
    return values(schema);
}

/// Up to 2.74 nova passes over what it does not know.
Schema query(int micro, std::vector<std::pair<QString, Schema>> arguments)
{
    Schema schema = Schema::closed(std::move(arguments));
    schema.open = micro < 75;
    return schema;
}

QJsonArray serverSortKeys(int micro)
{
    const QStringList used{u"access_ip_v4"_qs,
                           u"access_ip_v6"_qs,
                           u"auto_disk_config"_qs,
                           u"availability_zone"_qs,
                           u"config_drive"_qs,
                           u"created_at"_qs,
                           u"display_description"_qs,
                           u"display_name"_qs,
                           u"host"_qs,
                           u"hostname"_qs,
                           u"image_ref"_qs,
                           u"instance_type_id"_qs,
                           u"kernel_id"_qs,
                           u"key_name"_qs,
                           u"launch_index"_qs,
                           u"launched_at"_qs,
                           u"locked_by"_qs,
                           u"node"_qs,
                           u"power_state"_qs,
                           u"progress"_qs,
                           u"project_id"_qs,
                           u"ramdisk_id"_qs,
                           u"root_device_name"_qs,
                           u"task_state"_qs,
                           u"terminated_at"_qs,
                           u"updated_at"_qs,
                           u"user_id"_qs,
                           u"uuid"_qs,
                           u"vm_state"_qs};
    const QStringList ignored{u"architecture"_qs,
                              u"cell_name"_qs,
                              u"cleaned"_qs,
                              u"default_ephemeral_device"_qs,
                              u"default_swap_device"_qs,
                              u"deleted"_qs,
                              u"deleted_at"_qs,
                              u"disable_terminate"_qs,
                              u"ephemeral_gb"_qs,
                              u"ephemeral_key_uuid"_qs,
                              u"id"_qs,
                              u"key_data"_qs,
                              u"launched_on"_qs,
                              u"locked"_qs,
                              u"memory_mb"_qs,
                              u"os_type"_qs,
                              u"reservation_id"_qs,
                              u"root_gb"_qs,
                              u"shutdown_terminate"_qs,
                              u"user_data"_qs,
                              u"vcpus"_qs,
                              u"vm_mode"_qs};
    if (micro < 75)
        return QJsonArray::fromStringList(used + ignored);
    return QJsonArray::fromStringList(QStringList{u"locked"_qs} + used);
}

} // namespace

Schema createServer(int micro)
{
    Schema group = Schema::closed({{u"name"_qs, name()}});
    Schema server =
        Schema::closed({{u"name"_qs, name()},
                        {u"imageRef"_qs, {.oneOf = {Schema::uuid(), Schema::text(-1, 0)}}},
                        {u"flavorRef"_qs, flavorRef()},
                        {u"adminPass"_qs, Schema::text(-1, -1)},
                        {u"metadata"_qs, textMap()},
                        {u"networks"_qs, networks(micro)},
                        {u"OS-DCF:diskConfig"_qs, diskConfig()},
                        {u"accessIPv4"_qs, address(u"ipv4"_qs)},
                        {u"accessIPv6"_qs, address(u"ipv6"_qs)},
                        {u"availability_zone"_qs, name()},
                        {u"block_device_mapping"_qs, Schema::list({.types = {u"object"_qs}})},
                        {u"block_device_mapping_v2"_qs, Schema::list(device(micro))},
                        {u"config_drive"_qs, boolean()},
                        {u"key_name"_qs, name()},
                        {u"min_count"_qs, count()},
                        {u"max_count"_qs, count()},
                        {u"return_reservation_id"_qs, boolean()},
                        {u"security_groups"_qs, Schema::list(group)},
                        {u"user_data"_qs, userData()}},
                       {u"name"_qs, u"flavorRef"_qs});
    if (micro < 57)
        server.properties.emplace_back(u"personality"_qs, Schema::list({}));
    if (micro >= 19)
        server.properties.emplace_back(u"description"_qs, description());
    if (micro >= 37)
        server.required.append(u"networks"_qs);
    if (micro >= 52) {
        Schema tags = Schema::list(tag());
        tags.maxItems = 50;
        server.properties.emplace_back(u"tags"_qs, tags);
    }
    if (micro >= 63)
        server.properties.emplace_back(u"trusted_image_certificates"_qs, Schema{});
    if (micro >= 74) {
        server.properties.emplace_back(u"host"_qs, host());
        server.properties.emplace_back(u"hypervisor_hostname"_qs, host());
    }
    if (micro >= 90)
        server.properties.emplace_back(u"hostname"_qs, hostname());
    return Schema::closed({{u"server"_qs, server},
                           {u"os:scheduler_hints"_qs, {.types = {u"object"_qs}}},
                           {u"OS-SCH-HNT:scheduler_hints"_qs, {.types = {u"object"_qs}}}},
                          {u"server"_qs});
}

Schema updateServer(int micro)
{
    Schema server = Schema::closed({{u"name"_qs, name()},
                                    {u"OS-DCF:diskConfig"_qs, diskConfig()},
                                    {u"accessIPv4"_qs, address(u"ipv4"_qs)},
                                    {u"accessIPv6"_qs, address(u"ipv6"_qs)}});
    if (micro >= 19)
        server.properties.emplace_back(u"description"_qs, description());
    if (micro >= 90)
        server.properties.emplace_back(u"hostname"_qs, hostname());
    return Schema::under(u"server"_qs, server);
}

Schema metadata(int)
{
    return Schema::under(u"metadata"_qs, textMap());
}

Schema metadataItem(int)
{
    Schema item = textMap();
    item.minProperties = item.maxProperties = 1;
    return Schema::under(u"meta"_qs, item);
}

Schema attachVolume(int micro)
{
    Schema device{.types = {u"string"_qs, u"null"_qs},
                  .pattern = u"(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$"_qs};
    Schema attachment = Schema::closed({{u"volumeId"_qs, Schema::uuid()}, {u"device"_qs, device}},
                                       {u"volumeId"_qs});
    if (micro >= 49)
        attachment.properties.emplace_back(u"tag"_qs, tag());
    if (micro >= 79)
        attachment.properties.emplace_back(u"delete_on_termination"_qs, boolean());
    return Schema::under(u"volumeAttachment"_qs, attachment);
}

Schema createKeyPair(int micro)
{
    // A key pair's name is a name, and made of few characters besides.
    const QString characters = (micro >= 92 ? u"@._- "_qs : u"_- "_qs) +
                               u"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"_qs;
    Schema plain = Schema::text(1, 255);
    plain.format =
        Schema::Format{u"keypair_name"_qs,
                       [characters](const QJsonValue &value) {
                           const QString text = value.toString();
                           return std::all_of(text.begin(), text.end(),
                                              [&](QChar c) { return characters.contains(c); });
                       },
                       invalidName(u"Only expected characters: [%1]"_qs.arg(characters))};
    Schema pair = Schema::closed(
        {{u"name"_qs, {.allOf = {name(), plain}}}, {u"public_key"_qs, Schema::text(-1, -1)}},
        {u"name"_qs});
    if (micro >= 2)
        pair.properties.emplace_back(
            u"type"_qs, Schema{.types = {u"string"_qs}, .choices = {u"ssh"_qs, u"x509"_qs}});
    if (micro >= 10)
        pair.properties.emplace_back(u"user_id"_qs, Schema::text(1, 255));
    if (micro >= 92)
        pair.required.append(u"public_key"_qs);
    return Schema::under(u"keypair"_qs, pair);
}

Schema remoteConsole(int micro)
{
    QJsonArray protocols{u"vnc"_qs, u"spice"_qs, u"rdp"_qs, u"serial"_qs};
    QJsonArray types{u"novnc"_qs, u"xvpvnc"_qs, u"rdp-html5"_qs, u"spice-html5"_qs, u"serial"_qs};
    if (micro >= 8) {
        protocols.append(u"mks"_qs);
        types.append(u"webmks"_qs);
    }
    return Schema::under(
        u"remote_console"_qs,
        Schema::closed({{u"protocol"_qs, {.types = {u"string"_qs}, .choices = protocols}},
                        {u"type"_qs, {.types = {u"string"_qs}, .choices = types}}},
                       {u"protocol"_qs, u"type"_qs}));
}

Schema createImage(int)
{
    return Schema::under(
        u"createImage"_qs,
        Schema::closed({{u"name"_qs, name()}, {u"metadata"_qs, textMap()}}, {u"name"_qs}));
}

Schema createBackup(int)
{
    Schema rotation = count();
    rotation.minimum = 0;
    return Schema::under(u"createBackup"_qs,
                         Schema::closed({{u"name"_qs, name()},
                                         {u"backup_type"_qs, Schema::text(-1, -1)},
                                         {u"rotation"_qs, rotation},
                                         {u"metadata"_qs, textMap()}},
                                        {u"name"_qs, u"backup_type"_qs, u"rotation"_qs}));
}

Schema reboot(int)
{
    const Schema type{
        .types = {u"string"_qs},
        .choices = {u"HARD"_qs, u"Hard"_qs, u"hard"_qs, u"SOFT"_qs, u"Soft"_qs, u"soft"_qs}};
    return Schema::under(u"reboot"_qs, Schema::closed({{u"type"_qs, type}}, {u"type"_qs}));
}

Schema resize(int)
{
    return Schema::under(u"resize"_qs, Schema::closed({{u"flavorRef"_qs, flavorRef()},
                                                       {u"OS-DCF:diskConfig"_qs, diskConfig()}},
                                                      {u"flavorRef"_qs}));
}

Schema lock(int micro)
{
    if (micro < 73)
        return {};
    Schema reason = Schema::closed({{u"locked_reason"_qs, Schema::text(1, 255)}});
    reason.types.append(u"null"_qs);
    return Schema::under(u"lock"_qs, reason);
}

Schema consoleOutput(int)
{
    const Schema length{.types = {u"integer"_qs, u"string"_qs, u"null"_qs},
                        .pattern = u"^-?[0-9]+$"_qs,
                        .minimum = -1};
    return Schema::under(u"os-getConsoleOutput"_qs, Schema::closed({{u"length"_qs, length}}));
}

Schema evacuate(int micro)
{
    if (micro >= 14)
        return Schema::under(u"evacuate"_qs, {.types = {u"object"_qs}});
    return Schema::under(u"evacuate"_qs,
                         {.types = {u"object"_qs}, .required = {u"onSharedStorage"_qs}});
}

Schema listServers(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments;
    for (const QString &key :
         {u"user_id"_qs, u"project_id"_qs, u"tenant_id"_qs, u"launch_index"_qs, u"image_ref"_qs,
          u"image"_qs, u"vm_state"_qs, u"task_state"_qs, u"host"_qs, u"uuid"_qs, u"sort_dir"_qs,
          u"all_tenants"_qs, u"soft_deleted"_qs, u"deleted"_qs, u"status"_qs})
        arguments.emplace_back(key, values());
    for (const QString &key : {u"kernel_id"_qs,
                               u"ramdisk_id"_qs,
                               u"hostname"_qs,
                               u"key_name"_qs,
                               u"power_state"_qs,
                               u"node"_qs,
                               u"flavor"_qs,
                               u"reservation_id"_qs,
                               u"launched_at"_qs,
                               u"terminated_at"_qs,
                               u"availability_zone"_qs,
                               u"name"_qs,
                               u"display_name"_qs,
                               u"description"_qs,
                               u"display_description"_qs,
                               u"locked_by"_qs,
                               u"root_device_name"_qs,
                               u"config_drive"_qs,
                               u"access_ip_v4"_qs,
                               u"access_ip_v6"_qs,
                               u"auto_disk_config"_qs,
                               u"progress"_qs,
                               u"ip"_qs,
                               u"ip6"_qs,
                               u"created_at"_qs})
        arguments.emplace_back(key, expressions());
    arguments.emplace_back(
        u"sort_key"_qs, values(Schema{.types = {u"string"_qs}, .choices = serverSortKeys(micro)}));
    arguments.emplace_back(u"changes-since"_qs, time());
    arguments.emplace_back(u"limit"_qs, wholeNumber());
    arguments.emplace_back(u"marker"_qs, values());
    if (micro >= 26) {
        for (const QString &key : {u"tags"_qs, u"tags-any"_qs, u"not-tags"_qs, u"not-tags-any"_qs})
            arguments.emplace_back(key, expressions());
    }
    if (micro >= 66)
        arguments.emplace_back(u"changes-before"_qs, time());
    if (micro >= 73)
        arguments.emplace_back(u"locked"_qs, values());
    Schema schema = query(micro, std::move(arguments));
    schema.keyPattern = u"^_"_qs;
    schema.keyed = std::make_shared<Schema>(values());
    return schema;
}

Schema listFlavors(int micro)
{
    return query(
        micro,
        {{u"limit"_qs, wholeNumber()},
         {u"marker"_qs, values()},
         {u"is_public"_qs, values()},
         {u"minRam"_qs, values()},
         {u"minDisk"_qs, values()},
         {u"sort_key"_qs,
          values({.types = {u"string"_qs},
                  .choices = {u"created_at"_qs, u"description"_qs, u"disabled"_qs,
                              u"ephemeral_gb"_qs, u"flavorid"_qs, u"id"_qs, u"is_public"_qs,
                              u"memory_mb"_qs, u"name"_qs, u"root_gb"_qs, u"rxtx_factor"_qs,
                              u"swap"_qs, u"updated_at"_qs, u"vcpu_weight"_qs, u"vcpus"_qs}})},
         {u"sort_dir"_qs, values({.types = {u"string"_qs}, .choices = {u"asc"_qs, u"desc"_qs}})}});
}

Schema listKeyPairs(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments;
    if (micro >= 10)
        arguments.emplace_back(u"user_id"_qs, values());
    if (micro >= 35) {
        arguments.emplace_back(u"limit"_qs, wholeNumber());
        arguments.emplace_back(u"marker"_qs, values());
    }
    return query(micro, std::move(arguments));
}

Schema listActions(int micro)
{
    if (micro < 58)
        return {};
    Schema schema = Schema::closed(
        {{u"limit"_qs, wholeNumber()}, {u"marker"_qs, values()}, {u"changes-since"_qs, time()}});
    if (micro >= 66)
        schema.properties.emplace_back(u"changes-before"_qs, time());
    return schema;
}

Schema listAttachments(int micro)
{
    return query(micro, {{u"limit"_qs, wholeNumber()}, {u"offset"_qs, wholeNumber()}});
}

Schema limits(int micro)
{
    return query(micro, {{u"tenant_id"_qs, values()}});
}

Schema usage(int micro)
{
    std::vector<std::pair<QString, Schema>> arguments{{u"start"_qs, values()},
                                                      {u"end"_qs, values()}};
    if (micro >= 40) {
        arguments.emplace_back(u"limit"_qs, wholeNumber());
        arguments.emplace_back(u"marker"_qs, values());
    }
    return query(micro, std::move(arguments));
}

} // namespace oriel::demo::computeschemas
