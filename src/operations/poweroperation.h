#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

#include <QtCore/QSet>

namespace oriel::operations {

enum class PowerAction { Start, ShutOff, Reboot, HardReboot };

/// The terminal client's line for it. `serverName` is used where `nameIsUnique`, the id elsewhere.
[[nodiscard]] QString powerCommand(PowerAction action, const QString &serverId,
                                   const QString &serverName, bool nameIsUnique);

/// Starts, shuts off or reboots an instance and follows its task_state and status until it is
/// there. Sent exactly once; whether it happened after a lost answer is read from the instance's
/// actions and state.
/// https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action
class PowerOperation final : public Operation
{
    Q_OBJECT

public:
    PowerOperation(Context context, QString serverId, PowerAction action,
                   QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] PowerAction action() const { return m_action; }

protected:
    void run() override;

private:
    void ask();
    void asked(const Result<openstack::ActionAccepted> &answer);
    void look();
    void judge(const openstack::Server &server);
    void resolveLost(const openstack::Server &server);
    void explain(const openstack::Server &server);
    [[nodiscard]] bool arrived(const openstack::Server &server) const;
    [[nodiscard]] Error failure(const QString &message) const;

    QString m_serverId;
    QString m_serverName;
    bool m_nameIsUnique = false;
    PowerAction m_action;
    QSet<QString> m_actionsBefore; ///< request-ids of the instance's actions before ours
    QString m_requestId;
    std::optional<Error> m_lost; ///< the answer never came
    Pace m_pace;
    int m_idle = 0; ///< looks in a row that found nobody working at it
    std::chrono::milliseconds m_since{0};
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
