#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"
#include "demo/zones.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

/// Whether a flavor precedes another one in the requested order.
bool flavorBefore(const Call &call, const Flavor &a, const Flavor &b)
{
    const QString key = call.argument(u"sort_key");
    const bool descending = call.argument(u"sort_dir") == u"desc";
    const Flavor &first = descending ? b : a;
    const Flavor &second = descending ? a : b;
    if (key == u"memory_mb")
        return first.ram < second.ram;
    if (key == u"root_gb")
        return first.disk < second.disk;
    if (key == u"vcpus")
        return first.vcpus < second.vcpus;
    return key == u"name" && first.name < second.name;
}

QJsonObject flavorBody(const Flavor &flavor, const QString &base, int micro, bool detail)
{
    const QString root = base + u"/compute/";
    QJsonObject body{
        {u"id"_s, flavor.id},
        {u"name"_s, flavor.name},
        {u"links"_s,
         QJsonArray{QJsonObject{{u"rel"_s, u"self"_s},
                                {u"href"_s, QString(root + u"v2.1/flavors/" + flavor.id)}},
                    QJsonObject{{u"rel"_s, u"bookmark"_s},
                                {u"href"_s, QString(root + u"flavors/" + flavor.id)}}}}};
    if (micro >= 55)
        body.insert(u"description"_s, QJsonValue::Null);
    if (!detail)
        return body;
    body.insert(u"ram"_s, flavor.ram);
    body.insert(u"disk"_s, flavor.disk);
    body.insert(u"swap"_s, micro >= 75 ? QJsonValue(0) : QJsonValue(QString()));
    body.insert(u"OS-FLV-EXT-DATA:ephemeral"_s, 0);
    body.insert(u"OS-FLV-DISABLED:disabled"_s, false);
    body.insert(u"vcpus"_s, flavor.vcpus);
    body.insert(u"os-flavor-access:is_public"_s, true);
    body.insert(u"rxtx_factor"_s, 1.0);
    if (micro >= 61)
        body.insert(u"extra_specs"_s, flavor.extraSpecs);
    return body;
}

} // namespace

void ComputeService::addCatalogueRoutes()
{
    const auto listFlavors = [this](Call &call, bool detail) {
        for (const QString &key : {u"minRam"_s, u"minDisk"_s}) {
            bool number = true;
            if (call.has(key))
                static_cast<void>(call.argument(key).toInt(&number));
            if (!number)
                return fault(400, u"Invalid %1 filter [%2]"_s.arg(key, call.argument(key)));
        }
        std::vector<const Flavor *> rows;
        for (const auto &flavor : state().flavors.rows()) {
            if (flavor->ram >= call.argument(u"minRam").toInt() &&
                flavor->disk >= call.argument(u"minDisk").toInt())
                rows.push_back(flavor.get());
        }
        const int limit =
            call.has(u"limit") ? std::min(call.argument(u"limit").toInt(), 1000) : 1000;
        std::stable_sort(rows.begin(), rows.end(), [&](const Flavor *a, const Flavor *b) {
            return flavorBefore(call, *a, *b);
        });
        const auto page = pageOf(rows, call.argument(u"marker"), limit);
        if (!page)
            return fault(400, u"marker [%1] not found"_s.arg(call.argument(u"marker")));
        QJsonArray bodies;
        for (const Flavor *flavor : *page)
            bodies.append(flavorBody(*flavor, world().base, call.microversion, detail));
        QJsonObject answer{{u"flavors"_s, bodies}};
        if (!page->empty() && static_cast<int>(page->size()) == limit) {
            const QString href =
                world().base + u"/compute/" + call.rest + nextQuery(call.request, page->back()->id);
            answer.insert(u"flavors_links"_s,
                          QJsonArray{QJsonObject{{u"rel"_s, u"next"_s}, {u"href"_s, href}}});
        }
        return HttpResponse::json(200, answer);
    };
    m_router.add("GET", "v2.1/flavors",
                 [listFlavors](Call &call) { return listFlavors(call, false); },
                 {.query = &computeschemas::listFlavors});
    m_router.add("GET", "v2.1/flavors/detail",
                 [listFlavors](Call &call) { return listFlavors(call, true); },
                 {.query = &computeschemas::listFlavors});
    m_router.add("GET", "v2.1/flavors/{}", [this](Call &call) {
        const Flavor *flavor = state().flavors.find(call.parameters[0]);
        if (flavor == nullptr)
            return fault(404, u"Flavor %1 could not be found."_s.arg(call.parameters[0]));
        return HttpResponse::json(
            200, {{u"flavor"_s, flavorBody(*flavor, world().base, call.microversion, true)}});
    });
    m_router.add("GET", "v2.1/flavors/{}/os-extra_specs", [this](Call &call) {
        const Flavor *flavor = state().flavors.find(call.parameters[0]);
        if (flavor == nullptr)
            return fault(404, u"Flavor %1 could not be found."_s.arg(call.parameters[0]));
        return HttpResponse::json(200, {{u"extra_specs"_s, flavor->extraSpecs}});
    });
    m_router.add("GET", "v2.1/flavors/{}/os-extra_specs/{}", [this](Call &call) {
        const Flavor *flavor = state().flavors.find(call.parameters[0]);
        const QString key = call.parameters[1];
        if (flavor == nullptr)
            return fault(404, u"Flavor %1 could not be found."_s.arg(call.parameters[0]));
        if (!flavor->extraSpecs.contains(key))
            return fault(
                404, u"Flavor %1 has no extra specs with key %2."_s.arg(call.parameters[0], key));
        return HttpResponse::json(200, {{key, flavor->extraSpecs.value(key)}});
    });
    m_router.add("GET", "v2.1/os-availability-zone", [](Call &) {
        return HttpResponse::json(200, zones::body({{u"hosts"_s, QJsonValue::Null}}));
    });
    m_router.add("GET", "v2.1/os-availability-zone/detail",
                 [](Call &) { return denied(u"os-availability-zone:detail"_s); });
    m_router.add("GET", "v2.1/extensions", [](Call &) {
        return HttpResponse::json(200, {{u"extensions"_s, QJsonArray()}});
    });
}

void ComputeService::addQuotaRoutes()
{
    struct Used
    {
        int instances = 0;
        int cores = 0;
        int ram = 0;
        int serverGroups = 0;
    };
    const auto usedBy = [this](const QString &projectId) {
        Used used;
        for (const auto &server : state().servers.rows()) {
            if (server->projectId == projectId && server->vmState != u"deleted") {
                ++used.instances;
                used.cores += server->flavor.vcpus;
                used.ram += server->flavor.ram;
            }
        }
        for (const auto &group : state().serverGroups.rows())
            used.serverGroups += group->projectId == projectId ? 1 : 0;
        return used;
    };
    const auto limits = [this, usedBy](Call &call) {
        if (call.has(u"tenant_id"))
            return denied(u"limits:other_project"_s);
        const Quotas &quotas = state().projects.find(call.project())->quotas;
        const Used used = usedBy(call.project());
        QJsonObject absolute{{u"maxTotalInstances"_s, quotas.instances},
                             {u"maxTotalCores"_s, quotas.cores},
                             {u"maxTotalRAMSize"_s, quotas.ram},
                             {u"maxServerMeta"_s, 128},
                             {u"maxTotalKeypairs"_s, mostKeyPairs},
                             {u"maxServerGroups"_s, mostServerGroups},
                             {u"maxServerGroupMembers"_s, 10},
                             {u"totalRAMUsed"_s, used.ram},
                             {u"totalCoresUsed"_s, used.cores},
                             {u"totalInstancesUsed"_s, used.instances},
                             {u"totalServerGroupsUsed"_s, used.serverGroups}};
        if (call.microversion < 36) {
            absolute.insert(u"maxTotalFloatingIps"_s, -1);
            absolute.insert(u"maxSecurityGroups"_s, -1);
            absolute.insert(u"maxSecurityGroupRules"_s, -1);
            absolute.insert(u"totalFloatingIpsUsed"_s, 0);
            absolute.insert(u"totalSecurityGroupsUsed"_s, 0);
        }
        if (call.microversion < 39)
            absolute.insert(u"maxImageMeta"_s, 128);
        if (call.microversion < 57) {
            absolute.insert(u"maxPersonality"_s, 5);
            absolute.insert(u"maxPersonalitySize"_s, 10240);
        }
        return HttpResponse::json(200, {{u"limits"_s, QJsonObject{{u"rate"_s, QJsonArray()},
                                                                  {u"absolute"_s, absolute}}}});
    };
    m_router.add("GET", "v2.1/limits", limits, {.query = &computeschemas::limits});
    enum class Kind { Show, Detail, Defaults };
    const auto quotaSet = [this, usedBy](Call &call, Kind kind) {
        const QString id = call.parameters[0];
        const bool detail = kind == Kind::Detail;
        if (id != call.project() && kind != Kind::Defaults)
            return denied(detail ? u"os-quota-sets:detail"_s : u"os-quota-sets:show"_s);
        // The defaults are the same for all projects.
        const Quotas quotas = kind == Kind::Defaults ? Quotas() : state().projects.find(id)->quotas;
        const Used used = usedBy(id);
        QJsonObject set{{u"id"_s, id}};
        const auto put = [&](const QString &key, int limit, int inUse) {
            if (detail) {
                set.insert(key, QJsonObject{
                                    {u"limit"_s, limit}, {u"in_use"_s, inUse}, {u"reserved"_s, 0}});
            } else {
                set.insert(key, limit);
            }
        };
        put(u"cores"_s, quotas.cores, used.cores);
        put(u"instances"_s, quotas.instances, used.instances);
        put(u"ram"_s, quotas.ram, used.ram);
        put(u"key_pairs"_s, mostKeyPairs, 0);
        put(u"metadata_items"_s, 128, 0);
        put(u"server_group_members"_s, 10, 0);
        put(u"server_groups"_s, mostServerGroups, used.serverGroups);
        if (call.microversion < 36) {
            for (const QString &key : {u"fixed_ips"_s, u"floating_ips"_s, u"security_group_rules"_s,
                                       u"security_groups"_s})
                put(key, -1, 0);
        }
        if (call.microversion < 57) {
            put(u"injected_file_content_bytes"_s, 10240, 0);
            put(u"injected_file_path_bytes"_s, 255, 0);
            put(u"injected_files"_s, 5, 0);
        }
        return HttpResponse::json(200, {{u"quota_set"_s, set}});
    };
    m_router.add("GET", "v2.1/os-quota-sets/{}",
                 [quotaSet](Call &call) { return quotaSet(call, Kind::Show); });
    m_router.add("GET", "v2.1/os-quota-sets/{}/defaults",
                 [quotaSet](Call &call) { return quotaSet(call, Kind::Defaults); });
    m_router.add("GET", "v2.1/os-quota-sets/{}/detail",
                 [quotaSet](Call &call) { return quotaSet(call, Kind::Detail); });
}

void ComputeService::addRefusedRoutes()
{
    // Restricted to administrators.
    const struct
    {
        const char *method;
        const char *path;
        const char *policy;
        int from = 0;
    } rules[] = {{"GET", "os-hypervisors", "os-hypervisors:list"},
                 {"GET", "os-hypervisors/detail", "os-hypervisors:list-detail"},
                 {"GET", "os-services", "os-services:list"},
                 {"GET", "os-migrations", "os-migrations:index"},
                 {"GET", "os-aggregates", "os-aggregates:index"},
                 {"GET", "os-hosts", "os-hosts:list"},
                 {"GET", "servers/{}/diagnostics", "os-server-diagnostics"},
                 {"GET", "servers/{}/migrations", "servers:migrations:index", 23},
                 {"GET", "flavors/{}/os-flavor-access", "os-flavor-access"},
                 {"POST", "flavors", "os-flavor-manage:create"},
                 {"DELETE", "flavors/{}", "os-flavor-manage:delete"},
                 {"PUT", "os-quota-sets/{}", "os-quota-sets:update"}};
    for (const auto &rule : rules) {
        m_router.add(rule.method, QByteArray(QByteArray("v2.1/") + rule.path).constData(),
                     [policy = rule.policy](Call &) { return denied(QString::fromLatin1(policy)); },
                     {.from = rule.from});
    }
}

} // namespace oriel::demo
