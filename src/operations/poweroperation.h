#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/poweraction.h"

#include "base/result.h"

#include <QtCore/QSet>

namespace oriel::operations {

/// Starts, shuts off or reboots an instance and follows its task_state and status until it is
/// there. Sent exactly once; whether it happened after a lost answer is read from the instance's
/// actions and state.
/// https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action
class PowerOperation final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"power"};

    PowerOperation(Context context, QString serverId, PowerAction action,
                   QObject *parent = nullptr);
    /// Null where the entry's intent is not understood.
    static std::unique_ptr<PowerOperation> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] PowerAction action() const { return m_action; }

protected:
    void run() override;
    /// Starting and rebooting leave nothing half done.
    [[nodiscard]] bool needsJournal() const override { return m_action == PowerAction::ShutOff; }
    /// By the instance's actions: done, in progress, failed, or never heard of.
    void resume(const JournalEntry &left) override;

private:
    void showStages();
    void ask();
    void asked(const Result<openstack::ActionAccepted> &answer);
    void look();
    void judge(const openstack::Server &server);
    void resolveLost(const openstack::Server &server);
    void explain(const openstack::Server &server);
    void lookUpAction();
    [[nodiscard]] bool arrived(const openstack::Server &server) const;
    [[nodiscard]] Error failure(const QString &message) const;

    QString m_serverId;
    QString m_serverName;
    bool m_nameIsUnique = false;
    PowerAction m_action;
    /// Request-ids of the instance's actions of this name before ours; nothing where they could not
    /// be had: then nothing can be told apart.
    std::optional<QSet<QString>> m_actionsBefore;
    QString m_requestId;
    std::optional<Error> m_lost; ///< the answer never came
    Pace m_pace;
    int m_idle = 0; ///< looks in a row that found nobody working at it
    std::chrono::milliseconds m_since{0};
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
