#include "openstack/compute/console.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

QString protocolOf(ConsoleType type)
{
    switch (type) {
    case ConsoleType::NoVnc:
        return u"vnc"_s;
    case ConsoleType::Spice:
        return u"spice"_s;
    case ConsoleType::Serial:
        return u"serial"_s;
    case ConsoleType::Mks:
        break;
    }
    return u"mks"_s;
}

QString actionOf(ConsoleType type)
{
    switch (type) {
    case ConsoleType::NoVnc:
        return u"os-getVNCConsole"_s;
    case ConsoleType::Spice:
        return u"os-getSPICEConsole"_s;
    case ConsoleType::Serial:
    case ConsoleType::Mks:
        break;
    }
    return u"os-getSerialConsole"_s;
}

constexpr net::Microversion firstWithConsoles{2, 6};
constexpr net::Microversion firstWithMks{2, 8};
constexpr net::Microversion lastWithActions{2, 5};

} // namespace

QString nameOf(ConsoleType type)
{
    switch (type) {
    case ConsoleType::NoVnc:
        return u"novnc"_s;
    case ConsoleType::Spice:
        return u"spice-html5"_s;
    case ConsoleType::Serial:
        return u"serial"_s;
    case ConsoleType::Mks:
        break;
    }
    return u"webmks"_s;
}

net::Request OpenConsole::request() const
{
    const QJsonObject typed{{u"type"_s, nameOf(type)}};
    if (byAction) {
        net::Request request = Act<Server>{serverId, actionOf(type), typed}.request();
        request.microversions->max = lastWithActions;
        return request;
    }
    net::Request request =
        requestTo(Server::api, net::Method::Post, serverId, u"/remote-consoles"_s);
    request.microversions->min = type == ConsoleType::Mks ? firstWithMks : firstWithConsoles;
    QJsonObject console = typed;
    console.insert(u"protocol"_s, protocolOf(type));
    request.body = jsonBody({{u"remote_console"_s, console}});
    return request;
}

Result<ConsoleAddress> OpenConsole::decode(const net::Answer &answer) const
{
    return json::decode<ConsoleAddress>(answer, [this](const json::Object &root) {
        const json::Object console = root.requiredObject(byAction ? "console" : "remote_console");
        return ConsoleAddress{console.string("protocol"), console.string("type"),
                              console.requiredString("url")};
    });
}

} // namespace oriel::openstack
