#pragma once

#include "base/result.h"
#include "net/job.h"
#include "openstack/compute/instanceaction.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <optional>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// Nova's record of what was done to an instance (os-instance-actions), as far as it was fetched.
/// GUI thread.
class ActionRecord final : public QObject
{
    Q_OBJECT

public:
    /// `client` outlives it.
    ActionRecord(net::ApiClient &client, QString serverId, QObject *parent = nullptr);

    /// Fetches the newest actions; those that were fetched before stay. A request in progress is
    /// aborted.
    void load();
    /// Fetches those before the oldest one.
    void loadOlder();
    /// Fetches the events of an action.
    void explain(const QString &requestId);

    /// Newest first, without events.
    [[nodiscard]] const std::vector<openstack::InstanceAction> &actions() const
    {
        return m_actions;
    }
    /// With their events, by request ID. An action whose events could not be fetched is missing.
    [[nodiscard]] const QHash<QString, openstack::InstanceAction> &details() const
    {
        return m_details;
    }
    [[nodiscard]] bool isLoadingOlder() const { return m_loadingOlder; }
    /// Whether there may be older actions.
    [[nodiscard]] bool hasOlder() const { return m_hasOlder; }
    /// Why the last list could not be fetched; nullopt: it could.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    /// A list has come, or could not be fetched.
    void listed();
    /// The events of an action have come.
    void explained();

private:
    using Answer = Result<std::vector<openstack::InstanceAction>>;

    void takeNewest(Answer answer);
    void takeOlder(Answer answer);

    net::ApiClient &m_client;
    QString m_serverId;
    net::JobHandle<std::vector<openstack::InstanceAction>> m_job;
    std::vector<openstack::InstanceAction> m_actions;
    QHash<QString, openstack::InstanceAction> m_details;
    bool m_loadingOlder = false;
    bool m_hasOlder = false;
    std::optional<Error> m_error;
};

} // namespace oriel::forms
