#include "operations/batch.h"

namespace oriel::operations {

Batch::Batch(std::size_t count, std::function<QString(int)> summary)
    : m_count(count)
    , m_left(count)
    , m_summary(std::move(summary))
{}

Report Batch::finished(const Operation &operation)
{
    --m_left;
    if (m_count == 1)
        return {};
    Report report;
    if (operation.outcome() == Outcome::Succeeded) {
        m_done.append(operation.id());
        report.told = m_left > 0 && operation.notes().isEmpty();
        m_untold = m_untold || report.told;
    }
    // Also if the last one has failed: the others have not been reported.
    if (m_left == 0 && (m_done.size() > 1 || m_untold)) {
        report.summary = m_summary(succeeded());
        report.summed = m_done;
    }
    return report;
}

} // namespace oriel::operations
