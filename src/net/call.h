#pragma once

#include "net/apiclient_p.h"

#include <QtCore/QUrl>

namespace oriel::net {

/// One call of a client, from the token to the decoded value: token → endpoint → microversion →
/// attempt (→ retry, → renewal) → decoding → delivery.
class Call final : public Job
{
    Q_OBJECT

public:
    /// `versionDocument`: requests the service's version document instead of `request.path`, and
    /// accepts 200 and 300.
    Call(ApiClient::Private &shared, Request request, ApiClient::Decode decode,
         bool versionDocument);
    ~Call() override;

    /// Receives a successful answer before it is handed to a worker.
    void setPeek(ApiClient::Peek peek) { m_peek = std::move(peek); }

protected:
    void cancel() override;

private:
    void begin();
    void haveToken(Result<QByteArray> token);
    void negotiate();
    /// Whether the highest wanted version can be tried before the service's versions are known: for
    /// requests that change nothing and that any version answers.
    [[nodiscard]] bool mayGuess() const;
    /// Whether the service's first version is sufficient for the request. Then the version document
    /// is optional, and failures to fetch it are ignored.
    [[nodiscard]] bool canDoWithoutVersions() const;
    /// Learns the service's version from the first successful answer to a guessed request.
    void learn(const HttpAnswer &answer);
    void haveVersions(Result<ServiceVersions> versions);
    void attempt();
    void haveAnswer(Result<HttpAnswer> answer);
    void unauthorized(Error error);
    void failOrRetry(Error error);
    void decode(HttpAnswer answer);
    void decoded(Outcome &outcome, const Oddities &oddities);
    void fail(Error error);
    void complete(Error &error) const;
    [[nodiscard]] QUrl url(const QUrl &endpoint) const;
    [[nodiscard]] QString described() const;

    ApiClient::Private &m_shared;
    Request m_request;
    ApiClient::Decode m_decode;
    ApiClient::Peek m_peek;
    bool m_versionDocument;
    QUrl m_endpoint;
    QByteArray m_token;
    std::optional<Microversion> m_microversion;
    QString m_requestId;
    QPointer<QObject> m_exchange;
    int m_attempt = 0;
    bool m_renewed = false;
    bool m_negotiated = false;
    bool m_guessed = false;         ///< m_microversion was tried before it was negotiated
    std::optional<Error> m_refused; ///< the answer to the guess
};

} // namespace oriel::net
