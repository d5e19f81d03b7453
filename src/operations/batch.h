#pragma once

#include "operations/operationcenter.h"

namespace oriel::operations {

/// Operations that were started by one click: they have one outcome, but each that did not succeed
/// has its own.
class Batch
{
public:
    /// `summary` says that so many of them succeeded.
    Batch(std::size_t count, std::function<QString(int done)> summary);

    /// What is left to say of one that has finished. Once for each of them.
    [[nodiscard]] Report finished(const Operation &operation);

    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] std::size_t left() const { return m_left; }
    [[nodiscard]] int succeeded() const { return static_cast<int>(m_done.size()); }

private:
    std::size_t m_count;
    std::size_t m_left;
    QStringList m_done;    ///< the IDs of those that succeeded
    bool m_untold = false; ///< at least one of them is reported in the summary only
    std::function<QString(int)> m_summary;
};

} // namespace oriel::operations
