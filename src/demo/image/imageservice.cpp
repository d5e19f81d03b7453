#include "demo/image/imageservice.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace oriel::demo {

QString ImageService::reason(int status)
{
    switch (status) {
    case 400:
        return u"Bad Request"_s;
    case 401:
        return u"Unauthorized"_s;
    case 403:
        return u"Forbidden"_s;
    case 404:
        return u"Not Found"_s;
    case 405:
        return u"Method Not Allowed"_s;
    case 409:
        return u"Conflict"_s;
    case 413:
        return u"Request Entity Too Large"_s;
    case 415:
        return u"Unsupported Media Type"_s;
    default:
        return u"Error"_s;
    }
}

ImageService::ImageService(World &world) : Service(world)
{
    addRoutes();
    addMemberRoutes();
    addSchemaRoutes();
}

HttpResponse ImageService::fault(const HttpRequest &request, int status, const QString &message)
{
    const QString text = message + u"<br /><br />\n\n\n";
    if (request.header("accept").contains("application/json")) {
        return HttpResponse::json(
            status, {{u"message"_s, text},
                     {u"code"_s, QString(QString::number(status) + u' ' + reason(status))},
                     {u"title"_s, reason(status)}});
    }
    HttpResponse response;
    response.status = status;
    if (request.header("accept").startsWith("text/plain")) {
        response.contentType = QByteArrayLiteral("text/plain; charset=UTF-8");
        response.body =
            u"%1 %2\n\n%3\n\n   "_s.arg(QString::number(status), reason(status), message).toUtf8();
        return response;
    }
    response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
    response.body =
        u"<html>\n <head>\n  <title>%1 %2</title>\n </head>\n <body>\n  <h1>%1 %2</h1>\n  %3\n </body>\n</html>"_s
            .arg(QString::number(status), reason(status), text)
            .toUtf8();
    return response;
}

HttpResponse ImageService::methodNotAllowed(const HttpRequest &request)
{
    const QString text = u"The method %1 is not allowed for this resource. "_s.arg(
        QString::fromLatin1(request.method));
    if (request.method == "HEAD" || !request.header("accept").contains("application/json")) {
        HttpRequest html = request;
        html.headers.insert("accept", "text/html");
        return fault(html, 405, text);
    }
    return HttpResponse::json(405, {{u"message"_s, QString(text + u"<br /><br />\n")},
                                    {u"code"_s, u"405 Method Not Allowed"_s},
                                    {u"title"_s, reason(405)}});
}

HttpResponse ImageService::unauthorized(const HttpRequest &request)
{
    return fault(request, 401,
                 u"This server could not verify that you are authorized to access the document you "
                 u"requested. Either you "
                 "supplied the wrong credentials (e.g., bad password), or your browser does not "
                 "understand how to supply "
                 "the credentials required."_s)
        .with("Www-Authenticate", keystoneUri());
}

HttpResponse ImageService::notFound(const Call &call, const QString &id)
{
    return fault(call.request, 404, u"No image found with ID "_s + id);
}

HttpResponse ImageService::notAllowed(const Call &call, const QString &action)
{
    return fault(call.request, 403, u"You are not authorized to complete %1 action."_s.arg(action));
}

HttpResponse ImageService::handle(const HttpRequest &request, const QString &rest)
{
    if (rest == u"versions") {
        HttpResponse response = versions();
        response.status = 200;
        return response;
    }
    // Paths without a version are answered with the list of versions.
    if (rest != u"v2" && !rest.startsWith(u"v2/"))
        return versions();
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    if (call.token == nullptr || call.token->projectId.isEmpty())
        return unauthorized(request);
    const auto finish = [&](HttpResponse response) {
        return response.with("X-Openstack-Request-Id", call.requestId);
    };
    if (rest == u"v2" && !request.path.endsWith(u'/')) {
        HttpResponse response = HttpResponse::empty(302);
        response.contentType = QByteArrayLiteral("text/plain; charset=utf8");
        return finish(response.with("Location", world().base.toLatin1() + "/image/v2/"));
    }
    const Router::Match match = m_router.find(request.method, rest);
    if (match.outcome == Router::Outcome::NoPath || request.path.endsWith(u'/'))
        return finish(fault(request, 404, u"The resource could not be found."_s));
    if (match.outcome == Router::Outcome::NoMethod)
        return finish(methodNotAllowed(request));
    call.parameters = match.parameters;
    // Glance reads JSON regardless of the content type, and only where it expects some.
    if (const auto body = parsedBody(request)) {
        call.document = *body;
        call.body = body->toObject();
    } else {
        call.document = QJsonValue(QJsonValue::Undefined);
    }
    return finish((*match.handler)(call));
}

HttpResponse ImageService::versions() const
{
    QJsonArray rows;
    for (const int minor : {15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}) {
        const QJsonObject self{{u"rel"_s, u"self"_s},
                               {u"href"_s, QString(world().base + u"/image/v2/")}};
        rows.append(QJsonObject{{u"id"_s, u"v2.%1"_s.arg(minor)},
                                {u"status"_s, minor == 15 ? u"CURRENT"_s : u"SUPPORTED"_s},
                                {u"links"_s, QJsonArray{self}}});
    }
    return HttpResponse::json(300, {{u"versions"_s, rows}});
}

Image *ImageService::imageOf(const Call &call, const QString &id) const
{
    Image *image = state().images.find(id);
    if (image == nullptr || (image->owner != call.project() && image->visibility != u"public"))
        return nullptr;
    return image;
}

void ImageService::addRoutes()
{
    m_router.add("GET", "v2/images", [this](Call &call) { return listImages(call); });
    m_router.add("POST", "v2/images", [this](Call &call) { return createImage(call); });
    m_router.add("GET", "v2/images/{}", [this](Call &call) {
        const Image *image = imageOf(call, call.parameters[0]);
        if (image == nullptr)
            return notFound(call, call.parameters[0]);
        return HttpResponse::json(200, imageBody(*image));
    });
    m_router.add("PATCH", "v2/images/{}", [this](Call &call) { return patchImage(call); });
    m_router.add("DELETE", "v2/images/{}", [this](Call &call) {
        const Image *image = imageOf(call, call.parameters[0]);
        if (image == nullptr)
            return fault(call.request, 404,
                         u"Failed to find image %1 to delete"_s.arg(call.parameters[0]));
        if (!call.member() || image->owner != call.project())
            return notAllowed(call, u"delete_image"_s);
        if (image->isProtected)
            return fault(call.request, 403,
                         u"Image %1 is protected and cannot be deleted."_s.arg(image->id));
        // The volume snapshots that a volume-backed snapshot refers to stay: Glance does not know
        // them.
        state().images.remove(image->id);
        return noContent();
    });
    m_router.add("PUT", "v2/images/{}/file", [this](Call &call) { return uploadData(call); });
    m_router.add("GET", "v2/images/{}/file", [this](Call &call) {
        const Image *image = imageOf(call, call.parameters[0]);
        if (image == nullptr)
            return notFound(call, call.parameters[0]);
        HttpResponse response = HttpResponse::empty(image->data.isEmpty() ? 204 : 200);
        if (!image->data.isEmpty())
            response.contentType = QByteArrayLiteral("application/octet-stream");
        response.body = image->data;
        return response;
    });
    m_router.add("POST", "v2/images/{}/actions/deactivate",
                 [this](Call &call) { return setActive(call, false); });
    m_router.add("POST", "v2/images/{}/actions/reactivate",
                 [this](Call &call) { return setActive(call, true); });
    m_router.add("GET", "v2/tasks",
                 [](Call &call) { return notAllowed(call, u"tasks_api_access"_s); });
    m_router.add("GET", "v2/info/stores", [](Call &) {
        const QJsonObject store{{u"id"_s, u"disk"_s}, {u"default"_s, u"true"_s}};
        return HttpResponse::json(200, {{u"stores"_s, QJsonArray{store}}});
    });
    m_router.add("GET", "v2/info/import", [](Call &) {
        const QJsonObject methods{{u"description"_s, u"Import methods available."_s},
                                  {u"type"_s, u"array"_s},
                                  {u"value"_s, QJsonArray()}};
        return HttpResponse::json(200, {{u"import-methods"_s, methods}});
    });
}

HttpResponse ImageService::setActive(Call &call, bool active)
{
    Image *image = imageOf(call, call.parameters[0]);
    if (image == nullptr)
        return notFound(call, call.parameters[0]);
    const QString verb = active ? u"reactivate"_s : u"deactivate"_s;
    if (!call.member() || image->owner != call.project())
        return notAllowed(call, verb);
    if (image->status != u"active" && image->status != u"deactivated")
        return fault(call.request, 403,
                     u"Not allowed to %1 image in status '%2'"_s.arg(verb, image->status));
    image->status = active ? u"active"_s : u"deactivated"_s;
    image->updated = world().now();
    return noContent();
}

HttpResponse ImageService::noContent()
{
    HttpResponse response = HttpResponse::empty(204);
    response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
    return response;
}

void ImageService::addMemberRoutes()
{
    const auto absent = [](const Call &call) {
        return fault(call.request, 404, u"Image %1 not found."_s.arg(call.parameters[0]));
    };
    m_router.add("GET", "v2/images/{}/members", [this, absent](Call &call) {
        const Image *image = imageOf(call, call.parameters[0]);
        if (image == nullptr)
            return absent(call);
        if (image->visibility != u"shared")
            return fault(call.request, 403,
                         u"Not allowed to list members for image %1: Only shared images have "
                         "members."_s.arg(image->id));
        return HttpResponse::json(
            200, {{u"members"_s, QJsonArray()}, {u"schema"_s, u"/v2/schemas/members"_s}});
    });
    for (const char *method : {"GET", "PUT", "DELETE"}) {
        m_router.add(method, "v2/images/{}/members/{}", [this, absent](Call &call) {
            if (imageOf(call, call.parameters[0]) == nullptr)
                return absent(call);
            return fault(call.request, 404,
                         u"%1 not found in the member list of the image %2."_s.arg(
                             call.parameters[1], call.parameters[0]));
        });
    }
    for (const char *method : {"PUT", "DELETE"}) {
        m_router.add(method, "v2/images/{}/tags/{}", [this, absent](Call &call) {
            const QString tag = call.parameters[1];
            if (call.request.method == "PUT") {
                if (auto refused = mismatched(call.request, {{u"tags"_s, QJsonArray{tag}}}))
                    return *refused;
            }
            Image *image = imageOf(call, call.parameters[0]);
            if (image == nullptr)
                return absent(call);
            if (!call.member() || image->owner != call.project())
                return notAllowed(call, u"modify_image"_s);
            const bool had = image->tags.removeAll(tag) > 0;
            if (call.request.method == "PUT")
                image->tags.append(tag);
            else if (!had)
                return fault(call.request, 404, u"The resource could not be found."_s);
            image->updated = world().now();
            return noContent();
        });
    }
}

void ImageService::addSchemaRoutes()
{
    m_router.add("GET", "v2/schemas/{}", [](Call &call) {
        const QString name = call.parameters[0];
        if (name == u"member" || name == u"members")
            return HttpResponse::json(200, {{u"name"_s, name}, {u"properties"_s, QJsonObject()}});
        if (name != u"image" && name != u"images")
            return fault(call.request, 404, u"The resource could not be found."_s);
        const auto text = [](bool fixed) {
            QJsonObject type{{u"type"_s, QJsonArray{u"null"_s, u"string"_s}}};
            if (fixed)
                type.insert(u"readOnly"_s, true);
            return type;
        };
        QJsonObject properties;
        for (const QString &key :
             {u"id"_s, u"status"_s, u"checksum"_s, u"created_at"_s, u"updated_at"_s, u"self"_s,
              u"file"_s, u"schema"_s, u"os_hash_algo"_s, u"os_hash_value"_s})
            properties.insert(key, text(true));
        for (const QString &key :
             {u"name"_s, u"owner"_s, u"disk_format"_s, u"container_format"_s, u"visibility"_s})
            properties.insert(key, text(false));
        for (const QString &key : {u"min_ram"_s, u"min_disk"_s, u"size"_s, u"virtual_size"_s})
            properties.insert(key, QJsonObject{{u"type"_s, QJsonArray{u"null"_s, u"integer"_s}}});
        for (const QString &key : {u"protected"_s, u"os_hidden"_s})
            properties.insert(key, QJsonObject{{u"type"_s, u"boolean"_s}});
        properties.insert(u"tags"_s, QJsonObject{{u"type"_s, u"array"_s}});
        const auto link = [](const QString &relation, const QString &href) {
            return QJsonObject{{u"rel"_s, relation}, {u"href"_s, href}};
        };
        if (name == u"images") {
            const QJsonObject list{
                {u"type"_s, u"array"_s},
                {u"items"_s, QJsonObject{{u"name"_s, u"image"_s}, {u"properties"_s, properties}}}};
            const QJsonObject schema{{u"type"_s, u"string"_s}};
            return HttpResponse::json(
                200, {{u"name"_s, name},
                      {u"properties"_s, QJsonObject{{u"images"_s, list},
                                                    {u"first"_s, schema},
                                                    {u"next"_s, schema},
                                                    {u"schema"_s, schema}}},
                      {u"links"_s,
                       QJsonArray{link(u"first"_s, u"{first}"_s), link(u"next"_s, u"{next}"_s),
                                  link(u"describedby"_s, u"{schema}"_s)}}});
        }
        const QJsonObject more{{u"type"_s, u"string"_s}};
        return HttpResponse::json(
            200, {{u"name"_s, name},
                  {u"properties"_s, properties},
                  {u"additionalProperties"_s, more},
                  {u"links"_s,
                   QJsonArray{link(u"self"_s, u"{self}"_s), link(u"enclosure"_s, u"{file}"_s),
                              link(u"describedby"_s, u"{schema}"_s)}}});
    });
}

QJsonObject ImageService::imageBody(const Image &image)
{
    const auto textOrNull = [](const QString &text) {
        return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
    };
    const QString self = u"/v2/images/"_s + image.id;
    QJsonObject body;
    for (auto it = image.properties.begin(); it != image.properties.end(); ++it)
        body.insert(it.key(), it.value());
    body.insert(u"name"_s, valueOrNull(image.name));
    body.insert(u"disk_format"_s, textOrNull(image.diskFormat));
    body.insert(u"container_format"_s, textOrNull(image.containerFormat));
    body.insert(u"visibility"_s, image.visibility);
    body.insert(u"size"_s, image.size ? QJsonValue(*image.size) : QJsonValue(QJsonValue::Null));
    body.insert(u"virtual_size"_s,
                image.virtualSize ? QJsonValue(*image.virtualSize) : QJsonValue(QJsonValue::Null));
    body.insert(u"status"_s, image.status);
    body.insert(u"checksum"_s, textOrNull(image.checksum));
    body.insert(u"protected"_s, image.isProtected);
    body.insert(u"min_ram"_s, image.minRam);
    body.insert(u"min_disk"_s, image.minDisk);
    body.insert(u"owner"_s, image.owner);
    body.insert(u"os_hidden"_s, image.hidden);
    body.insert(u"os_hash_algo"_s,
                image.hash.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(u"sha512"_s));
    body.insert(u"os_hash_value"_s, textOrNull(image.hash));
    body.insert(u"id"_s, image.id);
    body.insert(u"created_at"_s, isoZulu(image.created));
    body.insert(u"updated_at"_s, isoZulu(image.updated));
    body.insert(u"tags"_s, QJsonArray::fromStringList(image.tags));
    body.insert(u"self"_s, self);
    body.insert(u"file"_s, QString(self + u"/file"));
    body.insert(u"schema"_s, u"/v2/schemas/image"_s);
    if (image.status == u"active")
        body.insert(u"stores"_s, u"disk"_s);
    return body;
}

HttpResponse ImageService::createImage(Call &call)
{
    if (call.document.isUndefined())
        return fault(call.request, 400, u"Malformed JSON in request body."_s);
    if (call.document.isNull())
        return fault(call.request, 400, u"Body expected in request."_s);
    if (!call.document.isObject())
        return fault(call.request, 400, u"Unexpected body type. Expected list/dict."_s);
    if (auto refused = refusedAttributes(call))
        return *refused;
    if (!call.member())
        return notAllowed(call, u"add_image"_s);
    Image image;
    image.id = call.body.value(u"id").toString(world().uuid());
    if (state().images.find(image.id) != nullptr)
        return fault(call.request, 409, u"Image ID %1 already exists!"_s.arg(image.id));
    image.status = u"queued"_s;
    image.visibility = u"shared"_s;
    image.owner = call.project();
    image.created = image.updated = world().now();
    for (auto it = call.body.begin(); it != call.body.end(); ++it) {
        if (it.key() == u"id")
            continue;
        if (const auto refused = setAttribute(call, image, it.key(), it.value()))
            return *refused;
    }
    const Image &made = state().images.add(image);
    return HttpResponse::json(201, imageBody(made))
        .with("Location", (world().base + u"/image/v2/images/" + made.id).toLatin1())
        .with("Openstack-Image-Import-Methods", "glance-direct,web-download,copy-image")
        .with("Openstack-Image-Store-Ids", "disk");
}

HttpResponse ImageService::uploadData(Call &call)
{
    const QByteArray type = call.request.header("content-type");
    if (!type.startsWith("application/octet-stream"))
        return unsupportedMedia(call.request, type);
    Image *image = imageOf(call, call.parameters[0]);
    if (image == nullptr)
        return notFound(call, call.parameters[0]);
    if (!call.member() || image->owner != call.project())
        return notAllowed(call, u"upload_image"_s);
    if (image->status != u"queued")
        return fault(
            call.request, 409,
            u"Image status transition from %1 to saving is not allowed"_s.arg(image->status));
    if (image->diskFormat.isEmpty() || image->containerFormat.isEmpty())
        return fault(
            call.request, 400,
            u"Properties disk_format, container_format must be set prior to saving data."_s);
    image->data = call.request.body;
    image->size = image->data.size();
    image->checksum =
        QString::fromLatin1(QCryptographicHash::hash(image->data, QCryptographicHash::Md5).toHex());
    image->hash = QString::fromLatin1(
        QCryptographicHash::hash(image->data, QCryptographicHash::Sha512).toHex());
    image->status = u"active"_s;
    image->updated = world().now();
    return noContent();
}

} // namespace oriel::demo
