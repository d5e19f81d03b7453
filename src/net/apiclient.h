#pragma once

#include "base/clock.h"
#include "net/authority.h"
#include "net/endpoint.h"
#include "net/job.h"
#include "net/outcome.h"

#include <QtCore/QObject>

#include <functional>
#include <limits>
#include <memory>

namespace oriel::net {

class Transport;

/// One API client for one signed-in scope (cloud, region, project).
///
/// Every call: takes a token from the Authority; finds the endpoint; negotiates the microversion
/// from the service's version document (requested once); sends; after a 401, renews the token and
/// sends again once (a request answered with 401 was not carried out); retries idempotent requests
/// on 429/502/503/504 and lost connections with jittered backoff, honoring Retry-After; sends
/// changing requests exactly once (a lost answer becomes ErrorKind::AnswerLost); decodes on a
/// worker thread; delivers on this object's thread. Redirects to another origin are not followed,
/// with or without a token.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    /// Owns none of these; all must outlive the client.
    ApiClient(Transport &transport, Authority &authority, Clock &clock, QObject *parent = nullptr);
    ~ApiClient() override;

    /// Receives a complete 2xx answer on the client's thread before it is decoded. May start
    /// further calls; must be quick.
    using Peek = std::function<void(const Answer &)>;

    /// Sends what `endpoint` describes; then() receives the answer, decoded in a worker.
    template <Endpoint E>
    JobHandle<typename E::Value> call(E endpoint, const Peek &peek = {})
    {
        using T = typename E::Value;
        Request request = endpoint.request();
        return JobHandle<T>(start(
            std::move(request),
            [endpoint =
                 std::move(endpoint)](const Result<Answer> &answer) -> std::unique_ptr<Outcome> {
                if (!answer.ok())
                    return std::make_unique<OutcomeOf<T>>(answer.error());
                return std::make_unique<OutcomeOf<T>>(endpoint.decode(*answer));
            },
            peek));
    }

    /// Fetches all pages; then() receives all items in the list's order. The next page is requested
    /// as soon as the previous one has arrived, before decoding if the endpoint can peek. A long
    /// list with two ends is walked from both if the service handles two pages at once. `onPage`
    /// (may be null) receives each page on this thread while the job exists; no item is delivered
    /// twice because of the two ends. A repeated marker is a BrokenAnswer, and so is a series of
    /// pages without new items. Defined in net/paging.h, included below.
    template <PagedEndpoint E>
    JobHandle<std::vector<typename E::Item>>
    all(E first, std::function<void(const std::vector<typename E::Item> &)> onPage = {});

    /// The same for callers that keep the pages themselves. Stops after the first `most` items of
    /// the list.
    template <PagedEndpoint E>
    JobHandle<Walked> eachPage(E first, std::function<void(std::vector<typename E::Item>)> take,
                               qsizetype most = std::numeric_limits<qsizetype>::max());

    /// The version that the service and `range` agree on; nullopt before the first call that needed
    /// it.
    [[nodiscard]] std::optional<Microversion> negotiated(Service service,
                                                         MicroversionRange range) const;

    /// The number of calls in progress, including those that wait for a retry.
    [[nodiscard]] int running() const noexcept;

    /// The source of the retries' jitter: a number from 0 up to, but not including, 1. For tests.
    void setRandom(std::function<double()> random);

    [[nodiscard]] Clock &clock() const noexcept;

Q_SIGNALS:
    /// The number of calls in progress has changed.
    void activity(int running);
    /// The last call has finished.
    void idle();
    /// An answer contained something that could not be read. Emitted once for each field of a
    /// service.
    void odd(oriel::net::Service service, const oriel::net::Oddity &oddity);

private:
    friend class Call;
    /// Makes the outcome: of a 2xx answer on a worker, of an error on the client's thread.
    using Decode = std::function<std::unique_ptr<Outcome>(const Result<Answer> &)>;
    Job *start(Request request, Decode decode, Peek peek);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::net

#include "net/paging.h"
