#pragma once

#include "base/clock.h"
#include "net/authority.h"
#include "net/endpoint.h"
#include "net/job.h"

#include <QtCore/QObject>

#include <any>
#include <functional>
#include <memory>

namespace oriel::net {

class Transport;

/// One API client for one signed-in scope (cloud, region, project).
///
/// Every call: takes a token from the Authority; finds the endpoint; negotiates the microversion from the service's
/// version document (asked for once); sends; renews the token once on a 401; retries idempotent requests on
/// 429/502/503/504 and lost connections with jittered backoff, honouring Retry-After; sends changing requests exactly once
/// (a lost answer becomes ErrorKind::AnswerLost); decodes on a worker thread; delivers on this object's thread.
/// No redirect is followed to another origin, with or without a token.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    /// None is owned; all must outlive the client.
    ApiClient(Transport &transport, Authority &authority, Clock &clock, QObject *parent = nullptr);
    ~ApiClient() override;

    template <Endpoint E>
    JobHandle<typename E::Value> call(E endpoint)
    {
        using T = typename E::Value;
        return JobHandle<T>(start(endpoint.request(), [endpoint](const Answer &answer) {
            return std::any(std::make_shared<Result<T>>(endpoint.decode(answer)));
        }, [](Error error) { return std::any(std::make_shared<Result<T>>(std::move(error))); },
            [](std::any &result) -> void * { return std::any_cast<std::shared_ptr<Result<T>> &>(result).get(); }));
    }

    /// Walks all pages. The next page is asked for as soon as the last has arrived, before it is decoded where the
    /// marker allows it. `onPage` (may be null) gets each page on this thread, in order; then() gets all the items.
    template <PagedEndpoint E>
    JobHandle<std::vector<typename E::Item>>
    all(E first, std::function<void(const std::vector<typename E::Item> &)> onPage = {});

    /// The version that the service and `range` agree on, once known; nothing before the first call that needed it.
    [[nodiscard]] std::optional<Microversion> negotiated(Service service, MicroversionRange range) const;

private:
    using Decode = std::function<std::any(const Answer &)>;
    using Fail = std::function<std::any(Error)>;
    using Unwrap = std::function<void *(std::any &)>;
    Job *start(Request request, Decode decode, Fail fail, Unwrap unwrap);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::net
