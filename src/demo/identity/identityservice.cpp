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
    addAdministratorsRoutes();
}

HttpResponse IdentityService::handle(const HttpRequest &request, const QString &rest)
{
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    const auto finish = [&](HttpResponse response) {
        return response.with("Vary", "X-Auth-Token").with("x-openstack-request-id", call.requestId);
    };
    const QString self = world().base + u"/identity/v3/";
    if (rest.isEmpty()) {
        const QJsonObject values{{u"values"_s, QJsonArray{versionBody()}}};
        return finish(
            HttpResponse::json(300, {{u"versions"_s, values}}).with("Location", self.toLatin1()));
    }
    if (rest == u"v3")
        return finish(HttpResponse::json(200, {{u"version"_s, versionBody()}}));
    // Keystone answers HEAD like GET; the HTTP server omits the body
    const Router::Match match =
        m_router.find(request.method == "HEAD" ? QByteArrayLiteral("GET") : request.method, rest);
    if (match.outcome == Router::Outcome::NoMethod) {
        return finish(HttpResponse::json(
            405, {{u"message"_s, u"The method is not allowed for the requested URL."_s}}));
    }
    if (match.outcome == Router::Outcome::NoPath) {
        // Flask answers for paths without a route.
        HttpResponse response;
        response.status = 404;
        response.contentType = QByteArrayLiteral("text/html; charset=utf-8");
        response.body = QByteArrayLiteral(
            "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
            "<p>The requested URL was not found on the server. If you entered the URL manually "
            "please check your spelling and try again.</p>\n");
        return finish(std::move(response));
    }
    const auto body = parsedBody(request);
    if (!body || (!body->isNull() && !body->isObject())) {
        return finish(error(
            400, u"Bad Request"_s,
            u"Expecting to find valid JSON in request body. The server could not comply with the "
            u"request "
            "since it is either malformed or otherwise incorrect. The client is assumed to be in error."_s));
    }
    call.document = *body;
    call.body = body->toObject();
    const bool signingIn = request.method == "POST" && rest == u"v3/auth/tokens";
    if (!signingIn && call.token == nullptr)
        return finish(unauthorized(request));
    call.parameters = match.parameters;
    return finish((*match.handler)(call));
}

HttpResponse IdentityService::unauthorized(const HttpRequest &)
{
    return error(401, u"Unauthorized"_s, u"The request you have made requires authentication."_s)
        .with("WWW-Authenticate", keystoneUri());
}

void IdentityService::addRoutes()
{
    m_router.add("POST", "v3/auth/tokens", [this](Call &call) { return issueToken(call); });
    m_router.add("GET", "v3/auth/tokens", [this](Call &call) {
        const QString id = QString::fromUtf8(call.request.header("x-subject-token"));
        if (id.isEmpty())
            return forbidden(u"identity:validate_token"_s);
        const Token *subject = world().findToken(id);
        if (subject == nullptr || (subject->userId != call.token->userId))
            return error(404, u"Not Found"_s, u"Could not recognize Fernet token"_s);
        return HttpResponse::json(200, {{u"token"_s, tokenBody(*subject, !call.has(u"nocatalog"))}})
            .with("X-Subject-Token", id.toUtf8());
    });
    m_router.add("DELETE", "v3/auth/tokens", [this](Call &call) {
        const QString id = QString::fromUtf8(call.request.header("x-subject-token"));
        if (id.isEmpty())
            return forbidden(u"identity:revoke_token"_s);
        const Token *subject = world().findToken(id);
        if (subject == nullptr)
            return error(404, u"Not Found"_s, u"Could not recognize Fernet token"_s);
        if (subject->userId != call.token->userId)
            return forbidden(u"identity:revoke_token"_s);
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
        return list(u"projects"_s, path, rows);
    };
    m_router.add("GET", "v3/auth/projects", [projectsOf](Call &call) {
        return projectsOf(call.token->userId, u"/auth/projects"_s);
    });
    m_router.add("GET", "v3/users/{}/projects", [this, projectsOf](Call &call) {
        if (call.parameters[0] != call.token->userId)
            return forbidden(u"identity:list_user_projects"_s);
        return projectsOf(call.token->userId, u"/users/%1/projects"_s.arg(call.parameters[0]));
    });
    m_router.add("GET", "v3/auth/domains",
                 [this](Call &) { return list(u"domains"_s, u"/auth/domains"_s, {}); });
    m_router.add("GET", "v3/auth/catalog", [this](Call &call) {
        if (call.token->projectId.isEmpty())
            return forbidden(u"identity:get_auth_catalog"_s);
        return list(u"catalog"_s, u"/auth/catalog"_s, catalog(*call.token));
    });
    m_router.add("GET", "v3/projects/{}", [this](Call &call) {
        const Project *project = state().projects.find(call.parameters[0]);
        if (project == nullptr || project->id != call.token->projectId)
            return forbidden(u"identity:get_project"_s);
        return HttpResponse::json(200, {{u"project"_s, projectBody(*project)}});
    });
    m_router.add("GET", "v3/users/{}", [this](Call &call) {
        const User *user = state().users.find(call.parameters[0]);
        if (user == nullptr || user->id != call.token->userId)
            return forbidden(u"identity:get_user"_s);
        const QJsonObject links{
            {u"self"_s, QString(world().base + u"/identity/v3/users/" + user->id)}};
        return HttpResponse::json(
            200, {{u"user"_s, QJsonObject{{u"id"_s, user->id},
                                          {u"name"_s, user->name},
                                          {u"domain_id"_s, u"default"_s},
                                          {u"enabled"_s, true},
                                          {u"default_project_id"_s, user->defaultProjectId},
                                          {u"password_expires_at"_s, QJsonValue::Null},
                                          {u"options"_s, QJsonObject()},
                                          {u"links"_s, links}}}});
    });
    m_router.add("GET", "v3/auth/system", [this](Call &) {
        const QJsonObject links{{u"self"_s, QString(world().base + u"/identity/v3/auth/system")}};
        return HttpResponse::json(200, {{u"system"_s, QJsonArray()}, {u"links"_s, links}});
    });
    m_router.add("GET", "v3/users/{}/groups", [this](Call &call) {
        if (call.parameters[0] != call.token->userId)
            return forbidden(u"identity:list_groups_for_user"_s);
        return list(u"groups"_s, u"/users/%1/groups"_s.arg(call.parameters[0]), {});
    });
    for (const char *name : {"credentials", "limits"}) {
        const QString key = QString::fromLatin1(name);
        m_router.add("GET", QByteArray(QByteArray("v3/") + name).constData(),
                     [this, key](Call &) { return list(key, u'/' + key, {}); });
    }
    // Every token may see its user's domain.
    m_router.add("GET", "v3/domains/{}", [this](Call &call) {
        if (call.parameters[0] != u"default")
            return forbidden(u"identity:get_domain"_s);
        const QJsonObject links{
            {u"self"_s, QString(world().base + u"/identity/v3/domains/default")}};
        return HttpResponse::json(
            200, {{u"domain"_s, QJsonObject{{u"id"_s, u"default"_s},
                                            {u"name"_s, u"Default"_s},
                                            {u"description"_s, u"The default domain"_s},
                                            {u"enabled"_s, true},
                                            {u"tags"_s, QJsonArray()},
                                            {u"options"_s, QJsonObject()},
                                            {u"links"_s, links}}}});
    });
    m_router.add("GET", "v3/regions/{}",
                 [this](Call &call) { return notFound(u"region"_s, call.parameters[0]); });
    m_router.add("GET", "v3/regions", [this](Call &) {
        const QJsonObject links{
            {u"self"_s, QString(world().base + u"/identity/v3/regions/RegionOne")}};
        return list(u"regions"_s, u"/regions"_s,
                    {QJsonObject{{u"id"_s, u"RegionOne"_s},
                                 {u"description"_s, QString()},
                                 {u"parent_region_id"_s, QJsonValue::Null},
                                 {u"links"_s, links}}});
    });
}

void IdentityService::addAdministratorsRoutes()
{
    const struct
    {
        const char *method;
        const char *path;
        const char *action;
    } rules[] = {{"GET", "projects", "list_projects"},
                 {"POST", "projects", "create_project"},
                 {"DELETE", "projects/{}", "delete_project"},
                 {"GET", "users", "list_users"},
                 {"GET", "domains", "list_domains"},
                 {"GET", "services", "list_services"},
                 {"GET", "endpoints", "list_endpoints"},
                 {"GET", "roles", "list_roles"},
                 {"GET", "groups", "list_groups"},
                 {"GET", "role_assignments", "list_role_assignments"},
                 {"GET", "policies", "list_policies"}};
    for (const auto &rule : rules) {
        m_router.add(rule.method, QByteArray(QByteArray("v3/") + rule.path).constData(),
                     [this, action = rule.action](Call &) {
                         return forbidden(u"identity:"_s + QString::fromLatin1(action));
                     });
    }
}

std::optional<HttpResponse> IdentityService::refusedAuth(const Call &call) const
{
    if (!call.body.value(u"auth").isObject())
        return missing(u"auth"_s, u"request body"_s);
    static const Schema schema = [] {
        const Schema text{.types = {u"string"_s}};
        const Schema domain{.types = {u"object"_s},
                            .properties = {{u"id"_s, text}, {u"name"_s, text}}};
        const Schema user{
            .types = {u"object"_s},
            .properties = {
                {u"id"_s, text}, {u"name"_s, text}, {u"password"_s, text}, {u"domain"_s, domain}}};
        const Schema password{.types = {u"object"_s}, .properties = {{u"user"_s, user}}};
        const Schema token{
            .types = {u"object"_s}, .properties = {{u"id"_s, text}}, .required = {u"id"_s}};
        const Schema identity{.types = {u"object"_s},
                              .properties = {{u"methods"_s, Schema::list(text)},
                                             {u"password"_s, password},
                                             {u"token"_s, token}},
                              .required = {u"methods"_s}};
        return Schema{.types = {u"object"_s},
                      .properties = {{u"identity"_s, identity}},
                      .required = {u"identity"_s}};
    }();
    const QJsonObject auth = call.body.value(u"auth").toObject();
    if (const auto wrong = schema.check(auth))
        return schemaError(*wrong);
    const QJsonObject identity = auth.value(u"identity").toObject();
    const QJsonArray methods = identity.value(u"methods").toArray();
    static const QStringList known{u"password"_s, u"token"_s, u"application_credential"_s};
    for (const auto &entry : methods) {
        const QString method = entry.toString();
        // Every listed method needs its section.
        if (!identity.contains(method))
            return missing(method, u"identity"_s);
        if (!known.contains(method)) {
            const QJsonObject supported{{u"methods"_s, QJsonArray::fromStringList(known)}};
            return HttpResponse::json(
                       401, {{u"error"_s,
                              QJsonObject{{u"code"_s, 401},
                                          {u"title"_s, u"Unauthorized"_s},
                                          {u"message"_s, u"Attempted to authenticate with an "
                                                         "unsupported method."_s},
                                          {u"identity"_s, supported}}}})
                .with("WWW-Authenticate", keystoneUri());
        }
        const QJsonObject part = identity.value(method).toObject();
        const bool credential = method == u"application_credential";
        if (method == u"token" || (credential && part.contains(u"id")))
            continue;
        if (!part.contains(u"user"))
            return missing(u"user"_s, credential ? u"application credential"_s : u"None"_s);
        const QJsonObject user = part.value(u"user").toObject();
        if (!user.contains(u"id") && !user.contains(u"name"))
            return error(400, u"Bad Request"_s,
                         u"Invalid input for field identity/password/user: id or name must be "
                         "present."_s);
        if (!user.contains(u"id") && !user.contains(u"domain"))
            return missing(u"domain"_s, u"user"_s);
    }
    return refusedScope(auth.value(u"scope"));
}

std::optional<HttpResponse> IdentityService::refusedScope(const QJsonValue &scope) const
{
    if (scope.isUndefined() || scope.toString() == u"unscoped")
        return std::nullopt;
    static const QStringList kinds{u"system"_s, u"project"_s, u"domain"_s, u"OS-TRUST:trust"_s,
                                   u"unscoped"_s};
    const QJsonObject given = scope.toObject();
    const auto found = std::count_if(kinds.begin(), kinds.end(),
                                     [&](const QString &kind) { return given.contains(kind); });
    if (found != 1)
        return missing(u"system, project, domain, OS-TRUST:trust or unscoped"_s, u"scope"_s);
    if (!given.contains(u"project"))
        return std::nullopt;
    const QJsonObject project = given.value(u"project").toObject();
    if (!project.contains(u"id") && !project.contains(u"name"))
        return error(400, u"Bad Request"_s,
                     u"Invalid input for field scope/project: id or name must be present."_s);
    if (!project.contains(u"id") && !project.contains(u"domain"))
        return missing(u"domain"_s, u"project"_s);
    return std::nullopt;
}

HttpResponse IdentityService::issueToken(Call &call)
{
    if (auto refused = refusedAuth(call))
        return *refused;
    const QJsonObject auth = call.body.value(u"auth").toObject();
    const QJsonObject identity = auth.value(u"identity").toObject();
    const QString tokenId = identity.value(u"token").toObject().value(u"id").toString();
    if (!tokenId.isEmpty() && world().findToken(tokenId) == nullptr)
        return error(404, u"Not Found"_s, u"Could not recognize Fernet token"_s);
    const QString credentialId =
        identity.value(u"application_credential").toObject().value(u"id").toString();
    if (!credentialId.isEmpty() && state().applicationCredentials.find(credentialId) == nullptr)
        return notFound(u"Application Credential"_s, credentialId);
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
        token.expires = proof->token->expires; // a token made from a token keeps its expiry
    // Unlike other IDs, tokens must differ between runs.
    const QByteArray random = QUuid::createUuid().toRfc4122() + QUuid::createUuid().toRfc4122();
    const auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    token.id = QString::fromLatin1("demo-" + random.toBase64(encoding));
    token.auditId = QString::fromLatin1(QUuid::createUuid().toRfc4122().toBase64(encoding));

    state().tokens.removeIf(
        [now = world().now()](const auto &it) { return it.value().expires <= now; });
    state().tokens.insert(token.id, token);
    return HttpResponse::json(201, {{u"token"_s, tokenBody(token, !call.has(u"nocatalog"))}})
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
        if (proof.token == nullptr || proof.token->methods.contains(u"application_credential"_s))
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
            const bool expired =
                credential->expires.isValid() && credential->expires <= world().now();
            if (meant && !expired && credential->secret == given.value(u"secret").toString())
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
