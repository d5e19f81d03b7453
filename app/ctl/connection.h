#pragma once

#include "base/clock.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/session.h"
#include "store/cloudstores.h"

#include <QtCore/QMap>

#include <functional>
#include <memory>

namespace oriel::ctl {

/// The cloud that a command line means: of clouds.yaml, with what --os-… options say over it, or of
/// OS_… and --os-… alone. Asks for a missing password at the terminal. Configuration where nothing
/// names a cloud or something is missing.
[[nodiscard]] Result<openstack::CloudConfig> cloudFor(const QMap<QString, QString> &options);

/// Being signed in, with a client and the stores of that scope. Main thread.
class Connection final : public QObject
{
    Q_OBJECT

public:
    explicit Connection(openstack::CloudConfig cloud);
    ~Connection() override;

    /// `then` is called once, with the error of a sign-in that failed.
    void open(std::function<void(Result<Nothing>)> then);

    [[nodiscard]] Clock &clock() { return m_clock; }
    [[nodiscard]] openstack::Session &session() { return m_session; }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }

private:
    SystemClock m_clock;
    net::Transport m_transport;
    openstack::Session m_session;
    net::ApiClient m_client;
    store::CloudStores m_stores;
};

} // namespace oriel::ctl
