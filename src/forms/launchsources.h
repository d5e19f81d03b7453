#pragma once

#include "operations/actions/action.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::forms {

/// What an instance can be launched from, by kind. Of a long list, only the order of its rows is
/// computed; their texts are asked for one by one. Follows the stores. GUI thread.
class LaunchSources final : public QObject
{
    Q_OBJECT

public:
    LaunchSources(const store::CloudStores &stores, QStringList roles, QObject *parent = nullptr);

    /// Image (without snapshots of instances), SnapshotSet, Volume, VolumeSnapshot.
    [[nodiscard]] static std::vector<Kind> kinds();
    [[nodiscard]] static QString titleOf(Kind kind); ///< "Volume snapshots"

    /// By name; only those whose names or IDs contain each word of `filter`. Volumes and volume
    /// snapshots that cannot be booted from are left out.
    [[nodiscard]] QStringList ids(Kind kind, const QString &filter) const;
    /// The kind under which a source is listed.
    [[nodiscard]] Kind kindOf(const operations::Subject &source) const;
    [[nodiscard]] operations::Subject subject(Kind kind, const QString &id) const;
    [[nodiscard]] QString name(Kind kind, const QString &id) const;
    /// "public · 2.2 GiB", "20 GiB · in “nova”".
    [[nodiscard]] QString detail(Kind kind, const QString &id) const;
    [[nodiscard]] QDateTime created(Kind kind, const QString &id) const;
    /// Why it cannot be launched from now; empty: it can.
    [[nodiscard]] QString obstacle(Kind kind, const QString &id) const;

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        QString id;
        QString text; ///< name and ID, in lower case
    };
    /// Nothing: it is not listed under this kind.
    [[nodiscard]] std::optional<Row> rowOf(Kind kind, const QString &id) const;
    [[nodiscard]] std::vector<Row> sorted(Kind kind) const;
    void update(Kind kind, const store::Delta &delta);

    const store::CloudStores &m_stores;
    QStringList m_roles;
    mutable QHash<Kind, std::vector<Row>> m_sorted; ///< those that were asked for
};

} // namespace oriel::forms
