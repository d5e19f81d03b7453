#pragma once

#include "base/clock.h"
#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "demo/http/message.h"
#include "demo/state.h"

#include <QtCore/QObject>
#include <QtCore/QRandomGenerator>

namespace oriel::demo {

/// The state of the cloud with its time, its chance and its plans: what every service of the demo
/// cloud is given.
class World
{
public:
    World(DemoOptions options, Clock &clock);

    State state;
    FaultInjector faults;

    [[nodiscard]] const DemoOptions &options() const { return m_options; }
    [[nodiscard]] QDateTime now() const { return m_clock.now(); }
    /// Runs `step` after `delay` of the cloud's own time (DemoOptions::speed), unless the cloud is
    /// gone by then.
    void later(std::chrono::milliseconds delay, std::function<void()> step);
    /// As later(), in the clock's time: for faults.
    void after(std::chrono::milliseconds delay, std::function<void()> step);

    /// A random uuid; the same sequence at every start, so that the scenario keeps its ids.
    QString uuid();
    /// As "req-<uuid>": what the services call a request.
    QByteArray requestId();
    /// The token that came with the request, where it is known and not expired.
    [[nodiscard]] const Token *tokenOf(const HttpRequest &request) const;
    [[nodiscard]] const Token *findToken(const QString &id) const;
    QString hexId();
    QString hex(int digits);
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
/// A time as a text that sorts as the time does; much cheaper than a date is to spell.
QString sortableTime(const QDateTime &time);
/// A time as the services' query arguments spell it; invalid where it is none.
QDateTime parsedTime(const QString &text);

} // namespace oriel::demo
