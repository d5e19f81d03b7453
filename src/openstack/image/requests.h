#pragma once

#include "net/endpoint.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"

#include <QtCore/QJsonValue>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

/// The image API's calls, as values for net::ApiClient::call() and all().
/// https://docs.openstack.org/api-ref/image/v2/
namespace oriel::openstack {

/// GET /images. Glance leaves out hidden images, and other projects' community ones unless they
/// are asked for by visibility.
struct ListImages
{
    using Item = Image;
    using Value = net::Page<Image>;

    /// Filters as Glance knows them (visibility, name, status, owner, os_hidden, updated_at=gt:…)
    /// or by any property (instance_uuid, image_type, …).
    QMap<QString, QString> filters = {};
    int limit = 1000;  ///< rows a page; Glance gives 1000 at most
    QString next = {}; ///< the path with query that the page before gave; overrules the others

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListImages withMarker(const QString &next) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
};

/// GET /images/{id}
struct GetImage
{
    using Value = Image;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /images/{id}. Never touches the volume snapshots that the image points to. Forbidden
/// where the image is protected.
struct DeleteImage
{
    using Value = ActionAccepted;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PATCH /images/{id}: changes some of the image's own keys and properties. The value is the image
/// afterwards.
struct UpdateImage
{
    using Value = Image;

    QString id = {};
    QMap<QString, QJsonValue> set = {}; ///< name, min_disk, protected, oriel:keep_until, …
    QStringList remove = {};            ///< properties that are there; Conflict where one is not

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
