#pragma once

#include <QtCore/QHash>
#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <vector>

namespace oriel::operations {

/// The durations of stages in earlier runs in one cloud, for estimates. A value.
class Durations
{
public:
    struct Run
    {
        double amount = 0; ///< Stage::amount
        std::chrono::milliseconds took{0};
    };

    /// The minimum number of earlier runs for an estimate.
    static constexpr std::size_t fewest = 2;

    void add(const QString &measure, Run run) { m_runs[measure].push_back(run); }
    [[nodiscard]] bool isEmpty() const { return m_runs.isEmpty(); }

    /// The median of the earlier runs of Stage::measure; if both they and this one have an amount,
    /// the median time per amount times this amount. nullopt for fewer than `fewest`: no estimate
    /// is better than a guess.
    [[nodiscard]] std::optional<std::chrono::milliseconds> estimate(const QString &measure,
                                                                    double amount = 0) const;

private:
    QHash<QString, std::vector<Run>> m_runs;
};

} // namespace oriel::operations
