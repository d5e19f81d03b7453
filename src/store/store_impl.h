#pragma once

#include "store/store.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QThreadPool>

#include <utility>

namespace oriel::store {

/// What replacing `before` by `rows` changes. Ids in `keep` stay as they are in `before`, there or
/// not. A pure function: any thread.
template <typename T>
[[nodiscard]] Difference<T> difference(const RowMap<T> &before, std::vector<T> rows,
                                       const QSet<QString> &keep)
{
    Difference<T> result;
    result.before = before;
    for (T &row : rows) {
        const QString id = row.id;
        // A row that moved while the pages were read can be in two of them.
        if (keep.contains(id) || result.after.contains(id))
            continue;
        const Row<T> old = before.value(id);
        if (!old)
            result.delta.added.append(id);
        else if (!(*old == row))
            result.delta.changed.append(id);
        else {
            result.after.insert(id, old);
            continue;
        }
        result.after.insert(id, std::make_shared<const T>(std::move(row)));
    }
    for (const QString &id : keep) {
        if (const Row<T> old = before.value(id))
            result.after.insert(id, old);
    }
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!result.after.contains(it.key()))
            result.delta.removed.append(it.key());
    }
    return result;
}

/// Lets go of something in a worker, where it is so much that it would take longer than a frame.
template <typename X>
void discard(X thing, qsizetype size)
{
    constexpr qsizetype few = 1000;
    if (size > few && QCoreApplication::instance())
        QThreadPool::globalInstance()->start([thing = std::move(thing)]() mutable { thing = X(); });
}

template <typename T>
Store<T>::~Store()
{
    const qsizetype size = m_rows.size();
    discard(std::move(m_rows), size);
}

template <typename T>
void Store<T>::replaceAll(std::vector<T> rows)
{
    apply(difference(m_rows, std::move(rows), {}));
    m_touched.clear();
}

template <typename T>
void Store<T>::settle(Mark asked)
{
    m_touched.removeIf([asked](auto entry) { return entry.value() <= asked; });
}

template <typename T>
void Store<T>::merge(std::vector<T> rows, Mark asked)
{
    put(std::move(rows), touchedSince(asked));
}

template <typename T>
void Store<T>::upsert(std::vector<T> rows)
{
    ++m_mark;
    for (const T &row : rows)
        m_touched.insert(row.id, m_mark);
    put(std::move(rows), {});
}

template <typename T>
void Store<T>::put(std::vector<T> rows, const QSet<QString> &keep)
{
    Delta delta;
    QSet<QString> told;
    for (T &row : rows) {
        const QString id = row.id;
        if (keep.contains(id))
            continue;
        const Row<T> old = m_rows.value(id);
        if (old && *old == row)
            continue;
        if (!told.contains(id)) {
            told.insert(id);
            (old ? delta.changed : delta.added).append(id);
        }
        m_rows.insert(id, std::make_shared<const T>(std::move(row)));
    }
    if (!delta.empty())
        Q_EMIT changed(delta);
}

template <typename T>
void Store<T>::remove(const QStringList &ids)
{
    ++m_mark;
    Delta delta;
    for (const QString &id : ids) {
        m_touched.insert(id, m_mark);
        if (m_rows.remove(id))
            delta.removed.append(id);
    }
    if (!delta.empty())
        Q_EMIT changed(delta);
}

template <typename T>
void Store<T>::clear()
{
    remove(m_rows.keys());
}

template <typename T>
bool Store<T>::apply(Difference<T> difference)
{
    const bool fits = difference.before == m_rows;
    if (fits && !difference.delta.empty()) {
        std::swap(m_rows, difference.after);
        Q_EMIT changed(difference.delta);
    }
    // Also where nothing has changed: what was compared is as large all the same.
    const qsizetype size = difference.before.size() + difference.after.size();
    discard(std::move(difference), size);
    return fits;
}

template <typename T>
void Store<T>::apply(Difference<T> difference, Mark asked)
{
    // Also where the rows are the same: an upsert that changed nothing is newer than the answer.
    if (const QSet<QString> newer = touchedSince(asked); !newer.isEmpty()) {
        for (const QString &id : newer) {
            if (const Row<T> row = m_rows.value(id))
                difference.after.insert(id, row);
            else
                difference.after.remove(id);
        }
        const auto isNewer = [&newer](const QString &id) {
            return newer.contains(id);
        };
        difference.delta.added.removeIf(isNewer);
        difference.delta.changed.removeIf(isNewer);
        difference.delta.removed.removeIf(isNewer);
    }
    difference.before = m_rows;
    apply(std::move(difference));
    settle(asked);
}

template <typename T>
QSet<QString> Store<T>::touchedSince(Mark asked) const
{
    QSet<QString> ids;
    for (auto it = m_touched.cbegin(); it != m_touched.cend(); ++it) {
        if (it.value() > asked)
            ids.insert(it.key());
    }
    return ids;
}

} // namespace oriel::store
