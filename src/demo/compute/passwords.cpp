#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

/// The password that an agent in the guest has encrypted with the key pair, and the one that an
/// agent sets.
void ComputeService::addPasswordRoutes()
{
    m_router.add("GET", "v2.1/servers/{}/os-server-password", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        return HttpResponse::json(200,
                                  {{u"password"_s, server->encryptedPassword.value_or(u""_s)}});
    });
    m_router.add("DELETE", "v2.1/servers/{}/os-server-password", [this](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"os-server-password:clear"_s);
        server->encryptedPassword = u""_s;
        HttpResponse response = HttpResponse::empty(204);
        response.contentType = QByteArrayLiteral("application/json");
        return response;
    });
    m_actions.insert(u"changePassword"_s, {"os-admin-password",
                                           "changePassword",
                                           {u"active"_s},
                                           true,
                                           [this](Call &call, Server &server, const QJsonValue &) {
                                               return changePassword(call, server);
                                           },
                                           &computeschemas::changePassword});
}

/// Nova keeps the password in pieces in the server's system metadata, which an image of the server
/// inherits, even if they are empty.
/// https://docs.openstack.org/nova/latest/admin/configuration/metadata-service.html
void ComputeService::inheritPassword(const Server &server, Image &image)
{
    constexpr int pieces = 4;
    constexpr int length = 255;
    if (!server.encryptedPassword)
        return;
    for (int i = 0; i < pieces; ++i)
        image.properties.insert(u"password_%1"_s.arg(i),
                                server.encryptedPassword->mid(i * length, length));
}

HttpResponse ComputeService::changePassword(const Call &call, Server &server)
{
    m_lifecycle.beginAction(server, u"changePassword"_s, call.requestId, call.token->userId,
                            u"compute_set_admin_password"_s);
    const bool fails = world().faults.takeActionFailure(u"changePassword"_s);
    if (fails) {
        const QString why = u"Failed to set admin password on %1 because error setting admin "
                            "password"_s.arg(server.id);
        m_lifecycle.finishAction(server, call.requestId, false, why);
        return fault(409, why);
    }
    m_lifecycle.run(
        server, {{u"updating_password"_s, 800ms}},
        [this, request = call.requestId](Server &row) { m_lifecycle.finishAction(row, request); });
    return accepted();
}

} // namespace oriel::demo
