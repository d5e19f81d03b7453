#include "demo/http/service.h"

namespace oriel::demo {

QByteArray Service::keystoneUri() const
{
    return "Keystone uri=\"" + m_world.base.toLatin1() + "/identity/v3\"";
}

HttpResponse Service::noSuchPath()
{
    return HttpResponse::json(
        404, {{QStringLiteral("code"), QStringLiteral("404 Not Found")},
              {QStringLiteral("title"), QStringLiteral("Not Found")},
              {QStringLiteral("message"),
               QStringLiteral("The resource could not be found.<br /><br />\n\n\n")}});
}

HttpResponse Service::middlewareUnauthorized() const
{
    const QJsonObject error{{QStringLiteral("code"), 401},
                            {QStringLiteral("title"), QStringLiteral("Unauthorized")},
                            {QStringLiteral("message"),
                             QStringLiteral("The request you have made requires authentication.")}};
    return HttpResponse::json(401, {{QStringLiteral("error"), error}})
        .with("Www-Authenticate", keystoneUri());
}

} // namespace oriel::demo
