#pragma once

#include "net/job.h"
#include "openstack/api.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volumetransfer.h"

#include <QtCore/QObject>

#include <optional>
#include <vector>

namespace oriel::net {
class ApiClient;
}
namespace oriel::store {
class CloudStores;
}

namespace oriel::forms {

/// What Cinder knows of a volume beside its row: messages about requests that failed (GET
/// /messages, from 3.3), and the transfer that it waits in (GET /os-volume-transfer/detail). What
/// cannot be loaded is left out. GUI thread.
class VolumeRecord final : public QObject
{
    Q_OBJECT

public:
    /// The client and the stores outlive it.
    VolumeRecord(net::ApiClient &client, const store::CloudStores &stores, QString id,
                 QObject *parent = nullptr);

    /// Asks the cloud if the volume's status is another one than the last time: what has failed
    /// changes it.
    void update();
    /// Asks the cloud.
    void refresh();

    /// In the order of the cloud: newest first.
    [[nodiscard]] const std::vector<openstack::Message> &messages() const { return m_messages; }
    [[nodiscard]] const std::optional<openstack::VolumeTransfer> &transfer() const
    {
        return m_transfer;
    }

Q_SIGNALS:
    void changed();

private:
    void askForMessages();
    void askForTransfer();

    net::ApiClient &m_client;
    const store::CloudStores &m_stores;
    QString m_id;
    QString m_asked; ///< the status as of the last requests
    std::vector<openstack::Message> m_messages;
    std::optional<openstack::VolumeTransfer> m_transfer;
    net::JobHandle<net::Page<openstack::Message>> m_messagesJob;
    net::JobHandle<net::Page<openstack::VolumeTransfer>> m_transferJob;
};

} // namespace oriel::forms
