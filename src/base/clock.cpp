#include "base/clock.h"

#include <QtCore/QTimer>

namespace oriel {

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

std::chrono::milliseconds SystemClock::elapsed() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void SystemClock::after(std::chrono::milliseconds delay, QObject *context,
                        std::function<void()> callback)
{
    QTimer::singleShot(delay, context, std::move(callback));
}

} // namespace oriel
