#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QObject>

#include <chrono>
#include <functional>

namespace oriel {

/// Where time comes from. Everything that waits, polls or records a time takes a Clock, so that
/// tests neither sleep nor depend on the hour (tests/support/fakeclock.h). Used on the thread that
/// owns it.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall time, UTC.
    [[nodiscard]] virtual QDateTime now() const = 0;

    /// Time since some fixed point; never goes back.
    [[nodiscard]] virtual std::chrono::milliseconds elapsed() const = 0;

    /// Calls `callback` once, after `delay`, on the thread of `context`; never once `context` is
    /// destroyed.
    virtual void after(std::chrono::milliseconds delay, QObject *context,
                       std::function<void()> callback) = 0;
};

/// The computer's own clock and Qt's timers.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] std::chrono::milliseconds elapsed() const override;
    void after(std::chrono::milliseconds delay, QObject *context,
               std::function<void()> callback) override;
};

} // namespace oriel
