#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "operations/capture/steplog.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

#include <QtCore/QSet>

namespace oriel::operations {

/// Shuts an instance off, or starts it, as one step of an operation: sent exactly once, told from
/// the deeds of others by the instance's actions, and followed until it is there. It never gives up
/// by itself: Nova cuts the power of a guest that does not follow within a minute, and may be slow
/// at it; slow() says when that is overdue. Ends with one of arrived(), refused(), stayed(),
/// lost(). A start
/// leaves also where the journal cannot be written: what is off must not stay so.
/// https://docs.openstack.org/api-ref/compute/#stop-server-os-stop-action
class PowerStep final : public QObject
{
    Q_OBJECT

public:
    enum class Kind { ShutOff, Start };

    /// Later than this a shutdown is overdue: Nova asks the guest for 60 s and then cuts the power.
    static constexpr std::chrono::milliseconds overdue = std::chrono::seconds(90);

    PowerStep(Context context, StepLog log, QString serverId, Kind kind, QObject *parent);

    /// What the step is called in the journal.
    [[nodiscard]] static QString stepName(Kind kind);
    void start();
    /// With what an earlier Oriel had written.
    void resume(const QJsonObject &intended, const std::optional<QJsonObject> &recorded);
    /// It is not wanted any more: where the request has not left yet, it never does, and refused()
    /// says Cancelled. Of no effect otherwise.
    void withdraw() { m_withdrawn = true; }

    [[nodiscard]] QString requestId() const { return m_requestId; }
    /// Whether the cloud has taken the request.
    [[nodiscard]] bool isAsked() const { return m_asked; }
    /// Whether it may have left.
    [[nodiscard]] bool isSent() const { return m_sent; }

Q_SIGNALS:
    /// What the cloud says that it is doing.
    void doing(const QString &detail);
    /// The request-id, once there is one.
    void asked(const QString &requestId);
    /// A shutdown is overdue; again after every five minutes.
    void slow();
    void arrived(const oriel::openstack::Server &server);
    /// Nothing was done, and surely nothing will be.
    void refused(const oriel::Error &error);
    /// It was asked for, and nobody works at it any more; the instance is as `server` says.
    void stayed(const oriel::openstack::Server &server, const oriel::Error &error);
    /// No answer for too long: nobody knows.
    void lost(const oriel::Error &error);

private:
    void send();
    [[nodiscard]] bool refuseWithdrawn();
    void answered(const Result<openstack::ActionAccepted> &answer);
    void accepted(const QString &requestId);
    void look();
    void judge(const openstack::Server &server);
    void resolve(const openstack::Server &server);
    void explain(const openstack::Server &server);
    void record(const QJsonObject &facts);
    [[nodiscard]] bool isThere(const openstack::Server &server) const;
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    Context m_context;
    StepLog m_log;
    QString m_serverId;
    Kind m_kind;
    /// Request-ids of the instance's actions of this name before ours; nothing where they could not
    /// be had.
    std::optional<QSet<QString>> m_before;
    QString m_requestId;
    bool m_asked = false;
    bool m_sent = false;
    bool m_withdrawn = false;
    std::optional<Error> m_doubt; ///< the answer never came
    bool m_resumed = false;
    int m_idle = 0; ///< looks in a row that found nobody working at it
    Pace m_pace;
    std::chrono::milliseconds m_lastAnswer{0};
    std::chrono::milliseconds m_slowAt{0};
};

/// Whether anybody has done something else to the instance since the action with this request-id,
/// other than taking snapshots of it and what failed. `actions` newest first. An action that is not
/// listed is no evidence of anything: false.
[[nodiscard]] bool othersActedSince(const std::vector<openstack::InstanceAction> &actions,
                                    const QString &requestId);

} // namespace oriel::operations
