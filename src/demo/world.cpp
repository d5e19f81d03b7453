#include "demo/world.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

World::World(DemoOptions options, Clock &clock) : m_options(options), m_clock(clock)
{
    if (!(m_options.speed > 0.0))
        m_options.speed = 1.0;
}

void World::later(std::chrono::milliseconds delay, std::function<void()> step)
{
    const auto scaled = static_cast<qint64>(static_cast<double>(delay.count()) / m_options.speed);
    m_clock.after(std::chrono::milliseconds(scaled), &m_context, std::move(step));
}

void World::after(std::chrono::milliseconds delay, std::function<void()> step)
{
    m_clock.after(delay, &m_context, std::move(step));
}

QString World::hex(int digits)
{
    QString text;
    text.reserve(digits);
    for (int i = 0; i < digits; ++i)
        text.append(QLatin1Char("0123456789abcdef"[m_random.bounded(16)]));
    return text;
}

QString World::hexId()
{
    return hex(32);
}

QString World::uuid()
{
    const QString raw = hex(32);
    return raw.mid(0, 8) + u'-' + raw.mid(8, 4) + u"-4"_s + raw.mid(13, 3) + u'-' +
           QLatin1Char("89ab"[m_random.bounded(4)]) + raw.mid(17, 3) + u'-' + raw.mid(20, 12);
}

QString World::macAddress()
{
    return u"fa:16:3e:%1:%2:%3"_s.arg(hex(2), hex(2), hex(2));
}

QString World::freeAddress(const Network &network)
{
    const auto isTaken = [&](const QString &address) {
        return std::ranges::any_of(state.ports.rows(), [&](const auto &port) {
            return port->networkId == network.id && addressesOf(*port).contains(address);
        });
    };
    for (;;) {
        const int third = random(56) + 200;
        const int fourth = random(240) + 10;
        const QString address =
            u"%1.%2.%3"_s.arg(network.prefix, QString::number(third), QString::number(fourth));
        if (!isTaken(address))
            return address;
    }
}

void World::updateAddressesOf(const Port &port)
{
    Server *server = state.servers.find(port.serverId);
    const Network *network = state.networks.find(port.networkId);
    if (server == nullptr || network == nullptr)
        return;
    std::erase_if(server->addresses,
                  [&](const Address &address) { return address.mac == port.mac; });
    for (const QString &address : addressesOf(port))
        server->addresses.push_back({network->name, address, port.mac, false});
    for (const auto &floating : state.floatingIps.rows()) {
        if (floating->portId == port.id)
            server->addresses.push_back({network->name, floating->address, port.mac, true});
    }
}

void World::updateGroupsOf(Server &server)
{
    server.securityGroups.clear();
    for (const auto &port : state.ports.rows()) {
        if (port->serverId != server.id)
            continue;
        for (const QString &id : port->securityGroups) {
            const SecurityGroup *group = state.securityGroups.find(id);
            if (group != nullptr && !server.securityGroups.contains(group->name))
                server.securityGroups.append(group->name);
        }
    }
}

QByteArray World::requestId()
{
    return QByteArrayLiteral("req-") + uuid().toLatin1();
}

const Token *World::tokenOf(const HttpRequest &request) const
{
    return findToken(QString::fromUtf8(request.header("x-auth-token")));
}

const Token *World::findToken(const QString &id) const
{
    const auto found = state.tokens.constFind(id);
    return found == state.tokens.cend() || found->expires <= now() ? nullptr : &*found;
}

QString isoZulu(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss"_s) + u'Z';
}

QString isoMicro(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.000000"_s);
}

QString sortableTime(const QDateTime &time)
{
    return QString::number(time.toMSecsSinceEpoch()).rightJustified(16, u'0');
}

QDateTime parsedTime(const QString &text)
{
    QString cleaned = text.trimmed();
    cleaned.replace(u' ', u'T');
    QDateTime time = QDateTime::fromString(cleaned, Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time.toUTC();
}

} // namespace oriel::demo
