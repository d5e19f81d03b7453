#pragma once

#include "demo/http/call.h"
#include "demo/world.h"

namespace oriel::demo {

/// One API under its path on the demo cloud's port.
class Service
{
public:
    explicit Service(World &world) : m_world(world) {}
    virtual ~Service() = default;
    Service(const Service &) = delete;
    Service &operator=(const Service &) = delete;

    /// `rest` is the undecoded path below the service's own ("v2.1/servers" for
    /// /compute/v2.1/servers).
    virtual HttpResponse handle(const HttpRequest &request, const QString &rest) = 0;

    /// 401 in this service's format; tests can inject it too.
    virtual HttpResponse unauthorized(const HttpRequest &request) = 0;

protected:
    [[nodiscard]] World &world() const { return m_world; }
    [[nodiscard]] State &state() const { return m_world.state; }
    /// The 401 of keystonemiddleware, which protects Nova, Cinder and Neutron.
    [[nodiscard]] HttpResponse middlewareUnauthorized() const;
    [[nodiscard]] QByteArray keystoneUri() const;
    /// The 404 of the routes library, which Nova and Cinder return unchanged.
    [[nodiscard]] static HttpResponse noSuchPath(const HttpRequest &request);
    /// Nova's and Cinder's message for a body or a query that does not match its schema.
    [[nodiscard]] static QString schemaMessage(const SchemaError &error, bool query = false);
    /// Whether Nova or Cinder accepts this content type, in addition to `also`.
    [[nodiscard]] static bool isReadable(const HttpRequest &request, const QByteArray &also = {});

private:
    World &m_world;
};

} // namespace oriel::demo
