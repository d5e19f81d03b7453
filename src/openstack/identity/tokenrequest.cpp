#include "openstack/identity/tokenrequest.h"

#include "base/log.h"
#include "net/json.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

/// By ID, or by name and domain. The default is the domain with the ID "default", which every cloud
/// has, as in `openstack`.
QJsonObject domainObject(const QString &id, const QString &name)
{
    if (!id.isEmpty())
        return {{u"id"_s, id}};
    if (!name.isEmpty())
        return {{u"name"_s, name}};
    return {{u"id"_s, u"default"_s}};
}

QJsonObject userObject(const AuthConfig &auth)
{
    if (!auth.userId.isEmpty())
        return {{u"id"_s, auth.userId}};
    return {{u"name"_s, auth.username},
            {u"domain"_s, domainObject(auth.userDomainId, auth.userDomainName)}};
}

QJsonObject passwordIdentity(const AuthConfig &auth)
{
    QJsonObject user = userObject(auth);
    user.insert(u"password"_s, auth.password);
    return {{u"user"_s, user}};
}

QJsonObject totpIdentity(const AuthConfig &auth)
{
    QJsonObject user = userObject(auth);
    user.insert(u"passcode"_s, auth.passcode);
    return {{u"user"_s, user}};
}

QJsonObject credentialIdentity(const AuthConfig &auth)
{
    QJsonObject credential{{u"secret"_s, auth.applicationCredentialSecret}};
    if (!auth.applicationCredentialId.isEmpty()) {
        credential.insert(u"id"_s, auth.applicationCredentialId);
    } else {
        credential.insert(u"name"_s, auth.applicationCredentialName);
        credential.insert(u"user"_s, userObject(auth));
    }
    return credential;
}

/// Empty if the configuration names no scope: the token is then unscoped.
QJsonObject scopeObject(const AuthConfig &auth)
{
    if (!auth.projectId.isEmpty())
        return {{u"project"_s, QJsonObject{{u"id"_s, auth.projectId}}}};
    if (!auth.projectName.isEmpty()) {
        return {{u"project"_s, QJsonObject{{u"name"_s, auth.projectName},
                                           {u"domain"_s, domainObject(auth.projectDomainId,
                                                                      auth.projectDomainName)}}}};
    }
    if (!auth.domainId.isEmpty() || !auth.domainName.isEmpty())
        return {{u"domain"_s, domainObject(auth.domainId, auth.domainName)}};
    return {};
}

QString missingPattern(Secret secret)
{
    switch (secret) {
    case Secret::None:
        break;
    case Secret::Password:
    case Secret::PasswordAndPasscode:
        return QCoreApplication::translate("oriel::openstack::Session",
                                           "The password for the cloud “%1” is missing.");
    case Secret::Passcode:
        return QCoreApplication::translate("oriel::openstack::Session",
                                           "The one-time passcode for the cloud “%1” is missing.");
    case Secret::ApplicationCredentialSecret:
        return QCoreApplication::translate(
            "oriel::openstack::Session",
            "The application credential's secret for the cloud “%1” is missing.");
    case Secret::Token:
        return QCoreApplication::translate("oriel::openstack::Session",
                                           "The token for the cloud “%1” is missing.");
    }
    return {};
}

} // namespace

Result<QJsonObject> tokenRequest(const CloudConfig &cloud)
{
    const AuthConfig &auth = cloud.auth;
    if (const Secret missing = cloud.missingSecret(); missing != Secret::None) {
        Error error;
        error.kind = ErrorKind::Configuration;
        error.message = missingPattern(missing).arg(cloud.name);
        return error;
    }
    QJsonArray methods;
    QJsonObject identity;
    const auto add = [&](const QString &method, const QJsonObject &value) {
        methods.append(method);
        identity.insert(method, value);
    };
    QJsonObject scope = scopeObject(auth);
    switch (cloud.method) {
    case AuthMethod::Password:
        add(u"password"_s, passwordIdentity(auth));
        break;
    case AuthMethod::Token:
        add(u"token"_s, {{u"id"_s, auth.token}});
        break;
    case AuthMethod::ApplicationCredential:
        add(u"application_credential"_s, credentialIdentity(auth));
        scope = {}; // it belongs to one project, and Keystone refuses an additional scope
        break;
    case AuthMethod::Totp:
        add(u"totp"_s, totpIdentity(auth));
        break;
    case AuthMethod::Multifactor:
        add(u"password"_s, passwordIdentity(auth));
        add(u"totp"_s, totpIdentity(auth));
        break;
    }
    identity.insert(u"methods"_s, methods);
    QJsonObject request{{u"identity"_s, identity}};
    if (!scope.isEmpty())
        request.insert(u"scope"_s, scope);
    return QJsonObject{{u"auth"_s, request}};
}

QJsonObject rescopeRequest(const QByteArray &token, const QString &projectId)
{
    const QJsonObject identity{{u"methods"_s, QJsonArray{u"token"_s}},
                               {u"token"_s, QJsonObject{{u"id"_s, QString::fromLatin1(token)}}}};
    const QJsonObject scope{{u"project"_s, QJsonObject{{u"id"_s, projectId}}}};
    return {{u"auth"_s, QJsonObject{{u"identity"_s, identity}, {u"scope"_s, scope}}}};
}

Result<Token> decodeToken(const QByteArray &body, const QByteArray &subjectToken)
{
    net::Oddities odd;
    auto result = net::json::decode<Token>(
        body,
        [&](const net::json::Object &root) {
            const net::json::Object object = root.requiredObject("token");
            Token token;
            token.id = subjectToken.trimmed();
            if (token.id.isEmpty()) {
                object.fail(QCoreApplication::translate("oriel::openstack::Session",
                                                        "the header X-Subject-Token is missing"));
            }
            token.expires = object.time("expires_at");
            token.issued = object.time("issued_at");
            token.methods = object.strings("methods");
            const net::json::Object user = object.requiredObject("user");
            token.userId = user.requiredString("id");
            token.userName = user.string("name");
            const net::json::Object project = object.object("project");
            token.projectId = project.string("id");
            token.projectName = project.string("name");
            token.domainName = object.has("domain") ? object.object("domain").string("name")
                                                    : project.object("domain").string("name");
            for (const net::json::Object role : object.array("roles").objects())
                token.roles.append(role.string("name"));
            token.catalog = Catalog::decode(object.array("catalog"));
            return token;
        },
        &odd);
    for (const net::Oddity &oddity : odd)
        qCDebug(logOpenstack).noquote() << "token:" << oddity.first << oddity.what;
    return result;
}

} // namespace oriel::openstack
