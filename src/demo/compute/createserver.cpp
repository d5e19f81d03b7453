#include "demo/compute/computeservice.h"
#include "demo/compute/placement.h"
#include "demo/compute/serveroptions.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

HttpResponse ComputeService::createServer(Call &call)
{
    ServerOptions options(world(), m_volumes, call);
    if (const auto refused = options.read())
        return fault(refused->status, refused->message);
    const Server *first = nullptr;
    for (int i = 0; i < options.count(); ++i) {
        Server &made = options.make(i);
        if (first == nullptr)
            first = &made;
        m_lifecycle.beginAction(made, u"create"_s, call.requestId, call.token->userId,
                                u"compute__do_build_and_run_instance"_s);
        const bool noHost =
            world().faults.takeActionFailure(u"create"_s) || !Placement(state()).place(made);
        if (!noHost && !options.volumesExceedQuota()) {
            m_lifecycle.build(made, call.requestId);
            continue;
        }
        const QString why =
            noHost ? u"No valid host was found. There are not enough hosts available."_s
                   : u"Build of instance %1 aborted: VolumeSizeExceedsAvailableQuota: Requested "
                     "volume or snapshot exceeds allowed gigabytes quota."_s.arg(made.id);
        m_lifecycle.run(made, {{u"block_device_mapping"_s, 1500ms}},
                        [this, why, request = call.requestId](Server &row) {
                            row.vmState = u"error"_s;
                            row.fault = Fault{500, world().now(), why};
                            m_lifecycle.finishAction(row, request, false);
                        });
    }
    if (call.body.value(u"server").toObject().value(u"return_reservation_id").toVariant().toBool())
        return HttpResponse::json(202, {{u"reservation_id"_s, QString(u"r-"_s + world().hex(8))}});
    // The answer repeats the groups as given; the server shows their names.
    const QJsonObject wanted = call.body.value(u"server").toObject();
    const QJsonValue asked = wanted.value(u"security_groups");
    const QJsonArray groups = asked.toArray().isEmpty()
                                  ? QJsonArray{QJsonObject{{u"name"_s, u"default"_s}}}
                                  : asked.toArray();
    const QJsonObject body{{u"id"_s, first->id},
                           {u"links"_s, serverLinks(*first)},
                           {u"OS-DCF:diskConfig"_s, u"MANUAL"_s},
                           {u"security_groups"_s, groups},
                           {u"adminPass"_s, wanted.value(u"adminPass").toString(world().hex(12))}};
    return HttpResponse::json(202, {{u"server"_s, body}})
        .with("Location", (world().base + u"/compute/v2.1/servers/" + first->id).toLatin1());
}

} // namespace oriel::demo
