#include "demo/identity/identityservice.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr qint64 tokenSeconds = 3600;

bool isDefaultDomain(const QJsonObject &domain)
{
    return domain.isEmpty() || domain.value(u"id").toString() == u"default" ||
           domain.value(u"name").toString().compare(u"Default", Qt::CaseInsensitive) == 0;
}

} // namespace

IdentityService::IdentityService(World &world) : Service(world)
{
    addRoutes();
    addCredentialRoutes();
}

HttpResponse IdentityService::handle(const HttpRequest &request, const QString &rest)
{
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    const auto finish = [&](HttpResponse response) {
        return response.with("Vary", "X-Auth-Token").with("x-openstack-request-id", call.requestId);
    };
    const QString self = world().base + u"/identity/v3/";
    if (rest.isEmpty()) {
        const QJsonObject values{{u"values"_qs, QJsonArray{versionBody()}}};
        return finish(
            HttpResponse::json(300, {{u"versions"_qs, values}}).with("Location", self.toLatin1()));
    }
    if (rest == u"v3")
        return finish(HttpResponse::json(200, {{u"version"_qs, versionBody()}}));
    const auto body = parsedBody(request);
    if (!body) {
        return finish(error(
            400, u"Bad Request"_qs,
            u"Expecting to find valid JSON in request body. The server could not comply with the "
            u"request "
            "since it is either malformed or otherwise incorrect. The client is assumed to be in error."_qs));
    }
    call.body = *body;
    const bool signingIn = request.method == "POST" && rest == u"v3/auth/tokens";
    if (!signingIn && call.token == nullptr)
        return finish(unauthorized(request));
    const Router::Match match = m_router.find(request.method, rest);
    if (match.outcome == Router::Outcome::NoMethod)
        return finish(error(405, u"Method Not Allowed"_qs,
                            u"The method is not allowed for the requested URL."_qs));
    if (match.outcome == Router::Outcome::NoPath) {
        // Flask answers what keystone has no route for.
        HttpResponse response;
        response.status = 404;
        response.contentType = QByteArrayLiteral("text/html; charset=utf-8");
        response.body = QByteArrayLiteral(
            "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
            "<p>The requested URL was not found on the server. If you entered the URL manually "
            "please check your spelling and try again.</p>\n");
        return finish(std::move(response));
    }
    call.parameters = match.parameters;
    return finish((*match.handler)(call));
}

HttpResponse IdentityService::unauthorized(const HttpRequest &)
{
    return error(401, u"Unauthorized"_qs, u"The request you have made requires authentication."_qs)
        .with("WWW-Authenticate", keystoneUri());
}

void IdentityService::addRoutes()
{
    m_router.add("POST", "v3/auth/tokens", [this](Call &call) { return issueToken(call); });
    m_router.add("GET", "v3/auth/tokens", [this](Call &call) {
        const QString id = QString::fromUtf8(call.request.header("x-subject-token"));
        const Token *subject = world().findToken(id);
        if (subject == nullptr || (subject->userId != call.token->userId))
            return error(404, u"Not Found"_qs, u"Could not recognize Fernet token"_qs);
        return HttpResponse::json(200,
                                  {{u"token"_qs, tokenBody(*subject, !call.has(u"nocatalog"))}})
            .with("X-Subject-Token", id.toUtf8());
    });
    m_router.add("DELETE", "v3/auth/tokens", [this](Call &call) {
        const QString id = QString::fromUtf8(call.request.header("x-subject-token"));
        const Token *subject = world().findToken(id);
        if (subject == nullptr)
            return notFound(u"token"_qs, QString());
        if (subject->userId != call.token->userId)
            return forbidden(u"identity:revoke_token"_qs);
        state().tokens.remove(id);
        return HttpResponse::empty(204);
    });
    const auto projectsOf = [this](const QString &userId, const QString &path) {
        QJsonArray rows;
        const User *user = state().users.find(userId);
        for (const auto &project : state().projects.rows()) {
            if (user != nullptr && user->roles.contains(project->id))
                rows.append(projectBody(*project));
        }
        return list(u"projects"_qs, path, rows);
    };
    m_router.add("GET", "v3/auth/projects", [projectsOf](Call &call) {
        return projectsOf(call.token->userId, u"/auth/projects"_qs);
    });
    m_router.add("GET", "v3/users/{}/projects", [this, projectsOf](Call &call) {
        if (call.parameters[0] != call.token->userId)
            return forbidden(u"identity:list_user_projects"_qs);
        return projectsOf(call.token->userId, u"/users/%1/projects"_qs.arg(call.parameters[0]));
    });
    m_router.add("GET", "v3/auth/domains",
                 [this](Call &) { return list(u"domains"_qs, u"/auth/domains"_qs, {}); });
    m_router.add("GET", "v3/auth/catalog", [this](Call &call) {
        if (call.token->projectId.isEmpty())
            return forbidden(u"identity:get_auth_catalog"_qs);
        return list(u"catalog"_qs, u"/auth/catalog"_qs, catalog(*call.token));
    });
    m_router.add("GET", "v3/projects",
                 [this](Call &) { return forbidden(u"identity:list_projects"_qs); });
    m_router.add("GET", "v3/projects/{}", [this](Call &call) {
        const Project *project = state().projects.find(call.parameters[0]);
        if (project == nullptr || project->id != call.token->projectId)
            return forbidden(u"identity:get_project"_qs);
        return HttpResponse::json(200, {{u"project"_qs, projectBody(*project)}});
    });
    m_router.add("GET", "v3/users",
                 [this](Call &) { return forbidden(u"identity:list_users"_qs); });
    m_router.add("GET", "v3/users/{}", [this](Call &call) {
        const User *user = state().users.find(call.parameters[0]);
        if (user == nullptr || user->id != call.token->userId)
            return forbidden(u"identity:get_user"_qs);
        const QJsonObject links{
            {u"self"_qs, QString(world().base + u"/identity/v3/users/" + user->id)}};
        return HttpResponse::json(
            200, {{u"user"_qs, QJsonObject{{u"id"_qs, user->id},
                                           {u"name"_qs, user->name},
                                           {u"domain_id"_qs, u"default"_qs},
                                           {u"enabled"_qs, true},
                                           {u"default_project_id"_qs, user->defaultProjectId},
                                           {u"password_expires_at"_qs, QJsonValue::Null},
                                           {u"options"_qs, QJsonObject()},
                                           {u"links"_qs, links}}}});
    });
    m_router.add("GET", "v3/domains/{}",
                 [this](Call &) { return forbidden(u"identity:get_domain"_qs); });
    m_router.add("GET", "v3/domains",
                 [this](Call &) { return forbidden(u"identity:list_domains"_qs); });
    m_router.add("GET", "v3/services",
                 [this](Call &) { return forbidden(u"identity:list_services"_qs); });
    m_router.add("GET", "v3/endpoints",
                 [this](Call &) { return forbidden(u"identity:list_endpoints"_qs); });
    m_router.add("GET", "v3/regions", [this](Call &) {
        const QJsonObject links{
            {u"self"_qs, QString(world().base + u"/identity/v3/regions/RegionOne")}};
        return list(u"regions"_qs, u"/regions"_qs,
                    {QJsonObject{{u"id"_qs, u"RegionOne"_qs},
                                 {u"description"_qs, QString()},
                                 {u"parent_region_id"_qs, QJsonValue::Null},
                                 {u"links"_qs, links}}});
    });
}

HttpResponse IdentityService::issueToken(Call &call)
{
    const QJsonObject auth = call.body.value(u"auth").toObject();
    const QJsonObject identity = auth.value(u"identity").toObject();
    if (call.body.contains(u"auth") && !auth.contains(u"identity"))
        return error(
            400, u"Bad Request"_qs,
            u"'identity' is a required property\n\nFailed validating 'required' in schema"_qs);
    // A method that is named must come with its part.
    const QJsonArray named = identity.value(u"methods").toArray();
    for (const auto &method : named) {
        if (!identity.contains(method.toString())) {
            return error(400, u"Bad Request"_qs,
                         u"Expecting to find %1 in identity. The server could not comply with the "
                         u"request since it is either malformed or otherwise incorrect. The client "
                         u"is assumed to be in error."_qs.arg(method.toString()));
        }
    }
    if (!identity.value(u"methods").isArray()) {
        return error(
            400, u"Bad Request"_qs,
            u"Expecting to find %1 in request body. The server could not comply with the request "
            u"since it is "
            "either malformed or otherwise incorrect. The client is assumed to be in error."_qs.arg(
                auth.isEmpty() ? u"auth"_qs : u"identity"_qs));
    }
    const auto proof = prove(identity);
    if (!proof)
        return unauthorized(call.request);

    Token token;
    token.userId = proof->user->id;
    token.methods = proof->methods;
    token.issued = world().now();
    token.expires = token.issued.addSecs(tokenSeconds);
    const QJsonValue scope = auth.value(u"scope");
    if (proof->credential != nullptr) {
        token.projectId = proof->credential->projectId;
        token.roles = proof->credential->roles;
    } else if (scope.isObject() && scope.toObject().contains(u"project")) {
        const Project *project = projectOf(scope.toObject().value(u"project").toObject());
        if (project == nullptr || !proof->user->roles.contains(project->id))
            return unauthorized(call.request);
        token.projectId = project->id;
    } else if (scope.isObject() && !scope.toObject().contains(u"unscoped")) {
        return unauthorized(call.request); // no roles on domains or on the system
    } else if (scope.isUndefined()) {
        token.projectId = proof->user->defaultProjectId;
    }
    if (proof->credential == nullptr)
        token.roles = proof->user->roles.value(token.projectId);
    if (proof->token != nullptr)
        token.expires = proof->token->expires; // a token from a token lives no longer
    // Tokens are the one thing that no other start of the cloud may repeat.
    const QByteArray random = QUuid::createUuid().toRfc4122() + QUuid::createUuid().toRfc4122();
    const auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    token.id = QString::fromLatin1("demo-" + random.toBase64(encoding));
    token.auditId = QString::fromLatin1(QUuid::createUuid().toRfc4122().toBase64(encoding));

    state().tokens.removeIf(
        [now = world().now()](const auto &it) { return it.value().expires <= now; });
    state().tokens.insert(token.id, token);
    return HttpResponse::json(201, {{u"token"_qs, tokenBody(token, !call.has(u"nocatalog"))}})
        .with("X-Subject-Token", token.id.toUtf8());
}

std::optional<IdentityService::Proof> IdentityService::prove(const QJsonObject &identity) const
{
    Proof proof;
    const QJsonArray methods = identity.value(u"methods").toArray();
    if (methods.size() != 1)
        return std::nullopt;
    const QString method = methods.first().toString();
    proof.methods = {method};
    const QJsonObject given = identity.value(method).toObject();
    if (method == u"password") {
        const QJsonObject user = given.value(u"user").toObject();
        proof.user = userOf(user);
        if (proof.user == nullptr || proof.user->password != user.value(u"password").toString())
            return std::nullopt;
        return proof;
    }
    if (method == u"token") {
        proof.token = world().findToken(given.value(u"id").toString());
        if (proof.token == nullptr || proof.token->methods.contains(u"application_credential"_qs))
            return std::nullopt;
        proof.user = state().users.find(proof.token->userId);
        for (const QString &earlier : proof.token->methods) {
            if (!proof.methods.contains(earlier))
                proof.methods.append(earlier);
        }
        return proof;
    }
    if (method == u"application_credential") {
        const QString id = given.value(u"id").toString();
        const User *owner = id.isEmpty() ? userOf(given.value(u"user").toObject()) : nullptr;
        for (const auto &credential : state().applicationCredentials.rows()) {
            const bool meant = id.isEmpty()
                                   ? owner != nullptr && credential->userId == owner->id &&
                                         credential->name == given.value(u"name").toString()
                                   : credential->id == id;
            if (meant && credential->secret == given.value(u"secret").toString())
                proof.credential = credential.get();
        }
        if (proof.credential == nullptr)
            return std::nullopt;
        proof.user = state().users.find(proof.credential->userId);
        return proof;
    }
    return std::nullopt;
}

const User *IdentityService::userOf(const QJsonObject &user) const
{
    const QString id = user.value(u"id").toString();
    if (!id.isEmpty())
        return state().users.find(id);
    if (!isDefaultDomain(user.value(u"domain").toObject()))
        return nullptr;
    for (const auto &row : state().users.rows()) {
        if (row->name == user.value(u"name").toString())
            return row.get();
    }
    return nullptr;
}

const Project *IdentityService::projectOf(const QJsonObject &scope) const
{
    const QString id = scope.value(u"id").toString();
    if (!id.isEmpty())
        return state().projects.find(id);
    if (!isDefaultDomain(scope.value(u"domain").toObject()))
        return nullptr;
    for (const auto &row : state().projects.rows()) {
        if (row->name == scope.value(u"name").toString())
            return row.get();
    }
    return nullptr;
}

} // namespace oriel::demo
