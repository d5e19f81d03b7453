#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace oriel::demo::zones {

/// Where everything goes that names no zone: Nova's default_schedule_zone, and Cinder's
/// storage_availability_zone.
inline const QString standard = QStringLiteral("nova"); // NOLINT(cert-err58-cpp)
/// With a host and a storage backend, and without a backup service.
inline const QString second = QStringLiteral("nova-2"); // NOLINT(cert-err58-cpp)

inline bool has(const QString &name)
{
    return name == standard || name == second;
}

/// The zones as Nova and Cinder list them, each with `more`.
inline QJsonObject body(const QJsonObject &more = {})
{
    QJsonArray rows;
    for (const QString &name : {standard, second}) {
        QJsonObject row = more;
        row.insert(QStringLiteral("zoneName"), name);
        row.insert(QStringLiteral("zoneState"), QJsonObject{{QStringLiteral("available"), true}});
        rows.append(row);
    }
    return {{QStringLiteral("availabilityZoneInfo"), rows}};
}

} // namespace oriel::demo::zones
