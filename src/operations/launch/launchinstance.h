#pragma once

#include "openstack/compute/server.h"
#include "operations/launch/floatingipstep.h"
#include "operations/launch/launchrequest.h"
#include "operations/launch/newvolumes.h"
#include "operations/operation.h"

namespace oriel::operations {

/// Launches an instance: creates its new volumes, sends POST /servers exactly once,
/// follows the instance until it is ACTIVE, and moves a floating IP to it if requested. A lost
/// answer is looked up by the tag (oriel:operation) in the instances' metadata. If building fails,
/// the error is the cloud's, and the instance and its new volumes are listed as leftovers.
///
/// The volumes are created here and not by Nova, which gives them neither a name nor a tag, and
/// lets an instance fail whose volumes take longer than a few minutes. If the instance is refused,
/// they are deleted again.
/// https://docs.openstack.org/api-ref/compute/#create-server
class LaunchInstance final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"restore-instance"};

    LaunchInstance(Context context, LaunchRequest request, QObject *parent = nullptr);
    /// Null if the entry's intent is not understood.
    static std::unique_ptr<LaunchInstance> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.source; }
    /// With a file for the user data: the journal keeps the command.
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    /// The cloud builds the instance without Oriel; only the floating IP is left.
    [[nodiscard]] bool isOnlyWaiting() const override
    {
        return !resultId().isEmpty() && !m_request.floatingIp;
    }

    [[nodiscard]] const LaunchRequest &request() const { return m_request; }
    /// Of the new instance, once it is active.
    [[nodiscard]] QStringList addresses() const { return m_addresses; }
    /// Where it is reached from outside, or its first address; empty: not known.
    [[nodiscard]] QString mainAddress() const
    {
        return m_floatingAddress.isEmpty() ? m_addresses.value(0) : m_floatingAddress;
    }
    [[nodiscard]] bool hasPassword() const { return !m_password.isEmpty(); }
    [[nodiscard]] QString losesPassword() const override
    {
        return hasPassword() ? m_request.server.name : QString();
    }
    /// The administrator's password of the instance, as the cloud has returned it, for showing it
    /// once: it is kept nowhere else. Empty if there is none, or it was taken before.
    [[nodiscard]] QString takePassword() { return std::exchange(m_password, {}); }
    /// The move of the floating IP, for moving it back; set once it was moved.
    [[nodiscard]] const std::optional<FloatingIpMove> &movedFloatingIp() const { return m_moved; }

    [[nodiscard]] QString cancelText() const override { return m_cancelText; }

protected:
    Task<Ending> perform() override;

private:
    void showStages();
    /// Creates the new volumes; the ending if that fails. Until they are available, the user can
    /// cancel the launch.
    Task<std::optional<Ending>> createVolumes();
    void setCancelText(const QString &text);
    /// Deletes what an earlier run has created for an instance that cannot be requested any more.
    Task<Ending> abandon(QString why);
    /// Deletes the new volumes, of which no instance will be made.
    Task<void> removeVolumes();
    /// The request for the instance, with its new volumes.
    [[nodiscard]] openstack::CreateServer createServer() const;
    /// Sends the request for it; says so if its password is lost.
    Task<StepResult> requestServer();
    /// Shows the cloud's progress; true once it has finished.
    bool follow(const openstack::Server &server);
    /// What was entered and is not in the journal, so that an instance that an earlier run has not
    /// requested cannot be requested now: a sentence; empty: nothing.
    [[nodiscard]] QString whatIsNotKept() const;
    /// How the policy of its server group may have prevented its placement, a sentence that follows
    /// `message`; empty: it has not.
    [[nodiscard]] QString policyReason(const QString &message) const;
    [[nodiscard]] std::size_t requestStage() const
    {
        return m_request.newVolumes().size() + (m_request.group ? 1 : 0);
    }
    [[nodiscard]] std::size_t hostStage() const { return requestStage() + 1; }
    [[nodiscard]] std::size_t startStage() const { return requestStage() + 2; }
    /// Creates the security group; the error if that fails.
    Task<std::optional<Ending>> createGroup();
    Task<void> removeGroup();
    /// Of what was created for an instance that is not running.
    void nameLeftovers();
    /// `resend`: Step::resend
    Task<StepResult> requestGroup(bool resend);
    Task<StepResult> requestRule(QString ethertype);
    Task<void> moveFloatingIp();
    /// The step that gives the instance its floating IP.
    Task<StepResult> associate(FloatingIpTarget target);
    Task<void> nameAddress(QString floatingIpId);
    [[nodiscard]] std::size_t groupStage() const { return m_request.newVolumes().size(); }

    LaunchRequest m_request;
    NewVolumes m_volumes;
    QString m_groupId; ///< of the new security group; empty: not created
    QStringList m_addresses;
    QString m_floatingAddress;
    QString m_password;
    QString m_cancelText;
    bool m_answered = false; ///< in this run: the password has arrived, if there is one
    std::optional<FloatingIpMove> m_moved;
};

} // namespace oriel::operations
