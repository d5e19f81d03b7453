#include "openstack/config/settings.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

struct SettingWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)
};

constexpr int mostSlips = 2;
constexpr qsizetype shortestName = 6; ///< shorter words resemble each other by chance

/// The names that are keys, variables and options.
constexpr std::array used{"auth_url"_L1,
                          "auth_type"_L1,
                          "username"_L1,
                          "user_id"_L1,
                          "user_domain_name"_L1,
                          "user_domain_id"_L1,
                          "password"_L1,
                          "passcode"_L1,
                          "token"_L1,
                          "project_name"_L1,
                          "project_id"_L1,
                          "project_domain_name"_L1,
                          "project_domain_id"_L1,
                          "tenant_name"_L1,
                          "tenant_id"_L1,
                          "domain_id"_L1,
                          "domain_name"_L1,
                          "default_domain"_L1,
                          "application_credential_id"_L1,
                          "application_credential_name"_L1,
                          "application_credential_secret"_L1,
                          "region_name"_L1,
                          "interface"_L1,
                          "endpoint_type"_L1,
                          "cacert"_L1,
                          "cert"_L1,
                          "key"_L1};

/// Only keys and variables.
constexpr std::array usedInFiles{"auth"_L1,
                                 "auth_token"_L1,
                                 "auth_plugin"_L1,
                                 "user_name"_L1,
                                 "auth_methods"_L1,
                                 "default_domain_id"_L1,
                                 "default_domain_name"_L1,
                                 "profile"_L1,
                                 "cloud"_L1,
                                 "regions"_L1,
                                 "verify"_L1,
                                 "insecure"_L1,
                                 "api_timeout"_L1};

constexpr std::array singleSignOn{"identity_provider"_L1,
                                  "identity_provider_url"_L1,
                                  "protocol"_L1,
                                  "service_provider_endpoint"_L1,
                                  "service_provider_entity_id"_L1,
                                  "consumer_key"_L1,
                                  "consumer_secret"_L1,
                                  "access_key"_L1,
                                  "access_secret"_L1,
                                  "client_id"_L1,
                                  "client_secret"_L1,
                                  "openid_scope"_L1,
                                  "access_token"_L1,
                                  "access_token_endpoint"_L1,
                                  "access_token_type"_L1,
                                  "discovery_endpoint"_L1,
                                  "redirect_uri"_L1,
                                  "code"_L1};

constexpr std::array refused{"system_scope"_L1,
                             "trust_id"_L1,
                             "endpoint"_L1,
                             "service_provider"_L1,
                             "remote_project_name"_L1,
                             "remote_project_id"_L1,
                             "remote_project_domain_name"_L1,
                             "remote_project_domain_id"_L1};

constexpr std::array elsewhere{"networks"_L1,
                               "message"_L1,
                               "status"_L1,
                               "name"_L1,
                               "image_format"_L1,
                               "image_api_use_tasks"_L1,
                               "external_network"_L1,
                               "internal_network"_L1,
                               "force_ipv4"_L1,
                               "prefer_ipv6"_L1,
                               "vendor_hook"_L1,
                               "disable_vendor_agent"_L1,
                               "floating_ip_source"_L1,
                               "requires_floating_ip"_L1,
                               "nat_source"_L1,
                               "nat_destination"_L1,
                               "default_interface"_L1,
                               "secgroup_source"_L1,
                               "has_network"_L1,
                               "cache"_L1,
                               "metrics"_L1,
                               "log_level"_L1,
                               "log_file"_L1,
                               "logging"_L1,
                               "debug"_L1,
                               "timeout"_L1,
                               "collect_timing"_L1};

/// The per-service settings.
constexpr std::array serviceKeys{
    "api_version"_L1,   "default_microversion"_L1, "endpoint_override"_L1, "interface"_L1,
    "endpoint_type"_L1, "region_name"_L1,          "service_type"_L1,      "service_name"_L1};
/// Per-service settings for the network library's patience, which are ignored.
constexpr std::array patienceKeys{"status_code_retries"_L1,
                                  "status_code_retry_delay"_L1,
                                  "connect_retries"_L1,
                                  "connect_retry_delay"_L1,
                                  "retriable_status_codes"_L1,
                                  "min_version"_L1,
                                  "max_version"_L1,
                                  "rate_limit"_L1,
                                  "timeout"_L1};

/// The services that Oriel uses, as prefixes of such keys.
constexpr std::array serviceNames{"compute"_L1,     "volume"_L1, "volumev3"_L1, "block_storage"_L1,
                                  "block_store"_L1, "image"_L1,  "network"_L1,  "identity"_L1};

const std::vector<QStringList> &meanings()
{
    static const std::vector<QStringList> groups{
        {u"project_id"_s, u"project_name"_s, u"tenant_id"_s, u"tenant_name"_s},
        {u"user_id"_s, u"username"_s, u"user_name"_s},
        {u"user_domain_id"_s, u"user_domain_name"_s},
        {u"project_domain_id"_s, u"project_domain_name"_s},
        {u"domain_id"_s, u"domain_name"_s},
        {u"default_domain"_s, u"default_domain_id"_s, u"default_domain_name"_s},
        {u"token"_s, u"auth_token"_s},
        {u"interface"_s, u"endpoint_type"_s},
        {u"auth_type"_s, u"auth_plugin"_s},
        {u"verify"_s, u"insecure"_s},
        {u"application_credential_id"_s, u"application_credential_name"_s},
        {u"volume_api_version"_s, u"volumev3_api_version"_s, u"block_storage_api_version"_s}};
    return groups;
}

template <typename List>
bool contains(const List &list, const QString &name)
{
    return std::ranges::any_of(list, [&name](auto entry) { return name == entry; });
}

/// The number of letters to insert, delete or replace (Levenshtein distance).
int slipsBetween(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i));
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[at], std::min({row[at] + 1, row[at - 1] + 1, changed}));
        }
    }
    return row.back();
}

/// The major version that Oriel's requests are written for.
int majorOf(const QString &service)
{
    if (service == "compute"_L1 || service == "image"_L1 || service == "network"_L1)
        return 2;
    if (service == "identity"_L1 || service.startsWith("volume"_L1) ||
        service.startsWith("block"_L1))
        return 3;
    return 0;
}

} // namespace

std::optional<QString> serviceOfKey(const QString &name, QString &what)
{
    for (const auto key : serviceKeys) {
        if (!name.endsWith(key) || name.size() <= key.size() + 1)
            continue;
        const QString service = name.chopped(key.size());
        if (!service.endsWith(u'_') || !contains(serviceNames, service.chopped(1)))
            continue;
        what = key;
        return service.chopped(1);
    }
    return std::nullopt;
}

Support supportOf(const QString &name)
{
    QString what;
    if (contains(used, name) || contains(usedInFiles, name) || serviceOfKey(name, what))
        return Support::Used;
    if (contains(refused, name))
        return Support::Refused;
    if (contains(singleSignOn, name))
        return Support::SingleSignOn;
    const auto ends = [&name](auto key) {
        return name.endsWith(u'_' + QString(key));
    };
    // Including services that Oriel does not use.
    if (contains(elsewhere, name) || name.startsWith("has_"_L1) ||
        std::ranges::any_of(serviceKeys, ends) || std::ranges::any_of(patienceKeys, ends))
        return Support::Elsewhere;
    return Support::Unknown;
}

QString meantBy(const QString &name)
{
    if (name.size() < shortestName)
        return {};
    QString meant;
    int least = mostSlips + 1;
    const auto compare = [&](const auto &list) {
        for (const QString candidate : list) {
            if (std::abs(candidate.size() - name.size()) > mostSlips)
                continue;
            if (const int slips = slipsBetween(name, candidate); slips < least) {
                least = slips;
                meant = candidate;
            }
        }
    };
    compare(used);
    compare(usedInFiles);
    compare(refused);
    compare(singleSignOn);
    compare(elsewhere);
    return meant;
}

QStringList sameMeaning(const QString &name)
{
    for (const QStringList &group : meanings()) {
        if (group.contains(name))
            return group;
    }
    return {name};
}

QString refusalOf(const QString &name, const QString &shown)
{
    if (name == "trust_id"_L1)
        return SettingWords::tr("%1 is not supported: Oriel cannot use trusts. Remove it, or use "
                                "an application credential.")
            .arg(shown);
    if (name == "system_scope"_L1)
        return SettingWords::tr("%1 is not supported: Oriel works in a project, not on the whole "
                                "system. Name a project with project_name instead.")
            .arg(shown);
    if (name == "endpoint"_L1)
        return SettingWords::tr("%1 is not supported: Oriel signs in at an identity service. Write "
                                "auth_url, and for one service NAME_endpoint_override.")
            .arg(shown);
    if (name == "service_provider"_L1 || name.startsWith("remote_project"_L1))
        return SettingWords::tr("%1 is not supported: Oriel cannot sign in through another cloud. "
                                "Create an application credential in the portal of the cloud that "
                                "you want to use.")
            .arg(shown);
    if (name == "beta_command"_L1)
        return SettingWords::tr("%1 is not supported: Oriel has no beta commands.").arg(shown);
    if (name == "profile"_L1)
        return SettingWords::tr("%1 is not supported: Oriel does not send profiling keys.")
            .arg(shown);
    return SettingWords::tr("%1 is not supported: Oriel cannot use this kind of single sign-on "
                            "yet. Create an application credential in the provider's portal, and "
                            "sign in with auth_type v3applicationcredential.")
        .arg(shown);
}

QStringList usedOptions()
{
    QStringList names{u"cloud"_s};
    for (const auto name : used)
        names.append(QString(name).replace(u'_', u'-'));
    for (const auto service :
         {"compute"_L1, "identity"_L1, "image"_L1, "network"_L1, "object"_L1, "volume"_L1})
        names.append(service + "-api-version"_L1);
    return names;
}

QStringList refusedOptions()
{
    QStringList names{u"profile"_s};
    for (const auto name : refused)
        names.append(QString(name).replace(u'_', u'-'));
    for (const auto name : singleSignOn)
        names.append(QString(name).replace(u'_', u'-'));
    return names;
}

QString versionProblem(const QString &service, const QString &version)
{
    const int major = majorOf(service);
    if (major == 0)
        return {};
    static const QRegularExpression form(u"^v?(\\d+)(\\.(\\d+|latest))?$"_s);
    const auto match = form.match(version.trimmed());
    if (version.trimmed() == "latest"_L1 ||
        (match.hasMatch() && match.captured(1).toInt() == major))
        return {};
    if (match.hasMatch())
        return SettingWords::tr("Oriel supports version %1 of the %2 API, not %3.")
            .arg(QString::number(major), service, version);
    return SettingWords::tr("“%1” is not a version of the %2 API.").arg(version, service);
}

QString optionProblem(const QString &name, const QString &value)
{
    constexpr auto version = "-api-version"_L1;
    const QString shown = "--os-"_L1 + name;
    if (name.endsWith(version)) {
        const QString problem = versionProblem(name.chopped(version.size()), value);
        return problem.isEmpty() ? QString() : shown + ": "_L1 + problem;
    }
    if ((name == "interface"_L1 || name == "endpoint-type"_L1) && !value.isEmpty()) {
        static const QRegularExpression form(u"^(public|internal|admin)(URL)?$"_s);
        if (!form.match(value).hasMatch())
            return SettingWords::tr("%1 takes public, internal or admin, not “%2”.")
                .arg(shown, value);
    }
    return {};
}

} // namespace oriel::openstack
