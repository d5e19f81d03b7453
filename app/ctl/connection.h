#pragma once

#include "base/clock.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/layers.h"
#include "openstack/identity/session.h"
#include "operations/journal/journal.h"
#include "store/cloudstores.h"

#include <QtCore/QMap>

#include <functional>
#include <memory>

namespace oriel::ctl {

/// The cloud that a command line means, as CloudsLoader finds it. Says on standard error what is
/// set and not used, and asks for a missing password at the terminal. Configuration where nothing
/// names a cloud or something is missing.
[[nodiscard]] Result<openstack::CloudConfig> cloudFor(const openstack::SignInOptions &options);

/// Being signed in, with a client and the stores of that scope. Main thread.
class Connection final : public QObject
{
    Q_OBJECT

public:
    /// `tracer` may be null; it outlives the connection.
    explicit Connection(openstack::CloudConfig cloud, net::Tracer *tracer = nullptr);
    ~Connection() override;

    /// `then` is called once, with the error of a sign-in that failed. Says on standard error what
    /// was chosen because nothing names it, and what somebody on the network could read.
    void open(std::function<void(Result<Nothing>)> then);

    [[nodiscard]] Clock &clock() { return m_clock; }
    [[nodiscard]] openstack::Session &session() { return m_session; }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }
    /// Opened at the first call.
    [[nodiscard]] operations::Journal &journal();
    /// Where one is signed in, as the journal has it.
    [[nodiscard]] operations::JournalScope place() const;

private:
    SystemClock m_clock;
    net::Transport m_transport;
    openstack::Session m_session;
    net::ApiClient m_client;
    store::CloudStores m_stores;
    std::unique_ptr<operations::Journal> m_journal;
};

} // namespace oriel::ctl
