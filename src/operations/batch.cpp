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
    if (m_count == 1 || operation.outcome() != Outcome::Succeeded)
        return {};
    m_done.append(operation.id());
    if (m_left == 0 && m_done.size() > 1)
        return {.summary = m_summary(static_cast<int>(m_done.size())), .summed = m_done};
    return {.told = m_left > 0 && operation.notes().isEmpty()};
}

} // namespace oriel::operations
