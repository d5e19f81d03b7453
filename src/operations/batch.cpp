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
    ++m_done;
    if (m_left == 0 && m_done > 1)
        return {.summary = m_summary(m_done)};
    return {.told = m_left > 0 && operation.notes().isEmpty()};
}

} // namespace oriel::operations
