#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace oriel::ui {

/// Where one can be in the window. Back and forward, the breadcrumb and links all speak in Routes.
struct Route
{
    enum class Place { Overview, Instances, Instance, Images, Volumes, Snapshots, Activity };
    Place place = Place::Overview;
    QString id; ///< the instance's id for Instance; elsewhere the row to select; empty: none
    QString
        detail; ///< for Instance the tab's key ("overview", "volumes", "networking", "snapshots",
                ///< "log") and, after a slash, the row to select there: "snapshots/<set id>"

    bool operator==(const Route &) const = default;
};

} // namespace oriel::ui

Q_DECLARE_METATYPE(oriel::ui::Route)
