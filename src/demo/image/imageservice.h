#pragma once

#include "demo/http/service.h"

#include <QtCore/QJsonArray>

#include <variant>

namespace oriel::demo {

/// Glance's image v2: https://docs.openstack.org/api-ref/image/v2/
class ImageService final : public Service
{
public:
    explicit ImageService(World &world);

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

private:
    void addRoutes();
    [[nodiscard]] HttpResponse versions() const;
    /// In HTML unless the client accepts JSON, as webob does.
    [[nodiscard]] static HttpResponse fault(const HttpRequest &request, int status,
                                            const QString &message);
    [[nodiscard]] static HttpResponse notFound(const Call &call, const QString &id);
    /// With Glance's specific reason, if any, after the general one.
    [[nodiscard]] static HttpResponse detailed(const HttpRequest &request, int status,
                                               const QString &general, const QString &own);
    [[nodiscard]] static QString reason(int status);
    [[nodiscard]] static HttpResponse methodNotAllowed(const HttpRequest &request);
    [[nodiscard]] static HttpResponse unsupportedMedia(const HttpRequest &request,
                                                       const QByteArray &type);
    [[nodiscard]] static HttpResponse notAllowed(const Call &call, const QString &action);

    [[nodiscard]] Image *imageOf(const Call &call, const QString &id) const;
    [[nodiscard]] static QJsonObject imageBody(const Image &image);
    [[nodiscard]] static std::optional<HttpResponse> mismatched(const HttpRequest &request,
                                                                const QJsonObject &image);
    /// Refuses attributes that a new image must not have.
    [[nodiscard]] static std::optional<HttpResponse> refusedAttributes(const Call &call);
    /// One change of a PATCH.
    struct Change
    {
        QString operation;
        QString key;
        QJsonValue value;
    };
    [[nodiscard]] static std::variant<Change, HttpResponse>
    readChange(const HttpRequest &request, const QJsonValue &entry, bool old);
    void addMemberRoutes();
    void addSchemaRoutes();
    HttpResponse setActive(Call &call, bool active);
    [[nodiscard]] static HttpResponse noContent();
    HttpResponse listImages(Call &call);
    HttpResponse createImage(Call &call);
    HttpResponse patchImage(Call &call);
    HttpResponse uploadData(Call &call);
    std::optional<HttpResponse> setAttribute(const Call &call, Image &image, const QString &key,
                                             const QJsonValue &value) const;

    Router m_router;
};

} // namespace oriel::demo
