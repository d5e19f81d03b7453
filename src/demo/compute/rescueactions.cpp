#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

// Rescuing, and what administrators do with servers whose state is wrong.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

void ComputeService::addRescueActions()
{
    m_actions.insert(u"rescue"_s, {"os-rescue",
                                   "rescue",
                                   {u"active"_s, u"stopped"_s, u"error"_s},
                                   true,
                                   [this](Call &call, Server &server, const QJsonValue &argument) {
                                       return rescue(call, server, argument);
                                   },
                                   &computeschemas::rescue});
    m_actions.insert(u"unrescue"_s,
                     {"os-unrescue",
                      "unrescue",
                      {u"rescued"_s},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"unrescue"_s, call.requestId,
                                                  call.token->userId,
                                                  u"compute_unrescue_instance"_s);
                          m_lifecycle.run(server, {{u"unrescuing"_s, 2500ms}},
                                          [this, request = call.requestId](Server &row) {
                                              row.vmState = u"active"_s;
                                              row.powerState = 1;
                                              ++row.boots;
                                              m_lifecycle.finishAction(row, request);
                                          });
                          return accepted();
                      }});
    m_actions.insert(u"os-resetState"_s,
                     {"os-admin-actions:reset_state",
                      "resetState",
                      {},
                      false,
                      [this](Call &call, Server &server, const QJsonValue &argument) {
                          return resetState(call, server, argument);
                      },
                      &computeschemas::resetState});
}

HttpResponse ComputeService::rescue(Call &call, Server &server, const QJsonValue &argument)
{
    const QString imageId = argument.toObject().value(u"rescue_image_ref").toString();
    const Image *image = state().images.find(imageId.isEmpty() ? server.imageId : imageId);
    const bool seen =
        image != nullptr && (image->owner == call.project() || image->visibility == u"public");
    if (!imageId.isEmpty() && (!seen || image->properties.contains(u"block_device_mapping"_s)))
        return fault(400, u"Requested rescue image '%1' is not supported"_s.arg(imageId));
    const bool made = image != nullptr && image->properties.contains(u"hw_rescue_bus"_s) &&
                      image->properties.contains(u"hw_rescue_device"_s);
    if (server.imageId.isEmpty() && (call.microversion < 87 || !made))
        return fault(400, u"Instance %1 cannot be rescued: Cannot rescue a volume-backed "
                          "instance"_s.arg(server.id));
    const bool fails = world().faults.takeActionFailure(u"rescue"_s);
    m_lifecycle.beginAction(server, u"rescue"_s, call.requestId, call.token->userId,
                            u"compute_rescue_instance"_s);
    m_lifecycle.run(server, {{u"rescuing"_s, 3500ms}},
                    [this, fails, request = call.requestId](Server &row) {
                        if (fails) {
                            fail(row, request, true);
                            return;
                        }
                        row.vmState = u"rescued"_s;
                        row.powerState = 1;
                        m_lifecycle.finishAction(row, request);
                    });
    const QJsonValue password = argument.toObject().value(u"adminPass");
    return HttpResponse::json(
        200, {{u"adminPass"_s, password.isString() ? password : QJsonValue(world().hex(12))}});
}

HttpResponse ComputeService::resetState(Call &call, Server &server, const QJsonValue &argument)
{
    if (!call.administrator())
        return denied(u"os-admin-actions:reset_state"_s);
    m_lifecycle.beginAction(server, u"resetState"_s, call.requestId, call.token->userId);
    // Ends what is in progress.
    m_lifecycle.run(server, {},
                    [this, request = call.requestId,
                     to = argument.toObject().value(u"state").toString()](Server &row) {
                        row.vmState = to;
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

} // namespace oriel::demo
