#include "demo/image/imageschema.h"
#include "demo/image/imageservice.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr auto changesType = "application/openstack-images-v2.1-json-patch";
constexpr auto oldChangesType = "application/openstack-images-v2.0-json-patch";

const QString &conflictWords()
{
    static const QString words = u"There was a conflict when trying to complete your request."_s;
    return words;
}

const QString &deniedWords()
{
    static const QString words = u"Access was denied to this resource."_s;
    return words;
}

bool isReadOnly(const QString &key)
{
    static const QStringList keys{
        u"id"_s,         u"status"_s,       u"checksum"_s, u"os_hash_algo"_s, u"os_hash_value"_s,
        u"created_at"_s, u"updated_at"_s,   u"self"_s,     u"file"_s,         u"schema"_s,
        u"size"_s,       u"virtual_size"_s, u"stores"_s,   u"direct_url"_s};
    return keys.contains(key);
}

bool isReserved(const QString &key)
{
    return key.startsWith(u"os_glance") || key == u"deleted" || key == u"deleted_at" ||
           key == u"is_public";
}

} // namespace

HttpResponse ImageService::detailed(const HttpRequest &request, int status, const QString &general,
                                    const QString &own)
{
    if (!request.header("accept").contains("application/json"))
        return fault(request, status, own);
    return HttpResponse::json(
        status, {{u"message"_s, QString(general + u"<br /><br />\n"_s + own + u"\n\n"_s)},
                 {u"code"_s, QString(QString::number(status) + u' ' + reason(status))},
                 {u"title"_s, reason(status)}});
}

HttpResponse ImageService::unsupportedMedia(const HttpRequest &request, const QByteArray &type)
{
    const QString text = u"The request media type %1 is not supported by this server."_s.arg(
        QString::fromLatin1(type));
    if (!request.header("accept").contains("application/json"))
        return fault(request, 415, text);
    return HttpResponse::json(415, {{u"message"_s, QString(text + u"\n<br /><br />\n"_s)},
                                    {u"code"_s, u"415 Unsupported Media Type"_s},
                                    {u"title"_s, u"Unsupported Media Type"_s}});
}

std::optional<HttpResponse> ImageService::mismatched(const HttpRequest &request,
                                                     const QJsonObject &image)
{
    static const Schema schema = imageSchema();
    const auto error = schema.check(image);
    if (!error)
        return std::nullopt;
    const QString key = error->path.value(0);
    const auto known = std::find_if(schema.properties.begin(), schema.properties.end(),
                                    [&](const auto &property) { return property.first == key; });
    const bool named = known != schema.properties.end();
    const QString where =
        named ? u"['properties']['%1']"_s.arg(key) : u"['additionalProperties']"_s;
    return fault(request, 400,
                 u"Provided object does not match schema 'image': "_s + error->message +
                     u"\n\nFailed validating "_s + pythonText(error->keyword) + u" in schema" +
                     where + u":\n    " + (named ? known->second : *schema.further).printed() +
                     u"\n\nOn instance[" + pythonText(key) + u"]:\n    " +
                     pythonText(error->value));
}

/// One change, as Glance parses it before it looks up the image.
std::variant<ImageService::Change, HttpResponse>
ImageService::readChange(const HttpRequest &request, const QJsonValue &entry, bool old)
{
    const auto wrong = [&](const QString &text) {
        return fault(request, 400, text);
    };
    if (!entry.isObject())
        return wrong(u"Operations must be JSON objects."_s);
    const QJsonObject given = entry.toObject();
    static const QStringList operations{u"add"_s, u"remove"_s, u"replace"_s};
    Change change;
    QJsonValue pointer;
    if (old) {
        QStringList found;
        for (const QString &name : operations) {
            if (given.contains(name))
                found.append(name);
        }
        if (found.size() != 1)
            return wrong(u"Operation objects must contain exactly one member named \"add\", "
                         "\"remove\", or \"replace\"."_s);
        change.operation = found.first();
        pointer = given.value(change.operation);
    } else {
        if (!given.contains(u"op"))
            return wrong(u"Unable to find `op` in JSON Schema change. It must be one of the "
                         "following: add, remove, replace."_s);
        change.operation = given.value(u"op").toString();
        if (!operations.contains(change.operation))
            return wrong(u"Invalid operation: `%1`. It must be one of the following: add, remove, "
                         "replace."_s.arg(change.operation));
        if (!given.contains(u"path"))
            return wrong(u"Unable to find 'path' in JSON Schema change"_s);
        pointer = given.value(u"path");
    }
    const QString path = pointer.toString();
    if (!path.startsWith(u'/'))
        return wrong(u"Pointer `%1` does not start with \"/\"."_s.arg(path));
    if (path.size() > 1 && path.endsWith(u'/'))
        return wrong(u"Pointer `%1` end with \"/\"."_s.arg(path));
    QString bare = path;
    while (bare.startsWith(u'/'))
        bare.remove(0, 1);
    const QStringList parts = bare.split(u'/');
    change.key = parts.first();
    change.key.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
    if (isReadOnly(change.key))
        return fault(request, 403, u"Attribute '%1' is read-only."_s.arg(change.key));
    if (isReserved(change.key))
        return fault(request, 403, u"Attribute '%1' is reserved."_s.arg(change.key));
    if (parts.size() > 1 && change.key != u"locations")
        return wrong(u"Invalid JSON pointer for this resource: '%1'"_s.arg(path));
    if (change.operation == u"remove")
        return change;
    if (!given.contains(u"value"))
        return wrong(
            u"Operation \"%1\" requires a member named \"value\"."_s.arg(change.operation));
    change.value = given.value(u"value");
    if (auto refused = mismatched(request, {{change.key, change.value}}))
        return *refused;
    return change;
}

HttpResponse ImageService::patchImage(Call &call)
{
    const QByteArray type = call.request.header("content-type");
    const bool old = type.startsWith(oldChangesType);
    if (!old && !type.startsWith(changesType))
        return unsupportedMedia(call.request, type);
    if (call.request.body.isEmpty())
        return fault(call.request, 400, u"Body expected in request."_s);
    const auto document = parsedBody(call.request);
    if (!document)
        return fault(call.request, 400, u"Malformed JSON in request body."_s);
    if (!document->isArray())
        return fault(call.request, 400,
                     u"Request body must be a JSON array of operation objects."_s);
    std::vector<Change> changes;
    const QJsonArray entries = document->toArray();
    for (const auto &entry : entries) {
        auto read = readChange(call.request, entry, old);
        if (const auto *refused = std::get_if<HttpResponse>(&read))
            return *refused;
        changes.push_back(std::get<Change>(std::move(read)));
    }
    Image *image = imageOf(call, call.parameters[0]);
    if (image == nullptr)
        return notFound(call, call.parameters[0]);
    if (!call.member() || image->owner != call.project())
        return notAllowed(call, u"modify_image"_s);
    // All or nothing: the changes are applied to a copy.
    Image changed = *image;
    for (const Change &change : changes) {
        const bool known = imageBody(changed).contains(change.key);
        if (change.operation == u"remove") {
            if (changed.properties.remove(change.key) > 0)
                continue;
            if (known)
                return detailed(call.request, 403, deniedWords(),
                                u"Property %1 may not be removed."_s.arg(change.key));
        }
        if (change.key == u"locations")
            return detailed(call.request, 403, deniedWords(),
                            u"Cannot set locations to empty list."_s);
        if (change.operation != u"add" && !known)
            return detailed(call.request, 409, conflictWords(),
                            u"Property %1 does not exist."_s.arg(change.key));
        if (change.key == u"owner" && change.value.toString() != image->owner)
            return detailed(call.request, 403, deniedWords(),
                            u"Owner can't be updated by non admin."_s);
        if (const auto refused = setAttribute(call, changed, change.key, change.value))
            return *refused;
    }
    if (!changes.empty())
        changed.updated = world().now();
    *image = changed;
    return HttpResponse::json(200, imageBody(*image));
}

std::optional<HttpResponse> ImageService::refusedAttributes(const Call &call)
{
    for (auto it = call.body.begin(); it != call.body.end(); ++it) {
        if (isReadOnly(it.key()) && it.key() != u"id")
            return fault(call.request, 403, u"Attribute '%1' is read-only."_s.arg(it.key()));
        if (it.key() == u"locations")
            return fault(call.request, 403, u"Attribute '%1' is reserved."_s.arg(it.key()));
    }
    if (auto refused = mismatched(call.request, call.body))
        return refused;
    for (auto it = call.body.begin(); it != call.body.end(); ++it) {
        if (it.key().toUcs4().size() > 255)
            return fault(call.request, 400,
                         u"Custom property should not be greater than 255 characters."_s);
        if (isReserved(it.key()))
            return detailed(call.request, 403, deniedWords(),
                            u"Attribute '%1' is reserved."_s.arg(it.key()));
        if (it.key() == u"owner" && it.value().toString() != call.project())
            return detailed(call.request, 403, deniedWords(),
                            u"You are not permitted to create images owned by '%1'"_s.arg(
                                it.value().toString()));
    }
    return std::nullopt;
}

std::optional<HttpResponse> ImageService::setAttribute(const Call &call, Image &image,
                                                       const QString &key,
                                                       const QJsonValue &value) const
{
    const QString text = value.toString();
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSurrogate(); })) {
        QString title = key;
        title[0] = title[0].toUpper();
        return fault(call.request, 400,
                     u"%1 can't contain 4 byte unicode characters."_s.arg(title));
    }
    if (key == u"name") {
        image.name = textOrNone(value);
    } else if (key == u"owner") {
        image.owner = text;
    } else if (key == u"visibility") {
        if (text == u"public")
            return fault(call.request, 403,
                         u"You are not authorized to complete publicize_image action."_s);
        image.visibility = text;
    } else if (key == u"protected") {
        image.isProtected = value.toBool();
    } else if (key == u"os_hidden") {
        image.hidden = value.toBool();
    } else if (key == u"min_ram" || key == u"min_disk") {
        const double number = value.toDouble();
        if (number < 0)
            return fault(call.request, 400,
                         u"Invalid value '%1' for parameter '%2': Cannot be a negative value"_s.arg(
                             QString::number(value.toInt()), key));
        if (number > 0x7fffffff)
            return fault(call.request, 400,
                         u"'%1' value out of range, must not exceed 2147483647."_s.arg(key));
        (key == u"min_ram" ? image.minRam : image.minDisk) = value.toInt();
    } else if (key == u"disk_format") {
        image.diskFormat = text;
    } else if (key == u"container_format") {
        image.containerFormat = text;
    } else if (key == u"tags") {
        image.tags.clear();
        const QJsonArray tags = value.toArray();
        for (const auto &tag : tags) {
            if (!image.tags.contains(tag.toString()))
                image.tags.append(tag.toString());
        }
    } else {
        image.properties.insert(key, text);
    }
    return std::nullopt;
}

} // namespace oriel::demo
