#include "demo/image/imageschema.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

Schema imageSchema()
{
    const Schema number{.types = {u"integer"_qs}};
    const Schema numberOrNull{.types = {u"null"_qs, u"integer"_qs}};
    const Schema truth{.types = {u"boolean"_qs}};
    const Schema text{.types = {u"string"_qs}};
    const auto nullOrText = [](int maxLength) {
        return Schema{.types = {u"null"_qs, u"string"_qs}, .maxLength = maxLength};
    };
    Schema name = nullOrText(255);
    name.description = u"Descriptive name for the image"_qs;
    const QString uuid = u"^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-"
                         u"([0-9a-fA-F]){12}$"_qs;
    Schema image{
        .types = {u"object"_qs},
        .properties = {
            {u"id"_qs, {.types = {u"string"_qs}, .pattern = uuid}},
            {u"name"_qs, name},
            {u"status"_qs, text},
            {u"visibility"_qs,
             {.types = {u"string"_qs},
              .choices = {u"community"_qs, u"public"_qs, u"private"_qs, u"shared"_qs}}},
            {u"protected"_qs, truth},
            {u"os_hidden"_qs, truth},
            {u"checksum"_qs, nullOrText(32)},
            {u"os_hash_algo"_qs, nullOrText(64)},
            {u"os_hash_value"_qs, nullOrText(128)},
            {u"owner"_qs, nullOrText(255)},
            {u"size"_qs, numberOrNull},
            {u"virtual_size"_qs, numberOrNull},
            {u"container_format"_qs,
             {.types = {u"null"_qs, u"string"_qs},
              .choices = {QJsonValue::Null, u"ami"_qs, u"ari"_qs, u"aki"_qs, u"bare"_qs, u"ovf"_qs,
                          u"ova"_qs, u"docker"_qs, u"compressed"_qs}}},
            {u"disk_format"_qs,
             {.types = {u"null"_qs, u"string"_qs},
              .choices = {QJsonValue::Null, u"ami"_qs, u"ari"_qs, u"aki"_qs, u"vhd"_qs, u"vhdx"_qs,
                          u"vmdk"_qs, u"raw"_qs, u"qcow2"_qs, u"vdi"_qs, u"iso"_qs}}},
            {u"created_at"_qs, text},
            {u"updated_at"_qs, text},
            {u"tags"_qs, Schema::list(Schema::text(-1, 255))},
            {u"min_ram"_qs, number},
            {u"min_disk"_qs, number},
            {u"self"_qs, text},
            {u"file"_qs, text},
            {u"schema"_qs, text},
            {u"locations"_qs, {.types = {u"array"_qs}}},
            {u"kernel_id"_qs, {.types = {u"null"_qs, u"string"_qs}, .pattern = uuid}},
            {u"ramdisk_id"_qs, {.types = {u"null"_qs, u"string"_qs}, .pattern = uuid}},
        }};
    image.further = std::make_shared<Schema>(text);
    return image;
}

} // namespace oriel::demo
