#include "probe/heartbeat.h"

#include <QtCore/QTimerEvent>

#include <algorithm>
#include <ctime>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

constexpr double frameMs = 16.0;

} // namespace

Heartbeat::Heartbeat(QObject *parent) : QObject(parent) {}

double Heartbeat::cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void Heartbeat::start()
{
    m_longest = m_longestCpu = m_lateMs = 0;
    m_beats = m_late = 0;
    m_clock.start();
    m_last = 0;
    m_lastCpu = cpuMs();
    m_timer.start(1, Qt::PreciseTimer, this);
}

void Heartbeat::beat()
{
    const qint64 now = m_clock.nsecsElapsed();
    const double cpu = cpuMs();
    const double gap = static_cast<double>(now - m_last) / 1e6;
    m_longest = std::max(m_longest, gap);
    m_longestCpu = std::max(m_longestCpu, cpu - m_lastCpu);
    ++m_beats;
    if (gap > frameMs) {
        ++m_late;
        m_lateMs += gap;
    }
    m_last = now;
    m_lastCpu = cpu;
}

void Heartbeat::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        beat();
}

QJsonObject Heartbeat::stop()
{
    beat();
    m_timer.stop();
    const double all = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    return {{u"longestMs"_s, m_longest},
            {u"longestCpuMs"_s, m_longestCpu},
            {u"beats"_s, m_beats},
            {u"late"_s, m_late},
            {u"lateShare"_s, all > 0 ? m_lateMs / all : 0.0},
            {u"ms"_s, all}};
}

} // namespace oriel::bench
