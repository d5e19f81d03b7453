#include "demo/identity/identityservice.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::demo {

void IdentityService::addCredentialRoutes()
{
    const auto owned = [this](const Call &call) -> const ApplicationCredential * {
        const ApplicationCredential *found =
            state().applicationCredentials.find(call.parameters[1]);
        return found != nullptr && found->userId == call.token->userId ? found : nullptr;
    };
    const char *const collection = "v3/users/{}/application_credentials";
    const char *const single = "v3/users/{}/application_credentials/{}";
    m_router.add("GET", collection, [this](Call &call) {
        if (call.parameters[0] != call.token->userId)
            return forbidden(u"identity:list_application_credentials"_s);
        QJsonArray rows;
        for (const auto &credential : state().applicationCredentials.rows()) {
            if (credential->userId == call.token->userId &&
                (!call.has(u"name") || credential->name == call.argument(u"name")))
                rows.append(credentialBody(*credential));
        }
        return list(u"application_credentials"_s,
                    u"/users/%1/application_credentials"_s.arg(call.parameters[0]) +
                        queryOf(call.request),
                    rows);
    });
    m_router.add("GET", single, [this, owned](Call &call) {
        const ApplicationCredential *found = owned(call);
        if (found == nullptr)
            return notFound(u"Application Credential"_s, call.parameters[1]);
        return HttpResponse::json(200, {{u"application_credential"_s, credentialBody(*found)}});
    });
    m_router.add("POST", collection, [this](Call &call) {
        // A token from an application credential cannot create further credentials.
        if (call.parameters[0] != call.token->userId || call.token->projectId.isEmpty() ||
            call.token->methods.contains(u"application_credential"_s))
            return forbidden(u"identity:create_application_credential"_s);
        const QJsonObject wanted = call.body.value(u"application_credential").toObject();
        if (auto refused = refusedCredential(call, wanted))
            return *refused;
        ApplicationCredential made;
        made.name = wanted.value(u"name").toString();
        for (const auto &other : state().applicationCredentials.rows()) {
            if (other->userId == call.token->userId && other->name == made.name) {
                return error(409, u"Conflict"_s,
                             u"Conflict occurred attempting to store application_credential - "
                             u"Duplicate entry found "
                             "with name %1."_s.arg(made.name));
            }
        }
        made.id = world().hexId();
        made.secret = wanted.value(u"secret").toString();
        if (made.secret.isEmpty())
            made.secret = QUuid::createUuid().toString(QUuid::Id128) +
                          QUuid::createUuid().toString(QUuid::Id128);
        made.description = textOrNone(wanted.value(u"description"));
        made.expires = parsedTime(wanted.value(u"expires_at").toString());
        made.unrestricted = wanted.value(u"unrestricted").toBool();
        made.userId = call.token->userId;
        made.projectId = call.token->projectId;
        const QJsonArray roles = wanted.value(u"roles").toArray();
        for (const auto &role : roles)
            made.roles.append(role.toObject().value(u"name").toString());
        if (roles.isEmpty())
            made.roles = call.token->roles;
        const auto &stored = state().applicationCredentials.add(made);
        QJsonObject body = credentialBody(stored);
        body.insert(u"secret"_s, stored.secret);
        return HttpResponse::json(201, {{u"application_credential"_s, body}});
    });
    m_router.add("DELETE", single, [this, owned](Call &call) {
        const ApplicationCredential *found = owned(call);
        if (found == nullptr)
            return notFound(u"Application Credential"_s, call.parameters[1]);
        state().applicationCredentials.remove(found->id);
        return HttpResponse::empty(204);
    });
}

std::optional<HttpResponse> IdentityService::refusedCredential(const Call &call,
                                                               const QJsonObject &wanted) const
{
    static const Schema schema = [] {
        Schema role = Schema{.types = {u"object"_s}};
        Schema shape{.types = {u"object"_s},
                     .properties = {{u"name"_s, Schema::text(1, 255)},
                                    {u"description"_s, Schema::textOrNull(-1, -1)},
                                    {u"secret"_s, Schema::textOrNull(1, -1)},
                                    {u"expires_at"_s, Schema::textOrNull(-1, -1)},
                                    {u"roles"_s, Schema::list(role)},
                                    {u"unrestricted"_s, {.types = {u"boolean"_s}}},
                                    {u"access_rules"_s, {.types = {u"array"_s}}}},
                     .required = {u"name"_s}};
        return shape;
    }();
    if (const auto wrong = schema.check(wanted))
        return schemaError(*wrong);
    const QJsonArray roles = wanted.value(u"roles").toArray();
    for (const auto &role : roles) {
        const QString name = role.toObject().value(u"name").toString();
        if (!call.token->roles.contains(name))
            return error(404, u"Not Found"_s, u"Role %1 is not defined"_s.arg(name));
    }
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const auto &known = schema.properties;
        if (std::none_of(known.begin(), known.end(),
                         [&](const auto &property) { return property.first == it.key(); }) &&
            it.key() != u"project_id")
            return error(
                400, u"Bad Request"_s,
                u"'%1' is an invalid keyword argument for ApplicationCredentialModel"_s.arg(
                    it.key()));
    }
    if (!wanted.value(u"expires_at").isString())
        return std::nullopt;
    const QDateTime expires = parsedTime(wanted.value(u"expires_at").toString());
    if (!expires.isValid())
        return error(400, u"Bad Request"_s,
                     u"Timestamp not in expected format. The server could not comply with the "
                     "request since it is either malformed or otherwise incorrect. The client is "
                     "assumed to be in error."_s);
    if (expires < world().now())
        return error(400, u"Bad Request"_s,
                     u"The 'expires_at' must not be before now. The server could not comply with "
                     "the request since it is either malformed or otherwise incorrect. The client "
                     "is assumed to be in error."_s);
    return std::nullopt;
}

QJsonObject IdentityService::credentialBody(const ApplicationCredential &credential) const
{
    QJsonArray roles;
    for (const QString &role : credential.roles)
        roles.append(QJsonObject{{u"id"_s, roleId(role)},
                                 {u"name"_s, role},
                                 {u"domain_id"_s, QJsonValue::Null},
                                 {u"description"_s, QJsonValue::Null},
                                 {u"options"_s, QJsonObject{{u"immutable"_s, true}}}});
    const QString self = world().base + u"/identity/v3/users/" + credential.userId +
                         u"/application_credentials/" + credential.id;
    return {{u"id"_s, credential.id},
            {u"name"_s, credential.name},
            {u"description"_s, valueOrNull(credential.description)},
            {u"user_id"_s, credential.userId},
            {u"project_id"_s, credential.projectId},
            {u"system"_s, QJsonValue::Null},
            {u"roles"_s, roles},
            {u"unrestricted"_s, credential.unrestricted},
            {u"expires_at"_s, credential.expires.isValid()
                                  ? QJsonValue(isoMicro(credential.expires))
                                  : QJsonValue(QJsonValue::Null)},
            {u"links"_s, QJsonObject{{u"self"_s, self}}}};
}

} // namespace oriel::demo
