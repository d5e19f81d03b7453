#include "net/call.h"

#include "base/ids.h"
#include "base/log.h"
#include "net/classify.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaObject>

namespace oriel::net {

Call::Call(ApiClient::Private &shared, Request request, ApiClient::Decode decode,
           bool versionDocument)
    : Job(&shared.client)
    , m_shared(shared)
    , m_request(std::move(request))
    , m_decode(std::move(decode))
    , m_versionDocument(versionDocument)
{
    m_shared.started();
    // Deferred, because then() is called after the constructor.
    QMetaObject::invokeMethod(this, &Call::begin, Qt::QueuedConnection);
}

Call::~Call()
{
    delete m_exchange;
    m_shared.ended();
}

void Call::cancel()
{
    delete m_exchange;
}

void Call::begin()
{
    if (ended())
        return;
    m_shared.authority.token(this,
                             [this](Result<QByteArray> token) { haveToken(std::move(token)); });
}

void Call::haveToken(Result<QByteArray> token)
{
    if (ended())
        return;
    if (!token) {
        fail(token.error());
        return;
    }
    m_token = *std::move(token);
    auto endpoint = m_shared.authority.endpoint(m_request.service);
    if (!endpoint) {
        fail(endpoint.error());
        return;
    }
    m_endpoint = *endpoint;
    const auto ceiling = m_shared.authority.ceiling(m_request.service);
    if (ceiling && m_request.microversions) {
        const auto range = below(*ceiling, m_request.service, *m_request.microversions);
        if (!range) {
            fail(range.error());
            return;
        }
        m_request.microversions = *range;
    }
    if (!keepsItsSegments(m_request.path)) {
        // Its meaning would change in transit: "/servers/.." is the root, "/servers/" a list.
        Error error;
        error.kind = ErrorKind::BadRequest;
        error.message = QCoreApplication::translate(
            "oriel::net::Call", "An ID that is empty or consists of dots cannot be part of an "
                                "address. Nothing was sent.");
        fail(std::move(error));
        return;
    }
    negotiate();
}

void Call::negotiate()
{
    if (m_negotiated || m_versionDocument || !m_request.microversions) {
        attempt();
        return;
    }
    if (mayGuess()) {
        // Most clouds support it, which saves the version document.
        m_guessed = true;
        m_microversion = m_request.microversions->max;
        attempt();
        return;
    }
    if (canDoWithoutVersions() && m_shared.hidesVersions(m_request.service)) {
        haveVersions(ServiceVersions{});
        return;
    }
    m_shared.versions(m_request.service, this, [this](Result<ServiceVersions> versions) {
        haveVersions(std::move(versions));
    });
}

bool Call::canDoWithoutVersions() const
{
    return m_request.microversions->min <= firstVersion(m_request.service);
}

void Call::haveVersions(Result<ServiceVersions> versions)
{
    if (ended())
        return;
    if (!versions) {
        const bool passes = versions.error().kind == ErrorKind::Unreachable ||
                            versions.error().kind == ErrorKind::Timeout ||
                            versions.error().kind == ErrorKind::Unavailable;
        if (!passes || !canDoWithoutVersions()) {
            fail(versions.error());
            return;
        }
        versions = ServiceVersions{};
    }
    const auto agreed = agree(m_request.service, *versions, *m_request.microversions);
    if (!agreed) {
        fail(agreed.error());
        return;
    }
    if (m_refused && m_microversion == *agreed) { // the version was not the reason
        fail(*std::exchange(m_refused, std::nullopt));
        return;
    }
    m_refused.reset();
    m_microversion = *agreed;
    m_negotiated = true;
    attempt();
}

QUrl Call::url(const QUrl &endpoint) const
{
    if (m_versionDocument)
        return versionDocumentUrl(endpoint);
    QUrl url = QUrl::fromEncoded(endpoint.toEncoded() + m_request.path.toUtf8());
    if (!m_request.query.isEmpty()) {
        // QUrlQuery keeps a plus sign, which services decode as a space
        // ("2026-11-22T22:44:39+00:00").
        QString query = m_request.query.toString(QUrl::FullyEncoded);
        query.replace(u'+', QLatin1String("%2B"));
        url.setQuery(query, QUrl::StrictMode);
    }
    return url;
}

void Call::attempt()
{
    if (ended())
        return;
    ++m_attempt;
    m_requestId = newRequestId();

    HttpRequest http;
    http.method = m_request.method;
    http.url = url(m_endpoint);
    http.deadline = m_request.deadline;
    http.tls = m_shared.authority.tls();
    http.headers = {{QByteArrayLiteral("Accept"), QByteArrayLiteral("application/json")},
                    {QByteArrayLiteral("X-Auth-Token"), m_token},
                    {QByteArrayLiteral("X-OpenStack-Request-ID"), m_requestId.toLatin1()}};
    if (m_microversion)
        http.headers += microversionHeaders(m_request.service, *m_microversion);
    if (!m_request.body.isEmpty())
        http.headers.append({QByteArrayLiteral("Content-Type"), m_request.contentType});
    http.headers += m_request.headers;
    http.body = m_request.body;
    http.service = m_request.service;
    m_exchange = m_shared.transport.send(std::move(http), this, [this](Result<HttpAnswer> answer) {
        haveAnswer(std::move(answer));
    });
}

void Call::haveAnswer(Result<HttpAnswer> answer)
{
    if (ended())
        return;
    if (!answer) {
        qCDebug(logNet).noquote() << serviceName(m_request.service) << described() << "attempt"
                                  << m_attempt << redacted(answer.error().message) << m_requestId;
        failOrRetry(answer.error());
        return;
    }
    const int status = answer->status;
    qCDebug(logNet).noquote() << serviceName(m_request.service) << described() << "attempt"
                              << m_attempt << status << answer->body.size() << "bytes"
                              << m_requestId;
    const bool guess = m_guessed && !m_negotiated;
    if ((status >= 200 && status < 300) || (m_versionDocument && status == 300)) {
        if (guess)
            learn(*answer);
        decode(*std::move(answer));
        return;
    }
    Error error = classify(*answer, m_shared.clock.now());
    // A proxy that is being configured answers 404 for what exists. Not every service has a version
    // document.
    if (error.kind == ErrorKind::NotFound && !m_versionDocument && !isOfService(*answer))
        error.kind = ErrorKind::Unavailable;
    if (status == 401) {
        unauthorized(std::move(error));
    } else if (guess && (status == 406 || status == 400)) {
        m_refused = std::move(error);
        negotiate();
    } else {
        failOrRetry(std::move(error));
    }
}

bool Call::mayGuess() const
{
    return m_request.idempotent() && !m_guessed && !m_shared.knows(m_request.service) &&
           canDoWithoutVersions();
}

void Call::learn(const HttpAnswer &answer)
{
    if (microversionOf(answer.headers) == m_microversion) {
        // No request of Oriel needs a higher version of this service.
        m_shared.known.try_emplace(
            m_request.service,
            ServiceVersions{MicroversionRange{firstVersion(m_request.service), *m_microversion}});
        m_negotiated = true;
        return;
    }
    // The service has no microversions, or a proxy removed the header: ask the version document.
    m_microversion.reset();
    m_shared.versions(m_request.service, &m_shared.client, [](const Result<ServiceVersions> &) {});
}

void Call::unauthorized(Error error)
{
    m_shared.authority.reject(m_token);
    if (m_renewed || ended()) {
        fail(std::move(error));
        return;
    }
    m_renewed = true;
    begin();
}

void Call::failOrRetry(Error error)
{
    if (m_request.idempotent()) {
        if (const auto pause = m_shared.retry.pause(error, m_attempt, m_shared.random())) {
            m_shared.clock.after(*pause, this, [this] { attempt(); });
            return;
        }
        // A read cannot have changed anything.
        if (error.kind == ErrorKind::AnswerLost)
            error.kind = ErrorKind::Unreachable;
    }
    fail(std::move(error));
}

void Call::decode(HttpAnswer http)
{
    Answer answer;
    answer.status = http.status;
    answer.headers = std::move(http.headers);
    answer.body = std::move(http.body);
    answer.microversion = m_microversion;
    answer.url = http.url;
    answer.requestId = requestIdOf(answer.headers);
    if (answer.requestId.isEmpty())
        answer.requestId = m_requestId;
    else
        m_requestId = answer.requestId;
    answer.received = m_shared.clock.now();
    // Some requests check only the status: do not mistake a portal's page for their answer.
    // Services also declare empty answers as text/html.
    if (answer.body.trimmed().startsWith('<') &&
        headerValue(answer.headers, "content-type").toLower().startsWith("text/html")) {
        Error error;
        error.kind = ErrorKind::BrokenAnswer;
        error.httpStatus = answer.status;
        error.message = tr("The response is a web page, not an answer of the service.");
        fail(std::move(error));
        return;
    }
    answer.oddities = std::make_shared<Oddities>();

    if (m_peek) {
        // The callback may destroy this call.
        const QPointer<Call> self(this);
        const ApiClient::Peek peek = std::exchange(m_peek, {});
        peek(answer);
        if (!self || ended())
            return;
    }

    // The client outlives its workers, so it can be used from there; this job may not.
    m_shared.workers.start([client = &m_shared.client, call = QPointer<Call>(this),
                            decode = m_decode, answer = Result<Answer>(std::move(answer))] {
        const std::shared_ptr<Outcome> outcome = decode(answer);
        QMetaObject::invokeMethod(
            client,
            [call, outcome, oddities = answer->oddities] {
                if (call && !call->ended())
                    call->decoded(*outcome, *oddities);
            },
            Qt::QueuedConnection);
    });
}

void Call::decoded(Outcome &outcome, const Oddities &oddities)
{
    m_shared.report(m_request.service, oddities);
    if (Error *error = outcome.error())
        complete(*error);
    finish(outcome.result());
}

void Call::fail(Error error)
{
    if (ended())
        return;
    complete(error);
    const auto outcome = m_decode(Result<Answer>(std::move(error)));
    finish(outcome->result());
}

QString Call::described() const
{
    const QString path = m_versionDocument ? versionDocumentUrl(m_endpoint).path() : m_request.path;
    return QString::fromLatin1(methodName(m_request.method)) + u' ' + path.section(u'?', 0, 0);
}

void Call::complete(Error &error) const
{
    if (error.service.isEmpty())
        error.service = serviceName(m_request.service);
    if (error.requestId.isEmpty())
        error.requestId = m_requestId;
    if (error.request.isEmpty())
        error.request = described();
    if (!error.when.isValid())
        error.when = m_shared.clock.now();
}

} // namespace oriel::net
