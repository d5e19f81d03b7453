#include "demo/image/imageservice.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace oriel::demo {

HttpResponse ImageService::missingProperty(const HttpRequest &request, const QString &key)
{
    // Where glance gives a reason of its own, it stands behind the general one.
    const QString own = u"Property %1 does not exist."_qs.arg(key);
    const QString general = u"There was a conflict when trying to complete your request."_qs;
    if (!request.header("accept").contains("application/json"))
        return fault(request, 409, own);
    return HttpResponse::json(
        409, {{u"message"_qs, QString(general + u"<br /><br />\n"_qs + own + u"\n\n"_qs)},
              {u"code"_qs, u"409 Conflict"_qs},
              {u"title"_qs, u"Conflict"_qs}});
}

HttpResponse ImageService::unsupportedMedia(const HttpRequest &request, const QByteArray &type)
{
    const QString text = u"The request media type %1 is not supported by this server."_qs.arg(
        QString::fromLatin1(type));
    if (!request.header("accept").contains("application/json"))
        return fault(request, 415, text);
    return HttpResponse::json(415, {{u"message"_qs, QString(text + u"\n<br /><br />\n"_qs)},
                                    {u"code"_qs, u"415 Unsupported Media Type"_qs},
                                    {u"title"_qs, u"Unsupported Media Type"_qs}});
}

HttpResponse ImageService::patchImage(Call &call)
{
    const QByteArray type = call.request.header("content-type");
    if (!type.startsWith("application/openstack-images-v2.1-json-patch") &&
        !type.startsWith("application/openstack-images-v2.0-json-patch"))
        return unsupportedMedia(call.request, type);
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
                           : missingProperty(call.request, key);
            }
        } else if (op == u"add" || op == u"replace") {
            if (op == u"replace" && !imageBody(changed).contains(key))
                return missingProperty(call.request, key);
            if (const auto refused = setAttribute(call, changed, key, operation.value(u"value")))
                return *refused;
        } else {
            return fault(
                call.request, 400,
                u"Invalid operation: `%1`. It must be one of the following: add, remove, replace."_qs
                    .arg(op));
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
        if (value.isDouble() && value.toInt() < 0)
            return fault(
                call.request, 400,
                u"Invalid value '%1' for parameter '%2': Cannot be a negative value"_qs.arg(
                    QString::number(value.toInt()), key));
        if (!value.isDouble())
            return refuse(u"'%1' is not of type 'integer'"_qs.arg(value.toVariant().toString()),
                          u"'type'"_qs, u"{'type': 'integer'}"_qs);
        (key == u"min_ram" ? image.minRam : image.minDisk) = value.toInt();
    } else if (key == u"disk_format" || key == u"container_format") {
        static const QStringList disks{u"ami"_qs,  u"ari"_qs, u"aki"_qs,   u"vhd"_qs, u"vhdx"_qs,
                                       u"vmdk"_qs, u"raw"_qs, u"qcow2"_qs, u"vdi"_qs, u"iso"_qs};
        static const QStringList containers{u"ami"_qs, u"ari"_qs, u"aki"_qs,    u"bare"_qs,
                                            u"ovf"_qs, u"ova"_qs, u"docker"_qs, u"compressed"_qs};
        const QStringList &known = key == u"disk_format" ? disks : containers;
        if (!value.isNull() && !known.contains(value.toString()))
            return refuse(
                u"'%1' is not one of [None, '%2']"_qs.arg(value.toString(), known.join(u"', '"_qs)),
                u"'enum'"_qs, u"{'type': ['null', 'string']}"_qs);
        (key == u"disk_format" ? image.diskFormat : image.containerFormat) = value.toString();
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
