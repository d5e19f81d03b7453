#pragma once

#include "openstack/api.h"

/// Consoles of a server: its screen, or its serial line.
/// https://docs.openstack.org/api-ref/compute/#server-consoles
namespace oriel::openstack {

enum class ConsoleType {
    NoVnc,
    Spice,
    Serial, ///< a WebSocket, which no browser opens by itself
    Mks,    ///< of VMware
};

/// The name in Nova's API: "novnc", "spice-html5", "serial", "webmks".
[[nodiscard]] QString nameOf(ConsoleType type);

/// A console's address. It is a secret: anyone who has it can use the console until it expires.
struct ConsoleAddress
{
    QString protocol; ///< "vnc"; empty before 2.6
    QString type;     ///< "novnc"
    QString url;
};

/// POST /servers/{id}/remote-consoles (2.6; MKS 2.8), or the older action. Changes nothing on the
/// server. BadRequest: the cloud does not offer this type.
struct OpenConsole
{
    using Value = ConsoleAddress;

    QString serverId = {};
    ConsoleType type = ConsoleType::NoVnc;
    /// By the actions of Nova before 2.6, such as os-getVNCConsole. They do not know MKS.
    bool byAction = false;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
