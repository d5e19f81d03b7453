#include "forms/launchsources.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/launch/launchinstance.h"
#include "operations/names.h"

#include <QtCore/QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

constexpr std::array sourceKinds{Kind::Image, Kind::SnapshotSet, Kind::Volume,
                                 Kind::VolumeSnapshot};

/// After more changes at once, a list is sorted again.
constexpr qsizetype fewRows = 100;

/// The action that launches from rows of this kind.
const operations::Action *launchOf(Kind kind)
{
    const Kind of = kind == Kind::SnapshotSet ? Kind::Image : kind;
    for (const operations::Action &action : operations::actions()) {
        if (action.key == operations::LaunchInstance::kindName && action.kind == of &&
            !action.newSubject)
            return &action;
    }
    return nullptr;
}

} // namespace

LaunchSources::LaunchSources(const store::CloudStores &stores, QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_roles(std::move(roles))
{
    for (const Kind kind : sourceKinds)
        connect(&stores.at(kind), &store::StoreBase::changed, this,
                [this, kind](const store::Delta &delta) {
                    update(kind, delta);
                    Q_EMIT changed();
                });
}

std::vector<Kind> LaunchSources::kinds()
{
    return {sourceKinds.begin(), sourceKinds.end()};
}

QString LaunchSources::titleOf(Kind kind)
{
    switch (kind) {
    case Kind::SnapshotSet:
        return tr("Snapshots");
    case Kind::Volume:
        return tr("Volumes");
    case Kind::VolumeSnapshot:
        return tr("Volume snapshots");
    default:
        return tr("Images");
    }
}

std::optional<LaunchSources::Row> LaunchSources::rowOf(Kind kind, const QString &id) const
{
    const auto named = [&id](const auto &row, bool listed = true) {
        return row && listed ? std::optional(Row{id, row->name.toLower() + u' ' + id})
                             : std::nullopt;
    };
    if (kind == Kind::SnapshotSet)
        return named(m_stores.snapshotSets.find(id));
    if (kind == Kind::Volume) {
        const auto volume = m_stores.volumes.find(id);
        return named(volume, volume && volume->bootable);
    }
    if (kind == Kind::VolumeSnapshot) {
        const auto snapshot = m_stores.volumeSnapshots.find(id);
        const auto volume = snapshot ? m_stores.volumes.find(snapshot->volumeId) : nullptr;
        return named(snapshot, !volume || volume->bootable);
    }
    return named(m_stores.images.find(id), !m_stores.snapshotSets.find(id));
}

std::vector<LaunchSources::Row> LaunchSources::sorted(Kind kind) const
{
    std::vector<Row> rows;
    const auto addAll = [this, kind, &rows](const auto &store) {
        for (const auto &one : store.rows()) {
            if (auto row = rowOf(kind, one->id))
                rows.push_back(*std::move(row));
        }
    };
    if (kind == Kind::SnapshotSet)
        addAll(m_stores.snapshotSets);
    else if (kind == Kind::Volume)
        addAll(m_stores.volumes);
    else if (kind == Kind::VolumeSnapshot)
        addAll(m_stores.volumeSnapshots);
    else
        addAll(m_stores.images);
    std::ranges::sort(rows, {}, &Row::text);
    return rows;
}

/// To sort ten thousand rows again for each that changes would take too long for the GUI thread.
void LaunchSources::update(Kind kind, const store::Delta &delta)
{
    const QStringList ids = delta.added + delta.changed + delta.removed;
    if (kind == Kind::Volume)
        m_sorted.remove(Kind::VolumeSnapshot); // whether they boot depends on their volumes
    if (ids.size() > fewRows) {
        m_sorted.clear();
        return;
    }
    const QSet<QString> touched(ids.begin(), ids.end());
    // A snapshot of an instance is an image as well, with the same ID.
    for (auto list = m_sorted.begin(); list != m_sorted.end(); ++list) {
        std::erase_if(*list, [&touched](const Row &row) { return touched.contains(row.id); });
        for (const QString &id : touched) {
            if (const auto row = rowOf(list.key(), id))
                list->insert(std::ranges::upper_bound(*list, row->text, {}, &Row::text), *row);
        }
    }
}

QStringList LaunchSources::ids(Kind kind, const QString &filter) const
{
    auto known = m_sorted.constFind(kind);
    if (known == m_sorted.constEnd())
        known = m_sorted.insert(kind, sorted(kind));
    const QStringList words = filter.toLower().split(u' ', Qt::SkipEmptyParts);
    QStringList ids;
    ids.reserve(static_cast<qsizetype>(known->size()));
    for (const Row &row : *known) {
        if (std::ranges::all_of(words,
                                [&row](const QString &word) { return row.text.contains(word); }))
            ids.append(row.id);
    }
    return ids;
}

Kind LaunchSources::kindOf(const operations::Subject &source) const
{
    if (source.kind != Kind::Image && source.kind != Kind::SnapshotSet)
        return source.kind;
    return m_stores.snapshotSets.find(source.id) ? Kind::SnapshotSet : Kind::Image;
}

operations::Subject LaunchSources::subject(Kind kind, const QString &id) const
{
    return {kind, id, name(kind, id)};
}

QString LaunchSources::name(Kind kind, const QString &id) const
{
    const auto of = [&id](const auto &row) {
        return row ? operations::nameOrId(row->name, id) : id;
    };
    switch (kind) {
    case Kind::SnapshotSet:
        return of(m_stores.snapshotSets.find(id));
    case Kind::Volume:
        return of(m_stores.volumes.find(id));
    case Kind::VolumeSnapshot:
        return of(m_stores.volumeSnapshots.find(id));
    default:
        return of(m_stores.images.find(id));
    }
}

QString LaunchSources::detail(Kind kind, const QString &id) const
{
    QStringList parts;
    if (const auto set = m_stores.snapshotSets.find(id); kind == Kind::SnapshotSet && set) {
        if (!set->serverName.isEmpty())
            //: What a snapshot is of: its instance.
            parts += tr("of “%1”").arg(isolated(set->serverName));
    } else if (const auto volume = m_stores.volumes.find(id); kind == Kind::Volume && volume) {
        parts = {gibText(volume->sizeGiB), volume->volumeType, volume->availabilityZone};
    } else if (const auto snapshot = m_stores.volumeSnapshots.find(id);
               kind == Kind::VolumeSnapshot && snapshot) {
        parts += gibText(snapshot->sizeGiB);
        if (const auto source = m_stores.volumes.find(snapshot->volumeId))
            parts += tr("of “%1”").arg(isolated(operations::nameOrId(source->name, source->id)));
    } else if (const auto image = m_stores.images.find(id); kind == Kind::Image && image) {
        parts += image->visibility;
        if (image->sizeBytes > 0)
            parts += bytesText(image->sizeBytes);
    }
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QDateTime LaunchSources::created(Kind kind, const QString &id) const
{
    const auto of = [](const auto &row) {
        return row ? row->created : QDateTime();
    };
    switch (kind) {
    case Kind::SnapshotSet:
        return of(m_stores.snapshotSets.find(id));
    case Kind::Volume:
        return of(m_stores.volumes.find(id));
    case Kind::VolumeSnapshot:
        return of(m_stores.volumeSnapshots.find(id));
    default:
        return of(m_stores.images.find(id));
    }
}

QString LaunchSources::obstacle(Kind kind, const QString &id) const
{
    const operations::Action *launch = launchOf(kind);
    return launch ? launch->obstacle({m_stores, m_roles}, id) : QString();
}

} // namespace oriel::forms
