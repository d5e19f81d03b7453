#pragma once

#include "base/clock.h"

#include <QtCore/QTimer>

#include <memory>
#include <vector>

namespace oriel::bench {

/// The computer's clock, that can be put forward: what waits for a minute falls due at once.
class SkippingClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override
    {
        return QDateTime::currentDateTimeUtc().addMSecs(m_skipped.count());
    }
    [[nodiscard]] std::chrono::milliseconds elapsed() const override
    {
        return SystemClock().elapsed() + m_skipped;
    }
    void after(std::chrono::milliseconds delay, QObject *context,
               std::function<void()> callback) override
    {
        auto timer = std::make_unique<QTimer>();
        QTimer *raw = timer.get();
        raw->setSingleShot(true);
        QObject::connect(raw, &QTimer::timeout, context,
                         [callback = std::move(callback)] { callback(); });
        raw->start(delay);
        m_timers.push_back(std::move(timer));
        std::erase_if(m_timers, [](const auto &old) { return !old->isActive(); });
    }

    void skip(std::chrono::milliseconds span)
    {
        m_skipped += span;
        for (const auto &timer : m_timers) {
            if (!timer->isActive())
                continue;
            const auto left = timer->remainingTimeAsDuration() - span;
            timer->start(std::max(left, std::chrono::milliseconds(0)));
        }
    }

private:
    std::chrono::milliseconds m_skipped{0};
    std::vector<std::unique_ptr<QTimer>> m_timers;
};

} // namespace oriel::bench
