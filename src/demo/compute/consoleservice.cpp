#include "demo/compute/consoleservice.h"

#include "demo/compute/lifecycle.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

HttpResponse ConsoleService::handle(const HttpRequest &request, const QString &rest)
{
    if (request.method != "GET" || rest != u"vnc_lite.html")
        return page(404, u"Not found"_s, u"There is no such page."_s);
    // noVNC has the token in the path of the WebSocket that it opens.
    const QString path = request.argument(u"path").value_or(QString());
    const QString mark = u"?token="_s;
    const auto found =
        state().consoles.constFind(path.startsWith(mark) ? path.mid(mark.size()) : QString());
    if (found == state().consoles.cend() || found->expires < world().now())
        return unauthorized(request);
    const Server *server = state().servers.find(found->serverId);
    if (server == nullptr || server->vmState == u"deleted")
        return page(404, u"Not found"_s, u"The instance no longer exists."_s);
    return page(200, server->name, screenOf(*server));
}

HttpResponse ConsoleService::unauthorized(const HttpRequest &)
{
    return page(403, u"Refused"_s, u"The token is invalid or has expired."_s);
}

QString ConsoleService::screenOf(const Server &server)
{
    QString screen = u"%1: %2"_s.arg(server.name, Lifecycle::status(server));
    if (!server.taskState.isEmpty())
        screen += u" (%1)"_s.arg(server.taskState);
    if (server.vmState == u"active" && server.powerState == 1)
        screen += u"\n\n%1 login: _"_s.arg(server.name);
    return screen;
}

/// Loaded again every few seconds. It loads nothing else, and tells nobody its address.
HttpResponse ConsoleService::page(int status, const QString &title, const QString &screen)
{
    HttpResponse response = HttpResponse::empty(status);
    response.contentType = QByteArrayLiteral("text/html; charset=utf-8");
    response.with("Cache-Control", "no-store");
    response.with("Referrer-Policy", "no-referrer");
    response.with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.body = u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                    "<meta http-equiv=\"refresh\" content=\"3\"><title>%1 – Console</title>"
                    "<style>body{margin:0;background:#111;color:#ddd;font:16px/1.5 monospace}"
                    "p{margin:0;padding:.5em 1em;background:#333}pre{margin:1em}</style></head>"
                    "<body><p>Console of Oriel’s demo cloud</p><pre>%2</pre></body></html>\n"_s
                        .arg(title.toHtmlEscaped(), screen.toHtmlEscaped())
                        .toUtf8();
    return response;
}

} // namespace oriel::demo
