#pragma once

#include "openstack/network/port.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/serverblueprint.h"

namespace oriel::operations {

/// How an instance that replaces another one differs from it.
struct ReplacementOptions
{
    QString name{};
    QString flavorId{};
    QString keyName{};
    QString zone{};      ///< empty: the cloud's choice
    QString networkId{}; ///< the only one; "none": none; empty: as the original
    /// Takes the original's ports, as far as they still exist, and its addresses where the project
    /// may choose them. Otherwise the original keeps them, and all ports are new.
    bool takesInterfaces = false;
    std::size_t stage = 0; ///< of the request and the start
};

/// The words of the commands that launch it and associate its floating IPs, for Action::command.
/// `volumeIds`: its disks; empty: those of the original.
[[nodiscard]] QStringList launchWords(const ServerBlueprint &blueprint,
                                      const ReplacementOptions &options,
                                      const QStringList &volumeIds);

/// Launches an instance like another one, from volumes that exist, and moves floating IPs to it. A
/// part of an operation, with the steps "create-server", "create-server-anywhere" and
/// "move-floating-ip:ID". The volumes are kept when the new instance is deleted.
class ServerReplacement
{
    Q_DECLARE_TR_FUNCTIONS(ServerReplacement)

public:
    /// `operation` outlives this.
    ServerReplacement(ActionOperation &operation, ServerBlueprint blueprint,
                      ReplacementOptions options)
        : m_operation(operation)
        , m_blueprint(std::move(blueprint))
        , m_options(std::move(options))
    {}

    /// Requests the instance with these volumes, the root disk first, and follows it until it runs.
    Task<Ending> launch(QStringList volumeIds);
    /// Moves the original's floating IPs to it. What fails becomes a note.
    Task<void> moveFloatingIps(std::size_t stage);
    /// Of the new instance; empty: it was not created.
    [[nodiscard]] const QString &serverId() const { return m_serverId; }

private:
    /// That of the plan, with what the journal does not keep from the original.
    Task<QMap<QString, QString>> metadata();
    /// Fills the interfaces of a request.
    Task<Ending> connect(openstack::CreateServer *create);
    Task<StepResult> request(openstack::CreateServer create, QString step);
    Task<Ending> untilRunning(QString requestId);
    Task<void> moveOne(FloatingIpMove move, std::vector<openstack::Port> ports);

    ActionOperation &m_operation;
    ServerBlueprint m_blueprint;
    ReplacementOptions m_options;
    QString m_serverId;
};

} // namespace oriel::operations
