#pragma once

#include "demo/blockstorage/volumemanager.h"

namespace oriel::demo {

/// The behavior of servers over time: phases with a task_state each, like in Nova's managers.
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

    /// Takes the server through the phases, the first one immediately; then clears its task_state
    /// and calls `done`. A later run for the same server (such as its deletion) cancels this one
    /// and calls `aborted` instead.
    void run(Server &server, std::vector<Phase> phases, std::function<void(Server &)> done,
             std::function<void()> aborted = {});

    /// Records the start of an action; `event` is Nova's name for the part on the compute host;
    /// empty: none.
    void beginAction(Server &server, const QString &action, const QByteArray &requestId,
                     const QString &userId, const QString &event = {});
    void finishAction(Server &server, const QByteArray &requestId, bool success = true,
                      const QString &details = {});

    /// Sets the vm_state at the end of the upload, while the host is still being freed.
    static void becomeShelved(Server &server);
    void setTask(Server &server, const QString &task);
    /// Deletes in two seconds: volumes are detached or deleted, ports are deleted.
    void remove(Server &server, const QByteArray &requestId);
    /// Shuts the server off and keeps it for DemoOptions::reclaim, with everything that belongs to
    /// it.
    void softDelete(Server &server, const QByteArray &requestId);
    /// Builds a server that is already stored as `building`.
    void build(Server &server, const QByteArray &requestId);
    /// Windows makes a password at its first start and posts it, encrypted with the key pair. What
    /// is no RSA key cannot encrypt.
    void postPassword(const Server &server);
    /// `status` as the API derives it from vm_state and task_state.
    [[nodiscard]] static QString status(const Server &server);
    /// Set at launch; renaming does not change it.
    [[nodiscard]] static QString hostName(const Server &server);

private:
    void step(const QString &serverId, int run, const std::shared_ptr<std::vector<Phase>> &phases,
              std::size_t index, std::function<void(Server &)> done, std::function<void()> aborted);
    void releaseVolumes(Server &server);
    /// Deletes the ports that Nova made, and frees those of users.
    void releasePorts(const Server &server);

    World &m_world;
    VolumeManager &m_volumes;
    QHash<QString, int> m_runs;
};

} // namespace oriel::demo
