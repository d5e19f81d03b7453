#pragma once

#include "demo/http/service.h"

namespace oriel::demo {

/// What noVNC is on a real cloud: a page with the screen of an instance, for who has a valid token.
/// The demo cloud's screen is a text that follows the instance's state.
class ConsoleService final : public Service
{
public:
    using Service::Service;

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

private:
    [[nodiscard]] static HttpResponse page(int status, const QString &title, const QString &screen);
    [[nodiscard]] static QString screenOf(const Server &server);
};

} // namespace oriel::demo
