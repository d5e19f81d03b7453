#include "operations/journal/durations.h"

#include <algorithm>

namespace oriel::operations {

std::optional<std::chrono::milliseconds> Durations::estimate(const QString &measure,
                                                             double amount) const
{
    std::vector<double> times;
    for (const Run &run : m_runs.value(measure)) {
        const auto took = static_cast<double>(run.took.count());
        if (amount <= 0)
            times.push_back(took);
        else if (run.amount > 0)
            times.push_back(took / run.amount * amount);
    }
    if (times.size() < fewest)
        return std::nullopt;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return std::chrono::milliseconds(static_cast<qint64>(*middle));
}

} // namespace oriel::operations
