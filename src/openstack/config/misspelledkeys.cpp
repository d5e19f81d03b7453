#include "openstack/config/misspelledkeys.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

constexpr int mostSlips = 2;
constexpr qsizetype shortestKey = 6; ///< shorter words resemble one another by chance

/// Those of `auth` may stand beside it too, so both have one list.
const std::array knownKeys{"auth_url",
                           "username",
                           "user_id",
                           "user_name",
                           "user_domain_id",
                           "user_domain_name",
                           "password",
                           "passcode",
                           "token",
                           "application_credential_id",
                           "application_credential_name",
                           "application_credential_secret",
                           "project_id",
                           "project_name",
                           "project_domain_id",
                           "project_domain_name",
                           "domain_id",
                           "domain_name",
                           "default_domain_id",
                           "default_domain_name",
                           "tenant_id",
                           "tenant_name",
                           "trust_id",
                           "system_scope",
                           "identity_provider",
                           "protocol",
                           "access_token",
                           "discovery_endpoint",
                           "openid_scope",
                           "client_id",
                           "client_secret",
                           "endpoint",
                           "profile",
                           "auth_type",
                           "auth_plugin",
                           "auth_methods",
                           "region_name",
                           "regions",
                           "interface",
                           "endpoint_type",
                           "verify",
                           "insecure",
                           "cacert",
                           "api_timeout",
                           "networks",
                           "message",
                           "image_format",
                           "external_network",
                           "internal_network",
                           "force_ipv4",
                           "vendor_hook",
                           "disable_vendor_agent",
                           "floating_ip_source",
                           "nat_source",
                           "nat_destination"};

/// How many letters must be put in, left out, or changed (Levenshtein).
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

/// The known key that may be meant by `key`; empty where it is known itself, or like none.
QString meantBy(const QString &key)
{
    QString meant;
    int least = mostSlips + 1;
    for (const char *name : knownKeys) {
        const QString candidate = QString::fromLatin1(name);
        if (candidate == key)
            return {};
        if (key.size() < shortestKey || std::abs(candidate.size() - key.size()) > mostSlips)
            continue;
        if (const int slips = slipsBetween(key, candidate); slips < least) {
            least = slips;
            meant = candidate;
        }
    }
    return meant;
}

Error misspelling(const ConfigValue &value, const QString &path, const QString &meant)
{
    return configurationError(
        value.file, value.line,
        QCoreApplication::translate("oriel::openstack::Config",
                                    "%1 is no key that is known; “%2” may be meant")
            .arg(path, meant));
}

} // namespace

std::optional<Error> misspelledKey(const ConfigValue &cloud, const QString &prefix)
{
    if (const ConfigValue *auth = cloud.find(u"auth"_s); auth && auth->isMap()) {
        for (const auto &[key, value] : auth->members) {
            if (const QString meant = meantBy(key); !meant.isEmpty())
                return misspelling(value, prefix + ".auth."_L1 + key, meant);
        }
    }
    for (const auto &[key, value] : cloud.members) {
        // Every service may have a version and an address of its own.
        if (key.endsWith("_api_version"_L1) || key.endsWith("_endpoint_override"_L1))
            continue;
        if (const QString meant = meantBy(key); !meant.isEmpty())
            return misspelling(value, prefix + u'.' + key, meant);
    }
    return std::nullopt;
}

} // namespace oriel::openstack
