#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QThread>

namespace oriel::app {

/// The embedded demo cloud on a thread of its own, so that neither it nor the window holds the
/// other up.
class DemoThread final : public QThread
{
    Q_OBJECT

public:
    explicit DemoThread(int servers, QObject *parent = nullptr);
    ~DemoThread() override;

Q_SIGNALS:
    /// It listens; what to sign in with.
    void ready(const oriel::openstack::CloudConfig &cloud);
    void failed(const oriel::Error &error);

protected:
    void run() override;

private:
    int m_servers;
};

} // namespace oriel::app
