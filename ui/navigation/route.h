#pragma once

#include "openstack/kind.h"

#include <QtCore/QMetaType>
#include <QtCore/QString>

#include <optional>

namespace oriel::ui {

/// A place in the window. Back and forward, the breadcrumb and links all use routes.
struct Route
{
    enum class Place { Overview, List, Resource, Activity };
    Place place = Place::Overview;
    Kind kind{}; ///< for List and Resource
    QString id;  ///< the resource; in a list or in Activity, the row to select; may be empty
    /// For a resource's page: the key of its tab ("overview", "volumes", "networking", "snapshots",
    /// "log", "activity") and, after a slash, the row to select there, or what to edit:
    /// "snapshots/<set ID>", "overview/rename-server".
    QString detail;

    [[nodiscard]] static Route overview() { return {}; }
    [[nodiscard]] static Route activity(const QString &operationId = {})
    {
        return {Place::Activity, {}, operationId, {}};
    }
    [[nodiscard]] static Route list(Kind kind, const QString &row = {})
    {
        return {Place::List, kind, row, {}};
    }
    /// The page of one resource, or its row in the list if its kind has no such page.
    [[nodiscard]] static Route to(Kind kind, const QString &id, const QString &detail = {})
    {
        return {Place::Resource, kind, id, detail};
    }

    /// The page of a resource as the target of a link in a text; fromLink() is the way back.
    [[nodiscard]] QString link() const;
    [[nodiscard]] static std::optional<Route> fromLink(const QString &link);

    bool operator==(const Route &) const = default;
};

} // namespace oriel::ui

Q_DECLARE_METATYPE(oriel::ui::Route)
