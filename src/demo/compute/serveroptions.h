#pragma once

#include "demo/blockstorage/volumemanager.h"
#include "demo/http/call.h"

#include <QtCore/QJsonArray>

namespace oriel::demo {

/// The options in a request for new servers, validated as nova-api does before anything is created.
class ServerOptions
{
public:
    ServerOptions(World &world, VolumeManager &volumes, const Call &call);

    struct Refusal
    {
        int status;
        QString message;
    };
    /// Why the request is refused, in Nova's words; nullopt: it is valid.
    std::optional<Refusal> read();

    /// Stores the n-th server (from 0) as `building`, with its ports, and starts to create its
    /// volumes.
    Server &make(int index);

    [[nodiscard]] int count() const { return m_count; }
    /// Cinder's quota is checked only on the compute host: such a server ends in ERROR.
    [[nodiscard]] bool volumesExceedQuota() const { return m_volumesExceedQuota; }

private:
    std::optional<Refusal> readBasics();
    std::optional<Refusal> readSecurityGroups();
    std::optional<Refusal> readHints();
    std::optional<Refusal> readImage();
    std::optional<Refusal> readNetworks();
    std::optional<Refusal> readNetwork(const QJsonObject &wanted);
    std::optional<Refusal> checkQuotas() const;
    // Block devices.
    [[nodiscard]] static int deviceSize(const QJsonObject &device); ///< in GiB
    [[nodiscard]] bool bootSequenceIsValid() const;
    std::optional<Refusal> checkDevices();
    Attachment attach(const Server &server, const QJsonObject &device);

    /// One network interface: a port of the user's, or a new one on a network.
    struct Interface
    {
        const Network *network = nullptr;
        QString portId{};
        QString address{}; ///< of a new port; empty: any
    };
    void plug(Server &server, const Interface &wanted);
    [[nodiscard]] bool sees(const Image *image) const;

    World &m_world;
    VolumeManager &m_volumes;
    const Call &m_call;
    QJsonObject m_wanted;
    const Project &m_project;
    Server m_server;
    QJsonArray m_devices; ///< block_device_mapping_v2, with the devices from the image
    std::vector<Interface> m_interfaces;
    QString m_groupId; ///< the server group; empty: none
    int m_count = 1;
    bool m_volumesExceedQuota = false;
};

} // namespace oriel::demo
