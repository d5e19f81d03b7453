#pragma once

#include "base/clock.h"
#include "store/store.h"
#include "store/subscription.h"

#include <QtCore/QPointer>

#include <array>
#include <functional>
#include <vector>

namespace oriel::store {

/// Decides when one store is asked for again: often while something changes and is looked at,
/// seldom while all is quiet, never when nobody holds it or while suspended. One question at a
/// time, however many ask. After a failure it waits longer each time, and at least as long as
/// Retry-After said. GUI thread.
class Poller : public QObject
{
public:
    using Done = std::function<void(std::optional<Error>)>;
    using Fetch = std::function<void(Done)>;
    using Changing = std::function<bool()>;

    /// `fetch` gets what the store holds and calls back once; `changing` says whether a row is in a
    /// transitional state.
    Poller(StoreBase &store, Clock &clock, Fetch fetch, Changing changing, QObject *parent);

    void hold(RefreshRate rate);
    void release(RefreshRate rate);
    /// As soon as possible, whatever the schedule says; held or not. Only Retry-After is stronger:
    /// a service that asked for a pause gets it.
    void refresh();
    void suspend(bool suspended);
    /// Nobody has used the window for a while: what is quiet is asked for every other minute only.
    void relax(bool relaxed);
    /// While all is quiet, asks no more often than once in `interval`: for what hardly ever
    /// changes.
    void setAtMostEvery(std::chrono::milliseconds interval) { m_atMost = interval; }
    /// Waits with the first question until that of `leader` is answered, where that is held, but
    /// for two seconds at most: what the user looks at goes before what it refers to. `leader` must
    /// live as long.
    void setLeader(Poller &leader);
    /// The rows have changed: what `changing` says may be different now.
    void reconsider() { schedule(); }

private:
    [[nodiscard]] std::chrono::milliseconds interval() const;
    [[nodiscard]] std::chrono::milliseconds due() const;
    [[nodiscard]] bool held() const;
    [[nodiscard]] bool waitsForLeader() const;
    /// Those that come after this one look again.
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
    std::chrono::milliseconds m_latency{0}; ///< the last answer
    int m_failures = 0;
    quint64 m_scheduled = 0; ///< which of the clock's callbacks is still meant
    std::optional<std::chrono::milliseconds> m_answeredAt;
    std::chrono::milliseconds m_notBefore{0};
};

} // namespace oriel::store
