#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace oriel::operations {

/// How long the journal waits for another process's lock: both the one that guards opening and
/// those of SQLite. Closing the journal shortens the wait. Any thread.
class LockPatience
{
public:
    using Milliseconds = std::chrono::milliseconds;

    static constexpr Milliseconds usual{10'000};
    /// The total time for pending writes when the journal is closed.
    static constexpr Milliseconds whenClosing{2'000};

    explicit LockPatience(Milliseconds limit = usual) : m_limit(limit) {}

    [[nodiscard]] Milliseconds limit() const { return m_limit; }

    /// From now on every wait ends `whenClosing` after this call.
    void close() { m_closed = (Clock::now() + whenClosing).time_since_epoch().count(); }

    /// Repeats `attempt` until it returns true. False: it did not before the time was over.
    template <typename F>
    bool wait(F attempt) const
    {
        const Clock::time_point end = Clock::now() + m_limit;
        while (!attempt()) {
            const Clock::rep closed = m_closed;
            const Clock::time_point now = Clock::now();
            if (now >= end || (closed != 0 && now.time_since_epoch().count() >= closed))
                return false;
            std::this_thread::sleep_for(Milliseconds(10));
        }
        return true;
    }

private:
    using Clock = std::chrono::steady_clock;

    Milliseconds m_limit;
    std::atomic<Clock::rep> m_closed = 0; ///< since the clock's epoch; 0: not closing
};

} // namespace oriel::operations
