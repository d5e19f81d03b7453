#pragma once

#include "base/clock.h"
#include "store/cache/cachedstate.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>

namespace oriel::store {

class CloudStores;
class StoreBase;

/// Keeps the last known state of one scope on the disk: written in a worker some seconds after the
/// lists have come, now and then while they change, and when it is destroyed. GUI thread.
class CloudCache final : public QObject
{
    Q_OBJECT

public:
    /// What has been read; null: nothing that can be used.
    using Read = std::function<void(std::shared_ptr<CachedState>)>;

    /// `path` is the scope's file. `stores` and `clock` outlive the cache.
    CloudCache(CloudStores &stores, Clock &clock, QString path, openstack::Scope scope,
               QObject *parent = nullptr);
    ~CloudCache() override;

    /// Reads a file in a worker and calls `callback` in the GUI thread; never once `context` is
    /// destroyed.
    static void read(const QString &path, const QDateTime &now, QObject *context, Read callback);

    /// Reads this scope's file and shows what has not come from the cloud meanwhile.
    void load();
    /// Puts what is known into the stores, as rows that are not fresh: `loaded` stays false and
    /// `cachedAt` says from when they are. Stores that hold something already are left alone.
    void show(CachedState state);
    /// Nothing of the scope stays on the disk, and nothing more is written.
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
    bool m_changed = false; ///< since it was last written
    bool m_forgotten = false;
};

} // namespace oriel::store
