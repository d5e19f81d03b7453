#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <curl/curl.h>
#include <deque>
#include <functional>
#include <map>
#include <utility>

class QSocketNotifier;

namespace oriel::net {

/// Runs libcurl's transfers on the event loop of its thread. Never blocks.
/// https://curl.se/libcurl/c/libcurl-multi.html
class CurlLoop final : public QObject
{
    Q_OBJECT

public:
    /// Transfers of one lane queue for each other; lanes are independent. One lane per service, and
    /// for reading and for changing, so that a hanging service does not block the others.
    using Lane = std::pair<int, bool>;
    using Finished = std::function<void(CURLcode)>;

    explicit CurlLoop(QObject *parent = nullptr);
    ~CurlLoop() override;

    /// Runs `transfer`, which the caller keeps owning, as soon as its lane has capacity. `finished`
    /// is called once, after start() has returned, when the loop no longer uses the transfer. It
    /// may destroy the loop.
    void start(CURL *transfer, Lane lane, Finished finished);

    /// Aborts a transfer that has not finished; its callback is dropped.
    void stop(CURL *transfer);

private:
    struct Running
    {
        Lane lane;
        Finished finished;
    };
    struct Queue
    {
        int running = 0;
        std::deque<CURL *> waiting;
    };
    struct Watched
    {
        QSocketNotifier *reading = nullptr;
        QSocketNotifier *writing = nullptr;
    };

    static int watchSocket(CURL *transfer, curl_socket_t socket, int what, void *loop, void *);
    static int setTimer(CURLM *multi, long milliseconds, void *loop);
    void watch(curl_socket_t socket, int what);
    void unwatch(curl_socket_t socket);
    void act(curl_socket_t socket, int what);
    Finished release(CURL *transfer);

    CURLM *m_multi;
    QTimer m_timer;
    std::map<CURL *, Running> m_transfers; ///< including queued ones
    std::map<Lane, Queue> m_lanes;
    std::map<curl_socket_t, Watched> m_sockets;
};

} // namespace oriel::net
