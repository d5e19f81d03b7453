#pragma once

#include "base/clock.h"
#include "store/cache/cachedstate.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>

namespace oriel::store {

class CloudStores;
class StoreBase;

/// Keeps the last known state of one scope on disk: writes it in a worker some seconds after the
/// lists were fetched, occasionally while they change, and on destruction. GUI thread.
class CloudCache final : public QObject
{
    Q_OBJECT

public:
    /// Receives what was read; null: nothing usable.
    using Read = std::function<void(std::shared_ptr<CachedState>)>;

    /// `path` is the scope's file. `stores` and `clock` must outlive the cache.
    CloudCache(CloudStores &stores, Clock &clock, QString path, openstack::Scope scope,
               QObject *parent = nullptr);
    ~CloudCache() override;

    /// Reads a file in a worker and calls `callback` in the GUI thread, unless `context` was
    /// destroyed.
    static void read(const QString &path, const QDateTime &now, QObject *context, Read callback);

    /// Reads this scope's file and shows the lists that have not been fetched yet.
    void load();
    /// Puts cached rows into the stores: `loaded` stays false and `cachedAt` is their time. Stores
    /// that already have rows are not changed.
    void show(CachedState state);
    /// Deletes the scope's file and stops writing.
    void forget();

private:
    struct Writing;

    void follow(const StoreBase &source);
    void plan();
    void save();
    [[nodiscard]] CachedState current() const;

    CloudStores &m_stores;
    Clock &m_clock;
    QString m_path;
    openstack::Scope m_scope;
    std::shared_ptr<Writing> m_writing;
    bool m_planned = false;
    bool m_changed = false; ///< since the last write
    bool m_forgotten = false;
};

} // namespace oriel::store
