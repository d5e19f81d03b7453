#pragma once

#include "net/curlloop.h"
#include "net/transport.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>

#include <array>
#include <memory>

namespace oriel::net {

/// One request of a Transport in progress, until its answer is complete or it has failed. Deletes
/// itself then; deleting it earlier aborts the request.
class Exchange final : public QObject
{
    Q_OBJECT

public:
    /// The maximum size in bytes of everything but the body: status lines, header fields, interim
    /// answers and trailers together.
    static constexpr qint64 maximumHead = qint64{256} * 1024;

    Exchange(HttpRequest request, CurlLoop &loop, Clock &clock, qint64 maximumBody,
             QObject *context, Transport::Callback callback);
    ~Exchange() override;

    void setTracer(Tracer *tracer);

private:
    /// Why Oriel stopped the transfer.
    enum class Refused { Nothing, Head, Body };

    struct FreeTransfer
    {
        void operator()(CURL *transfer) const { curl_easy_cleanup(transfer); }
    };
    struct FreeList
    {
        void operator()(curl_slist *list) const { curl_slist_free_all(list); }
    };

    void start(const QUrl &url);
    void prepare(CURL *transfer);
    void addHeaders(CURL *transfer);
    static size_t takeHead(char *bytes, size_t size, size_t count, void *exchange);
    static size_t takeBody(char *bytes, size_t size, size_t count, void *exchange);
    static int countBytes(CURL *transfer, curl_infotype type, char *bytes, size_t size,
                          void *exchange);
    static int shouldContinue(void *exchange, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    bool takeHeadLine(QByteArrayView line);
    void transferFinished(CURLcode result);
    void answerComplete(int status);
    void transferFailed(CURLcode result);
    [[nodiscard]] bool wasSent() const;
    bool followRedirect();
    void deadlinePassed();
    void fail(ErrorKind kind, const QString &message);
    void end(Result<HttpAnswer> result);
    void dropTransfer();

    HttpRequest m_request;
    CurlLoop &m_loop;
    Clock &m_clock;
    qint64 m_maximumBody;
    QPointer<QObject> m_context;
    Transport::Callback m_callback;
    QUrl m_url; ///< the current address, after redirects
    std::unique_ptr<CURL, FreeTransfer> m_transfer;
    std::unique_ptr<curl_slist, FreeList> m_fields;
    std::array<char, CURL_ERROR_SIZE> m_problem{};
    Headers m_headers;
    qint64 m_headSize = 0;
    qint64 m_received = 0; ///< of the body as transmitted: compressed, including chunk headers
    QByteArray m_body;
    Refused m_refused = Refused::Nothing;
    int m_redirects = 0;
    bool m_ended = false;
    Tracer *m_tracer = nullptr;
    QElapsedTimer m_elapsed; ///< for the tracer only
};

} // namespace oriel::net
