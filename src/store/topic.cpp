#include "store/topic.h"

#include <algorithm>
#include <utility>

namespace oriel::store {

using namespace std::chrono_literals;

namespace {

/// What is only referred to and is not known is fetched at once, so the list only shows that
/// something was renamed or deleted.
constexpr std::chrono::milliseconds referencedInterval = 10min;
constexpr std::chrono::milliseconds backgroundInterval = 60s;
/// What another client changes is shown within this time while the user is likely to watch. A
/// list costs one request, so a window that is left open all day asks half as often.
constexpr std::chrono::milliseconds viewedInterval = 10s;
constexpr std::chrono::milliseconds calmInterval = 20s;
constexpr std::chrono::milliseconds busyFor = 1min;
/// While the window has not been used for minutes.
constexpr std::chrono::milliseconds relaxedInterval = 120s;

} // namespace

Topic::Topic(StoreBase &store, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_poller(
          store, clock,
          [this](Poller::Done done) {
              poll([this, done = std::move(done)](std::optional<Error> error) {
                  setPace();
                  done(std::move(error));
              });
          },
          this)
{
    connect(&store, &StoreBase::changed, this, &Topic::noteUse);
}

void Topic::hold(RefreshRate rate)
{
    ++m_holds.at(static_cast<std::size_t>(rate));
    noteUse();
}

void Topic::release(RefreshRate rate)
{
    --m_holds.at(static_cast<std::size_t>(rate));
    setPace();
}

void Topic::refresh()
{
    requireFullList();
    m_poller.refresh();
}

void Topic::noteUse()
{
    m_busyUntil = m_clock.elapsed() + busyFor;
    setPace();
}

void Topic::relax(bool relaxed)
{
    if (std::exchange(m_relaxed, relaxed) != relaxed)
        setPace();
}

void Topic::suspend(bool suspended)
{
    m_poller.suspend(suspended);
    scheduleRows();
}

std::optional<RefreshRate> Topic::rate() const
{
    for (const RefreshRate rate :
         {RefreshRate::Viewed, RefreshRate::Background, RefreshRate::Referenced}) {
        if (m_holds.at(static_cast<std::size_t>(rate)) > 0)
            return rate;
    }
    return std::nullopt;
}

std::chrono::milliseconds Topic::pace(std::chrono::milliseconds busy,
                                      std::chrono::milliseconds calm) const
{
    if (m_relaxed)
        return std::max(calm, relaxedInterval);
    return m_clock.elapsed() < m_busyUntil ? busy : calm;
}

void Topic::setPace()
{
    const auto interval = [this](RefreshRate rate) -> std::chrono::milliseconds {
        switch (rate) {
        case RefreshRate::Referenced:
            break;
        case RefreshRate::Background:
            return pace(backgroundInterval, backgroundInterval);
        case RefreshRate::Viewed:
            return pace(viewedInterval, calmInterval);
        }
        return referencedInterval;
    };
    if (const auto held = rate())
        m_poller.setInterval(std::max(interval(*held), m_atMost));
    else
        m_poller.setInterval(std::nullopt);
    const bool busy = !m_relaxed && m_clock.elapsed() < m_busyUntil;
    const bool sameRate = std::exchange(m_rate, rate()) == m_rate;
    if (std::exchange(m_busy, busy) != busy || !sameRate)
        scheduleRows();
}

} // namespace oriel::store
