#include "demo/blockstorage/blockschemas.h"

using namespace Qt::StringLiterals;

namespace oriel::demo::blockschemas {

namespace {

Schema boolean()
{
    return {.types = {u"boolean"_qs, u"string"_qs},
            .choices = {true,      u"True"_qs, u"TRUE"_qs,  u"true"_qs,  u"1"_qs,     u"ON"_qs,
                        u"On"_qs,  u"on"_qs,   u"YES"_qs,   u"Yes"_qs,   u"yes"_qs,   u"y"_qs,
                        u"t"_qs,   false,      u"False"_qs, u"FALSE"_qs, u"false"_qs, u"0"_qs,
                        u"OFF"_qs, u"Off"_qs,  u"off"_qs,   u"NO"_qs,    u"No"_qs,    u"no"_qs,
                        u"n"_qs,   u"f"_qs}};
}

Schema uuidOrNull()
{
    return {.oneOf = {Schema::nothing(), Schema::uuid()}};
}

Schema textMap()
{
    return {.types = {u"object"_qs},
            .keyPattern = u"^[a-zA-Z0-9-_:. /]{1,255}$"_qs,
            .keyed = std::make_shared<Schema>(Schema::text(-1, 255)),
            .open = false};
}

Schema textMapOrNull()
{
    Schema schema = textMap();
    schema.types.append(u"null"_qs);
    return schema;
}

/// A text that is taken without the blanks around it.
Schema trimmed(const QString &field)
{
    const auto length = [](const QJsonValue &value) {
        return value.toString().trimmed().toUcs4().size();
    };
    return {.types = {u"string"_qs, u"null"_qs},
            .format = Schema::Format{
                field,
                [length](const QJsonValue &value) { return length(value) <= 255; },
                {},
                [length, field](const QJsonValue &value) {
                    return u"Invalid input received: %1 has %2 characters, more than 255."_qs.arg(
                        field, QString::number(length(value)));
                }}};
}

Schema description()
{
    Schema schema = Schema::textOrNull(0, 255);
    schema.pattern =
        u"^[\\x{20}-\\x{7e}\\x{a0}-\\x{ac}\\x{ae}-\\x{2027}\\x{202f}-\\x{d7ff}\\x{e000}-"
        u"\\x{fffd}]*$"_qs;
    return schema;
}

Schema size()
{
    return {.types = {u"integer"_qs, u"string"_qs},
            .pattern = u"^[0-9]+$"_qs,
            .minimum = 1,
            .maximum = 0x7fffffff};
}

} // namespace

Schema createVolume(int micro)
{
    Schema sizeOrNull = size();
    sizeOrNull.types.append(u"null"_qs);
    Schema volume{.types = {u"object"_qs},
                  .properties = {{u"name"_qs, trimmed(u"name"_qs)},
                                 {u"description"_qs, trimmed(u"description"_qs)},
                                 {u"volume_type"_qs, Schema::textOrNull(0, 255)},
                                 {u"metadata"_qs, textMapOrNull()},
                                 {u"snapshot_id"_qs, uuidOrNull()},
                                 {u"source_volid"_qs, uuidOrNull()},
                                 {u"consistencygroup_id"_qs, uuidOrNull()},
                                 {u"size"_qs, sizeOrNull},
                                 {u"availability_zone"_qs, Schema::textOrNull(1, 255)},
                                 {u"multiattach"_qs, {.oneOf = {Schema::nothing(), boolean()}}},
                                 {u"image_id"_qs, Schema::textOrNull(0, 255)},
                                 {u"imageRef"_qs, Schema::textOrNull(0, 255)}}};
    if (micro >= 13)
        volume.properties.emplace_back(u"group_id"_qs, Schema::textOrNull(0, 255));
    if (micro >= 47)
        volume.properties.emplace_back(u"backup_id"_qs, uuidOrNull());
    volume.open = micro < 53;
    return Schema::closed(
        {{u"volume"_qs, volume},
         {u"OS-SCH-HNT:scheduler_hints"_qs, {.types = {u"object"_qs, u"null"_qs}}}},
        {u"volume"_qs});
}

Schema updateVolume(int micro)
{
    Schema volume = Schema::closed({{u"name"_qs, trimmed(u"name"_qs)},
                                    {u"description"_qs, trimmed(u"description"_qs)},
                                    {u"display_name"_qs, trimmed(u"display_name"_qs)},
                                    {u"display_description"_qs, trimmed(u"display_description"_qs)},
                                    {u"metadata"_qs, textMap()}});
    if (micro >= 53)
        volume.anyRequired = {u"name"_qs, u"description"_qs, u"display_name"_qs,
                              u"display_description"_qs, u"metadata"_qs};
    return Schema::under(u"volume"_qs, volume);
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

Schema extend(int)
{
    return Schema::under(u"os-extend"_qs,
                         Schema::closed({{u"new_size"_qs, size()}}, {u"new_size"_qs}));
}

Schema setBootable(int)
{
    return Schema::under(u"os-set_bootable"_qs,
                         Schema::closed({{u"bootable"_qs, boolean()}}, {u"bootable"_qs}));
}

Schema updateReadOnly(int)
{
    return Schema::under(u"os-update_readonly_flag"_qs,
                         Schema::closed({{u"readonly"_qs, boolean()}}, {u"readonly"_qs}));
}

Schema retype(int)
{
    return Schema::under(u"os-retype"_qs,
                         Schema::closed({{u"new_type"_qs, Schema::text(-1, -1)},
                                         {u"migration_policy"_qs,
                                          {.types = {u"string"_qs, u"null"_qs},
                                           .choices = {u"on-demand"_qs, u"never"_qs}}}},
                                        {u"new_type"_qs}));
}

Schema createSnapshot(int)
{
    return Schema::under(
        u"snapshot"_qs,
        Schema::closed({{u"name"_qs, Schema::textOrNull(0, 255)},
                        {u"display_name"_qs, Schema::textOrNull(0, 255)},
                        {u"description"_qs, description()},
                        {u"volume_id"_qs, {.oneOf = {Schema::uuid(), Schema::nothing()}}},
                        {u"force"_qs, boolean()},
                        {u"metadata"_qs, textMapOrNull()}},
                       {u"volume_id"_qs}));
}

Schema updateSnapshot(int)
{
    Schema snapshot = Schema::closed({{u"name"_qs, Schema::textOrNull(0, 255)},
                                      {u"description"_qs, description()},
                                      {u"display_name"_qs, Schema::textOrNull(0, 255)},
                                      {u"display_description"_qs, description()}});
    snapshot.anyRequired = {u"name"_qs, u"description"_qs, u"display_name"_qs,
                            u"display_description"_qs};
    return Schema::under(u"snapshot"_qs, snapshot);
}

Schema createBackup(int micro)
{
    Schema backup = Schema::closed({{u"volume_id"_qs, Schema::uuid()},
                                    {u"container"_qs, Schema::textOrNull(0, 255)},
                                    {u"description"_qs, description()},
                                    {u"incremental"_qs, boolean()},
                                    {u"force"_qs, boolean()},
                                    {u"name"_qs, Schema::textOrNull(0, 255)},
                                    {u"snapshot_id"_qs, uuidOrNull()}},
                                   {u"volume_id"_qs});
    if (micro >= 43)
        backup.properties.emplace_back(u"metadata"_qs, textMapOrNull());
    if (micro >= 51)
        backup.properties.emplace_back(u"availability_zone"_qs, Schema::textOrNull(0, 255));
    return Schema::under(u"backup"_qs, backup);
}

Schema updateBackup(int micro)
{
    Schema backup = Schema::closed(
        {{u"name"_qs, Schema::textOrNull(0, 255)}, {u"description"_qs, description()}});
    backup.types.append(u"null"_qs);
    if (micro >= 43)
        backup.properties.emplace_back(u"metadata"_qs, textMap());
    return Schema::under(u"backup"_qs, backup);
}

} // namespace oriel::demo::blockschemas
