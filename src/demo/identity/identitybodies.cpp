#include "demo/identity/identityservice.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonObject domainBody()
{
    return {{u"id"_qs, u"default"_qs}, {u"name"_qs, u"Default"_qs}};
}

} // namespace

QString IdentityService::roleId(const QString &name)
{
    return QUuid::createUuidV5(QUuid(), name).toString(QUuid::Id128);
}

QJsonObject IdentityService::tokenBody(const Token &token, bool withCatalog) const
{
    const User *user = state().users.find(token.userId);
    QJsonObject body{
        {u"methods"_qs, QJsonArray::fromStringList(token.methods)},
        {u"user"_qs, QJsonObject{{u"domain"_qs, domainBody()},
                                 {u"id"_qs, token.userId},
                                 {u"name"_qs, user != nullptr ? user->name : QString()},
                                 {u"password_expires_at"_qs, QJsonValue::Null}}},
        {u"audit_ids"_qs, QJsonArray{token.auditId}},
        {u"expires_at"_qs, QString(isoMicro(token.expires) + u'Z')},
        {u"issued_at"_qs, QString(isoMicro(token.issued) + u'Z')}};
    if (const Project *project = state().projects.find(token.projectId)) {
        QJsonArray roles;
        for (const QString &role : token.roles)
            roles.append(QJsonObject{{u"id"_qs, roleId(role)}, {u"name"_qs, role}});
        body.insert(u"project"_qs, QJsonObject{{u"domain"_qs, domainBody()},
                                               {u"id"_qs, project->id},
                                               {u"name"_qs, project->name}});
        body.insert(u"is_domain"_qs, false);
        body.insert(u"roles"_qs, roles);
        if (withCatalog)
            body.insert(u"catalog"_qs, catalog(token));
    }
    return body;
}

QJsonArray IdentityService::catalog(const Token &token) const
{
    const struct
    {
        QString type;
        QString name;
        QString path;
    } services[] = {
        {u"identity"_qs, u"keystone"_qs, u"/identity/v3"_qs},
        {u"volumev3"_qs, u"cinderv3"_qs, u"/volume/v3/"_qs + token.projectId},
        {u"compute"_qs, u"nova"_qs, u"/compute/v2.1"_qs},
        {u"image"_qs, u"glance"_qs, u"/image"_qs},
        {u"network"_qs, u"neutron"_qs, u"/network"_qs},
    };
    QJsonArray rows;
    for (const auto &service : services) {
        QJsonArray endpoints;
        for (const QString &interface : {u"admin"_qs, u"public"_qs, u"internal"_qs}) {
            endpoints.append(QJsonObject{{u"id"_qs, roleId(service.type + interface)},
                                         {u"interface"_qs, interface},
                                         {u"region_id"_qs, u"RegionOne"_qs},
                                         {u"url"_qs, QString(world().base + service.path)},
                                         {u"region"_qs, u"RegionOne"_qs}});
        }
        rows.append(QJsonObject{{u"endpoints"_qs, endpoints},
                                {u"id"_qs, roleId(service.type)},
                                {u"type"_qs, service.type},
                                {u"name"_qs, service.name}});
    }
    return rows;
}

QJsonObject IdentityService::projectBody(const Project &project) const
{
    return {{u"id"_qs, project.id},
            {u"name"_qs, project.name},
            {u"domain_id"_qs, u"default"_qs},
            {u"description"_qs, project.description},
            {u"enabled"_qs, true},
            {u"parent_id"_qs, u"default"_qs},
            {u"is_domain"_qs, false},
            {u"tags"_qs, QJsonArray()},
            {u"options"_qs, QJsonObject()},
            {u"links"_qs,
             QJsonObject{
                 {u"self"_qs, QString(world().base + u"/identity/v3/projects/" + project.id)}}}};
}

QJsonObject IdentityService::versionBody() const
{
    return {
        {u"id"_qs, u"v3.14"_qs},
        {u"status"_qs, u"stable"_qs},
        {u"updated"_qs, u"2020-04-07T00:00:00Z"_qs},
        {u"links"_qs,
         QJsonArray{QJsonObject{{u"rel"_qs, u"self"_qs},
                                {u"href"_qs, QString(world().base + u"/identity/v3/")}}}},
        {u"media-types"_qs,
         QJsonArray{QJsonObject{{u"base"_qs, u"application/json"_qs},
                                {u"type"_qs, u"application/vnd.openstack.identity-v3+json"_qs}}}}};
}

HttpResponse IdentityService::error(int status, const QString &title, const QString &message) const
{
    return HttpResponse::json(status, {{u"error"_qs, QJsonObject{{u"code"_qs, status},
                                                                 {u"message"_qs, message},
                                                                 {u"title"_qs, title}}}});
}

HttpResponse IdentityService::missing(const QString &what, const QString &where) const
{
    return error(400, u"Bad Request"_qs,
                 u"Expecting to find %1 in %2. The server could not comply with the request since "
                 "it is either malformed or otherwise incorrect. The client is assumed to be in "
                 "error."_qs.arg(what, where));
}

HttpResponse IdentityService::schemaError(const SchemaError &wrong) const
{
    const QString field = wrong.path.isEmpty()
                              ? QString()
                              : u"Invalid input for field '%1': "_qs.arg(wrong.path.join(u'/'));
    return error(400, u"Bad Request"_qs,
                 QString(field + wrong.message + u"\n\nFailed validating in schema"));
}

QString IdentityService::queryOf(const HttpRequest &request)
{
    const qsizetype mark = request.target.indexOf('?');
    return mark < 0 ? QString() : QString::fromUtf8(request.target.mid(mark));
}

HttpResponse IdentityService::forbidden(const QString &action) const
{
    return error(403, u"Forbidden"_qs,
                 u"You are not authorized to perform the requested action: %1."_qs.arg(action));
}

HttpResponse IdentityService::notFound(const QString &what, const QString &id) const
{
    return error(404, u"Not Found"_qs, u"Could not find %1: %2."_qs.arg(what, id));
}

HttpResponse IdentityService::list(const QString &key, const QString &path,
                                   const QJsonArray &rows) const
{
    const QJsonObject links{{u"next"_qs, QJsonValue::Null},
                            {u"self"_qs, QString(world().base + u"/identity/v3" + path)},
                            {u"previous"_qs, QJsonValue::Null}};
    return HttpResponse::json(200, {{key, rows}, {u"links"_qs, links}});
}

} // namespace oriel::demo
