#include "net/transport.h"

#include "net/connectionpool.h"
#include "net/exchange.h"

namespace oriel::net {

Transport::Transport(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_pool(std::make_unique<ConnectionPool>(clock))
{}

Transport::~Transport()
{
    // Before the pool, whose connections they hold.
    qDeleteAll(findChildren<Exchange *>(QString(), Qt::FindDirectChildrenOnly));
}

QObject *Transport::send(HttpRequest request, QObject *context, Callback callback)
{
    auto *exchange = new Exchange(std::move(request), *m_pool, m_clock, m_maximumBody, context,
                                  std::move(callback));
    exchange->setParent(this);
    exchange->setTracer(m_tracer);
    return exchange;
}

Resolver &Transport::resolver() const
{
    return m_pool->resolver();
}

} // namespace oriel::net
