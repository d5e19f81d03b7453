#pragma once

#include "base/result.h"
#include "store/poller.h"
#include "store/subscription.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <array>
#include <functional>

namespace oriel::store {

/// The result of a search in the whole cloud.
struct Found
{
    qsizetype count = 0;
    bool hasMore = false;    ///< there are more matches, which were not fetched
    bool exactNames = false; ///< the service searched only for this exact name
};

/// Keeps one kind of resource up to date, without its type, and decides how often it is fetched:
/// rarely what is only referred to, not at all what nobody watches, and more often in the minute
/// after something has changed or the window was used. GUI thread.
class Topic : public QObject
{
public:
    using Then = std::function<void(Result<Found>)>;

    Topic(StoreBase &store, Clock &clock, QObject *parent);

    void hold(RefreshRate rate);
    void release(RefreshRate rate);
    /// The same for one row, whose page is shown.
    virtual void holdRow(const QString & /*id*/) {}
    virtual void releaseRow(const QString & /*id*/) {}
    /// What the requests for a held row alone have given.
    struct FetchedRow
    {
        QDateTime asOf;             ///< of the last answer, UTC; invalid: none
        std::optional<Error> error; ///< of the last request
    };
    [[nodiscard]] virtual FetchedRow fetchedRow(const QString & /*id*/) const { return {}; }
    /// Whether the store has this row.
    [[nodiscard]] virtual bool has(const QString & /*id*/) const { return false; }

    /// Fetches everything as soon as possible, or as soon as it is needed.
    void refresh();
    /// The user has used the window.
    void noteUse();
    /// While the window has not been used for minutes, a stable list is fetched only every two
    /// minutes.
    void relax(bool relaxed);
    void suspend(bool suspended);
    /// While nothing is changing, fetches at most once per `interval`: for what rarely changes.
    void setAtMostEvery(std::chrono::milliseconds interval) { m_atMost = interval; }
    /// See Poller::setLeader().
    void setLeader(Topic &leader) { m_poller.setLeader(leader.m_poller); }
    [[nodiscard]] bool isHeld() const { return m_poller.isNeeded(); }

    /// Of a longer list, only the newest rows are held. Call it before the first request.
    virtual void setMaximumHeld(qsizetype /*rows*/) {}
    /// Fetches one row now and puts it into the store; on NotFound removes it and calls `gone` (may
    /// be null).
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    virtual void refreshRow(const QString & /*id*/, std::function<void()> /*gone*/) {}
    /// Searches the whole cloud for `text` and puts the results into the store, where they stay
    /// even if the list is too long to be held. The last search is repeated whenever the list is
    /// fetched.
    virtual void find(const QString & /*text*/, const Then &then) { then(Found{}); }

protected:
    /// Fetches the store, and calls back once.
    virtual void poll(Poller::Done done) = 0;
    /// The next request must be for the full list: some changes cannot be queried.
    virtual void requireFullList() {}
    /// The pace has changed: single rows may be due earlier than before.
    virtual void scheduleRows() {}

    [[nodiscard]] std::optional<RefreshRate> rate() const;
    /// `busy` in the minute after something has changed or the window was used, otherwise `calm`.
    [[nodiscard]] std::chrono::milliseconds pace(std::chrono::milliseconds busy,
                                                 std::chrono::milliseconds calm) const;
    [[nodiscard]] Clock &clock() const { return m_clock; }
    [[nodiscard]] Poller &poller() { return m_poller; }

private:
    void setPace();

    Clock &m_clock;
    std::array<int, 3> m_holds{};
    std::chrono::milliseconds m_atMost{0};
    std::chrono::milliseconds m_busyUntil{0};
    bool m_relaxed = false;
    std::optional<RefreshRate> m_rate; ///< this and the next one: at the last setPace()
    bool m_busy = false;
    Poller m_poller;
};

} // namespace oriel::store
