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
        return HttpResponse::json(
            200, {{u"password"_s,
                   server->encryptedPassword.isEmpty() ? u""_s : server->encryptedPassword}});
    });
    m_router.add("DELETE", "v2.1/servers/{}/os-server-password", [this](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"os-server-password:clear"_s);
        server->encryptedPassword.clear();
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
