#include "store/cache/cloudcache.h"

#include "store/cache/cachefile.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>

#include <mutex>

namespace oriel::store {

using namespace std::chrono_literals;

namespace {

constexpr auto afterAnAnswer = 3s; // the other lists arrive at about the same time
constexpr auto betweenWrites = 5min;

template <typename T>
void collect(CachedList<T> &list, const Store<T> &store)
{
    const LoadState &state = store.state();
    // Data read from disk and never refreshed keeps its time.
    list.asOf = state.absent ? QDateTime() : state.loaded ? state.asOf : state.cachedAt;
    if (list.asOf.isValid())
        list.rows = store.rows();
}

void mark(StoreBase &store, const QDateTime &asOf)
{
    LoadState state = store.state();
    state.cachedAt = asOf;
    store.setState(std::move(state));
}

template <typename T>
void put(CachedList<T> &list, Store<T> &store)
{
    if (!list.asOf.isValid() || store.state().loaded || store.size() > 0)
        return;
    Difference<T> difference;
    difference.after = std::move(list.rows);
    difference.delta.added = difference.after.keys();
    mark(store, list.asOf); // first, so that the rows are never taken for current ones
    store.apply(std::move(difference));
}

} // namespace

/// Shared by the writing workers: one writes at a time, and outdated ones do nothing.
struct CloudCache::Writing
{
    std::mutex mutex;
    quint64 newest = 0; ///< of the started writes
    bool forgotten = false;
    quint64 asked = 0; ///< GUI thread
};

CloudCache::CloudCache(CloudStores &stores, Clock &clock, QString path, openstack::Scope scope,
                       QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_clock(clock)
    , m_path(std::move(path))
    , m_scope(std::move(scope))
    , m_writing(std::make_shared<Writing>())
{
    Rows::each([&]<typename T>() { follow(stores.of<T>()); });
}

CloudCache::~CloudCache()
{
    save(); // the application waits for its workers before it exits
}

void CloudCache::read(const QString &path, const QDateTime &now, QObject *context, Read callback)
{
    // The guard is evaluated only in the GUI thread, where its object lives.
    QThreadPool::globalInstance()->start(
        [path, now, guard = QPointer<QObject>(context), callback = std::move(callback)] {
            std::shared_ptr<CachedState> state;
            if (auto read = readCache(path, now))
                state = std::make_shared<CachedState>(*std::move(read));
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, callback, state] {
                    if (guard)
                        callback(state);
                },
                Qt::QueuedConnection);
        });
}

void CloudCache::load()
{
    read(m_path, m_clock.now(), this, [this](const std::shared_ptr<CachedState> &state) {
        if (state && state->scope == m_scope)
            show(std::move(*state));
    });
}

void CloudCache::show(CachedState state)
{
    Rows::each([&]<typename T>() { put(state.of<T>(), m_stores.of<T>()); });
}

void CloudCache::forget()
{
    m_forgotten = true;
    const std::lock_guard lock(m_writing->mutex);
    m_writing->forgotten = true;
    removeCache(m_path);
}

void CloudCache::follow(const StoreBase &source)
{
    const auto dirty = [this, &source] {
        if (!source.state().loaded)
            return;
        m_changed = true;
        plan();
    };
    connect(&source, &StoreBase::changed, this, dirty);
    // The first answer can equal what was read from the disk.
    connect(&source, &StoreBase::stateChanged, this, [&source, dirty, known = false]() mutable {
        if (!std::exchange(known, source.state().loaded))
            dirty();
    });
}

void CloudCache::plan()
{
    if (std::exchange(m_planned, true))
        return;
    const auto wait = m_writing->asked == 0 ? std::chrono::milliseconds(afterAnAnswer)
                                            : std::chrono::milliseconds(betweenWrites);
    m_clock.after(wait, this, [this] {
        m_planned = false;
        save();
    });
}

CachedState CloudCache::current() const
{
    CachedState state;
    state.scope = m_scope;
    Rows::each([&]<typename T>() { collect(state.of<T>(), std::as_const(m_stores).of<T>()); });
    return state;
}

void CloudCache::save()
{
    if (m_forgotten || !m_changed)
        return;
    m_changed = false;
    auto state = std::make_shared<CachedState>(current());
    const quint64 number = ++m_writing->asked;
    QThreadPool::globalInstance()->start(
        [state = std::move(state), number, writing = m_writing, path = m_path]() mutable {
            const std::lock_guard lock(writing->mutex);
            if (number < writing->newest || writing->forgotten)
                return;
            writing->newest = number;
            writeCache(path, *state);
            state.reset();
        });
}

} // namespace oriel::store
