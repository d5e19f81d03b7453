#include "demo/image/imageservice.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace oriel::demo {

HttpResponse ImageService::patchImage(Call &call)
{
    const QByteArray type = call.request.header("content-type");
    if (!type.startsWith("application/openstack-images-v2.1-json-patch") &&
        !type.startsWith("application/openstack-images-v2.0-json-patch"))
        return fault(call.request, 415, u"The media type is not supported for this resource."_qs);
    Image *image = imageOf(call, call.parameters[0]);
    if (image == nullptr)
        return notFound(call, call.parameters[0]);
    if (!call.member() || image->owner != call.project())
        return notAllowed(call, u"modify_image"_qs);
    const QJsonDocument document = QJsonDocument::fromJson(call.request.body);
    if (!document.isArray())
        return fault(call.request, 400,
                     u"Request body must be a JSON array of operation objects."_qs);
    // All or nothing: the changes are tried on a copy.
    Image changed = *image;
    const QJsonArray operations = document.array();
    for (const auto &entry : operations) {
        const QJsonObject operation = entry.toObject();
        const QString op = operation.value(u"op").toString();
        QString key = operation.value(u"path").toString().mid(1);
        key.replace(u"~1"_qs, u"/"_qs).replace(u"~0"_qs, u"~"_qs);
        if (key.isEmpty())
            return fault(call.request, 400, u"Invalid JSON pointer for this resource: '/'"_qs);
        if (op == u"remove") {
            if (changed.properties.remove(key) == 0) {
                return imageBody(changed).contains(key)
                           ? fault(call.request, 403,
                                   u"Property %1 may not be removed."_qs.arg(key))
                           : fault(call.request, 409, u"Property %1 does not exist."_qs.arg(key));
            }
        } else if (op == u"add" || op == u"replace") {
            if (op == u"replace" && !imageBody(changed).contains(key))
                return fault(call.request, 409, u"Property %1 does not exist."_qs.arg(key));
            if (const auto refused = setAttribute(call, changed, key, operation.value(u"value")))
                return *refused;
        } else {
            return fault(call.request, 400,
                         u"Unable to find '%1' in JSON Schema change"_qs.arg(op));
        }
    }
    changed.updated = world().now();
    *image = changed;
    return HttpResponse::json(200, imageBody(*image));
}

std::optional<HttpResponse> ImageService::setAttribute(const Call &call, Image &image,
                                                       const QString &key,
                                                       const QJsonValue &value) const
{
    static const QStringList readOnly{u"id"_qs,           u"status"_qs,        u"checksum"_qs,
                                      u"os_hash_algo"_qs, u"os_hash_value"_qs, u"created_at"_qs,
                                      u"updated_at"_qs,   u"self"_qs,          u"file"_qs,
                                      u"schema"_qs,       u"size"_qs,          u"virtual_size"_qs,
                                      u"owner"_qs,        u"stores"_qs,        u"locations"_qs};
    const auto refuse = [&](const QString &problem, const QString &rule, const QString &schema) {
        return fault(
            call.request, 400,
            u"Provided object does not match schema 'image': %1\n\nFailed validating %2 in schema['properties']['%3']:\n    %4\n\nOn instance['%3']:\n    '%5'"_qs
                .arg(problem, rule, key, schema, value.toVariant().toString()));
    };
    if (key == u"owner" && value.toString() == call.project())
        return std::nullopt;
    if (readOnly.contains(key))
        return fault(call.request, 403, u"Attribute '%1' is read-only."_qs.arg(key));
    if (key == u"name") {
        if (value.toString().toUcs4().size() > 255) {
            return refuse(
                u"'%1' is too long"_qs.arg(value.toString()), u"'maxLength'"_qs,
                u"{'description': 'Descriptive name for the image',\n     'maxLength': 255,\n     'type': ['null', 'string']}"_qs);
        }
        image.name = value.toString();
    } else if (key == u"visibility") {
        const QString wanted = value.toString();
        if (wanted == u"public")
            return fault(call.request, 403,
                         u"You are not authorized to complete publicize_image action."_qs);
        if (wanted != u"private" && wanted != u"shared" && wanted != u"community")
            return refuse(
                u"'%1' is not one of ['community', 'public', 'private', 'shared']"_qs.arg(wanted),
                u"'enum'"_qs, u"{}"_qs);
        image.visibility = wanted;
    } else if (key == u"protected" || key == u"os_hidden") {
        if (!value.isBool())
            return refuse(u"'%1' is not of type 'boolean'"_qs.arg(value.toVariant().toString()),
                          u"'type'"_qs, u"{'type': 'boolean'}"_qs);
        (key == u"protected" ? image.isProtected : image.hidden) = value.toBool();
    } else if (key == u"min_ram" || key == u"min_disk") {
        if (!value.isDouble() || value.toInt(-1) < 0)
            return refuse(u"'%1' is not of type 'integer'"_qs.arg(value.toVariant().toString()),
                          u"'type'"_qs, u"{'type': 'integer'}"_qs);
        (key == u"min_ram" ? image.minRam : image.minDisk) = value.toInt();
    } else if (key == u"disk_format") {
        image.diskFormat = value.toString();
    } else if (key == u"container_format") {
        image.containerFormat = value.toString();
    } else if (key == u"tags") {
        image.tags.clear();
        const QJsonArray tags = value.toArray();
        for (const auto &tag : tags)
            image.tags.append(tag.toString());
    } else {
        if (!value.isString())
            return refuse(u"%1 is not of type 'string'"_qs.arg(value.toVariant().toString()),
                          u"'type'"_qs, u"{'type': 'string'}"_qs);
        image.properties.insert(key, value.toString());
    }
    return std::nullopt;
}

} // namespace oriel::demo
