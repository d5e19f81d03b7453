#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QThread>

#include <chrono>

namespace oriel::app {

/// Runs the embedded demo cloud on its own thread, so that it and the window do not block each
/// other.
class DemoThread final : public QThread
{
    Q_OBJECT

public:
    /// `latency`: see demo::DemoOptions.
    DemoThread(int servers, std::chrono::milliseconds latency, QObject *parent = nullptr);
    ~DemoThread() override;

Q_SIGNALS:
    /// The cloud listens; sign in with this configuration.
    void ready(const oriel::openstack::CloudConfig &cloud);
    void failed(const oriel::Error &error);

protected:
    void run() override;

private:
    int m_servers;
    std::chrono::milliseconds m_latency;
};

} // namespace oriel::app
