#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

/// Nova does not accept dates without a time here.
bool isUsageTime(const QString &text)
{
    static const QRegularExpression form(
        u"^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"_s);
    return form.match(text).hasMatch() && parsedTime(text).isValid();
}

} // namespace

void ComputeService::addUsageRoute()
{
    m_router.add("GET", "v2.1/os-simple-tenant-usage",
                 [](Call &) { return denied(u"os-simple-tenant-usage:list"_s); });
    const auto show = [this](Call &call) {
        const QString project = call.parameters[0];
        if (project != call.project())
            return denied(u"os-simple-tenant-usage:show"_s);
        const QDateTime now = world().now();
        for (const QString &key : {u"start"_s, u"end"_s}) {
            if (!call.argument(key).isEmpty() && !isUsageTime(call.argument(key)))
                return fault(400, u"Invalid datetime string: Datetime is in invalid format"_s);
        }
        const QDateTime asked = parsedTime(call.argument(u"start"));
        const QDateTime start = asked.isValid() ? asked : now.addDays(-28);
        const QDateTime last = parsedTime(call.argument(u"end"));
        if (start > (last.isValid() ? last : now))
            return fault(400, u"Invalid start time. The start time cannot occur after the end "
                              "time."_s);
        const QDateTime stop = last.isValid() ? std::min(last, now) : now;
        double total = 0;
        double vcpus = 0;
        double memory = 0;
        double disk = 0;
        QJsonArray rows;
        for (const auto &server : state().servers.rows()) {
            if (server->projectId != project)
                continue;
            const QDateTime ended = server->deletedAt.value_or(stop);
            const auto seconds = std::max(server->created, start).secsTo(std::min(ended, stop));
            if (seconds <= 0)
                continue;
            const double hours = static_cast<double>(seconds) / 3600.0;
            total += hours;
            vcpus += hours * server->flavor.vcpus;
            memory += hours * server->flavor.ram;
            disk += hours * server->flavor.disk;
            rows.append(QJsonObject{
                {u"instance_id"_s, server->id},
                {u"name"_s, server->name},
                {u"hours"_s, hours},
                {u"flavor"_s, server->flavor.name},
                {u"vcpus"_s, server->flavor.vcpus},
                {u"memory_mb"_s, server->flavor.ram},
                {u"local_gb"_s, server->flavor.disk},
                {u"state"_s, server->vmState},
                {u"tenant_id"_s, project},
                {u"started_at"_s, isoMicro(server->created)},
                {u"ended_at"_s, server->deletedAt ? QJsonValue(isoMicro(*server->deletedAt))
                                                  : QJsonValue(QJsonValue::Null)},
                {u"uptime"_s, static_cast<qint64>(server->created.secsTo(ended))}});
        }
        return HttpResponse::json(
            200, {{u"tenant_usage"_s, QJsonObject{{u"tenant_id"_s, project},
                                                  {u"start"_s, isoMicro(start)},
                                                  {u"stop"_s, isoMicro(stop)},
                                                  {u"total_hours"_s, total},
                                                  {u"total_vcpus_usage"_s, vcpus},
                                                  {u"total_memory_mb_usage"_s, memory},
                                                  {u"total_local_gb_usage"_s, disk},
                                                  {u"server_usages"_s, rows}}}});
    };
    m_router.add("GET", "v2.1/os-simple-tenant-usage/{}", show, {.query = &computeschemas::usage});
}

} // namespace oriel::demo
