#include "net/transport.h"

#include "net/curlloop.h"
#include "net/exchange.h"

namespace oriel::net {

Transport::Transport(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_loop(std::make_unique<CurlLoop>())
{}

Transport::~Transport()
{
    // The exchanges first: the loop runs their transfers.
    qDeleteAll(findChildren<Exchange *>(QString(), Qt::FindDirectChildrenOnly));
}

QObject *Transport::send(HttpRequest request, QObject *context, Callback callback)
{
    auto *exchange = new Exchange(std::move(request), *m_loop, m_clock, m_maximumBody, context,
                                  std::move(callback));
    exchange->setParent(this);
    exchange->setTracer(m_tracer);
    return exchange;
}

} // namespace oriel::net
