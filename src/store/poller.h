#pragma once

#include "base/clock.h"
#include "store/store.h"
#include "store/subscription.h"

#include <QtCore/QPointer>

#include <array>
#include <functional>
#include <vector>

namespace oriel::store {

/// Decides when to fetch one store again: often while something is changing and is watched, rarely
/// while nothing changes, never while it has no subscribers or is suspended. One request at a time
/// for all subscribers. After a failure it waits longer each time, and at least as long as
/// Retry-After. GUI thread.
class Poller : public QObject
{
public:
    using Done = std::function<void(std::optional<Error>)>;
    using Fetch = std::function<void(Done)>;
    using Changing = std::function<bool()>;

    /// `fetch` refreshes the store and calls back once; `changing` returns whether a row is in a
    /// transitional state.
    Poller(StoreBase &store, Clock &clock, Fetch fetch, Changing changing, QObject *parent);

    void hold(RefreshRate rate);
    void release(RefreshRate rate);
    /// Fetches as soon as possible. Ignores the schedule and holds, but respects Retry-After.
    void refresh();
    void suspend(bool suspended);
    /// While the window has not been used for a while, a stable store is polled only every two
    /// minutes.
    void relax(bool relaxed);
    /// While nothing changes, polls at most once per `interval`: for what rarely changes.
    void setAtMostEvery(std::chrono::milliseconds interval) { m_atMost = interval; }
    /// Delays the first request until that of `leader` is answered, if that one is held, but for at
    /// most two seconds: what the user looks at is fetched before what it refers to. `leader` must
    /// live as long.
    void setLeader(Poller &leader);
    /// The rows have changed, so `changing` may return something else now.
    void reconsider() { schedule(); }

private:
    [[nodiscard]] std::chrono::milliseconds interval() const;
    [[nodiscard]] std::chrono::milliseconds due() const;
    [[nodiscard]] bool held() const;
    [[nodiscard]] bool waitsForLeader() const;
    /// Lets those that wait for this one check their schedule again.
    void notifyFollowers();
    void schedule();
    void fetch();
    void answered(std::optional<Error> error);

    StoreBase &m_store;
    Clock &m_clock;
    Fetch m_fetch;
    Changing m_changing;
    std::array<int, 3> m_holds{};
    bool m_fetching = false;
    bool m_wanted = false; ///< refresh() was called
    bool m_suspended = false;
    bool m_relaxed = false;
    Poller *m_leader = nullptr;
    std::vector<QPointer<Poller>> m_followers;
    std::chrono::milliseconds m_atMost{0};
    std::chrono::milliseconds m_requestedAt{0};
    std::chrono::milliseconds m_latency{0}; ///< duration of the last request
    int m_failures = 0;
    quint64 m_scheduled = 0; ///< identifies the clock's callback that is still valid
    std::optional<std::chrono::milliseconds> m_answeredAt;
    std::chrono::milliseconds m_notBefore{0};
};

} // namespace oriel::store
