#pragma once

#include "base/clock.h"
#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "demo/http/message.h"
#include "demo/state.h"

#include <QtCore/QObject>
#include <QtCore/QRandomGenerator>

namespace oriel::demo {

/// The state of the cloud with its clock, random numbers and scheduled steps; every service of the
/// demo cloud uses it.
class World
{
public:
    World(DemoOptions options, Clock &clock);

    State state;
    FaultInjector faults;

    [[nodiscard]] const DemoOptions &options() const { return m_options; }
    [[nodiscard]] QDateTime now() const { return m_clock.now(); }
    /// Runs `step` after `delay` of the cloud's own time (DemoOptions::speed), unless the cloud was
    /// destroyed.
    void later(std::chrono::milliseconds delay, std::function<void()> step);
    /// Like later(), but in the clock's time: for faults.
    void after(std::chrono::milliseconds delay, std::function<void()> step);

    /// A random UUID; the sequence is the same at every start, so that the scenario's IDs are
    /// stable.
    QString uuid();
    /// A request ID: "req-<uuid>".
    QByteArray requestId();
    /// The request's token, if it is known and has not expired.
    [[nodiscard]] const Token *tokenOf(const HttpRequest &request) const;
    [[nodiscard]] const Token *findToken(const QString &id) const;
    QString hexId();
    QString hex(int digits);
    /// A random MAC address of OpenStack's own range.
    QString macAddress();
    /// A random address of the network that no port has, above those that the scenario uses.
    QString freeAddress(const Network &network);
    /// Sets the groups that a server shows: those of its ports.
    void updateGroupsOf(Server &server);
    /// Sets the addresses that the port's server shows for it.
    void updateAddressesOf(const Port &port);
    int random(int below) { return static_cast<int>(m_random.bounded(below)); }

    /// http://127.0.0.1:PORT
    QString base;

private:
    DemoOptions m_options;
    Clock &m_clock;
    QObject m_context;
    QRandomGenerator m_random{20260115};
};

/// 2026-01-15T12:00:00Z
QString isoZulu(const QDateTime &time);
/// 2026-01-15T12:00:00.000000
QString isoMicro(const QDateTime &time);
/// A time as a text that sorts chronologically; much cheaper than formatting a date.
QString sortableTime(const QDateTime &time);
/// A time from a query argument; invalid if it cannot be parsed.
QDateTime parsedTime(const QString &text);

} // namespace oriel::demo
