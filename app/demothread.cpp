#include "app/demothread.h"

#include "base/clock.h"
#include "demo/democloud.h"

using namespace Qt::StringLiterals;

namespace oriel::app {

DemoThread::DemoThread(const demo::DemoOptions &options, QObject *parent)
    : QThread(parent)
    , m_options(options)
{
    setObjectName(u"demo cloud"_s);
}

DemoThread::~DemoThread()
{
    quit();
    wait();
}

void DemoThread::run()
{
    SystemClock clock;
    demo::DemoCloud cloud(m_options, clock);
    if (const auto started = cloud.start(); !started.ok()) {
        Q_EMIT failed(started.error());
        return;
    }
    // The cloud `demo` of cloudsYaml().
    openstack::CloudConfig config;
    config.name = u"demo"_s;
    config.region = u"RegionOne"_s;
    config.auth.authUrl = cloud.authUrl();
    config.auth.username = u"demo"_s;
    config.auth.password = u"demo"_s;
    config.auth.userDomainName = u"Default"_s;
    config.auth.projectName = u"demo"_s;
    config.auth.projectDomainName = u"Default"_s;
    Q_EMIT ready(config);
    exec();
}

} // namespace oriel::app
