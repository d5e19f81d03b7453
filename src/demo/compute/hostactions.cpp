#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

// Shelving, unshelving and resizing: what moves a server off its host and back.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

void ComputeService::addShelveActions()
{
    m_actions.insert(u"shelve"_qs, {"os-shelve:shelve",
                                    "shelve",
                                    {u"active"_qs, u"stopped"_qs, u"paused"_qs, u"suspended"_qs},
                                    true,
                                    [this](Call &call, Server &server, const QJsonValue &) {
                                        return shelve(call, server);
                                    }});
    m_actions.insert(
        u"unshelve"_qs,
        {"os-shelve:unshelve",
         "unshelve",
         {u"shelved"_qs, u"shelved_offloaded"_qs},
         true,
         [this](Call &call, Server &server, const QJsonValue &) {
             m_lifecycle.beginAction(server, u"unshelve"_qs, call.requestId, call.token->userId,
                                     u"compute_unshelve_instance"_qs);
             m_lifecycle.run(server, {{u"unshelving"_qs, 1000ms}, {u"spawning"_qs, 3000ms}},
                             [this, request = call.requestId](Server &row) {
                                 row.vmState = u"active"_qs;
                                 row.powerState = 1;
                                 row.hostId = world().hex(56);
                                 state().images.remove(row.shelvedImageId);
                                 row.shelvedImageId.clear();
                                 m_lifecycle.finishAction(row, request);
                             });
             return accepted();
         }});
}

HttpResponse ComputeService::shelve(Call &call, Server &server)
{
    m_lifecycle.beginAction(server, u"shelve"_qs, call.requestId, call.token->userId,
                            u"compute_shelve_instance"_qs);
    if (server.imageId.isEmpty()) {
        m_lifecycle.run(server,
                        {{u"shelving"_qs, 1500ms},
                         {u"shelving_offloading"_qs, 1500ms, &Lifecycle::becomeShelved}},
                        [this, request = call.requestId](Server &row) {
                            row.vmState = u"shelved_offloaded"_qs;
                            row.powerState = 4;
                            row.hostId.clear();
                            m_lifecycle.finishAction(row, request);
                        });
        return accepted();
    }
    Image image;
    image.id = world().uuid();
    image.name = server.name + u"-shelved";
    image.status = u"queued"_qs;
    image.owner = server.projectId;
    image.minDisk = server.flavor.disk;
    image.properties = {{u"base_image_ref"_qs, server.baseImageId},
                        {u"instance_uuid"_qs, server.id},
                        {u"user_id"_qs, call.token->userId},
                        {u"image_type"_qs, u"snapshot"_qs},
                        {u"boot_roles"_qs, u"reader,member"_qs}};
    const User *user = state().users.find(call.token->userId);
    const Project *project = state().projects.find(call.project());
    image.properties.insert(u"owner_user_name"_qs, user != nullptr ? user->name : QString());
    image.properties.insert(u"owner_project_name"_qs,
                            project != nullptr ? project->name : QString());
    image.created = image.updated = world().now();
    server.shelvedImageId = image.id;
    const QString id = image.id;
    state().images.add(std::move(image));
    uploadSnapshot(server, id, call.requestId, u"shelving"_qs);
    return accepted();
}

void ComputeService::addResizeActions()
{
    m_actions.insert(u"resize"_qs, {"servers:resize",
                                    "resize",
                                    {u"active"_qs, u"stopped"_qs},
                                    true,
                                    [this](Call &call, Server &server, const QJsonValue &argument) {
                                        return resize(call, server, argument);
                                    },
                                    &computeschemas::resize});
    m_actions.insert(u"confirmResize"_qs,
                     {"servers:confirm_resize",
                      "confirmResize",
                      {u"resized"_qs},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"confirmResize"_qs, call.requestId,
                                                  call.token->userId, u"compute_confirm_resize"_qs);
                          server.oldFlavor.reset();
                          server.vmState = server.powerState == 1 ? u"active"_qs : u"stopped"_qs;
                          server.updated = world().now();
                          m_lifecycle.finishAction(server, call.requestId);
                          return HttpResponse::empty(204);
                      }});
    m_actions.insert(u"revertResize"_qs,
                     {"servers:revert_resize",
                      "revertResize",
                      {u"resized"_qs},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"revertResize"_qs, call.requestId,
                                                  call.token->userId, u"compute_revert_resize"_qs);
                          m_lifecycle.run(server, {{u"resize_reverting"_qs, 2500ms}},
                                          [this, request = call.requestId](Server &row) {
                                              if (row.oldFlavor)
                                                  row.flavor = *row.oldFlavor;
                                              row.oldFlavor.reset();
                                              row.vmState = row.powerState == 1 ? u"active"_qs
                                                                                : u"stopped"_qs;
                                              m_lifecycle.finishAction(row, request);
                                          });
                          return accepted();
                      }});
}

HttpResponse ComputeService::resize(Call &call, Server &server, const QJsonValue &argument)
{
    const QString flavorId = argument.toObject().value(u"flavorRef").toVariant().toString();
    const Flavor *flavor = state().flavors.find(flavorId);
    if (flavor == nullptr)
        return fault(400, u"Flavor %1 could not be found."_qs.arg(flavorId));
    if (flavor->id == server.flavor.id)
        return fault(400, u"When resizing, instances must change flavor!"_qs);
    if (!server.imageId.isEmpty() && flavor->disk == 0 && server.flavor.disk != 0)
        return fault(400, u"Server disk was unable to be resized because: Resize to zero disk "
                          "flavor is not allowed."_qs);
    m_lifecycle.beginAction(server, u"resize"_qs, call.requestId, call.token->userId,
                            u"compute_prep_resize"_qs);
    m_lifecycle.run(server,
                    {{u"resize_prep"_qs, 1000ms},
                     {u"resize_migrating"_qs, 2500ms},
                     {u"resize_migrated"_qs, 500ms},
                     {u"resize_finish"_qs, 1500ms}},
                    [this, wanted = *flavor, request = call.requestId](Server &row) {
                        row.oldFlavor = row.flavor;
                        row.flavor = wanted;
                        row.vmState = u"resized"_qs;
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

} // namespace oriel::demo
