#include "net/apiclient.h"

#include "base/log.h"
#include "net/apiclient_p.h"
#include "net/call.h"

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

/// After a version document could not be fetched, requests that work without one do not request it
/// again for this long.
constexpr std::chrono::minutes failureMemory{5};

} // namespace

ApiClient::Private::Private(ApiClient &owner, Transport &transportToUse, Authority &authorityToAsk,
                            Clock &clockToUse)
    : client(owner)
    , transport(transportToUse)
    , authority(authorityToAsk)
    , clock(clockToUse)
    , random([] { return QRandomGenerator::global()->generateDouble(); })
{
    workers.setObjectName(u"oriel-decode"_s);
}

void ApiClient::Private::started()
{
    ++running;
    Q_EMIT client.activity(running);
}

void ApiClient::Private::ended()
{
    --running;
    Q_EMIT client.activity(running);
    if (running == 0)
        Q_EMIT client.idle();
}

void ApiClient::Private::report(Service service, const Oddities &oddities)
{
    for (const Oddity &oddity : oddities) {
        const QString key = serviceName(service) + u' ' + oddity.field + u' ' + oddity.what;
        if (m_reported.contains(key))
            continue;
        m_reported.insert(key);
        qCDebug(logNet).noquote() << serviceName(service) << "odd:" << oddity.first << oddity.what
                                  << oddity.count << "times";
        Q_EMIT client.odd(service, oddity);
    }
}

void ApiClient::Private::versions(Service service, QObject *context, Versions callback)
{
    if (const auto found = known.find(service); found != known.end()) {
        callback(found->second);
        return;
    }
    auto &waiting = m_waiting[service];
    waiting.push_back({context, std::move(callback)});
    if (waiting.size() == 1)
        requestVersions(service);
}

bool ApiClient::Private::hidesVersions(Service service) const
{
    const auto found = m_withoutDocument.find(service);
    return found != m_withoutDocument.end() && clock.elapsed() < found->second;
}

void ApiClient::Private::requestVersions(Service service)
{
    Request request;
    request.service = service;
    const auto endpoint = authority.endpoint(service);
    const QUrl url = endpoint ? *endpoint : QUrl();
    const Decode decode = [url](const Result<Answer> &answer) -> std::unique_ptr<Outcome> {
        using Document = OutcomeOf<ServiceVersions>;
        if (!answer.ok())
            return std::make_unique<Document>(answer.error());
        return std::make_unique<Document>(readVersions(answer->body, url));
    };
    JobHandle<ServiceVersions> job(new Call(*this, std::move(request), decode, true));
    job.then(&client, [this, service](Result<ServiceVersions> versions) {
        if (versions) {
            known[service] = *versions;
        } else {
            // A service without a version document is assumed to speak its first version. Failures
            // that may be temporary are not cached.
            switch (versions.error().kind) {
            case ErrorKind::NotFound:
            case ErrorKind::Forbidden:
            case ErrorKind::BadRequest:
            case ErrorKind::BrokenAnswer:
                known[service] = {};
                versions = ServiceVersions{};
                break;
            case ErrorKind::Unreachable:
            case ErrorKind::Timeout:
            case ErrorKind::Unavailable:
                m_withoutDocument[service] = clock.elapsed() + failureMemory;
                break;
            default:
                break;
            }
        }
        answerWaiters(service, versions);
    });
}

void ApiClient::Private::answerWaiters(Service service, const Result<ServiceVersions> &versions)
{
    const auto waiting = std::move(m_waiting[service]);
    m_waiting.erase(service);
    const QPointer<ApiClient> alive(&client);
    for (const Waiter &waiter : waiting) {
        if (alive && waiter.context)
            waiter.callback(versions);
    }
}

ApiClient::ApiClient(Transport &transport, Authority &authority, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, transport, authority, clock))
{}

ApiClient::~ApiClient()
{
    // The jobs first, because they decrement a counter in d. Then the workers, which report to this
    // object.
    blockSignals(true);
    qDeleteAll(findChildren<Job *>(QString(), Qt::FindDirectChildrenOnly));
    d->workers.clear();
    d->workers.waitForDone();
}

Job *ApiClient::start(Request request, Decode decode, Peek peek)
{
    auto *call = new Call(*d, std::move(request), std::move(decode), false);
    call->setPeek(std::move(peek));
    return call;
}

std::optional<Microversion> ApiClient::negotiated(Service service, MicroversionRange range) const
{
    const auto found = d->known.find(service);
    if (found == d->known.end())
        return std::nullopt;
    if (const auto ceiling = d->authority.ceiling(service)) {
        const auto allowed = below(*ceiling, service, range);
        if (!allowed)
            return std::nullopt;
        range = *allowed;
    }
    const auto agreed = agree(service, found->second, range);
    return agreed ? *agreed : std::nullopt;
}

int ApiClient::running() const noexcept
{
    return d->running;
}

void ApiClient::setRandom(std::function<double()> random)
{
    d->random = std::move(random);
}

Clock &ApiClient::clock() const noexcept
{
    return d->clock;
}

} // namespace oriel::net
