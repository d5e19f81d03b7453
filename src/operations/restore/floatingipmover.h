#pragma once

#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/restore/restorerequest.h"

#include "base/result.h"
#include "openstack/network/floatingips.h"

namespace oriel::operations {

/// Takes a floating IP from the port where it is to another one, in one step of Neutron's. To ask
/// twice is to ask once, so after a lost answer or a crash it looks where the address is and asks
/// again only where it is still where it was.
/// https://docs.openstack.org/api-ref/network/v2/#update-floating-ip
class FloatingIpMover final : public QObject
{
    Q_OBJECT

public:
    /// How the operation writes to its journal.
    struct Log
    {
        std::function<void(const QJsonObject &facts,
                           std::function<void(const Result<Nothing> &)> then)>
            intend;
        std::function<void(const QJsonObject &facts)> record;
    };

    FloatingIpMover(Context context, FloatingIpMove move, Log log, QObject *parent);

    /// To the instance's port on the network where the address is now.
    void toServer(const QString &serverId);
    void toPort(const QString &portId, const QString &fixedIp);

Q_SIGNALS:
    /// Once. `back`: the way back.
    void moved(const oriel::operations::FloatingIpMove &back, const QString &portId);
    /// It is surely where it was, or where somebody else has put it.
    void failed(const oriel::Error &error);
    /// The answer was lost, and looking does not tell.
    void lost(const oriel::Error &error);

private:
    void look();
    void judge(const openstack::FloatingIp &address);
    void send();
    void fail(ErrorKind kind, const QString &message);

    Context m_context;
    FloatingIpMove m_move;
    Log m_log;
    QString m_toPort;
    QString m_toFixedIp;
    bool m_sent = false;
    int m_looks = 0; ///< since the answer was lost
    std::optional<Error> m_lost;
    Pace m_pace;
    std::chrono::milliseconds m_begun{0};
};

} // namespace oriel::operations
