#include "app/application.h"

#include "store/cache/cachefile.h"

#include <QtCore/QFileInfo>

// What happens while a cloud is being signed in to that was open before: the window opens on what
// was known of it last.

namespace oriel::app {

void Application::lookForCache(const openstack::CloudConfig &cloud)
{
    const QString path = store::cachePath(cloud);
    // Whose token it is will only be known when it has been looked at.
    const bool named = cloud.method != openstack::AuthMethod::Token;
    if (m_scope || !named || !QFileInfo::exists(path))
        return;
    m_reading = std::make_unique<QObject>();
    store::CloudCache::read(path, m_clock.now(), m_reading.get(),
                            [this, cloud](const std::shared_ptr<store::CachedState> &known) {
                                m_reading.release()->deleteLater();
                                if (known && !m_scope)
                                    openEarly(cloud, known);
                                showWindow();
                            });
}

void Application::openEarly(const openstack::CloudConfig &cloud,
                            const std::shared_ptr<store::CachedState> &known)
{
    m_scope = std::make_unique<CloudScope>(m_transport, m_clock, cloud, known->scope);
    m_scope->keepCache(known);
    show(*m_scope);
    m_recovery.expect(*m_scope);
}

void Application::leaveEarly(const Error &error)
{
    m_reading.reset();
    showWindow();
    if (!m_scope || m_scope->isSignedIn())
        return;
    m_scope->refuse(error);
    m_window.showSignIn();
    retire(std::move(m_scope), false);
}

void Application::showWindow()
{
    if (!m_window.isVisible())
        m_window.show();
}

} // namespace oriel::app
