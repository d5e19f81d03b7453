#pragma once

#include "net/connection.h"
#include "net/resolver.h"

#include <QtCore/QPointer>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace oriel::net {

/// Which queue a request stands in. A service that does not answer holds its own queue up, not
/// those of the services behind the same address, and a list that takes long holds no change up.
struct Lane
{
    int service = -1;
    bool changing = false;
    bool operator==(const Lane &) const = default;
};

/// The connections of a transport: those that are open and free, and how many a service may have at
/// once.
class ConnectionPool final : public QObject
{
    Q_OBJECT

public:
    static constexpr int connectionsPerLane = 6;

    explicit ConnectionPool(Clock &clock, QObject *parent = nullptr);
    ~ConnectionPool() override;

    /// A place among the connections of a lane; given back on destruction.
    class Place
    {
    public:
        virtual ~Place() = default;
    };

    /// Calls `go` with a place as soon as there is one, at once where there is; never once
    /// `context` is gone.
    void enter(const Route &route, Lane lane, QObject *context,
               std::function<void(std::shared_ptr<Place>)> go);

    /// A connection to `route` that is open and free, or nothing. The caller owns it.
    [[nodiscard]] ConnectionHolder takeFree(const Route &route);
    [[nodiscard]] ConnectionHolder makeNew(const Route &route);
    /// Keeps a connection whose answer is complete for the next request.
    void keep(ConnectionHolder connection);

    [[nodiscard]] Resolver &resolver() { return m_resolver; }

private:
    struct Waiter
    {
        QPointer<QObject> context;
        std::function<void(std::shared_ptr<Place>)> go;
    };
    struct Queue
    {
        Route route;
        Lane lane;
        int used = 0;
        std::deque<Waiter> waiting;
    };
    class Taken;

    void leave(Queue &queue);
    void admit(Queue &queue);

    Clock &m_clock;
    Resolver m_resolver;
    std::vector<std::unique_ptr<Queue>> m_queues;
    std::vector<ConnectionHolder> m_free;
};

} // namespace oriel::net
