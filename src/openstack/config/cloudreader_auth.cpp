#include "openstack/config/cloudreader_p.h"

#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

/// "{region_name}" and other values of the cloud itself, as profiles of public clouds have them.
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

/// Names the way that does work.
void CloudReader::refuseMethod(const ConfigValue &at, const QString &type)
{
    const QString shown = named(at, m_prefix + ".auth_type"_L1);
    if (type.startsWith("v2"_L1)) {
        fail(at, tr("%1 is “%2”, but Oriel speaks version 3 of the identity API only. Write "
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
        fail(at, tr("%1 is “%2”, a single sign-on that Oriel cannot do yet. %3")
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
    if (methods->kind == ConfigValue::Kind::Scalar) { // as a variable has them
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

/// Of who signs in: what the method of signing in leaves aside.
void CloudReader::tellUnusedIdentity()
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
    const auto tell = [&](bool isUsed, std::initializer_list<const char *> keys) {
        for (const char *key : keys) {
            const QString name = QString::fromLatin1(key);
            const ConfigValue *value = authValue(name);
            if (isUsed || !value || value->text.isEmpty())
                continue;
            notice(*value, pattern.arg(named(*value, m_prefix + ".auth."_L1 + name)));
        }
    };
    tell(!token && !byId, {"username", "user_name", "user_id"});
    tell(password, {"password"});
    tell(passcode, {"passcode"});
    tell(token, {"token", "auth_token"});
    tell(credential, {"application_credential_id", "application_credential_name",
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
        // Beside a project, a domain is short for the user's and the project's.
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

/// Secrets may be missing: the person is asked for them.
void CloudReader::checkComplete()
{
    const AuthConfig &auth = m_config.auth;
    require(!auth.authUrl.isEmpty(), "auth_url");
    const bool usable = auth.authUrl.isValid() && !auth.authUrl.host().isEmpty() &&
                        (auth.authUrl.scheme() == "http"_L1 || auth.authUrl.scheme() == "https"_L1);
    if (!usable) {
        const ConfigValue *at = authValue(u"auth_url"_s);
        const QString shown = m_prefix + ".auth.auth_url"_L1;
        fail(at ? *at : m_auth, tr("%1 must be an address that begins with http:// or https://")
                                    .arg(at ? named(*at, shown) : shown));
    }
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
