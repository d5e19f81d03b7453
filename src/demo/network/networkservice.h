#pragma once

#include "demo/http/service.h"

#include <QtCore/QJsonArray>

#include <optional>

namespace oriel::demo {

/// Neutron's network v2, as far as instances need it:
/// https://docs.openstack.org/api-ref/network/v2/
class NetworkService final : public Service
{
public:
    explicit NetworkService(World &world);

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

private:
    void addRoutes();
    void addFloatingIpRoutes();
    HttpResponse addFloatingIp(Call &call);
    [[nodiscard]] static HttpResponse floatingIpNotFound(const QString &id);
    /// Why the address cannot be associated with this port; nullopt if it can, or if the port is
    /// empty.
    [[nodiscard]] std::optional<HttpResponse>
    refusedPort(const Call &call, const FloatingIp &floating, const QString &portId);
    /// Associates the address with the port; null: disassociates it.
    void associate(FloatingIp &floating, const Port *port);
    [[nodiscard]] static HttpResponse fault(int status, const QString &type,
                                            const QString &message);
    /// All rows of a kind that are visible to the project.
    [[nodiscard]] QJsonArray rowsOf(const QString &collection, const Call &call) const;
    [[nodiscard]] static HttpResponse rowNotFound(const QString &collection, const QString &id);
    /// Why a list's query is refused; nullopt: it is valid.
    [[nodiscard]] static std::optional<HttpResponse>
    refusedQuery(const QString &collection, const QJsonArray &rows, const Call &call,
                 const QHash<QString, QStringList> &filters);
    [[nodiscard]] static HttpResponse list(const QString &collection, const QJsonArray &rows,
                                           const Call &call);

    [[nodiscard]] static QJsonObject networkBody(const Network &network);
    [[nodiscard]] static QJsonObject subnetBody(const Subnet &subnet);
    [[nodiscard]] static QJsonObject portBody(const Port &port);
    [[nodiscard]] static QJsonObject ruleBody(const SecurityGroup &group,
                                              const SecurityGroupRule &rule);
    [[nodiscard]] static QJsonObject groupBody(const SecurityGroup &group);
    [[nodiscard]] static QJsonObject floatingIpBody(const FloatingIp &floating);
    [[nodiscard]] static QJsonObject routerBody(const NetworkRouter &router);

    Router m_router;
};

} // namespace oriel::demo
