#pragma once

#include "base/result.h"
#include "net/request.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/catalog.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>

#include <optional>

namespace oriel::openstack {

/// A token and the data returned with it.
/// https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization
struct Token
{
    QByteArray id; ///< secret
    QDateTime expires;
    QDateTime issued;
    QStringList methods;
    QString userId;
    QString userName;
    QString projectId; ///< empty: unscoped, or for a domain
    QString projectName;
    QString domainName; ///< the project's, or the token's
    QStringList roles;
    Catalog catalog;

    [[nodiscard]] bool scoped() const { return !projectId.isEmpty() || !domainName.isEmpty(); }
    bool operator==(const Token &) const = default;
};

/// The body of POST /auth/tokens for signing in with `cloud`. Configuration if something is
/// missing.
[[nodiscard]] Result<QJsonObject> tokenRequest(const CloudConfig &cloud);

/// The body that exchanges a token for one of another project.
[[nodiscard]] QJsonObject rescopeRequest(const QByteArray &token, const QString &projectId);

/// `subjectToken`: the X-Subject-Token header.
[[nodiscard]] Result<Token> decodeToken(const QByteArray &body, const QByteArray &subjectToken);

} // namespace oriel::openstack
