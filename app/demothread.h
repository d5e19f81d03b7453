#pragma once

#include "base/result.h"
#include "demo/democloud.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QThread>

namespace oriel::app {

/// Runs the embedded demo cloud on its own thread, so that it and the window do not block each
/// other.
class DemoThread final : public QThread
{
    Q_OBJECT

public:
    explicit DemoThread(const demo::DemoOptions &options, QObject *parent = nullptr);
    ~DemoThread() override;

Q_SIGNALS:
    /// The cloud listens; sign in with this configuration.
    void ready(const oriel::openstack::CloudConfig &cloud);
    void failed(const oriel::Error &error);

protected:
    void run() override;

private:
    demo::DemoOptions m_options;
};

} // namespace oriel::app
