#pragma once

#include "base/clock.h"
#include "store/store.h"

#include <QtCore/QPointer>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::store {

/// How long to wait after so many failures in a row.
[[nodiscard]] std::chrono::milliseconds backoffAfter(int failures);

/// Fetches one store again and again, at the interval that its topic sets: one request at a time,
/// and none while it is not needed or suspended. After a failure it waits longer each time, and at
/// least as long as Retry-After. GUI thread.
class Poller : public QObject
{
public:
    using Done = std::function<void(std::optional<Error>)>;
    using Fetch = std::function<void(Done)>;

    /// `fetch` refreshes the store and calls back once.
    Poller(StoreBase &store, Clock &clock, Fetch fetch, QObject *parent);

    /// Fetches whenever the last answer is this old. nullopt: the store is not needed.
    void setInterval(std::optional<std::chrono::milliseconds> interval);
    [[nodiscard]] bool isNeeded() const { return m_interval.has_value(); }
    /// Fetches as soon as possible, or as soon as the store is needed. Ignores the interval, but
    /// respects Retry-After.
    void refresh();
    void suspend(bool suspended);
    [[nodiscard]] bool isSuspended() const { return m_suspended; }
    [[nodiscard]] bool isFetching() const { return m_fetching; }
    /// Delays the first request until that of `leader` is answered, if that one is needed, but for
    /// at most two seconds: what the user looks at is fetched before what it refers to. `leader`
    /// must live as long.
    void setLeader(Poller &leader);

private:
    [[nodiscard]] std::chrono::milliseconds due() const;
    [[nodiscard]] bool waitsForLeader() const;
    /// Lets those that wait for this one check their schedule again.
    void notifyFollowers();
    void schedule();
    void fetch();
    void answered(std::optional<Error> error);

    StoreBase &m_store;
    Clock &m_clock;
    Fetch m_fetch;
    std::optional<std::chrono::milliseconds> m_interval;
    bool m_fetching = false;
    bool m_wanted = false; ///< refresh() was called
    bool m_suspended = false;
    Poller *m_leader = nullptr;
    std::vector<QPointer<Poller>> m_followers;
    std::chrono::milliseconds m_requestedAt{0};
    int m_failures = 0;
    quint64 m_scheduled = 0; ///< identifies the clock's callback that is still valid
    std::optional<std::chrono::milliseconds> m_answeredAt;
    std::chrono::milliseconds m_notBefore{0};
};

} // namespace oriel::store
