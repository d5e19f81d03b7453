#include "openstack/image/image.h"

#include "openstack/decoding.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

/// The keys of Glance's image schema; all others are properties.
constexpr std::array schemaKeys = std::to_array<std::string_view>(
    {"id",          "name",       "status",       "visibility",
     "protected",   "checksum",   "os_hash_algo", "os_hash_value",
     "owner",       "size",       "virtual_size", "container_format",
     "disk_format", "created_at", "updated_at",   "tags",
     "direct_url",  "min_ram",    "min_disk",     "self",
     "file",        "schema",     "locations",    "os_hidden",
     "stores"});

/// A JSON pointer to one top-level key (RFC 6901).
QString jsonPointer(QString key)
{
    return u'/' + key.replace(u'~', "~0"_L1).replace(u'/', "~1"_L1);
}

} // namespace

QMap<QString, QString> Image::readProperties(const json::Object &image, TextPool &pool)
{
    QMap<QString, QString> properties;
    for (const json::Member member : image) {
        if (std::ranges::find(schemaKeys, member.key) == schemaKeys.end())
            properties.insert(pool.text(member.key), pool.text(member.value));
    }
    return properties;
}

/// Empty if any part cannot be read: half a mapping would restore half an instance.
std::vector<BlockDevice> Image::readBlockDevices(const json::Value &mapping)
{
    const QString text = mapping.text();
    if (text.isEmpty())
        return {};
    std::vector<BlockDevice> devices;
    auto document = json::Document::parse(text.toUtf8());
    bool readable = document && document->root().type() == json::Type::Array;
    if (readable) {
        TextPool pool;
        for (const json::Object entry : document->root().array().objects()) {
            FieldReader reader(entry, pool);
            BlockDevice::fields(reader, devices.emplace_back());
        }
        readable = document->oddities().empty();
    }
    if (readable)
        return devices;
    mapping.note(QT_TRANSLATE_NOOP("oriel::net::json", "a list of block devices was expected"));
    return {};
}

template struct List<Image>;
template struct Get<Image>;
template struct Delete<Image>;

net::Request UpdateImage::request() const
{
    QJsonArray patch;
    // "add" also replaces an existing key; "replace" refuses a missing one.
    for (auto entry = set.begin(); entry != set.end(); ++entry) {
        patch.append(QJsonObject{{u"op"_s, u"add"_s},
                                 {u"path"_s, jsonPointer(entry.key())},
                                 {u"value"_s, entry.value()}});
    }
    for (const QString &key : remove)
        patch.append(QJsonObject{{u"op"_s, u"remove"_s}, {u"path"_s, jsonPointer(key)}});
    net::Request request = requestTo(Image::api, net::Method::Patch, id);
    request.contentType = "application/openstack-images-v2.1-json-patch"_ba;
    request.body = QJsonDocument(patch).toJson(QJsonDocument::Compact);
    return request;
}

Result<Image> UpdateImage::decode(const net::Answer &answer) const
{
    return Get<Image>{}.decode(answer);
}

} // namespace oriel::openstack
