#include "openstack/config/cloudreader.h"

#include "openstack/config/settings.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

/// Reads typed values, and records the first error and which keys were read.
class CloudReader
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)

public:
    CloudReader(ConfigValue cloud, CloudSource source, QStringList &notices)
        : m_cloud(std::move(cloud))
        , m_source(std::move(source))
        , m_prefix(m_source.prefix)
        , m_notices(notices)
    {}

    Result<CloudConfig> read();

private:
    using Keys = std::initializer_list<const char *>;

    void fail(const ConfigValue &at, const QString &what)
    {
        if (!m_error)
            m_error = configurationError(at.file, at.line, what);
    }

    void notice(const ConfigValue &at, const QString &what)
    {
        m_notices.append(configurationError(at.file, at.line, what).message);
    }

    /// How messages refer to a value: OS_PROJECT_NAME, or clouds.demo.project_name.
    static QString named(const ConfigValue &value, const QString &path)
    {
        return value.label.isEmpty() ? path : value.label;
    }

    QString asText(const ConfigValue &value, const QString &path)
    {
        if (value.kind == ConfigValue::Kind::Scalar)
            return value.text;
        fail(value, tr("%1 must be a string").arg(named(value, path)));
        return {};
    }

    /// The cloud's value of the first key that has one.
    QString text(Keys keys)
    {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            if (const ConfigValue *value = m_cloud.find(name))
                return asText(*value, m_prefix + u'.' + name);
        }
        return {};
    }

    /// The same in `auth`, then beside it, where some files and the OS_* layer have these keys.
    QString authText(Keys keys)
    {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            if (const ConfigValue *value = m_auth.find(name))
                return asText(*value, m_prefix + QLatin1String(".auth.") + name);
        }
        return text(keys);
    }

    /// The value of a key in `auth` or beside it; null if it is in neither.
    [[nodiscard]] const ConfigValue *authValue(const QString &name) const
    {
        const ConfigValue *value = m_auth.find(name);
        return value ? value : m_cloud.find(name);
    }

    std::optional<bool> boolean(const char *key);
    QString path(const char *key);
    void readRegions();
    void chooseRegion(const ConfigValue &list);
    void readAuth();
    void readMethod();
    void refuseMethod(const ConfigValue &at, const QString &type);
    void readFactors();
    void readDomains();
    void readServices();
    void readService(const QString &service, const QString &what, const ConfigValue &value,
                     const QString &where);
    void readInterface();
    QString interfaceIn(const ConfigValue &value, const QString &where);
    void readTls();
    void readTimeout();
    void expand(QUrl &url, const QString &written);
    void checkKeys(const ConfigValue &map, const QString &prefix, bool inAuth);
    void warnUnusedIdentity();
    void require(bool there, const char *key);
    void checkComplete();

    ConfigValue m_cloud;
    ConfigValue m_auth;
    CloudSource m_source;
    QString m_prefix;
    QStringList &m_notices;
    CloudConfig m_config;
    std::optional<Error> m_error;
};

std::optional<bool> CloudReader::boolean(const char *key)
{
    const QString name = QString::fromLatin1(key);
    const ConfigValue *value = m_cloud.find(name);
    if (!value)
        return std::nullopt;
    const QString word = value->text.toLower();
    if (value->kind == ConfigValue::Kind::Scalar) {
        if (word == "true"_L1 || word == "yes"_L1 || word == "on"_L1 || word == "1"_L1)
            return true;
        if (word == "false"_L1 || word == "no"_L1 || word == "off"_L1 || word == "0"_L1)
            return false;
    }
    fail(*value, tr("%1 must be true or false").arg(named(*value, m_prefix + u'.' + name)));
    return std::nullopt;
}

QString CloudReader::path(const char *key)
{
    QString file = text({key});
    if (file == "~"_L1 || file.startsWith("~/"_L1))
        file.replace(0, 1, m_source.home);
    return file;
}

/// First, because a region may have its own values.
void CloudReader::readRegions()
{
    const std::optional<ConfigValue> &wanted = m_source.region;
    if (const ConfigValue *regions = m_cloud.find(u"regions"_s)) {
        if (regions->kind != ConfigValue::Kind::List)
            fail(*regions, tr("%1 must be a list").arg(m_prefix + ".regions"_L1));
        else
            chooseRegion(ConfigValue(*regions));
        return;
    }
    const ConfigValue *region = m_cloud.find(u"region_name"_s);
    if (region && region->kind == ConfigValue::Kind::List) {
        for (const ConfigValue &item : region->items)
            m_config.regions.append(asText(item, m_prefix + ".region_name"_L1));
    } else if (region) {
        const QStringList names = text({"region_name"}).split(u',', Qt::SkipEmptyParts);
        if (names.size() > 1)
            m_config.regions = names;
        else
            m_config.region = names.value(0);
    }
    if (!m_config.regions.isEmpty()) {
        m_config.region = m_config.regions.front();
        m_config.regionNamed = false;
    }
    // The catalog shows later whether this region exists.
    if (wanted && !wanted->text.isEmpty()) {
        m_config.region = wanted->text;
        m_config.regionNamed = true;
        if (!m_config.regions.isEmpty() && !m_config.regions.contains(wanted->text))
            m_config.regions.append(wanted->text);
    }
}

/// Of a list, take the named region or otherwise the first one, as `openstack` does.
void CloudReader::chooseRegion(const ConfigValue &list)
{
    const QString path = m_prefix + ".regions"_L1;
    std::optional<ConfigValue> wanted = m_source.region;
    // A copy, because the region's values replace the cloud's below.
    std::optional<ConfigValue> beside;
    if (const ConfigValue *regionName = m_cloud.find(u"region_name"_s))
        beside = *regionName;
    // A vendor's list only offers regions to choose from.
    if (!wanted && beside && !m_source.ownRegions)
        wanted = beside;
    std::vector<ConfigValue> values;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const ConfigValue &item = list.items[i];
        const QString here = path + u'[' + QString::number(i) + u']';
        const ConfigValue *named = item.isMap() ? item.find(u"name"_s) : &item;
        if (!named) {
            fail(item, tr("%1.name is missing").arg(here));
            return;
        }
        m_config.regions.append(asText(*named, here));
        const ConfigValue *own = item.isMap() ? item.find(u"values"_s) : nullptr;
        if (own && !own->isMap())
            fail(*own, tr("%1.values must be a map").arg(here));
        values.push_back(own && own->isMap() ? *own : ConfigValue{});
    }
    if (m_config.regions.isEmpty())
        return;
    const QString name = wanted ? wanted->text : m_config.regions.front();
    const qsizetype index = m_config.regions.indexOf(name);
    m_config.region = name;
    m_config.regionNamed = wanted.has_value();
    if (index < 0 && m_source.ownRegions) {
        fail(*wanted, tr("%1 names the region “%2”, which the cloud does not list. It lists: %3.")
                          .arg(wanted->label, name, m_config.regions.join(u", "_s)));
    } else if (index < 0) {
        m_config.regions.prepend(name);
    } else if (values[static_cast<std::size_t>(index)].isMap()) {
        m_cloud = mergedAuth(m_cloud, values[static_cast<std::size_t>(index)]);
    }
    if (!m_source.region && beside && m_source.ownRegions && beside->text != name) {
        notice(*beside, tr("%1.region_name is not used, because the cloud also has “regions”. The "
                           "first of them is opened: %2.")
                            .arg(m_prefix, name));
    }
}

void CloudReader::readServices()
{
    for (const auto &[key, value] : m_cloud.members) {
        QString what;
        const auto service = serviceOfKey(key, what);
        if (service && value.kind != ConfigValue::Kind::Null)
            readService(QString(*service).replace(u'_', u'-'), what, value, m_prefix + u'.' + key);
    }
    readInterface();
}

void CloudReader::readService(const QString &service, const QString &what, const ConfigValue &value,
                              const QString &where)
{
    const QString said = asText(value, where);
    ServiceConfig &config = m_config.services[service];
    if (what == "endpoint_override"_L1) {
        const QUrl url(said);
        const bool http = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
        if (!said.isEmpty() && (!http || url.host().isEmpty()))
            fail(value, tr("%1 must be an address that begins with http:// or https://")
                            .arg(named(value, where)));
        config.endpointOverride = said;
    } else if (what == "api_version"_L1 || what == "default_microversion"_L1) {
        const QString problem = versionProblem(service, said);
        if (problem.isEmpty())
            config.apiVersion = said;
        else
            //: %1: a setting: "clouds.demo.compute_api_version"; %2: a sentence with the reason
            notice(value, tr("%1 is not used. %2").arg(named(value, where), problem));
    } else if (what == "interface"_L1 || what == "endpoint_type"_L1) {
        config.interface = interfaceIn(value, where);
    } else if (what == "region_name"_L1) {
        config.region = said;
    } else if (what == "service_type"_L1) {
        config.type = said;
    } else if (what == "service_name"_L1) {
        config.name = said;
    }
}

QString CloudReader::interfaceIn(const ConfigValue &value, const QString &where)
{
    QString interface = asText(value, where);
    if (interface.endsWith("URL"_L1))
        interface.chop(3);
    if (!interface.isEmpty() && interface != "public"_L1 && interface != "internal"_L1 &&
        interface != "admin"_L1)
        fail(value, tr("%1 must be public, internal or admin").arg(named(value, where)));
    return interface;
}

void CloudReader::readInterface()
{
    for (const QString &key : {u"interface"_s, u"endpoint_type"_s}) {
        const ConfigValue *value = m_cloud.find(key);
        if (!value)
            continue;
        if (const QString interface = interfaceIn(*value, m_prefix + u'.' + key);
            !interface.isEmpty())
            m_config.interface = interface;
        return;
    }
}

void CloudReader::readTls()
{
    m_config.caCertificate = path("cacert");
    m_config.certificate = path("cert");
    m_config.privateKey = path("key");
    m_config.verify = boolean("verify").value_or(true);
    if (boolean("insecure").value_or(false))
        m_config.verify = false;
}

void CloudReader::readTimeout()
{
    const ConfigValue *value = m_cloud.find(u"api_timeout"_s);
    if (!value)
        return;
    bool number = false;
    const double seconds = value->text.toDouble(&number);
    if (!number || seconds <= 0 || seconds > 86'400)
        fail(*value, tr("%1.api_timeout must be a number of seconds").arg(m_prefix));
    else
        m_config.apiTimeout = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
}

/// Every setting must be used, refused or reported.
void CloudReader::checkKeys(const ConfigValue &map, const QString &prefix, bool inAuth)
{
    for (const auto &[key, value] : map.members) {
        const QString shown = named(value, prefix + key);
        switch (supportOf(key)) {
        case Support::Refused:
            if (value.kind != ConfigValue::Kind::Null)
                fail(value, refusalOf(key, shown));
            break;
        case Support::SingleSignOn:
            notice(value, tr("%1 is not used: it belongs to a single sign-on, and this cloud uses "
                             "another way to sign in.")
                              .arg(shown));
            break;
        case Support::Unknown: {
            if (key.startsWith("x_"_L1))
                break; // conventionally the key of another program
            const QString meant = meantBy(key);
            notice(value,
                   meant.isEmpty()
                       ? tr("%1 is not known and not used.").arg(shown)
                       : tr("%1 is not known and not used. Did you mean “%2”?").arg(shown, meant));
            break;
        }
        case Support::Elsewhere:
        case Support::Used:
            break;
        }
    }
    if (inAuth)
        warnUnusedIdentity();
}

Result<CloudConfig> CloudReader::read()
{
    if (!m_cloud.isMap()) {
        return configurationError(m_cloud.file, m_cloud.line, tr("%1 must be a map").arg(m_prefix));
    }
    m_config.name = m_source.name;
    m_config.file = m_cloud.file;
    readRegions();
    readAuth();
    readMethod();
    readDomains();
    readServices();
    readTls();
    readTimeout();
    if (!m_error)
        checkKeys(m_cloud, m_prefix + u'.', false);
    if (!m_error)
        checkKeys(m_auth, m_prefix + ".auth."_L1, true);
    checkComplete();
    if (m_error)
        return *m_error;
    return m_config;
}

Result<CloudConfig> readCloud(const ConfigValue &cloud, const CloudSource &source,
                              QStringList &notices)
{
    return CloudReader(cloud, source, notices).read();
}

/// Replaces "{region_name}" and other values of the cloud, which profiles of public clouds contain.
void CloudReader::expand(QUrl &url, const QString &written)
{
    QString address = written.trimmed();
    static const QRegularExpression field(u"\\{(?!region_name\\})(\\w+)\\}"_s);
    for (auto match = field.match(address); match.hasMatch(); match = field.match(address)) {
        const ConfigValue *value = m_cloud.find(match.captured(1));
        const QString replacement = value ? value->text : QString();
        address.replace(match.capturedStart(), match.capturedLength(),
                        QString(replacement).remove(u'{'));
    }
    const auto region = "{region_name}"_L1;
    if (address.contains(region))
        m_config.authUrlTemplate = address;
    url = QUrl(address.replace(region, m_config.region));
}

void CloudReader::readMethod()
{
    const QString type = text({"auth_type", "auth_plugin"});
    if (type.isEmpty()) {
        const bool onlyToken = m_config.auth.password.isEmpty() && !m_config.auth.token.isEmpty();
        m_config.method = onlyToken ? AuthMethod::Token : AuthMethod::Password;
        return;
    }
    static const std::array known = {
        std::pair("password"_L1, AuthMethod::Password),
        std::pair("v3password"_L1, AuthMethod::Password),
        std::pair("token"_L1, AuthMethod::Token),
        std::pair("v3token"_L1, AuthMethod::Token),
        std::pair("v3applicationcredential"_L1, AuthMethod::ApplicationCredential),
        std::pair("v3totp"_L1, AuthMethod::Totp),
        std::pair("v3multifactor"_L1, AuthMethod::Multifactor)};
    const auto found =
        std::ranges::find_if(known, [&type](const auto &entry) { return entry.first == type; });
    const ConfigValue *at = m_cloud.find(u"auth_type"_s);
    if (!at)
        at = m_cloud.find(u"auth_plugin"_s);
    if (found == known.end()) {
        refuseMethod(at ? *at : m_cloud, type);
        return;
    }
    m_config.method = found->second;
    if (m_config.method == AuthMethod::Multifactor)
        readFactors();
}

/// The message names a method that works.
void CloudReader::refuseMethod(const ConfigValue &at, const QString &type)
{
    const QString shown = named(at, m_prefix + ".auth_type"_L1);
    if (type.startsWith("v2"_L1)) {
        fail(at, tr("%1 is “%2”, but Oriel supports only version 3 of the identity API. Write "
                    "“password” or “token”.")
                     .arg(shown, type));
        return;
    }
    static const QStringList singleSignOn{u"v3websso"_s,       u"v3samlpassword"_s,
                                          u"v3adfspassword"_s, u"v3kerberos"_s,
                                          u"v3fedkerb"_s,      u"v3tokenlessauth"_s};
    const QString wayOut =
        tr("Create an application credential in the provider's portal (in Horizon: Identity, "
           "Application Credentials), then write auth_type: v3applicationcredential with its "
           "application_credential_id and application_credential_secret.");
    if (singleSignOn.contains(type) || type.startsWith("v3oidc"_L1) ||
        type.startsWith("v3oauth"_L1)) {
        fail(at, tr("%1 is “%2”, a single sign-on that Oriel does not support yet. %3")
                     .arg(shown, type, wayOut));
        return;
    }
    fail(at, tr("%1 “%2” is not supported. Oriel supports password, token, "
                "v3applicationcredential, v3totp and v3multifactor. %3")
                 .arg(shown, type, wayOut));
}

void CloudReader::readFactors()
{
    const ConfigValue *methods = authValue(u"auth_methods"_s);
    if (!methods)
        return;
    const QString methodsPath = named(*methods, m_prefix + ".auth_methods"_L1);
    QStringList names;
    if (methods->kind == ConfigValue::Kind::Scalar) { // the form in variables
        for (const QString &name : methods->text.split(u',', Qt::SkipEmptyParts))
            names.append(name.trimmed());
    } else if (methods->kind != ConfigValue::Kind::List) {
        fail(*methods, tr("%1 must be a list").arg(methodsPath));
        return;
    }
    for (const ConfigValue &item : methods->items)
        names.append(asText(item, methodsPath));
    names.sort();
    if (names == QStringList{u"v3password"_s})
        m_config.method = AuthMethod::Password;
    else if (names == QStringList{u"v3totp"_s})
        m_config.method = AuthMethod::Totp;
    else if (names != QStringList{u"v3password"_s, u"v3totp"_s})
        fail(*methods, tr("%1: only v3password and v3totp are supported").arg(methodsPath));
}

/// Reports identity settings that the sign-in method ignores.
void CloudReader::warnUnusedIdentity()
{
    const bool credential = m_config.method == AuthMethod::ApplicationCredential;
    const bool token = m_config.method == AuthMethod::Token;
    const bool password =
        m_config.method == AuthMethod::Password || m_config.method == AuthMethod::Multifactor;
    const bool passcode =
        m_config.method == AuthMethod::Totp || m_config.method == AuthMethod::Multifactor;
    const QString pattern =
        credential
            ? tr("%1 is not used: auth_type says that the cloud signs in with an application "
                 "credential.")
        : token    ? tr("%1 is not used: auth_type says that the cloud signs in with a token.")
        : password ? tr("%1 is not used: the cloud signs in with a password. To sign in another "
                        "way, set auth_type.")
                   : tr("%1 is not used: auth_type says that the cloud signs in with a one-time "
                        "passcode.");
    const bool byId = credential && !m_config.auth.applicationCredentialId.isEmpty();
    const auto warnUnless = [&](bool isUsed, std::initializer_list<const char *> keys) {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            const ConfigValue *value = authValue(name);
            if (isUsed || !value || value->text.isEmpty())
                continue;
            notice(*value, pattern.arg(named(*value, m_prefix + ".auth."_L1 + name)));
        }
    };
    warnUnless(!token && !byId, {"username", "user_name", "user_id"});
    warnUnless(password, {"password"});
    warnUnless(passcode, {"passcode"});
    warnUnless(token, {"token", "auth_token"});
    warnUnless(credential, {"application_credential_id", "application_credential_name",
                            "application_credential_secret"});
}

void CloudReader::readAuth()
{
    if (const ConfigValue *auth = m_cloud.find(u"auth"_s)) {
        m_auth = *auth;
        if (!auth->isMap())
            fail(*auth, tr("%1.auth must be a map").arg(m_prefix));
    } else {
        m_auth.file = m_cloud.file;
        m_auth.line = m_cloud.line;
    }
    AuthConfig &auth = m_config.auth;
    expand(auth.authUrl, authText({"auth_url"}));
    auth.userId = authText({"user_id"});
    auth.username = authText({"username", "user_name"});
    auth.password = authText({"password"});
    auth.passcode = authText({"passcode"});
    auth.token = authText({"token", "auth_token"});
    auth.applicationCredentialId = authText({"application_credential_id"});
    auth.applicationCredentialName = authText({"application_credential_name"});
    auth.applicationCredentialSecret = authText({"application_credential_secret"});
    auth.projectId = authText({"project_id", "tenant_id"});
    auth.projectName = authText({"project_name", "tenant_name"});
}

void CloudReader::readDomains()
{
    AuthConfig &auth = m_config.auth;
    auth.userDomainId = authText({"user_domain_id"});
    auth.userDomainName = authText({"user_domain_name"});
    auth.projectDomainId = authText({"project_domain_id"});
    auth.projectDomainName = authText({"project_domain_name"});
    auth.domainId = authText({"domain_id"});
    auth.domainName = authText({"domain_name"});
    if (auth.namesProject()) {
        // Beside a project, a domain stands for both the user's and the project's.
        if (auth.userDomainId.isEmpty() && auth.userDomainName.isEmpty()) {
            auth.userDomainId = auth.domainId;
            auth.userDomainName = auth.domainName;
        }
        if (auth.projectDomainId.isEmpty() && auth.projectDomainName.isEmpty()) {
            auth.projectDomainId = auth.domainId;
            auth.projectDomainName = auth.domainName;
        }
        auth.domainId.clear();
        auth.domainName.clear();
    }
    const QString fallbackId = authText({"default_domain_id", "default_domain"});
    const QString fallbackName = authText({"default_domain_name"});
    if (auth.userDomainId.isEmpty() && auth.userDomainName.isEmpty()) {
        auth.userDomainId = fallbackId;
        auth.userDomainName = fallbackId.isEmpty() ? fallbackName : QString();
    }
    if (auth.projectDomainId.isEmpty() && auth.projectDomainName.isEmpty()) {
        auth.projectDomainId = fallbackId;
        auth.projectDomainName = fallbackId.isEmpty() ? fallbackName : QString();
    }
}

void CloudReader::require(bool there, const char *key)
{
    if (!there)
        fail(m_auth, tr("%1.auth.%2 is missing").arg(m_prefix, QString::fromLatin1(key)));
}

/// Secrets may be missing: the user is prompted for them.
void CloudReader::checkComplete()
{
    const AuthConfig &auth = m_config.auth;
    if (m_source.completed && auth.authUrl.isEmpty())
        return;
    require(!auth.authUrl.isEmpty(), "auth_url");
    const bool usable = auth.authUrl.isValid() && !auth.authUrl.host().isEmpty() &&
                        (auth.authUrl.scheme() == "http"_L1 || auth.authUrl.scheme() == "https"_L1);
    if (!usable) {
        const ConfigValue *at = authValue(u"auth_url"_s);
        const QString shown = m_prefix + ".auth.auth_url"_L1;
        fail(at ? *at : m_auth, tr("%1 must be an address that begins with http:// or https://")
                                    .arg(at ? named(*at, shown) : shown));
    }
    if (m_source.completed)
        return;
    const bool user = !auth.userId.isEmpty() || !auth.username.isEmpty();
    switch (m_config.method) {
    case AuthMethod::Password:
    case AuthMethod::Totp:
    case AuthMethod::Multifactor:
        require(user, "username");
        break;
    case AuthMethod::ApplicationCredential:
        if (auth.applicationCredentialId.isEmpty()) {
            require(!auth.applicationCredentialName.isEmpty(), "application_credential_id");
            require(user, "username");
        }
        break;
    case AuthMethod::Token:
        break;
    }
}

} // namespace oriel::openstack
