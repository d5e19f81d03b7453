#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"
#include "demo/compute/placement.h"
#include "demo/zones.h"

// Shelving, unshelving and resizing: actions that move a server off its host.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QString noValidHost()
{
    return u"No valid host was found. There are not enough hosts available."_s;
}

} // namespace

void ComputeService::addShelveActions()
{
    m_actions.insert(u"shelve"_s, {"os-shelve:shelve",
                                   "shelve",
                                   {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s},
                                   true,
                                   [this](Call &call, Server &server, const QJsonValue &) {
                                       return shelve(call, server);
                                   }});
    m_actions.insert(u"unshelve"_s,
                     {"os-shelve:unshelve",
                      "unshelve",
                      {u"shelved"_s, u"shelved_offloaded"_s},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &argument) {
                          return unshelve(call, server, argument);
                      },
                      &computeschemas::unshelve});
    m_actions.insert(u"shelveOffload"_s, {"os-shelve:shelve_offload",
                                          "shelve_offload",
                                          {},
                                          true,
                                          [this](Call &call, Server &server, const QJsonValue &) {
                                              return offload(call, server);
                                          }});
}

HttpResponse ComputeService::unshelve(Call &call, Server &server, const QJsonValue &argument)
{
    const QJsonValue zone = argument.toObject().value(u"availability_zone");
    if (call.microversion >= 77 && !zone.isUndefined()) {
        if (server.vmState != u"shelved_offloaded")
            return fault(409,
                         u"Specifying an availability zone or a host when unshelving server \"%1\" "
                         "with status \"%2\" is not supported. The server status must be "
                         "SHELVED_OFFLOADED."_s.arg(server.id, server.vmState));
        if (zone.isString() && !zones::has(zone.toString()))
            return fault(400, u"The requested availability zone is not available"_s);
        server.pinnedZone = zone.toString(); // null: in any
    }
    m_lifecycle.beginAction(server, u"unshelve"_s, call.requestId, call.token->userId,
                            u"compute_unshelve_instance"_s);
    const bool fails = world().faults.takeActionFailure(u"unshelve"_s);
    m_lifecycle.run(server, {{u"unshelving"_s, 1000ms}, {u"spawning"_s, 3000ms}},
                    [this, fails, request = call.requestId](Server &row) {
                        const bool hasHost = row.host >= 0;
                        if (fails || (!hasHost && !Placement(state()).place(row))) {
                            m_lifecycle.finishAction(row, request, false, noValidHost());
                            return; // it stays shelved
                        }
                        row.vmState = u"active"_s;
                        row.powerState = 1;
                        row.hostId = Placement::hostId(row);
                        state().images.remove(row.shelvedImageId);
                        row.shelvedImageId.clear();
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

HttpResponse ComputeService::offload(Call &call, Server &server)
{
    if (!call.administrator())
        return denied(u"os-shelve:shelve_offload"_s);
    if (const auto refused = wrongState(u"shelve_offload"_s, server, {u"shelved"_s}))
        return *refused;
    m_lifecycle.beginAction(server, u"shelveOffload"_s, call.requestId, call.token->userId,
                            u"compute_shelve_offload_instance"_s);
    m_lifecycle.run(server, {{u"shelving_offloading"_s, 1500ms}},
                    [this, request = call.requestId](Server &row) {
                        leaveHost(row);
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

void ComputeService::leaveHost(Server &server)
{
    server.vmState = u"shelved_offloaded"_s;
    server.powerState = 4;
    server.host = -1;
    server.hostId.clear();
    server.zone.clear();
}

HttpResponse ComputeService::shelve(Call &call, Server &server)
{
    m_lifecycle.beginAction(server, u"shelve"_s, call.requestId, call.token->userId,
                            u"compute_shelve_instance"_s);
    if (server.imageId.isEmpty()) {
        m_lifecycle.run(server,
                        {{u"shelving"_s, 1500ms},
                         {u"shelving_offloading"_s, 1500ms, &Lifecycle::becomeShelved}},
                        [this, request = call.requestId](Server &row) {
                            leaveHost(row);
                            m_lifecycle.finishAction(row, request);
                        });
        return accepted();
    }
    Image image;
    image.id = world().uuid();
    image.name = server.name + u"-shelved";
    image.status = u"queued"_s;
    image.owner = server.projectId;
    image.minDisk = server.flavor.disk;
    image.properties = {{u"base_image_ref"_s, server.baseImageId},
                        {u"instance_uuid"_s, server.id},
                        {u"user_id"_s, call.token->userId},
                        {u"image_type"_s, u"snapshot"_s},
                        {u"boot_roles"_s, u"reader,member"_s}};
    const User *user = state().users.find(call.token->userId);
    const Project *project = state().projects.find(call.project());
    image.properties.insert(u"owner_user_name"_s, user != nullptr ? user->name : QString());
    image.properties.insert(u"owner_project_name"_s,
                            project != nullptr ? project->name : QString());
    inheritPassword(server, image);
    image.created = image.updated = world().now();
    server.shelvedImageId = image.id;
    const QString id = image.id;
    state().images.add(std::move(image));
    uploadSnapshot(server, id, call.requestId, u"shelving"_s);
    return accepted();
}

void ComputeService::addResizeActions()
{
    m_actions.insert(u"resize"_s, {"servers:resize",
                                   "resize",
                                   {u"active"_s, u"stopped"_s},
                                   true,
                                   [this](Call &call, Server &server, const QJsonValue &argument) {
                                       return resize(call, server, argument);
                                   },
                                   &computeschemas::resize});
    m_actions.insert(u"confirmResize"_s,
                     {"servers:confirm_resize",
                      "confirmResize",
                      {u"resized"_s},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"confirmResize"_s, call.requestId,
                                                  call.token->userId, u"compute_confirm_resize"_s);
                          server.oldFlavor.reset();
                          server.vmState = server.powerState == 1 ? u"active"_s : u"stopped"_s;
                          server.updated = world().now();
                          m_lifecycle.finishAction(server, call.requestId);
                          HttpResponse response = HttpResponse::empty(204);
                          response.contentType = QByteArrayLiteral("application/json");
                          return response;
                      }});
    m_actions.insert(u"revertResize"_s,
                     {"servers:revert_resize",
                      "revertResize",
                      {u"resized"_s},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"revertResize"_s, call.requestId,
                                                  call.token->userId, u"compute_revert_resize"_s);
                          m_lifecycle.run(server, {{u"resize_reverting"_s, 2500ms}},
                                          [this, request = call.requestId](Server &row) {
                                              if (row.oldFlavor)
                                                  row.flavor = *row.oldFlavor;
                                              row.oldFlavor.reset();
                                              row.vmState =
                                                  row.powerState == 1 ? u"active"_s : u"stopped"_s;
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
        return fault(400, u"Flavor %1 could not be found."_s.arg(flavorId));
    if (const auto refused = unfit(call, server, *flavor))
        return *refused;
    const bool fails = world().faults.takeActionFailure(u"resize"_s);
    // The hypervisor finds out: it copies a disk, and cannot make it smaller.
    const bool shrinks = !server.imageId.isEmpty() && flavor->disk < server.flavor.disk;
    m_lifecycle.beginAction(server, u"resize"_s, call.requestId, call.token->userId,
                            u"compute_prep_resize"_s);
    std::vector<Lifecycle::Phase> phases{{u"resize_prep"_s, 1000ms},
                                         {u"resize_migrating"_s, 2500ms}};
    if (fails || shrinks) {
        m_lifecycle.run(
            server, std::move(phases), [this, shrinks, request = call.requestId](Server &row) {
                m_lifecycle.finishAction(row, request, false,
                                         shrinks ? u"Resize error: Unable to resize disk down."_s
                                                 : noValidHost());
            });
        return accepted();
    }
    phases.push_back({u"resize_migrated"_s, 500ms});
    phases.push_back({u"resize_finish"_s, 1500ms});
    m_lifecycle.run(server, std::move(phases),
                    [this, wanted = *flavor, request = call.requestId](Server &row) {
                        row.oldFlavor = row.flavor;
                        row.flavor = wanted;
                        row.vmState = u"resized"_s;
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

std::optional<HttpResponse> ComputeService::unfit(const Call &call, const Server &server,
                                                  const Flavor &flavor) const
{
    const bool onDisk = !server.imageId.isEmpty();
    if (onDisk && flavor.disk == 0 && server.flavor.disk != 0)
        return fault(400, u"Server disk was unable to be resized because: Resize to zero disk "
                          "flavor is not allowed."_s);
    if (flavor.id == server.flavor.id)
        return fault(400, u"When resizing, instances must change flavor!"_s);
    const Project *project = state().projects.find(call.project());
    int cores = 0;
    int ram = 0;
    for (const auto &row : state().servers.rows()) {
        if (row->projectId == server.projectId && row->vmState != u"deleted") {
            cores += row->flavor.vcpus;
            ram += row->flavor.ram;
        }
    }
    const struct
    {
        QString what;
        int used;
        int asked;
        int limit;
    } limits[] = {{u"cores"_s, cores, flavor.vcpus - server.flavor.vcpus, project->quotas.cores},
                  {u"ram"_s, ram, flavor.ram - server.flavor.ram, project->quotas.ram}};
    for (const auto &limit : limits) {
        if (limit.limit >= 0 && limit.asked > 0 && limit.used + limit.asked > limit.limit)
            return fault(403,
                         u"Quota exceeded for %1: Requested %2, but already used %3 of %4 %1"_s.arg(
                             limit.what, QString::number(limit.asked), QString::number(limit.used),
                             QString::number(limit.limit)));
    }
    const Image *image = onDisk ? state().images.find(server.imageId) : nullptr;
    if (image != nullptr && flavor.ram < image->minRam)
        return fault(400, u"Flavor's memory is too small for requested image."_s);
    return std::nullopt;
}

} // namespace oriel::demo
