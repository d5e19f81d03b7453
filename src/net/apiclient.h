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
/// from the service's version document (asked for once); sends; renews the token once on a 401 and
/// sends again (a request answered with 401 was not carried out); retries idempotent requests on
/// 429/502/503/504 and lost connections with jittered backoff, honouring Retry-After; sends
/// changing requests exactly once (a lost answer becomes ErrorKind::AnswerLost); decodes on a
/// worker thread; delivers on this object's thread. No redirect is followed to another origin, with
/// or without a token.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    /// None is owned; all must outlive the client.
    ApiClient(Transport &transport, Authority &authority, Clock &clock, QObject *parent = nullptr);
    ~ApiClient() override;

    /// Sees a whole answer with 2xx on the client's thread, before it is decoded. May ask for more;
    /// must be quick.
    using Peek = std::function<void(const Answer &)>;

    /// Sends what `endpoint` describes; then() gets its answer, decoded in a worker.
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

    /// Walks all pages; then() gets all the items, in the list's order. The next page is asked for
    /// as soon as the last one has come, before it is decoded where the endpoint can peek. A long
    /// list with two ends is walked from both, if the service turns out to work on two pages at
    /// once. `onPage` (may be null) gets each page on this thread as long as the job lives, and no
    /// item twice because of the two ends. A marker that comes again is a BrokenAnswer, and
    /// so are pages that go on without bringing anything new. Defined in net/paging.h, included
    /// below.
    template <PagedEndpoint E>
    JobHandle<std::vector<typename E::Item>>
    all(E first, std::function<void(const std::vector<typename E::Item> &)> onPage = {});

    /// The same for who wants the pages only, one by one, to keep. Ends at the latest with the
    /// first `most` items of the list.
    template <PagedEndpoint E>
    JobHandle<Walked> eachPage(E first, std::function<void(std::vector<typename E::Item>)> take,
                               qsizetype most = std::numeric_limits<qsizetype>::max());

    /// The version that the service and `range` agree on, once known; nothing before the first call
    /// that needed it.
    [[nodiscard]] std::optional<Microversion> negotiated(Service service,
                                                         MicroversionRange range) const;

    /// How many calls are under way, waiting for a retry included.
    [[nodiscard]] int running() const noexcept;

    /// Where the jitter of retries comes from: a number from 0 up to 1. For tests.
    void setRandom(std::function<double()> random);

    [[nodiscard]] Clock &clock() const noexcept;

Q_SIGNALS:
    /// The number of calls under way has changed.
    void activity(int running);
    /// The last call has ended.
    void idle();
    /// An answer held something that could not be read. Each field of a service is told once.
    void odd(oriel::net::Service service, const oriel::net::Oddity &oddity);

private:
    friend class Call;
    /// Makes the outcome of an answer with 2xx, on a worker; or of an error, on the client's
    /// thread.
    using Decode = std::function<std::unique_ptr<Outcome>(const Result<Answer> &)>;
    Job *start(Request request, Decode decode, Peek peek);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::net

#include "net/paging.h"
