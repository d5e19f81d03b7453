#pragma once

#include "demo/http/call.h"
#include "demo/world.h"

namespace oriel::demo {

/// One API behind its path on the demo cloud's port.
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

    /// 401 in this service's words: also what a test may inject.
    virtual HttpResponse unauthorized(const HttpRequest &request) = 0;

protected:
    [[nodiscard]] World &world() const { return m_world; }
    [[nodiscard]] State &state() const { return m_world.state; }
    /// The 401 of keystonemiddleware, which stands before nova, cinder and neutron.
    [[nodiscard]] HttpResponse middlewareUnauthorized() const;
    [[nodiscard]] QByteArray keystoneUri() const;
    /// The 404 of the routes library, which nova and cinder leave as it is.
    [[nodiscard]] static HttpResponse noSuchPath(const HttpRequest &request);
    /// What nova and cinder say of a body or a query that does not match its schema.
    [[nodiscard]] static QString schemaMessage(const SchemaError &error, bool query = false);
    /// Whether nova or cinder reads a body of this type, besides the types it also takes.
    [[nodiscard]] static bool isReadable(const HttpRequest &request, const QByteArray &also = {});

private:
    World &m_world;
};

} // namespace oriel::demo
