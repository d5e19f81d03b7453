#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QThread>

#include <chrono>

namespace oriel::app {

/// The embedded demo cloud on a thread of its own, so that neither it nor the window holds the
/// other up.
class DemoThread final : public QThread
{
    Q_OBJECT

public:
    /// `latency` as in demo::DemoOptions.
    DemoThread(int servers, std::chrono::milliseconds latency, QObject *parent = nullptr);
    ~DemoThread() override;

Q_SIGNALS:
    /// It listens; what to sign in with.
    void ready(const oriel::openstack::CloudConfig &cloud);
    void failed(const oriel::Error &error);

protected:
    void run() override;

private:
    int m_servers;
    std::chrono::milliseconds m_latency;
};

} // namespace oriel::app
