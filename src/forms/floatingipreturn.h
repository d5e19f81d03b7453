#pragma once

#include "base/result.h"
#include "operations/launch/launchrequest.h"

#include <QtCore/QObject>

#include <functional>

namespace oriel::net {
class ApiClient;
}
namespace oriel::openstack {
struct FloatingIp;
}

namespace oriel::forms {

/// Whether a floating IP that a finished operation has moved may return to where it came from: only
/// if the new instance still has it. Asks the cloud, and changes nothing. GUI thread.
class FloatingIpReturn final : public QObject
{
    Q_OBJECT

public:
    /// What operations::operationFor() needs.
    struct Move
    {
        operations::FloatingIpMove move;
        QString toPortId;
        QString toFixedIp;
    };
    struct Decision
    {
        std::optional<Move> back{};
        QString why{}; ///< without `back`: why it may not, as a sentence
    };
    using Decided = std::function<void(const Decision &)>;

    /// `client` outlives it.
    explicit FloatingIpReturn(net::ApiClient &client, QObject *parent = nullptr);

    /// `there`: the move that was done, to an instance with this ID. `decided` is called once,
    /// unless this is destroyed before.
    void decide(const operations::FloatingIpMove &there, const QString &instanceId,
                const Decided &decided);

private:
    void findPort(const operations::FloatingIpMove &there, const QString &instanceId,
                  const openstack::FloatingIp &address, const Decided &decided);

    net::ApiClient &m_client;
};

} // namespace oriel::forms
