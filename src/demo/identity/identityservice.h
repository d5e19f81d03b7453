#pragma once

#include "demo/http/service.h"

namespace oriel::demo {

/// Keystone's identity v3: https://docs.openstack.org/api-ref/identity/v3/
class IdentityService final : public Service
{
public:
    explicit IdentityService(World &world);

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

private:
    /// The authenticated identity of a token request.
    struct Proof
    {
        const User *user = nullptr;
        const ApplicationCredential *credential = nullptr;
        const Token *token = nullptr;
        QStringList methods;
    };

    void addRoutes();
    void addCredentialRoutes();
    void addAdministratorsRoutes();
    HttpResponse issueToken(Call &call);
    /// What is missing in a token request, before authentication.
    [[nodiscard]] std::optional<HttpResponse> refusedAuth(const Call &call) const;
    [[nodiscard]] std::optional<HttpResponse> refusedScope(const QJsonValue &scope) const;
    [[nodiscard]] std::optional<HttpResponse> refusedCredential(const Call &call,
                                                                const QJsonObject &wanted) const;
    std::optional<Proof> prove(const QJsonObject &identity) const;
    const User *userOf(const QJsonObject &user) const;
    const Project *projectOf(const QJsonObject &scope) const;

    [[nodiscard]] QJsonObject tokenBody(const Token &token, bool withCatalog) const;
    [[nodiscard]] QJsonArray catalog(const Token &token) const;
    [[nodiscard]] QJsonObject projectBody(const Project &project) const;
    [[nodiscard]] QJsonObject credentialBody(const ApplicationCredential &credential) const;
    [[nodiscard]] QJsonObject versionBody() const;
    [[nodiscard]] HttpResponse error(int status, const QString &title,
                                     const QString &message) const;
    [[nodiscard]] HttpResponse missing(const QString &what, const QString &where) const;
    [[nodiscard]] HttpResponse schemaError(const SchemaError &wrong) const;
    [[nodiscard]] static QString queryOf(const HttpRequest &request);
    [[nodiscard]] static QString roleId(const QString &name);
    [[nodiscard]] HttpResponse forbidden(const QString &action) const;
    [[nodiscard]] HttpResponse notFound(const QString &what, const QString &id) const;
    [[nodiscard]] HttpResponse list(const QString &key, const QString &path,
                                    const QJsonArray &rows) const;

    Router m_router;
};

} // namespace oriel::demo
