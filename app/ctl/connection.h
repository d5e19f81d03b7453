#pragma once

#include "base/clock.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/layers.h"
#include "openstack/identity/session.h"
#include "operations/actions/action.h"
#include "operations/journal/journal.h"
#include "store/cloudstores.h"

#include <QtCore/QMap>

#include <functional>
#include <memory>

namespace oriel::ctl {

/// The cloud that a command line selects, as CloudsLoader finds it. Prints unused settings to
/// standard error, and prompts for a missing password. Configuration if no cloud is named or
/// something is missing.
[[nodiscard]] Result<openstack::CloudConfig> cloudFor(const openstack::SignInOptions &options);

/// A signed-in session with a client and the stores of its scope. Main thread.
class Connection final : public QObject
{
    Q_OBJECT

public:
    /// `tracer` may be null; it must outlive the connection.
    explicit Connection(openstack::CloudConfig cloud, net::Tracer *tracer = nullptr);
    ~Connection() override;

    /// Calls `then` once, with the error if the sign-in failed. Prints to standard error what was
    /// chosen by default, and what others on the network could read.
    void open(std::function<void(Result<Nothing>)> then);

    [[nodiscard]] Clock &clock() { return m_clock; }
    [[nodiscard]] openstack::Session &session() { return m_session; }
    [[nodiscard]] net::ApiClient &client() { return m_client; }
    [[nodiscard]] store::CloudStores &stores() { return m_stores; }
    /// What decides whether an action is possible: the rows, and the roles of the token.
    [[nodiscard]] operations::Situation situation() const;
    /// Opened by the first call.
    [[nodiscard]] operations::Journal &journal();
    /// The scope in the journal's form.
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
