#include "forms/launchsources.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/launch/launchinstance.h"
#include "operations/names.h"

#include <QtCore/QSet>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

constexpr std::array sourceKinds{Kind::Image, Kind::SnapshotSet, Kind::Volume,
                                 Kind::VolumeSnapshot};

/// Up to this many rows are sorted at once, in less than a frame.
constexpr qsizetype shortList = 500;
/// After more changes at once, a list is sorted again.
constexpr qsizetype fewRows = 16;

/// The lists in which rows of this kind are, or whose rows depend on them.
std::vector<Kind> listsOf(Kind kind)
{
    // A snapshot of an instance is an image as well, with the same ID.
    if (kind == Kind::SnapshotSet)
        return {Kind::SnapshotSet, Kind::Image};
    return {kind};
}

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

LaunchSources::Stored LaunchSources::stored() const
{
    return {m_stores.images.rows(), m_stores.snapshotSets.rows(), m_stores.volumes.rows(),
            m_stores.volumeSnapshots.rows()};
}

std::optional<LaunchSources::Row> LaunchSources::rowOf(Kind kind, const QString &id,
                                                       const Stored &stored)
{
    const auto named = [&id](const auto &row, bool listed = true) {
        return row && listed ? std::optional(Row{id, row->name.toLower() + u' ' + id})
                             : std::nullopt;
    };
    if (kind == Kind::SnapshotSet)
        return named(stored.sets.value(id));
    if (kind == Kind::Volume) {
        const auto volume = stored.volumes.value(id);
        return named(volume, volume && volume->bootable);
    }
    if (kind == Kind::VolumeSnapshot) {
        const auto snapshot = stored.volumeSnapshots.value(id);
        const auto volume = snapshot ? stored.volumes.value(snapshot->volumeId) : nullptr;
        return named(snapshot, !volume || volume->bootable);
    }
    return named(stored.images.value(id), !stored.sets.contains(id));
}

std::vector<LaunchSources::Row> LaunchSources::sorted(Kind kind, const Stored &stored)
{
    std::vector<Row> rows;
    const auto addAll = [&](const auto &all) {
        for (const auto &one : all) {
            if (auto row = rowOf(kind, one->id, stored))
                rows.push_back(*std::move(row));
        }
    };
    if (kind == Kind::SnapshotSet)
        addAll(stored.sets);
    else if (kind == Kind::Volume)
        addAll(stored.volumes);
    else if (kind == Kind::VolumeSnapshot)
        addAll(stored.volumeSnapshots);
    else
        addAll(stored.images);
    std::ranges::sort(rows, {}, &Row::text);
    return rows;
}

void LaunchSources::sort(Kind kind)
{
    List &list = m_lists[kind];
    if (list.isSorting) {
        list.isOutdated = true;
        return;
    }
    const Stored now = stored();
    const qsizetype size = kind == Kind::SnapshotSet      ? now.sets.size()
                           : kind == Kind::Volume         ? now.volumes.size()
                           : kind == Kind::VolumeSnapshot ? now.volumeSnapshots.size()
                                                          : now.images.size();
    if (size <= shortList) {
        list.rows = sorted(kind, now);
        return;
    }
    list.isSorting = true;
    m_worker.run([kind, now] { return sorted(kind, now); },
                 [this, kind](std::vector<Row> rows) { haveSorted(kind, std::move(rows)); });
}

void LaunchSources::haveSorted(Kind kind, std::vector<Row> rows)
{
    List &list = m_lists[kind];
    list.isSorting = false;
    std::swap(list.rows, rows);
    const auto size = static_cast<qsizetype>(rows.size());
    store::discard(std::move(rows), size);
    if (std::exchange(list.isOutdated, false))
        sort(kind);
    Q_EMIT changed();
}

void LaunchSources::update(Kind kind, const store::Delta &delta)
{
    const QStringList ids = delta.added + delta.changed + delta.removed;
    for (const Kind of : listsOf(kind)) {
        if (m_lists.contains(of))
            updateRows(of, ids);
    }
    // Whether they boot depends on their volumes.
    if (kind == Kind::Volume && m_lists.contains(Kind::VolumeSnapshot))
        sort(Kind::VolumeSnapshot);
}

/// A few are moved to their places: the order of the others is known.
void LaunchSources::updateRows(Kind kind, const QStringList &ids)
{
    List &list = m_lists[kind];
    if (ids.size() > fewRows) {
        sort(kind);
        return;
    }
    list.isOutdated = list.isSorting;
    const Stored now = stored();
    const QSet<QString> touched(ids.begin(), ids.end());
    std::erase_if(list.rows, [&touched](const Row &row) { return touched.contains(row.id); });
    for (const QString &id : touched) {
        if (const auto row = rowOf(kind, id, now))
            list.rows.insert(std::ranges::upper_bound(list.rows, row->text, {}, &Row::text), *row);
    }
}

bool LaunchSources::isSorting(Kind kind) const
{
    const auto list = m_lists.constFind(kind);
    return list != m_lists.constEnd() && list->isSorting;
}

QStringList LaunchSources::ids(Kind kind, const QString &filter)
{
    if (!m_lists.contains(kind))
        sort(kind);
    const std::vector<Row> &rows = m_lists[kind].rows;
    const QStringList words = filter.toLower().split(u' ', Qt::SkipEmptyParts);
    QStringList ids;
    ids.reserve(static_cast<qsizetype>(rows.size()));
    for (const Row &row : rows) {
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
