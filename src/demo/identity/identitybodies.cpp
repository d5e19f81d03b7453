#include "demo/identity/identityservice.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonObject domainBody()
{
    return {{u"id"_s, u"default"_s}, {u"name"_s, u"Default"_s}};
}

} // namespace

QString IdentityService::roleId(const QString &name)
{
    return QUuid::createUuidV5(QUuid(), name).toString(QUuid::Id128);
}

QJsonObject IdentityService::tokenBody(const Token &token, bool withCatalog) const
{
    const User *user = state().users.find(token.userId);
    QJsonObject body{{u"methods"_s, QJsonArray::fromStringList(token.methods)},
                     {u"user"_s, QJsonObject{{u"domain"_s, domainBody()},
                                             {u"id"_s, token.userId},
                                             {u"name"_s, user != nullptr ? user->name : QString()},
                                             {u"password_expires_at"_s, QJsonValue::Null}}},
                     {u"audit_ids"_s, QJsonArray{token.auditId}},
                     {u"expires_at"_s, QString(isoMicro(token.expires) + u'Z')},
                     {u"issued_at"_s, QString(isoMicro(token.issued) + u'Z')}};
    if (const Project *project = state().projects.find(token.projectId)) {
        QJsonArray roles;
        for (const QString &role : token.roles)
            roles.append(QJsonObject{{u"id"_s, roleId(role)}, {u"name"_s, role}});
        body.insert(u"project"_s, QJsonObject{{u"domain"_s, domainBody()},
                                              {u"id"_s, project->id},
                                              {u"name"_s, project->name}});
        body.insert(u"is_domain"_s, false);
        body.insert(u"roles"_s, roles);
        if (withCatalog)
            body.insert(u"catalog"_s, catalog(token));
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
        {u"identity"_s, u"keystone"_s, u"/identity/v3"_s},
        {u"volumev3"_s, u"cinderv3"_s, u"/volume/v3/"_s + token.projectId},
        {u"compute"_s, u"nova"_s, u"/compute/v2.1"_s},
        {u"image"_s, u"glance"_s, u"/image"_s},
        {u"network"_s, u"neutron"_s, u"/network"_s},
    };
    QJsonArray rows;
    for (const auto &service : services) {
        QJsonArray endpoints;
        for (const QString &interface : {u"admin"_s, u"public"_s, u"internal"_s}) {
            endpoints.append(QJsonObject{{u"id"_s, roleId(service.type + interface)},
                                         {u"interface"_s, interface},
                                         {u"region_id"_s, u"RegionOne"_s},
                                         {u"url"_s, QString(world().base + service.path)},
                                         {u"region"_s, u"RegionOne"_s}});
        }
        rows.append(QJsonObject{{u"endpoints"_s, endpoints},
                                {u"id"_s, roleId(service.type)},
                                {u"type"_s, service.type},
                                {u"name"_s, service.name}});
    }
    return rows;
}

QJsonObject IdentityService::projectBody(const Project &project) const
{
    return {{u"id"_s, project.id},
            {u"name"_s, project.name},
            {u"domain_id"_s, u"default"_s},
            {u"description"_s, project.description},
            {u"enabled"_s, true},
            {u"parent_id"_s, u"default"_s},
            {u"is_domain"_s, false},
            {u"tags"_s, QJsonArray()},
            {u"options"_s, QJsonObject()},
            {u"links"_s, QJsonObject{{u"self"_s, QString(world().base + u"/identity/v3/projects/" +
                                                         project.id)}}}};
}

QJsonObject IdentityService::versionBody() const
{
    return {{u"id"_s, u"v3.14"_s},
            {u"status"_s, u"stable"_s},
            {u"updated"_s, u"2020-04-07T00:00:00Z"_s},
            {u"links"_s,
             QJsonArray{QJsonObject{{u"rel"_s, u"self"_s},
                                    {u"href"_s, QString(world().base + u"/identity/v3/")}}}},
            {u"media-types"_s, QJsonArray{QJsonObject{
                                   {u"base"_s, u"application/json"_s},
                                   {u"type"_s, u"application/vnd.openstack.identity-v3+json"_s}}}}};
}

HttpResponse IdentityService::error(int status, const QString &title, const QString &message) const
{
    return HttpResponse::json(
        status, {{u"error"_s,
                  QJsonObject{{u"code"_s, status}, {u"message"_s, message}, {u"title"_s, title}}}});
}

HttpResponse IdentityService::missing(const QString &what, const QString &where) const
{
    return error(400, u"Bad Request"_s,
                 u"Expecting to find %1 in %2. The server could not comply with the request since "
                 "it is either malformed or otherwise incorrect. The client is assumed to be in "
                 "error."_s.arg(what, where));
}

HttpResponse IdentityService::schemaError(const SchemaError &wrong) const
{
    const QString field = wrong.path.isEmpty()
                              ? QString()
                              : u"Invalid input for field '%1': "_s.arg(wrong.path.join(u'/'));
    return error(400, u"Bad Request"_s,
                 QString(field + wrong.message + u"\n\nFailed validating in schema"));
}

QString IdentityService::queryOf(const HttpRequest &request)
{
    const qsizetype mark = request.target.indexOf('?');
    return mark < 0 ? QString() : QString::fromUtf8(request.target.mid(mark));
}

HttpResponse IdentityService::forbidden(const QString &action) const
{
    return error(403, u"Forbidden"_s,
                 u"You are not authorized to perform the requested action: %1."_s.arg(action));
}

HttpResponse IdentityService::notFound(const QString &what, const QString &id) const
{
    return error(404, u"Not Found"_s, u"Could not find %1: %2."_s.arg(what, id));
}

HttpResponse IdentityService::list(const QString &key, const QString &path,
                                   const QJsonArray &rows) const
{
    const QJsonObject links{{u"next"_s, QJsonValue::Null},
                            {u"self"_s, QString(world().base + u"/identity/v3" + path)},
                            {u"previous"_s, QJsonValue::Null}};
    return HttpResponse::json(200, {{key, rows}, {u"links"_s, links}});
}

} // namespace oriel::demo
