#pragma once

#include <QtCore/QHash>
#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <vector>

namespace oriel::operations {

/// How long stages took in earlier runs on one cloud, and what follows from that for the next one.
/// A value.
class Durations
{
public:
    struct Run
    {
        double amount = 0; ///< Stage::amount
        std::chrono::milliseconds took{0};
    };

    /// Earlier runs that an estimate needs at least.
    static constexpr std::size_t fewest = 2;

    void add(const QString &measure, Run run) { m_runs[measure].push_back(run); }
    [[nodiscard]] bool isEmpty() const { return m_runs.isEmpty(); }

    /// The median of the earlier runs of Stage::measure; where both they and this one have an
    /// amount, the median time per amount times this amount. Nothing where there are fewer than
    /// `fewest`: no estimate is better than a made up one.
    [[nodiscard]] std::optional<std::chrono::milliseconds> estimate(const QString &measure,
                                                                    double amount = 0) const;

private:
    QHash<QString, std::vector<Run>> m_runs;
};

} // namespace oriel::operations
