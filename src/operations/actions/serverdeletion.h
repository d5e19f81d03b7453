#pragma once

#include "operations/actions/actionoperation.h"

namespace oriel::operations {

/// Deletes an instance completely, also where the cloud would keep it for a while: its volumes are
/// free only then. A part of an operation, with the steps "delete-server" and
/// "force-delete-server".
class ServerDeletion
{
public:
    /// `operation` outlives this. `stage` is the one in which the deletion happens.
    ServerDeletion(ActionOperation &operation, QString serverId, std::size_t stage)
        : m_operation(operation)
        , m_serverId(std::move(serverId))
        , m_stage(stage)
    {}

    /// Succeeded: it no longer exists. Failed: it was not deleted, for the reason that the cloud
    /// gives.
    Task<Ending> run();
    /// After a failure: the cloud has deleted it, and keeps it for a while with its volumes. A user
    /// can restore it until then.
    [[nodiscard]] bool isKept() const { return m_isKept; }

private:
    [[nodiscard]] Step stepOf(const QString &name, decltype(Step::send) send,
                              const QStringList &doneIn) const;
    Task<Ending> requestAndFollow(Step step, QStringList lastStates);

    ActionOperation &m_operation;
    QString m_serverId;
    std::size_t m_stage;
    bool m_isKept = false;
};

} // namespace oriel::operations
