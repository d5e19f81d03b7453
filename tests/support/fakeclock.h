#pragma once

#include "base/clock.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <optional>
#include <vector>

namespace oriel::test {

/// A clock that stands still until advance(); callbacks run inside advance(), in order of their
/// time.
class FakeClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return m_start.addMSecs(m_elapsed.count()); }
    [[nodiscard]] std::chrono::milliseconds elapsed() const override { return m_elapsed; }

    void after(std::chrono::milliseconds delay, QObject *context,
               std::function<void()> callback) override
    {
        m_timers.push_back({m_elapsed + delay, m_sequence++, context, std::move(callback)});
    }

    /// Advances by `span` and runs the callbacks that become due, including those that they start.
    void advance(std::chrono::milliseconds span)
    {
        const auto end = m_elapsed + span;
        for (;;) {
            const auto next = std::min_element(
                m_timers.begin(), m_timers.end(), [](const Timer &a, const Timer &b) {
                    return std::pair(a.due, a.sequence) < std::pair(b.due, b.sequence);
                });
            if (next == m_timers.end() || next->due > end)
                break;
            const Timer timer = std::move(*next);
            m_timers.erase(next);
            m_elapsed = std::max(m_elapsed, timer.due);
            if (timer.context)
                timer.callback();
        }
        m_elapsed = end;
    }

    [[nodiscard]] int pending() const
    {
        return static_cast<int>(std::count_if(m_timers.begin(), m_timers.end(),
                                              [](const Timer &t) { return !t.context.isNull(); }));
    }

    /// The time until the next callback; nullopt: none is pending.
    [[nodiscard]] std::optional<std::chrono::milliseconds> next() const
    {
        std::optional<std::chrono::milliseconds> best;
        for (const Timer &timer : m_timers) {
            if (timer.context && (!best || timer.due - m_elapsed < *best))
                best = timer.due - m_elapsed;
        }
        return best;
    }

private:
    struct Timer
    {
        std::chrono::milliseconds due;
        qint64 sequence;
        QPointer<QObject> context;
        std::function<void()> callback;
    };

    QDateTime m_start{QDate(2026, 1, 15), QTime(12, 0), Qt::UTC};
    std::chrono::milliseconds m_elapsed{0};
    qint64 m_sequence = 0;
    std::vector<Timer> m_timers;
};

} // namespace oriel::test
