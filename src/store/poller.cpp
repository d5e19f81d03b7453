#include "store/poller.h"

#include <algorithm>
#include <utility>

namespace oriel::store {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::milliseconds, 3> quietInterval{60s, 15s, 5s};
/// While a row is in a transitional state. Watched rows must be at most one second old.
constexpr std::array<std::chrono::milliseconds, 3> changingInterval{60s, 2s, 1s};
/// While the window has not been used for a while.
constexpr std::chrono::milliseconds relaxedInterval = 120s;
constexpr auto headStart = 2s;
constexpr auto firstBackoff = 5s;
constexpr auto longestBackoff = 120s;

} // namespace

Poller::Poller(StoreBase &store, Clock &clock, Fetch fetch, Changing changing, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_fetch(std::move(fetch))
    , m_changing(std::move(changing))
{}

void Poller::hold(RefreshRate rate)
{
    ++m_holds.at(static_cast<std::size_t>(rate));
    schedule();
}

void Poller::release(RefreshRate rate)
{
    --m_holds.at(static_cast<std::size_t>(rate));
    schedule();
    notifyFollowers();
}

void Poller::refresh()
{
    m_wanted = true;
    schedule();
}

void Poller::relax(bool relaxed)
{
    if (std::exchange(m_relaxed, relaxed) != relaxed)
        schedule();
}

void Poller::suspend(bool suspended)
{
    if (m_suspended == suspended)
        return;
    m_suspended = suspended;
    if (!suspended && held())
        m_wanted = true;
    schedule();
    notifyFollowers();
}

void Poller::setLeader(Poller &leader)
{
    m_leader = &leader;
    leader.m_followers.emplace_back(this);
}

bool Poller::waitsForLeader() const
{
    if (!m_leader || m_answeredAt || m_wanted || !m_leader->held() || m_leader->m_suspended ||
        m_leader->m_answeredAt)
        return false;
    return !m_leader->m_fetching || m_clock.elapsed() < m_leader->m_requestedAt + headStart;
}

void Poller::notifyFollowers()
{
    for (const auto &follower : m_followers) {
        if (follower)
            follower->schedule();
    }
}

bool Poller::held() const
{
    return std::any_of(m_holds.begin(), m_holds.end(), [](int holds) { return holds > 0; });
}

std::chrono::milliseconds Poller::interval() const
{
    std::size_t fastest = 0;
    for (std::size_t rate = 0; rate < m_holds.size(); ++rate) {
        if (m_holds.at(rate) > 0)
            fastest = rate;
    }
    const bool looked = fastest > static_cast<std::size_t>(RefreshRate::Background);
    // Do not poll a slow service more often than it can answer.
    if (looked && m_changing())
        return std::max(changingInterval.at(fastest), m_latency);
    const auto quiet = std::max(quietInterval.at(fastest), m_atMost);
    return m_relaxed ? std::max(quiet, relaxedInterval) : quiet;
}

std::chrono::milliseconds Poller::due() const
{
    if (m_wanted || !m_answeredAt)
        return m_notBefore;
    if (m_failures == 0)
        return *m_answeredAt + interval();
    const auto backoff = firstBackoff * (1 << std::min(m_failures - 1, 5));
    return std::max(*m_answeredAt + std::min<std::chrono::milliseconds>(backoff, longestBackoff),
                    m_notBefore);
}

void Poller::schedule()
{
    ++m_scheduled;
    if (m_fetching || m_suspended || (!held() && !m_wanted))
        return;
    const auto wait = std::max(due() - m_clock.elapsed(), 0ms);
    m_clock.after(wait, this, [this, meant = m_scheduled] {
        if (meant == m_scheduled && !waitsForLeader())
            fetch();
    });
}

void Poller::fetch()
{
    m_fetching = true;
    m_wanted = false;
    m_requestedAt = m_clock.elapsed();
    if (!m_answeredAt && !m_followers.empty())
        m_clock.after(headStart, this, [this] { notifyFollowers(); });
    LoadState state = m_store.state();
    state.loading = true;
    m_store.setState(std::move(state));
    m_fetch([this](std::optional<Error> error) { answered(std::move(error)); });
}

void Poller::answered(std::optional<Error> error)
{
    m_fetching = false;
    m_answeredAt = m_clock.elapsed();
    m_latency = *m_answeredAt - m_requestedAt;
    LoadState state = m_store.state();
    state.loading = false;
    state.absent.reset();
    if (error && error->kind == ErrorKind::NoService) {
        // Not a failure: the cloud does not have the service.
        m_failures = 0;
        state.loaded = true;
        state.hasMore = false;
        state.asOf = m_clock.now();
        state.cachedAt = {};
        state.absent = std::exchange(error, std::nullopt);
    } else if (error) {
        ++m_failures;
        m_notBefore = m_clock.elapsed() + error->retryAfter.value_or(0ms);
    } else {
        m_failures = 0;
        state.loaded = true;
        state.asOf = m_clock.now();
        state.cachedAt = {};
    }
    state.error = std::move(error);
    m_store.setState(std::move(state));
    schedule();
    notifyFollowers();
}

} // namespace oriel::store
