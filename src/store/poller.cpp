#include "store/poller.h"

#include <algorithm>
#include <utility>

namespace oriel::store {

using namespace std::chrono_literals;

namespace {

constexpr auto headStart = 2s;
constexpr std::chrono::milliseconds firstBackoff = 5s;
constexpr std::chrono::milliseconds longestBackoff = 120s;

} // namespace

std::chrono::milliseconds backoffAfter(int failures)
{
    return std::min(firstBackoff * (1 << std::clamp(failures - 1, 0, 5)), longestBackoff);
}

Poller::Poller(StoreBase &store, Clock &clock, Fetch fetch, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_fetch(std::move(fetch))
{}

void Poller::setInterval(std::optional<std::chrono::milliseconds> interval)
{
    if (std::exchange(m_interval, interval) == interval)
        return;
    schedule();
    if (!interval)
        notifyFollowers();
}

void Poller::refresh()
{
    m_wanted = true;
    schedule();
}

void Poller::suspend(bool suspended)
{
    if (std::exchange(m_suspended, suspended) == suspended)
        return;
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
    if (!m_leader || m_answeredAt || m_wanted || !m_leader->isNeeded() || m_leader->m_suspended ||
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

std::chrono::milliseconds Poller::due() const
{
    if (m_wanted || !m_answeredAt)
        return m_notBefore;
    if (m_failures == 0)
        return *m_answeredAt + *m_interval;
    return std::max(*m_answeredAt + backoffAfter(m_failures), m_notBefore);
}

void Poller::schedule()
{
    ++m_scheduled;
    if (m_fetching || m_suspended || !m_interval)
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
