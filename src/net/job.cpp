#include "net/job.h"

namespace oriel::net {

Job::Job(QObject *client) : QObject(client) {}

Job::~Job() = default;

void Job::abort()
{
    if (m_ended)
        return;
    m_ended = true;
    m_deliver = nullptr;
    cancel();
    deleteLater();
}

void Job::bind(QObject *context, std::function<void(void *result)> deliver)
{
    if (m_ended || m_bound)
        return;
    m_bound = true;
    m_context = context;
    m_deliver = std::move(deliver);
    connect(context, &QObject::destroyed, this, &Job::abort);
}

void Job::finish(void *result)
{
    if (m_ended)
        return;
    m_ended = true;
    deleteLater();
    // The callback may destroy this job, its context or the whole client.
    const auto deliver = std::move(m_deliver);
    if (deliver && m_context)
        deliver(result);
}

} // namespace oriel::net
