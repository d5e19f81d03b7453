#pragma once

#include "demo/blockstorage/volumemanager.h"

namespace oriel::demo {

/// What happens to servers over time: phases with a task_state each, as nova's own managers go
/// through them.
class Lifecycle
{
public:
    Lifecycle(World &world, VolumeManager &volumes) : m_world(world), m_volumes(volumes) {}

    struct Phase
    {
        QString taskState;
        std::chrono::milliseconds duration{0};
        std::function<void(Server &)> enter = {};
    };

    /// Takes the server through the phases, the first at once; then clears its task_state and calls
    /// `done`. A later run of the same server (its deletion, say) ends this one, and `aborted` is
    /// called instead.
    void run(Server &server, std::vector<Phase> phases, std::function<void(Server &)> done,
             std::function<void()> aborted = {});

    /// Notes the start of an action; `event` is nova's name for its part on the compute host, empty
    /// for none.
    void beginAction(Server &server, const QString &action, const QByteArray &requestId,
                     const QString &userId, const QString &event = {});
    void finishAction(Server &server, const QByteArray &requestId, bool success = true,
                      const QString &details = {});

    /// vm_state from the end of the upload on, while the host is still being freed.
    static void becomeShelved(Server &server);
    void setTask(Server &server, const QString &task);
    /// Deletes in two seconds: volumes are let go or deleted with it, ports go.
    void remove(Server &server, const QByteArray &requestId);
    /// Builds a server that is in the table already as `building`.
    void build(Server &server, const QByteArray &requestId);
    /// `status` as the API derives it from vm_state and task_state.
    [[nodiscard]] static QString status(const Server &server);
    /// Given at the launch; a new name does not change it.
    [[nodiscard]] static QString hostName(const Server &server);

private:
    void step(const QString &serverId, int run, const std::shared_ptr<std::vector<Phase>> &phases,
              std::size_t index, std::function<void(Server &)> done, std::function<void()> aborted);
    void releaseVolumes(Server &server);

    World &m_world;
    VolumeManager &m_volumes;
    QHash<QString, int> m_runs;
};

} // namespace oriel::demo
