#include "demo/blockstorage/blockstorageservice.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonArray volumeTypeBodies()
{
    const auto type = [](const QString &id, const QString &name, const QJsonValue &description) {
        return QJsonObject{{u"id"_qs, id},
                           {u"name"_qs, name},
                           {u"is_public"_qs, true},
                           {u"description"_qs, description},
                           {u"extra_specs"_qs, QJsonObject()},
                           {u"os-volume-type-access:is_public"_qs, true}};
    };
    return {type(u"bdebce9f-5e65-4ea6-888f-68899bb915f5"_qs, u"standard"_qs, QJsonValue::Null),
            type(u"a3fad166-4dff-4531-84fb-93ba9bd88f37"_qs, u"__DEFAULT__"_qs,
                 u"Default Volume Type"_qs)};
}

QJsonObject messageBody(const Message &message, const QString &base)
{
    const QString self = base + u"/volume/v3/" + message.projectId + u"/messages/" + message.id;
    return {{u"id"_qs, message.id},
            {u"event_id"_qs, message.eventId},
            {u"user_message"_qs, message.userMessage},
            {u"message_level"_qs, u"ERROR"_qs},
            {u"created_at"_qs, isoMicro(message.created)},
            {u"guaranteed_until"_qs, isoMicro(message.created.addDays(30))},
            {u"request_id"_qs, message.requestId},
            {u"resource_type"_qs, message.resourceType},
            {u"resource_uuid"_qs, message.resourceId},
            {u"links"_qs, QJsonArray{QJsonObject{{u"rel"_qs, u"self"_qs}, {u"href"_qs, self}}}}};
}

} // namespace

void BlockStorageService::addOtherRoutes()
{
    m_router.add("GET", "v3/limits", [this](Call &call) {
        const Quotas &quotas = state().projects.find(call.project())->quotas;
        const auto usage = m_volumes.usage(call.project());
        const BackupUsage backups = backupUsage(call.project());
        const QJsonObject absolute{{u"maxTotalVolumes"_qs, quotas.volumes},
                                   {u"maxTotalSnapshots"_qs, quotas.snapshots},
                                   {u"maxTotalVolumeGigabytes"_qs, quotas.gigabytes},
                                   {u"maxTotalBackups"_qs, maxBackups},
                                   {u"maxTotalBackupGigabytes"_qs, maxBackupGigabytes},
                                   {u"totalVolumesUsed"_qs, usage.volumes},
                                   {u"totalGigabytesUsed"_qs, usage.gigabytes},
                                   {u"totalSnapshotsUsed"_qs, usage.snapshots},
                                   {u"totalBackupsUsed"_qs, backups.backups},
                                   {u"totalBackupGigabytesUsed"_qs, backups.gigabytes}};
        return HttpResponse::json(200, {{u"limits"_qs, QJsonObject{{u"rate"_qs, QJsonArray()},
                                                                   {u"absolute"_qs, absolute}}}});
    });
    const auto quotaSet = [this](Call &call) {
        const QString id = call.parameters[0];
        if (id != call.project())
            return denied(u"volume_extension:quotas:show"_qs);
        const Quotas &quotas = state().projects.find(id)->quotas;
        const auto usage = m_volumes.usage(id);
        static const QStringList yes{u"1"_qs, u"t"_qs, u"true"_qs, u"on"_qs, u"y"_qs, u"yes"_qs};
        static const QStringList no{u"0"_qs, u"f"_qs, u"false"_qs, u"off"_qs, u"n"_qs, u"no"_qs};
        const QString asked = call.argument(u"usage").toLower();
        if (call.has(u"usage") && !yes.contains(asked) && !no.contains(asked))
            return notBoolean(call.argument(u"usage"), u"usage"_qs);
        const bool detailed = yes.contains(asked);
        QJsonObject set{{u"id"_qs, id}};
        const auto put = [&](const QString &key, int limit, int inUse) {
            if (detailed)
                set.insert(
                    key,
                    QJsonObject{{u"limit"_qs, limit}, {u"in_use"_qs, inUse}, {u"reserved"_qs, 0}});
            else
                set.insert(key, limit);
        };
        put(u"volumes"_qs, quotas.volumes, usage.volumes);
        put(u"snapshots"_qs, quotas.snapshots, usage.snapshots);
        put(u"gigabytes"_qs, quotas.gigabytes, usage.gigabytes);
        put(u"per_volume_gigabytes"_qs, -1, 0);
        const BackupUsage backups = backupUsage(id);
        put(u"backups"_qs, maxBackups, backups.backups);
        put(u"backup_gigabytes"_qs, maxBackupGigabytes, backups.gigabytes);
        put(u"groups"_qs, 10, 0);
        put(u"volumes_standard"_qs, -1, usage.volumes);
        put(u"gigabytes_standard"_qs, -1, usage.gigabytes);
        put(u"snapshots_standard"_qs, -1, usage.snapshots);
        put(u"volumes___DEFAULT__"_qs, -1, 0);
        put(u"gigabytes___DEFAULT__"_qs, -1, 0);
        put(u"snapshots___DEFAULT__"_qs, -1, 0);
        return HttpResponse::json(200, {{u"quota_set"_qs, set}});
    };
    m_router.add("GET", "v3/os-quota-sets/{}", quotaSet);
    m_router.add("GET", "v3/os-quota-sets/{}/defaults", quotaSet);
    m_router.add("GET", "v3/types", [](Call &call) {
        if (auto refused = refusedPaging(call))
            return *refused;
        if (call.has(u"sort") && call.argument(u"sort").section(u':', 0, 0) != u"name")
            return invalidSortKey();
        return HttpResponse::json(200, {{u"volume_types"_qs, volumeTypeBodies()}});
    });
    m_router.add("GET", "v3/types/default", [](Call &) {
        return HttpResponse::json(200, {{u"volume_type"_qs, volumeTypeBodies().first()}});
    });
    m_router.add("GET", "v3/types/{}", [](Call &call) {
        const QJsonArray types = volumeTypeBodies();
        for (const auto &type : types) {
            if (type.toObject().value(u"id").toString() == call.parameters[0])
                return HttpResponse::json(200, {{u"volume_type"_qs, type}});
        }
        return fault(404, u"Volume type %1 could not be found."_qs.arg(call.parameters[0]));
    });
    m_router.add("GET", "v3/os-availability-zone", [](Call &) {
        const QJsonObject zone{{u"zoneName"_qs, u"nova"_qs},
                               {u"zoneState"_qs, QJsonObject{{u"available"_qs, true}}}};
        return HttpResponse::json(200, {{u"availabilityZoneInfo"_qs, QJsonArray{zone}}});
    });
    const auto messages = [this](Call &call) {
        if (call.microversion >= 5) {
            static const QStringList keys{u"id"_qs,
                                          u"event_id"_qs,
                                          u"resource_uuid"_qs,
                                          u"resource_type"_qs,
                                          u"message_level"_qs,
                                          u"request_id"_qs,
                                          u"created_at"_qs};
            if (auto refused = refusedPaging(call))
                return *refused;
            if (call.has(u"sort") && !keys.contains(call.argument(u"sort").section(u':', 0, 0)))
                return invalidSortKey();
            const QString marker = call.argument(u"marker");
            if (!marker.isEmpty() && state().messages.find(marker) == nullptr)
                return fault(404, u"Message %1 could not be found."_qs.arg(marker));
        }
        QJsonArray rows;
        const auto &all = state().messages.rows();
        for (auto it = all.rbegin(); it != all.rend(); ++it) {
            const Message &message = **it;
            const auto wanted = call.request.argument(u"resource_uuid");
            if (message.projectId == call.project() && (!wanted || message.resourceId == *wanted))
                rows.append(messageBody(message, world().base));
        }
        return HttpResponse::json(200, {{u"messages"_qs, rows}});
    };
    m_router.add("GET", "v3/messages", messages, {.from = 3});
    m_router.add("DELETE", "v3/messages/{}",
                 [this](Call &call) {
                     const Message *message = state().messages.find(call.parameters[0]);
                     if (message == nullptr || message->projectId != call.project())
                         return fault(404,
                                      u"Message %1 could not be found."_qs.arg(call.parameters[0]));
                     if (!call.member())
                         return denied(u"message:delete"_qs);
                     state().messages.remove(message->id);
                     return HttpResponse::empty(204);
                 },
                 {.from = 3});
    m_router.add("GET", "v3/messages/{}", [this](Call &call) {
        const Message *message = state().messages.find(call.parameters[0]);
        if (call.microversion < 3 || message == nullptr || message->projectId != call.project())
            return fault(404, u"Message %1 could not be found."_qs.arg(call.parameters[0]));
        return HttpResponse::json(200, {{u"message"_qs, messageBody(*message, world().base)}});
    });
    m_router.add("GET", "v3/extensions", [](Call &) {
        return HttpResponse::json(200, {{u"extensions"_qs, QJsonArray()}});
    });
    // What the demo cloud has none of.
    const auto none = [this](const char *path, const QString &key, int from) {
        m_router.add("GET", path,
                     [key](Call &) {
                         return HttpResponse::json(200, {{key, QJsonArray()}});
                     },
                     {.from = from});
    };
    none("v3/groups", u"groups"_qs, 13);
    none("v3/groups/detail", u"groups"_qs, 13);
    none("v3/group_snapshots", u"group_snapshots"_qs, 14);
    none("v3/group_snapshots/detail", u"group_snapshots"_qs, 14);
    for (const char *path : {"v3/os-volume-transfer", "v3/os-volume-transfer/detail",
                             "v3/volume-transfers", "v3/volume-transfers/detail"})
        none(path, u"transfers"_qs, 0);
    m_router.add("GET", "v3/os-volume-transfer/{}", [](Call &call) {
        return fault(404, u"Transfer %1 could not be found."_qs.arg(call.parameters[0]));
    });
}

void BlockStorageService::addRefusedRoutes()
{
    // What only administrators may see or do.
    const struct
    {
        const char *method;
        const char *path;
        const char *policy;
        int from = 0;
    } rules[] = {
        {"GET", "os-services", "volume_extension:services:index"},
        {"GET", "scheduler-stats/get_pools", "scheduler_extension:scheduler_stats:get_pools"},
        {"GET", "os-hosts", "volume_extension:hosts"},
        {"GET", "qos-specs", "volume_extension:qos_specs_manage:get_all"},
        {"GET", "clusters", "clusters:get_all", 7},
        {"POST", "types", "volume_extension:type_create"},
        {"PUT", "os-quota-sets/{}", "volume_extension:quotas:update"}};
    for (const auto &rule : rules) {
        m_router.add(rule.method, QByteArray(QByteArray("v3/") + rule.path).constData(),
                     [policy = rule.policy](Call &) { return denied(QString::fromLatin1(policy)); },
                     {.from = rule.from});
    }
}

} // namespace oriel::demo
