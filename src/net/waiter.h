#pragma once

#include "net/apiclient.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace oriel::net {

/// How often a waiter asks.
struct WaitPolicy
{
    std::chrono::milliseconds first{1'000}; ///< the pause after the first look
    std::chrono::milliseconds longest{10'000};
    double growth = 1.5; ///< each pause is so much longer than the last, while nothing changes
    std::chrono::milliseconds timeout{30 * 60'000}; ///< from the start; then ErrorKind::Timeout
    int failures =
        5; ///< so many looks in a row may fail by trouble that passes (lost connections, 5xx, 429)
    bool goneIsDone =
        false; ///< a 404 ends the wait well (a delete); otherwise it is the error NotFound
};

/// What one look at a value says.
enum class Look {
    Changing, ///< not there yet, and different from the last time: look again soon
    Same,     ///< not there yet
    Done,
};

/// Asks an endpoint again and again until what it answers is as wanted: done, failed, gone, or too
/// late. Time comes from the client's clock. Answers with the last value; nothing where it is gone
/// and `goneIsDone`.
///
///     waitUntil(client, ShowImage{id}, [](const Image &image) -> Result<Look> { … })
///         .then(this, [](Result<std::optional<Image>> last) { … });
template <Endpoint E>
class WaitJob final : public Job
{
public:
    using T = typename E::Value;
    /// An error ends the wait with it: the thing has failed.
    using Judge = std::function<Result<Look>(const T &value)>;

    WaitJob(ApiClient &client, E endpoint, Judge judge, WaitPolicy policy)
        : Job(&client)
        , m_client(client)
        , m_endpoint(std::move(endpoint))
        , m_judge(std::move(judge))
        , m_policy(policy)
        , m_pause(policy.first)
        , m_begun(client.clock().elapsed())
    {
        m_client.clock().after(m_policy.timeout, this, [this] { timedOut(); });
        look();
    }

protected:
    void cancel() override { m_call.abort(); }

private:
    void look()
    {
        if (ended())
            return;
        m_call = m_client.call(m_endpoint);
        m_call.then(this, [this](Result<T> result) { take(std::move(result)); });
    }

    void take(Result<T> result)
    {
        if (!result) {
            failed(result.error());
            return;
        }
        m_failures = 0;
        const QPointer<Job> self(this);
        // A copy: what is called may destroy this job and the function with it.
        const Judge judge = m_judge;
        Result<Look> look = judge(*result);
        if (!self || ended())
            return;
        if (!look) {
            end(look.error());
            return;
        }
        switch (*look) {
        case Look::Done:
            end(std::optional<T>(*std::move(result)));
            break;
        case Look::Changing:
            m_pause = m_policy.first;
            again(m_pause);
            break;
        case Look::Same:
            again(m_pause);
            grow();
            break;
        }
    }

    void failed(const Error &error)
    {
        switch (error.kind) {
        case ErrorKind::NotFound:
            if (m_policy.goneIsDone)
                end(std::optional<T>());
            else
                end(error);
            return;
        case ErrorKind::Unreachable:
        case ErrorKind::Timeout:
        case ErrorKind::RateLimited:
        case ErrorKind::Unavailable:
            if (++m_failures <= m_policy.failures) {
                again(std::max(m_pause, error.retryAfter.value_or(m_pause)));
                grow();
                return;
            }
            break;
        default:
            break;
        }
        end(error);
    }

    void again(std::chrono::milliseconds pause)
    {
        m_client.clock().after(pause, this, [this] { look(); });
    }

    void grow()
    {
        const auto longer = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
            static_cast<double>(m_pause.count()) * m_policy.growth));
        m_pause = std::min(m_policy.longest, longer);
    }

    void timedOut()
    {
        if (ended())
            return;
        m_call.abort();
        const Request request = m_endpoint.request();
        Error error;
        error.kind = ErrorKind::Timeout;
        error.service = serviceName(request.service);
        error.request = QString::fromLatin1(methodName(request.method)) + u' ' + request.path;
        const auto waited =
            std::chrono::duration_cast<std::chrono::minutes>(m_client.clock().elapsed() - m_begun);
        error.message =
            QCoreApplication::translate("oriel::net::WaitJob", "Not done after %n minute(s).",
                                        nullptr, static_cast<int>(waited.count()));
        error.when = m_client.clock().now();
        end(std::move(error));
    }

    void end(Result<std::optional<T>> result) { finish(&result); }

    ApiClient &m_client;
    E m_endpoint;
    Judge m_judge;
    WaitPolicy m_policy;
    std::chrono::milliseconds m_pause;
    std::chrono::milliseconds m_begun;
    JobHandle<T> m_call;
    int m_failures = 0;
};

/// Starts a WaitJob. `judge` runs on the client's thread.
template <Endpoint E>
JobHandle<std::optional<typename E::Value>>
waitUntil(ApiClient &client, E endpoint,
          std::function<Result<Look>(const typename E::Value &value)> judge, WaitPolicy policy = {})
{
    return JobHandle<std::optional<typename E::Value>>(
        new WaitJob<E>(client, std::move(endpoint), std::move(judge), policy));
}

} // namespace oriel::net
