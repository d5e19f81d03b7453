#include "demo/blockstorage/blockstorageservice.h"
#include "demo/zones.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonArray volumeTypeBodies()
{
    QJsonArray bodies;
    for (const VolumeManager::Type &type : VolumeManager::types()) {
        QJsonObject extraSpecs; // those that Cinder shows to all users
        if (type.multiattach)
            extraSpecs.insert(u"multiattach"_s, u"<is> True"_s);
        bodies.append(
            QJsonObject{{u"id"_s, QLatin1String(type.id)},
                        {u"name"_s, QLatin1String(type.name)},
                        {u"is_public"_s, true},
                        {u"description"_s, type.description != nullptr
                                               ? QJsonValue(QLatin1String(type.description))
                                               : QJsonValue(QJsonValue::Null)},
                        {u"extra_specs"_s, extraSpecs},
                        {u"os-volume-type-access:is_public"_s, true}});
    }
    return bodies;
}

QJsonObject messageBody(const Message &message, const QString &base)
{
    const QString self = base + u"/volume/v3/" + message.projectId + u"/messages/" + message.id;
    return {{u"id"_s, message.id},
            {u"event_id"_s, message.eventId},
            {u"user_message"_s, message.userMessage},
            {u"message_level"_s, u"ERROR"_s},
            {u"created_at"_s, isoMicro(message.created)},
            {u"guaranteed_until"_s, isoMicro(message.created.addDays(30))},
            {u"request_id"_s, message.requestId},
            {u"resource_type"_s, message.resourceType},
            {u"resource_uuid"_s, message.resourceId},
            {u"links"_s, QJsonArray{QJsonObject{{u"rel"_s, u"self"_s}, {u"href"_s, self}}}}};
}

} // namespace

void BlockStorageService::addOtherRoutes()
{
    m_router.add("GET", "v3/limits", [this](Call &call) {
        const Quotas &quotas = state().projects.find(call.project())->quotas;
        const auto usage = m_volumes.usage(call.project());
        const BackupUsage backups = backupUsage(call.project());
        const QJsonObject absolute{{u"maxTotalVolumes"_s, quotas.volumes},
                                   {u"maxTotalSnapshots"_s, quotas.snapshots},
                                   {u"maxTotalVolumeGigabytes"_s, quotas.gigabytes},
                                   {u"maxTotalBackups"_s, maxBackups},
                                   {u"maxTotalBackupGigabytes"_s, maxBackupGigabytes},
                                   {u"totalVolumesUsed"_s, usage.volumes},
                                   {u"totalGigabytesUsed"_s, usage.gigabytes},
                                   {u"totalSnapshotsUsed"_s, usage.snapshots},
                                   {u"totalBackupsUsed"_s, backups.backups},
                                   {u"totalBackupGigabytesUsed"_s, backups.gigabytes}};
        return HttpResponse::json(200, {{u"limits"_s, QJsonObject{{u"rate"_s, QJsonArray()},
                                                                  {u"absolute"_s, absolute}}}});
    });
    const auto quotaSet = [this](Call &call) {
        const QString id = call.parameters[0];
        if (id != call.project())
            return denied(u"volume_extension:quotas:show"_s);
        const Quotas &quotas = state().projects.find(id)->quotas;
        const auto usage = m_volumes.usage(id);
        static const QStringList yes{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s};
        static const QStringList no{u"0"_s, u"f"_s, u"false"_s, u"off"_s, u"n"_s, u"no"_s};
        const QString asked = call.argument(u"usage").toLower();
        if (call.has(u"usage") && !yes.contains(asked) && !no.contains(asked))
            return notBoolean(call.argument(u"usage"), u"usage"_s);
        const bool detailed = yes.contains(asked);
        QJsonObject set{{u"id"_s, id}};
        const auto put = [&](const QString &key, int limit, int inUse) {
            if (detailed)
                set.insert(key, QJsonObject{
                                    {u"limit"_s, limit}, {u"in_use"_s, inUse}, {u"reserved"_s, 0}});
            else
                set.insert(key, limit);
        };
        put(u"volumes"_s, quotas.volumes, usage.volumes);
        put(u"snapshots"_s, quotas.snapshots, usage.snapshots);
        put(u"gigabytes"_s, quotas.gigabytes, usage.gigabytes);
        put(u"per_volume_gigabytes"_s, quotas.volumeSize, 0);
        const BackupUsage backups = backupUsage(id);
        put(u"backups"_s, maxBackups, backups.backups);
        put(u"backup_gigabytes"_s, maxBackupGigabytes, backups.gigabytes);
        put(u"groups"_s, maxGroups, groupCount(id));
        for (const VolumeManager::Type &type : VolumeManager::types()) {
            const QString name = QLatin1String(type.name);
            const auto ofType = m_volumes.usage(id, name);
            put(u"volumes_"_s + name, type.volumes, ofType.volumes);
            put(u"gigabytes_"_s + name, type.gigabytes, ofType.gigabytes);
            put(u"snapshots_"_s + name, -1, ofType.snapshots);
        }
        return HttpResponse::json(200, {{u"quota_set"_s, set}});
    };
    m_router.add("GET", "v3/os-quota-sets/{}", quotaSet);
    m_router.add("GET", "v3/os-quota-sets/{}/defaults", quotaSet);
    m_router.add("GET", "v3/types", [](Call &call) {
        if (auto refused = refusedPaging(call))
            return *refused;
        if (call.has(u"sort") && call.argument(u"sort").section(u':', 0, 0) != u"name")
            return invalidSortKey();
        return HttpResponse::json(200, {{u"volume_types"_s, volumeTypeBodies()}});
    });
    m_router.add("GET", "v3/types/default", [](Call &) {
        return HttpResponse::json(200, {{u"volume_type"_s, volumeTypeBodies().first()}});
    });
    m_router.add("GET", "v3/types/{}", [](Call &call) {
        const QJsonArray types = volumeTypeBodies();
        for (const auto &type : types) {
            if (type.toObject().value(u"id").toString() == call.parameters[0])
                return HttpResponse::json(200, {{u"volume_type"_s, type}});
        }
        return fault(404, u"Volume type %1 could not be found."_s.arg(call.parameters[0]));
    });
    m_router.add("GET", "v3/os-availability-zone",
                 [](Call &) { return HttpResponse::json(200, zones::body()); });
    const auto messages = [this](Call &call) {
        if (call.microversion >= 5) {
            static const QStringList keys{u"id"_s,
                                          u"event_id"_s,
                                          u"resource_uuid"_s,
                                          u"resource_type"_s,
                                          u"message_level"_s,
                                          u"request_id"_s,
                                          u"created_at"_s};
            if (auto refused = refusedPaging(call))
                return *refused;
            if (call.has(u"sort") && !keys.contains(call.argument(u"sort").section(u':', 0, 0)))
                return invalidSortKey();
            const QString marker = call.argument(u"marker");
            if (!marker.isEmpty() && state().messages.find(marker) == nullptr)
                return fault(404, u"Message %1 could not be found."_s.arg(marker));
        }
        QJsonArray rows;
        const auto &all = state().messages.rows();
        for (auto it = all.rbegin(); it != all.rend(); ++it) {
            const Message &message = **it;
            const auto wanted = call.request.argument(u"resource_uuid");
            if (message.projectId == call.project() && (!wanted || message.resourceId == *wanted))
                rows.append(messageBody(message, world().base));
        }
        return HttpResponse::json(200, {{u"messages"_s, rows}});
    };
    m_router.add("GET", "v3/messages", messages, {.from = 3});
    m_router.add("DELETE", "v3/messages/{}",
                 [this](Call &call) {
                     const Message *message = state().messages.find(call.parameters[0]);
                     if (message == nullptr || message->projectId != call.project())
                         return fault(404,
                                      u"Message %1 could not be found."_s.arg(call.parameters[0]));
                     if (!call.member())
                         return denied(u"message:delete"_s);
                     state().messages.remove(message->id);
                     return HttpResponse::empty(204);
                 },
                 {.from = 3});
    m_router.add("GET", "v3/messages/{}", [this](Call &call) {
        const Message *message = state().messages.find(call.parameters[0]);
        if (call.microversion < 3 || message == nullptr || message->projectId != call.project())
            return fault(404, u"Message %1 could not be found."_s.arg(call.parameters[0]));
        return HttpResponse::json(200, {{u"message"_s, messageBody(*message, world().base)}});
    });
    m_router.add("GET", "v3/extensions", [](Call &) {
        return HttpResponse::json(200, {{u"extensions"_s, QJsonArray()}});
    });
}

void BlockStorageService::addRefusedRoutes()
{
    // Restricted to administrators.
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
