#include "demo/http/service.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

QByteArray Service::keystoneUri() const
{
    return "Keystone uri=\"" + m_world.base.toLatin1() + "/identity/v3\"";
}

HttpResponse Service::noSuchPath(const HttpRequest &request)
{
    const QString text = u"The resource could not be found.<br /><br />\n\n\n"_s;
    HttpResponse response;
    response.status = 404;
    if (request.method == "HEAD" || !request.header("accept").contains("application/json")) {
        response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
        response.body = "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n"
                        "  <h1>404 Not Found</h1>\n  " +
                        text.toUtf8() + "\n </body>\n</html>";
        return response;
    }
    return HttpResponse::json(
        404, {{u"code"_s, u"404 Not Found"_s}, {u"title"_s, u"Not Found"_s}, {u"message"_s, text}});
}

QString Service::schemaMessage(const SchemaError &error, bool query)
{
    if (error.complete || error.path.isEmpty())
        return error.message;
    const QString value = error.value.isString() ? error.value.toString() : pythonText(error.value);
    return query
               ? u"Invalid input for query parameters %1. Value: %2. %3"_s.arg(error.path.first(),
                                                                               value, error.message)
               : u"Invalid input for field/attribute %1. Value: %2. %3"_s.arg(error.path.last(),
                                                                              value, error.message);
}

bool Service::isReadable(const HttpRequest &request, const QByteArray &also)
{
    const QByteArray type = request.header("content-type").split(';').value(0).trimmed();
    return request.body.isEmpty() || type.isEmpty() || type == also ||
           type.startsWith("application/json") ||
           (type.startsWith("application/vnd.openstack.") && type.endsWith("+json"));
}

HttpResponse Service::middlewareUnauthorized() const
{
    const QJsonObject error{
        {u"code"_s, 401},
        {u"title"_s, u"Unauthorized"_s},
        {u"message"_s, u"The request you have made requires authentication."_s}};
    return HttpResponse::json(401, {{u"error"_s, error}}).with("Www-Authenticate", keystoneUri());
}

} // namespace oriel::demo
