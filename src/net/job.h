#pragma once

#include "base/result.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <functional>

namespace oriel::net {

/// One piece of asynchronous work of an ApiClient: a call, a walk through pages, a wait. The client
/// owns it and deletes it when it has finished. Callers hold a JobHandle, never the job. When the
/// context given to then() is destroyed, the job is aborted and its callback never runs.
class Job : public QObject
{
    Q_OBJECT

public:
    explicit Job(QObject *client);
    ~Job() override;

    /// Stops the work. The callback is not called.
    void abort();
    [[nodiscard]] bool ended() const noexcept { return m_ended; }

    /// Binds the job's lifetime to `context`; `deliver` is called once, with a pointer to
    /// Result<T>.
    void bind(QObject *context, std::function<void(void *result)> deliver);

protected:
    /// Called once by abort(): cancel what is in progress.
    virtual void cancel() = 0;
    /// Delivers the result (a pointer to Result<T>) and schedules the deletion.
    void finish(void *result);

private:
    QPointer<QObject> m_context;
    bool m_bound = false;
    bool m_ended = false;
    std::function<void(void *)> m_deliver;
};

/// The return type of call() and similar functions. Copyable; does not own the job.
template <typename T>
class JobHandle
{
public:
    JobHandle() = default;
    explicit JobHandle(Job *job) : m_job(job) {}

    /// Calls `callback` on the client's thread when the job has finished, unless `context` is gone
    /// by then. Call this at most once per job. Without then(), the job still runs; its result is
    /// discarded.
    void then(QObject *context, std::function<void(Result<T>)> callback)
    {
        if (m_job)
            m_job->bind(context, [callback = std::move(callback)](void *result) {
                callback(std::move(*static_cast<Result<T> *>(result)));
            });
    }

    void abort()
    {
        if (m_job)
            m_job->abort();
    }

    [[nodiscard]] bool running() const { return m_job && !m_job->ended(); }

private:
    QPointer<Job> m_job;
};

} // namespace oriel::net
