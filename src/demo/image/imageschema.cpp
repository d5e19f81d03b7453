#include "demo/image/imageschema.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

Schema imageSchema()
{
    const Schema number{.types = {u"integer"_s}};
    const Schema numberOrNull{.types = {u"null"_s, u"integer"_s}};
    const Schema truth{.types = {u"boolean"_s}};
    const Schema text{.types = {u"string"_s}};
    const auto nullOrText = [](int maxLength) {
        return Schema{.types = {u"null"_s, u"string"_s}, .maxLength = maxLength};
    };
    Schema name = nullOrText(255);
    name.description = u"Descriptive name for the image"_s;
    const QString uuid = u"^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-"
                         u"([0-9a-fA-F]){12}$"_s;
    Schema image{
        .types = {u"object"_s},
        .properties = {
            {u"id"_s, {.types = {u"string"_s}, .pattern = uuid}},
            {u"name"_s, name},
            {u"status"_s, text},
            {u"visibility"_s,
             {.types = {u"string"_s},
              .choices = {u"community"_s, u"public"_s, u"private"_s, u"shared"_s}}},
            {u"protected"_s, truth},
            {u"os_hidden"_s, truth},
            {u"checksum"_s, nullOrText(32)},
            {u"os_hash_algo"_s, nullOrText(64)},
            {u"os_hash_value"_s, nullOrText(128)},
            {u"owner"_s, nullOrText(255)},
            {u"size"_s, numberOrNull},
            {u"virtual_size"_s, numberOrNull},
            {u"container_format"_s,
             {.types = {u"null"_s, u"string"_s},
              .choices = {QJsonValue::Null, u"ami"_s, u"ari"_s, u"aki"_s, u"bare"_s, u"ovf"_s,
                          u"ova"_s, u"docker"_s, u"compressed"_s}}},
            {u"disk_format"_s,
             {.types = {u"null"_s, u"string"_s},
              .choices = {QJsonValue::Null, u"ami"_s, u"ari"_s, u"aki"_s, u"vhd"_s, u"vhdx"_s,
                          u"vmdk"_s, u"raw"_s, u"qcow2"_s, u"vdi"_s, u"iso"_s}}},
            {u"created_at"_s, text},
            {u"updated_at"_s, text},
            {u"tags"_s, Schema::list(Schema::text(-1, 255))},
            {u"min_ram"_s, number},
            {u"min_disk"_s, number},
            {u"self"_s, text},
            {u"file"_s, text},
            {u"schema"_s, text},
            {u"locations"_s, {.types = {u"array"_s}}},
            {u"kernel_id"_s, {.types = {u"null"_s, u"string"_s}, .pattern = uuid}},
            {u"ramdisk_id"_s, {.types = {u"null"_s, u"string"_s}, .pattern = uuid}},
        }};
    image.further = std::make_shared<Schema>(text);
    return image;
}

} // namespace oriel::demo
