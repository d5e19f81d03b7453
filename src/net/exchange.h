#pragma once

#include "net/transport.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>

namespace oriel::net {

class OneShotDevice;

/// One request of a Transport under way, until its answer is whole or it has failed. Deletes itself
/// afterwards; deleting it earlier aborts.
class Exchange final : public QObject
{
    Q_OBJECT

public:
    Exchange(HttpRequest request, QNetworkAccessManager &manager, Clock &clock, qint64 maximumBody,
             QObject *context, Transport::Callback callback);
    ~Exchange() override;

    void setTracer(Tracer *tracer);

private:
    void start(const QUrl &url);
    /// False once this has ended, and may be gone.
    bool readSome();
    void finished();
    bool followRedirect();
    void fail(ErrorKind kind, const QString &message);
    void failAs(QNetworkReply::NetworkError code, const QString &text);
    void deadlinePassed();
    void end(Result<HttpAnswer> result);
    void dropReply();
    [[nodiscard]] bool mayHaveLeft() const;

    HttpRequest m_request;
    QNetworkAccessManager &m_manager;
    Clock &m_clock;
    qint64 m_maximumBody;
    QPointer<QObject> m_context;
    Transport::Callback m_callback;
    QPointer<QNetworkReply> m_reply;
    OneShotDevice *m_device = nullptr;
    QByteArray m_body;
    QString m_tlsReason;
    int m_redirects = 0;
    bool m_sent = false;
    bool m_ended = false;
    Tracer *m_tracer = nullptr;
    QElapsedTimer m_elapsed; ///< for the tracer's reader only
};

} // namespace oriel::net
