#include "net/connectionpool.h"

#include <algorithm>

namespace oriel::net {

namespace {

/// A connection that was not used for so long may be dead without a sign, for instance after the
/// computer has slept.
constexpr std::chrono::seconds longestFree{60};

constexpr std::size_t mostFree = 24;

} // namespace

class ConnectionPool::Taken final : public ConnectionPool::Place
{
public:
    Taken(ConnectionPool *pool, Queue *queue) : m_pool(pool), m_queue(queue) {}
    ~Taken() override
    {
        if (m_pool)
            m_pool->leave(*m_queue);
    }
    Q_DISABLE_COPY_MOVE(Taken)

private:
    QPointer<ConnectionPool> m_pool;
    Queue *m_queue;
};

ConnectionPool::ConnectionPool(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_resolver(clock)
{}

ConnectionPool::~ConnectionPool() = default;

void ConnectionPool::enter(const Route &route, Lane lane, QObject *context,
                           std::function<void(std::shared_ptr<Place>)> go)
{
    auto found = std::find_if(m_queues.begin(), m_queues.end(), [&](const auto &queue) {
        return queue->lane == lane && queue->route == route;
    });
    if (found == m_queues.end())
        found = m_queues.insert(found, std::make_unique<Queue>(Queue{route, lane, 0, {}}));
    Queue &queue = **found;
    queue.waiting.push_back({context, std::move(go)});
    admit(queue);
}

void ConnectionPool::leave(Queue &queue)
{
    --queue.used;
    // Not at once: the place is given up while its owner is being destroyed, or all are.
    if (!queue.waiting.empty())
        QMetaObject::invokeMethod(
            this, [this, &queue] { admit(queue); }, Qt::QueuedConnection);
}

void ConnectionPool::admit(Queue &queue)
{
    while (queue.used < connectionsPerLane && !queue.waiting.empty()) {
        const Waiter waiter = std::move(queue.waiting.front());
        queue.waiting.pop_front();
        if (!waiter.context)
            continue;
        ++queue.used;
        waiter.go(std::make_shared<Taken>(this, &queue));
    }
}

ConnectionHolder ConnectionPool::takeFree(const Route &route)
{
    std::erase_if(m_free, [this](const auto &connection) {
        return !connection->isOpen() || m_clock.elapsed() - connection->lastUsed > longestFree;
    });
    // The one that was used last: what is left over grows old and is closed.
    const auto found = std::find_if(m_free.rbegin(), m_free.rend(), [&](const auto &connection) {
        return connection->route() == route;
    });
    if (found == m_free.rend())
        return nullptr;
    ConnectionHolder connection = std::move(*found);
    m_free.erase(std::next(found).base());
    connection->disconnect(this);
    return connection;
}

ConnectionHolder ConnectionPool::makeNew(const Route &route)
{
    return ConnectionHolder(new Connection(route, m_resolver, m_clock));
}

void ConnectionPool::keep(ConnectionHolder connection)
{
    if (!connection->isOpen() || connection->hasBytes())
        return;
    connection->disconnect();
    connection->lastUsed = m_clock.elapsed();
    // Whatever happens on a free connection ends it.
    const auto forget = [this, which = connection.get()] {
        const auto found = std::find_if(m_free.begin(), m_free.end(),
                                        [which](const auto &free) { return free.get() == which; });
        if (found != m_free.end())
            m_free.erase(found);
    };
    connect(connection.get(), &Connection::ended, this, forget);
    connect(connection.get(), &Connection::readable, this, forget);
    m_free.push_back(std::move(connection));
    if (m_free.size() > mostFree)
        m_free.erase(m_free.begin());
}

} // namespace oriel::net
