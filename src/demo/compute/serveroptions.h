#pragma once

#include "demo/blockstorage/volumemanager.h"
#include "demo/http/call.h"

#include <QtCore/QJsonArray>

namespace oriel::demo {

/// What a request for new servers asks for, checked as nova-api checks it before anything is made.
class ServerOptions
{
public:
    ServerOptions(World &world, VolumeManager &volumes, const Call &call);

    struct Refusal
    {
        int status;
        QString message;
    };
    /// Why it cannot be, in nova's words; nothing where it can.
    std::optional<Refusal> read();

    /// The n-th server (from 0), in the table, `building`, with its ports and its volumes being
    /// made.
    Server &make(int index);

    [[nodiscard]] int count() const { return m_count; }
    /// Cinder's quota is met on the compute host only: such a server ends in ERROR.
    [[nodiscard]] bool volumesExceedQuota() const { return m_volumesExceedQuota; }

private:
    std::optional<Refusal> readBasics();
    std::optional<Refusal> readSecurityGroups();
    std::optional<Refusal> readImage();
    std::optional<Refusal> readNetworks();
    std::optional<Refusal> checkQuotas() const;
    // serverwish_devices.cpp
    [[nodiscard]] static int deviceSize(const QJsonObject &device); ///< in GiB
    [[nodiscard]] bool bootSequenceIsValid() const;
    std::optional<Refusal> checkDevices();
    Attachment attach(const Server &server, const QJsonObject &device);

    void plug(Server &server, const Network &network);
    [[nodiscard]] bool sees(const Image *image) const;

    World &m_world;
    VolumeManager &m_volumes;
    const Call &m_call;
    QJsonObject m_wanted;
    const Project &m_project;
    Server m_server;
    QJsonArray m_devices; ///< block_device_mapping_v2, with what the image brings along
    std::vector<const Network *> m_networks;
    int m_count = 1;
    bool m_volumesExceedQuota = false;
};

} // namespace oriel::demo
