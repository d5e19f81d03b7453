#pragma once

#include "demo/http/service.h"

#include <QtCore/QJsonArray>

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
    /// In HTML unless the client accepts JSON, as webob does it.
    [[nodiscard]] static HttpResponse fault(const HttpRequest &request, int status,
                                            const QString &message);
    [[nodiscard]] static HttpResponse notFound(const Call &call, const QString &id);
    [[nodiscard]] static HttpResponse missingProperty(const HttpRequest &request,
                                                      const QString &key);
    [[nodiscard]] static HttpResponse unsupportedMedia(const HttpRequest &request,
                                                       const QByteArray &type);
    [[nodiscard]] static HttpResponse notAllowed(const Call &call, const QString &action);

    [[nodiscard]] Image *imageOf(const Call &call, const QString &id) const;
    [[nodiscard]] static QJsonObject imageBody(const Image &image);
    HttpResponse listImages(Call &call);
    HttpResponse createImage(Call &call);
    HttpResponse patchImage(Call &call);
    HttpResponse uploadData(Call &call);
    std::optional<HttpResponse> setAttribute(const Call &call, Image &image, const QString &key,
                                             const QJsonValue &value) const;

    Router m_router;
};

} // namespace oriel::demo
