#pragma once

#include "demo/http/service.h"

#include <QtCore/QJsonArray>

#include <optional>
#include <variant>

namespace oriel::demo {

struct NeutronFault;

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
    HttpResponse changeFloatingIp(Call &call);
    [[nodiscard]] static HttpResponse floatingIpNotFound(const QString &id);
    /// Why the address cannot be associated with this port; nullopt if it can, or if the port is
    /// empty.
    [[nodiscard]] std::optional<HttpResponse> refusedPort(const Call &call,
                                                          const FloatingIp &floating,
                                                          const QString &portId,
                                                          const QString &fixedAddress) const;
    /// Associates the address with the port; null: disassociates it.
    void associate(FloatingIp &floating, const Port *port);
    /// The router between the subnet and the external network; null: there is none.
    [[nodiscard]] const NetworkRouter *routerBetween(const QString &subnetId,
                                                     const QString &networkId) const;

    void addSecurityGroupRoutes();
    HttpResponse addGroup(Call &call);
    HttpResponse changeGroup(Call &call);
    HttpResponse addRule(Call &call);
    [[nodiscard]] static HttpResponse groupInUse(const QString &id);
    [[nodiscard]] bool isOnPorts(const SecurityGroup &group) const;
    /// The project's group with this ID; null: there is none.
    [[nodiscard]] SecurityGroup *groupOf(const Call &call, const QString &id) const;

    void addPortRoutes();
    HttpResponse addPort(Call &call);
    HttpResponse changePort(Call &call);
    /// Why a port cannot have these security groups; nullopt: it can.
    [[nodiscard]] std::optional<HttpResponse> refusedGroups(const Call &call,
                                                            const QStringList &ids) const;
    /// The address of a new port: the requested one, or a free one.
    std::optional<HttpResponse> changeAddresses(const Call &call, Port &port,
                                                const QJsonArray &fixedIps);
    [[nodiscard]] std::variant<QString, HttpResponse> addressFor(const Network &network,
                                                                 const QJsonValue &fixedIps) const;

    [[nodiscard]] static HttpResponse fault(int status, const QString &type,
                                            const QString &message);
    [[nodiscard]] static HttpResponse fault(const NeutronFault &refused);
    /// Why the header If-Match is refused, before anything else is looked at; nullopt: it is valid.
    [[nodiscard]] static std::optional<HttpResponse> refusedIfMatch(const Call &call);
    /// Why a row of this revision is not changed: it is not the one in If-Match; nullopt: it is, or
    /// none was sent.
    [[nodiscard]] static std::optional<HttpResponse> refusedRevision(const Call &call,
                                                                     int revision);
    /// The 403 of a policy.
    [[nodiscard]] static HttpResponse disallowed(const QString &rule);
    /// Why there cannot be one more; nullopt: there can. `key`: as in the quota's body.
    [[nodiscard]] std::optional<HttpResponse> overQuota(const Call &call, const QString &key) const;
    /// How many rows of a collection the project has.
    [[nodiscard]] int usedBy(const Call &call, const QString &collection) const;
    /// All rows of a kind that are visible to the project.
    [[nodiscard]] QJsonArray rowsOf(const QString &collection, const Call &call) const;
    [[nodiscard]] static HttpResponse rowNotFound(const QString &collection, const QString &id);
    /// Why a list's query is refused; nullopt: it is valid.
    [[nodiscard]] static std::optional<HttpResponse>
    refusedQuery(const QString &collection, const QJsonArray &rows, const Call &call,
                 const QHash<QString, QStringList> &filters);
    [[nodiscard]] static HttpResponse list(const QString &collection, const QJsonArray &rows,
                                           const Call &call);

    [[nodiscard]] static QJsonObject networkBody(const Network &network, const QString &project);
    [[nodiscard]] static QJsonObject subnetBody(const Subnet &subnet);
    [[nodiscard]] static QJsonObject portBody(const Port &port);
    [[nodiscard]] static QJsonObject ruleBody(const SecurityGroup &group,
                                              const SecurityGroupRule &rule);
    [[nodiscard]] static QJsonObject groupBody(const SecurityGroup &group);
    [[nodiscard]] QJsonObject floatingIpBody(const FloatingIp &floating) const;
    [[nodiscard]] static QJsonObject routerBody(const NetworkRouter &router);

    Router m_router;
};

} // namespace oriel::demo
