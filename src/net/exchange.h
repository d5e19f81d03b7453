#pragma once

#include "net/answerparser.h"
#include "net/connectionpool.h"
#include "net/inflater.h"
#include "net/transport.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>

#include <memory>
#include <optional>

namespace oriel::net {

/// One request of a Transport in progress, until its answer is complete or it has failed. Deletes
/// itself afterwards; deleting it earlier aborts.
class Exchange final : public QObject
{
    Q_OBJECT

public:
    Exchange(HttpRequest request, ConnectionPool &pool, Clock &clock, qint64 maximumBody,
             QObject *context, Transport::Callback callback);
    ~Exchange() override;

    void setTracer(Tracer *tracer);

private:
    /// An answer on its way in.
    struct Incoming
    {
        explicit Incoming(bool bodiless) : parser(bodiless) {}

        AnswerParser parser;
        std::unique_ptr<Inflater> inflater; ///< where the body is packed
        bool headSeen = false;
        qint64 packedBytes = 0;
        QByteArray body;
    };

    void start(const QUrl &url);
    /// `fresh`: over a connection that nothing was sent over yet.
    void connectTo(bool fresh);
    void write();
    /// Reads what has arrived, a part at a time so that the caller's thread stays free.
    void readSome();
    /// Takes `bytes` in. False once this has ended, and may be gone.
    bool take(const QByteArray &bytes);
    bool headArrived();
    void connectionEnded();
    void answerComplete();
    bool followRedirect();
    void refuseSize();
    void fail(ErrorKind kind, const QString &message);
    void failToConnect();
    void deadlinePassed();
    void end(Result<HttpAnswer> result);
    void dropConnection();

    HttpRequest m_request;
    ConnectionPool &m_pool;
    Clock &m_clock;
    qint64 m_maximumBody;
    QPointer<QObject> m_context;
    Transport::Callback m_callback;
    QUrl m_url; ///< what is asked now, after redirects
    std::shared_ptr<ConnectionPool::Place> m_place;
    ConnectionHolder m_connection;
    std::unique_ptr<Incoming> m_incoming;
    int m_redirects = 0;
    bool m_fresh = false;     ///< nothing was sent over the connection before
    bool m_sent = false;      ///< the request was written, as far as one can know
    bool m_readAgain = false; ///< more has arrived than is read at once
    bool m_ended = false;
    Tracer *m_tracer = nullptr;
    QElapsedTimer m_elapsed; ///< for the tracer's reader only
};

} // namespace oriel::net
