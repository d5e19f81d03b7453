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
    static const QRegularExpression field(u"\\{(\\w+)\\}"_s);
    for (auto match = field.match(address); match.hasMatch(); match = field.match(address)) {
        const QString key = match.captured(1);
        const ConfigValue *value = m_cloud.find(key);
        const QString replacement = key == "region_name"_L1 ? m_config.region
                                    : value                 ? value->text
                                                            : QString();
        address.replace(match.capturedStart(), match.capturedLength(),
                        QString(replacement).remove(u'{'));
    }
    url = QUrl(address);
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
    if (found == known.end()) {
        fail(at ? *at : m_cloud,
             tr("%1.auth_type “%2” is not supported; these are: password, token, "
                "v3applicationcredential, v3totp, v3multifactor")
                 .arg(m_prefix, type));
        return;
    }
    m_config.method = found->second;
    if (m_config.method != AuthMethod::Multifactor)
        return;
    const ConfigValue *methods = m_auth.find(u"auth_methods"_s);
    if (!methods)
        methods = m_cloud.find(u"auth_methods"_s);
    if (!methods)
        return;
    const QString methodsPath = m_prefix + ".auth_methods"_L1;
    if (methods->kind != ConfigValue::Kind::List) {
        fail(*methods, tr("%1 must be a list").arg(methodsPath));
        return;
    }
    QStringList names;
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
        const ConfigValue *at = m_auth.find(u"auth_url"_s);
        fail(at ? *at : m_auth,
             tr("%1.auth.auth_url must be an address that begins with http:// or https://")
                 .arg(m_prefix));
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
