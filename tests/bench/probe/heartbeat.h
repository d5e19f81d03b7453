#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>

#include <vector>

namespace oriel::bench {

/// A beat every millisecond in the thread that made it: how long the event loop was kept from it.
/// Besides the time on the wall, which other programs stretch, the time that this thread itself
/// computed between two beats.
class Heartbeat final : public QObject
{
public:
    explicit Heartbeat(QObject *parent = nullptr);

    void start();
    /// What was seen since start(): "longestMs", "longestCpuMs", "beats", "late" (gaps longer than
    /// a frame of 16 ms), "lateShare".
    [[nodiscard]] QJsonObject stop();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void beat();
    [[nodiscard]] static double cpuMs();

    QBasicTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_last = 0;
    double m_lastCpu = 0;
    double m_longest = 0;
    double m_longestCpu = 0;
    int m_beats = 0;
    int m_late = 0;
    double m_lateMs = 0;
};

} // namespace oriel::bench
