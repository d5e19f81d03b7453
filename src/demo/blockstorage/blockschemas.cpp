#include "demo/blockstorage/blockschemas.h"

using namespace Qt::StringLiterals;

namespace oriel::demo::blockschemas {

namespace {

Schema boolean()
{
    return {.types = {u"boolean"_s, u"string"_s},
            .choices = {true,       u"True"_s,  u"TRUE"_s,  u"true"_s, u"1"_s,   u"ON"_s,  u"On"_s,
                        u"on"_s,    u"YES"_s,   u"Yes"_s,   u"yes"_s,  u"y"_s,   u"t"_s,   false,
                        u"False"_s, u"FALSE"_s, u"false"_s, u"0"_s,    u"OFF"_s, u"Off"_s, u"off"_s,
                        u"NO"_s,    u"No"_s,    u"no"_s,    u"n"_s,    u"f"_s}};
}

Schema uuidOrNull()
{
    return {.oneOf = {Schema::null(), Schema::uuid()}};
}

Schema textMap()
{
    return {.types = {u"object"_s},
            .keyPattern = u"^[a-zA-Z0-9-_:. /]{1,255}$"_s,
            .keyed = std::make_shared<Schema>(Schema::text(-1, 255)),
            .open = false};
}

Schema textMapOrNull()
{
    Schema schema = textMap();
    schema.types.append(u"null"_s);
    return schema;
}

/// A text that is stored without surrounding spaces.
Schema trimmed(const QString &field)
{
    const auto length = [](const QJsonValue &value) {
        return value.toString().trimmed().toUcs4().size();
    };
    return {.types = {u"string"_s, u"null"_s},
            .format = Schema::Format{
                field,
                [length](const QJsonValue &value) { return length(value) <= 255; },
                {},
                [length, field](const QJsonValue &value) {
                    return u"Invalid input received: %1 has %2 characters, more than 255."_s.arg(
                        field, QString::number(length(value)));
                }}};
}

Schema description()
{
    Schema schema = Schema::textOrNull(0, 255);
    schema.pattern =
        u"^[\\x{20}-\\x{7e}\\x{a0}-\\x{ac}\\x{ae}-\\x{2027}\\x{202f}-\\x{d7ff}\\x{e000}-"
        u"\\x{fffd}]*$"_s;
    return schema;
}

Schema size()
{
    return {.types = {u"integer"_s, u"string"_s},
            .pattern = u"^[0-9]+$"_s,
            .minimum = 1,
            .maximum = 0x7fffffff};
}

} // namespace

Schema createVolume(int micro)
{
    Schema sizeOrNull = size();
    sizeOrNull.types.append(u"null"_s);
    Schema volume{.types = {u"object"_s},
                  .properties = {{u"name"_s, trimmed(u"name"_s)},
                                 {u"description"_s, trimmed(u"description"_s)},
                                 {u"volume_type"_s, Schema::textOrNull(0, 255)},
                                 {u"metadata"_s, textMapOrNull()},
                                 {u"snapshot_id"_s, uuidOrNull()},
                                 {u"source_volid"_s, uuidOrNull()},
                                 {u"consistencygroup_id"_s, uuidOrNull()},
                                 {u"size"_s, sizeOrNull},
                                 {u"availability_zone"_s, Schema::textOrNull(1, 255)},
                                 {u"multiattach"_s, {.oneOf = {Schema::null(), boolean()}}},
                                 {u"image_id"_s, Schema::textOrNull(0, 255)},
                                 {u"imageRef"_s, Schema::textOrNull(0, 255)}}};
    if (micro >= 13)
        volume.properties.emplace_back(u"group_id"_s, Schema::textOrNull(0, 255));
    if (micro >= 47)
        volume.properties.emplace_back(u"backup_id"_s, uuidOrNull());
    volume.open = micro < 53;
    return Schema::closed({{u"volume"_s, volume},
                           {u"OS-SCH-HNT:scheduler_hints"_s, {.types = {u"object"_s, u"null"_s}}}},
                          {u"volume"_s});
}

Schema updateVolume(int micro)
{
    Schema volume = Schema::closed({{u"name"_s, trimmed(u"name"_s)},
                                    {u"description"_s, trimmed(u"description"_s)},
                                    {u"display_name"_s, trimmed(u"display_name"_s)},
                                    {u"display_description"_s, trimmed(u"display_description"_s)},
                                    {u"metadata"_s, textMap()}});
    if (micro >= 53)
        volume.anyRequired = {u"name"_s, u"description"_s, u"display_name"_s,
                              u"display_description"_s, u"metadata"_s};
    return Schema::under(u"volume"_s, volume);
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

Schema extend(int)
{
    return Schema::under(u"os-extend"_s,
                         Schema::closed({{u"new_size"_s, size()}}, {u"new_size"_s}));
}

Schema setBootable(int)
{
    return Schema::under(u"os-set_bootable"_s,
                         Schema::closed({{u"bootable"_s, boolean()}}, {u"bootable"_s}));
}

Schema updateReadOnly(int)
{
    return Schema::under(u"os-update_readonly_flag"_s,
                         Schema::closed({{u"readonly"_s, boolean()}}, {u"readonly"_s}));
}

Schema setImageMetadata(int)
{
    return Schema::under(u"os-set_image_metadata"_s,
                         Schema::closed({{u"metadata"_s, textMap()}}, {u"metadata"_s}));
}

Schema unsetImageMetadata(int)
{
    return Schema::under(u"os-unset_image_metadata"_s,
                         Schema::closed({{u"key"_s, Schema::text(1, 255)}}, {u"key"_s}));
}

Schema retype(int)
{
    return Schema::under(u"os-retype"_s,
                         Schema::closed({{u"new_type"_s, Schema::text(-1, -1)},
                                         {u"migration_policy"_s,
                                          {.types = {u"string"_s, u"null"_s},
                                           .choices = {u"on-demand"_s, u"never"_s}}}},
                                        {u"new_type"_s}));
}

Schema uploadImage(int micro)
{
    Schema upload = Schema::closed({{u"image_name"_s, Schema::text(1, 255)},
                                    {u"force"_s, boolean()},
                                    {u"disk_format"_s,
                                     {.types = {u"string"_s},
                                      .choices = {u"raw"_s, u"vmdk"_s, u"vdi"_s, u"qcow2"_s,
                                                  u"vhd"_s, u"vhdx"_s, u"ploop"_s}}},
                                    {u"container_format"_s, Schema::textOrNull(0, 255)}},
                                   {u"image_name"_s});
    if (micro >= 1) {
        upload.properties.emplace_back(
            u"visibility"_s,
            Schema{.types = {u"string"_s},
                   .choices = {u"community"_s, u"public"_s, u"private"_s, u"shared"_s}});
        upload.properties.emplace_back(u"protected"_s, boolean());
    }
    return Schema::under(u"os-volume_upload_image"_s, upload);
}

Schema createTransfer(int micro)
{
    Schema transfer = Schema::closed(
        {{u"volume_id"_s, Schema::uuid()}, {u"name"_s, trimmed(u"name"_s)}}, {u"volume_id"_s});
    if (micro >= 55)
        transfer.properties.emplace_back(u"no_snapshots"_s, boolean());
    return Schema::under(u"transfer"_s, transfer);
}

Schema acceptTransfer(int)
{
    return Schema::under(
        u"accept"_s,
        Schema::closed({{u"auth_key"_s, {.types = {u"string"_s, u"integer"_s}}}}, {u"auth_key"_s}));
}

Schema createSnapshot(int)
{
    return Schema::under(
        u"snapshot"_s,
        Schema::closed({{u"name"_s, Schema::textOrNull(0, 255)},
                        {u"display_name"_s, Schema::textOrNull(0, 255)},
                        {u"description"_s, description()},
                        {u"volume_id"_s, {.oneOf = {Schema::uuid(), Schema::null()}}},
                        {u"force"_s, boolean()},
                        {u"metadata"_s, textMapOrNull()}},
                       {u"volume_id"_s}));
}

Schema updateSnapshot(int)
{
    Schema snapshot = Schema::closed({{u"name"_s, Schema::textOrNull(0, 255)},
                                      {u"description"_s, description()},
                                      {u"display_name"_s, Schema::textOrNull(0, 255)},
                                      {u"display_description"_s, description()}});
    snapshot.anyRequired = {u"name"_s, u"description"_s, u"display_name"_s,
                            u"display_description"_s};
    return Schema::under(u"snapshot"_s, snapshot);
}

Schema createBackup(int micro)
{
    Schema backup = Schema::closed({{u"volume_id"_s, Schema::uuid()},
                                    {u"container"_s, Schema::textOrNull(0, 255)},
                                    {u"description"_s, description()},
                                    {u"incremental"_s, boolean()},
                                    {u"force"_s, boolean()},
                                    {u"name"_s, Schema::textOrNull(0, 255)},
                                    {u"snapshot_id"_s, uuidOrNull()}},
                                   {u"volume_id"_s});
    if (micro >= 43)
        backup.properties.emplace_back(u"metadata"_s, textMapOrNull());
    if (micro >= 51)
        backup.properties.emplace_back(u"availability_zone"_s, Schema::textOrNull(0, 255));
    return Schema::under(u"backup"_s, backup);
}

Schema updateBackup(int micro)
{
    Schema backup = Schema::closed(
        {{u"name"_s, Schema::textOrNull(0, 255)}, {u"description"_s, description()}});
    backup.types.append(u"null"_s);
    if (micro >= 43)
        backup.properties.emplace_back(u"metadata"_s, textMap());
    return Schema::under(u"backup"_s, backup);
}

Schema restoreBackup(int)
{
    Schema restore =
        Schema::closed({{u"name"_s, Schema::textOrNull(0, 255)}, {u"volume_id"_s, uuidOrNull()}});
    restore.types.append(u"null"_s);
    return Schema::under(u"restore"_s, restore);
}

Schema createGroup(int)
{
    const auto given = [](const QString &field) {
        return Schema{
            .types = {u"string"_s},
            .format = Schema::Format{
                field,
                [](const QJsonValue &value) {
                    return !value.toString().trimmed().isEmpty() &&
                           value.toString().trimmed().toUcs4().size() <= 255;
                },
                {},
                [field](const QJsonValue &value) {
                    const auto length = value.toString().trimmed().toUcs4().size();
                    return length == 0
                               ? u"Invalid input received: %1 has 0 characters, less than 1."_s.arg(
                                     field)
                               : u"Invalid input received: %1 has %2 characters, more than 255."_s
                                     .arg(field, QString::number(length));
                }}};
    };
    Schema types = Schema::list(Schema::text(-1, 255));
    types.minItems = 1;
    Schema zone = given(u"availability_zone"_s);
    zone.types.append(u"null"_s);
    const auto isGiven = zone.format->matches;
    zone.format->matches = [isGiven](const QJsonValue &value) {
        return value.isNull() || isGiven(value);
    };
    return Schema::under(u"group"_s, Schema::closed({{u"description"_s, description()},
                                                     {u"group_type"_s, given(u"group_type"_s)},
                                                     {u"name"_s, Schema::textOrNull(0, 255)},
                                                     {u"volume_types"_s, types},
                                                     {u"availability_zone"_s, zone}},
                                                    {u"group_type"_s, u"volume_types"_s}));
}

Schema createGroupFrom(int)
{
    Schema source = Schema::closed({{u"description"_s, description()},
                                    {u"name"_s, Schema::textOrNull(0, 255)},
                                    {u"source_group_id"_s, Schema::uuid()},
                                    {u"group_snapshot_id"_s, Schema::uuid()}});
    source.oneOf = {Schema{.required = {u"group_snapshot_id"_s}},
                    Schema{.required = {u"source_group_id"_s}}};
    return Schema::under(u"create-from-src"_s, source);
}

Schema updateGroup(int)
{
    Schema group = Schema::closed({{u"description"_s, description()},
                                   {u"name"_s, Schema::textOrNull(0, 255)},
                                   {u"add_volumes"_s, description()},
                                   {u"remove_volumes"_s, description()}});
    group.anyRequired = {u"name"_s, u"description"_s, u"add_volumes"_s, u"remove_volumes"_s};
    return Schema::under(u"group"_s, group);
}

Schema deleteGroup(int)
{
    return Schema::under(u"delete"_s, Schema::closed({{u"delete-volumes"_s, boolean()}}));
}

Schema createGroupSnapshot(int)
{
    return Schema::under(u"group_snapshot"_s,
                         Schema::closed({{u"group_id"_s, Schema::uuid()},
                                         {u"name"_s, Schema::textOrNull(0, 255)},
                                         {u"description"_s, description()}},
                                        {u"group_id"_s}));
}

} // namespace oriel::demo::blockschemas
