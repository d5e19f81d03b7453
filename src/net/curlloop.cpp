#include "net/curlloop.h"

#include <QtCore/QPointer>
#include <QtCore/QSocketNotifier>

#include <algorithm>

namespace oriel::net {

namespace {

/// The number of connections that browsers open to one host.
constexpr int mostInALane = 6;

/// libcurl requires this once, before threads are started.
void initialise()
{
    [[maybe_unused]] static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
}

} // namespace

CurlLoop::CurlLoop(QObject *parent) : QObject(parent)
{
    initialise();
    m_multi = curl_multi_init();
    Q_CHECK_PTR(m_multi);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::watchSocket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::setTimer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { act(CURL_SOCKET_TIMEOUT, 0); });
}

CurlLoop::~CurlLoop()
{
    for (const auto &[transfer, running] : m_transfers)
        curl_multi_remove_handle(m_multi, transfer);
    curl_multi_cleanup(m_multi);
}

void CurlLoop::start(CURL *transfer, Lane lane, Finished finished)
{
    m_transfers.insert_or_assign(transfer, Running{lane, std::move(finished)});
    Queue &queue = m_lanes[lane];
    if (queue.running >= mostInALane) {
        queue.waiting.push_back(transfer);
        return;
    }
    ++queue.running;
    curl_multi_add_handle(m_multi, transfer);
}

void CurlLoop::stop(CURL *transfer)
{
    if (m_transfers.contains(transfer))
        release(transfer);
}

CurlLoop::Finished CurlLoop::release(CURL *transfer)
{
    const auto found = m_transfers.find(transfer);
    Finished finished = std::move(found->second.finished);
    Queue &queue = m_lanes[found->second.lane];
    m_transfers.erase(found);
    if (const auto waiting = std::ranges::find(queue.waiting, transfer);
        waiting != queue.waiting.end()) {
        queue.waiting.erase(waiting);
        return finished;
    }
    curl_multi_remove_handle(m_multi, transfer);
    if (queue.waiting.empty()) {
        --queue.running;
        return finished;
    }
    CURL *next = queue.waiting.front();
    queue.waiting.pop_front();
    curl_multi_add_handle(m_multi, next);
    return finished;
}

void CurlLoop::act(curl_socket_t socket, int what)
{
    int running = 0;
    curl_multi_socket_action(m_multi, socket, what, &running);
    const QPointer<CurlLoop> self(this);
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode result =
            message->data.result; // the message is invalid after the transfer is removed
        const Finished finished = release(message->easy_handle);
        finished(result);
        if (!self)
            return;
    }
}

int CurlLoop::watchSocket(CURL *, curl_socket_t socket, int what, void *loop, void *)
{
    static_cast<CurlLoop *>(loop)->watch(socket, what);
    return 0;
}

int CurlLoop::setTimer(CURLM *, long milliseconds, void *loop)
{
    QTimer &timer = static_cast<CurlLoop *>(loop)->m_timer;
    if (milliseconds < 0)
        timer.stop();
    else
        timer.start(std::chrono::milliseconds(milliseconds));
    return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what)
{
    if (what == CURL_POLL_REMOVE) {
        unwatch(socket);
        return;
    }
    Watched &watched = m_sockets[socket];
    const auto set = [this, socket](QSocketNotifier *&notifier, QSocketNotifier::Type type,
                                    int event, bool wanted) {
        if (!notifier && wanted) {
            notifier = new QSocketNotifier(socket, type, this);
            connect(notifier, &QSocketNotifier::activated, this,
                    [this, socket, event] { act(socket, event); });
        }
        if (notifier)
            notifier->setEnabled(wanted);
    };
    set(watched.reading, QSocketNotifier::Read, CURL_CSELECT_IN, (what & CURL_POLL_IN) != 0);
    set(watched.writing, QSocketNotifier::Write, CURL_CSELECT_OUT, (what & CURL_POLL_OUT) != 0);
}

void CurlLoop::unwatch(curl_socket_t socket)
{
    const auto found = m_sockets.find(socket);
    if (found == m_sockets.end())
        return;
    for (QSocketNotifier *notifier : {found->second.reading, found->second.writing}) {
        if (!notifier)
            continue;
        // The socket is closed after this, and its number may soon be reused.
        notifier->setEnabled(false);
        notifier->deleteLater();
    }
    m_sockets.erase(found);
}

} // namespace oriel::net
