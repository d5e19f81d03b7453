#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"
#include "operations/restore/restorerequest.h"

namespace oriel::operations {

/// Launches an instance from a snapshot: sends POST /servers exactly once, follows the instance
/// until it is ACTIVE, and moves a floating IP to it if requested. A lost answer is looked up by
/// the tag (oriel:operation) in the instances' metadata. If building fails, the error is the
/// cloud's, and the instance and its new volumes are listed as leftovers.
/// https://docs.openstack.org/api-ref/compute/#create-server
class RestoreInstance final : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"restore-instance"};

    RestoreInstance(Context context, RestoreRequest request, QObject *parent = nullptr);
    /// Null if the entry's intent is not understood.
    static std::unique_ptr<RestoreInstance> fromJournal(const JournalEntry &entry, Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.source; }
    [[nodiscard]] QString command() const override { return restoreCommand(m_request); }
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    [[nodiscard]] const RestoreRequest &request() const { return m_request; }
    /// Of the new instance, once it is active.
    [[nodiscard]] QStringList addresses() const { return m_addresses; }
    /// The move of the floating IP, for moving it back; set once it was moved.
    [[nodiscard]] const std::optional<FloatingIpMove> &movedFloatingIp() const { return m_moved; }

protected:
    Task<Ending> perform() override;

private:
    static constexpr std::size_t requestStage = 0;
    static constexpr std::size_t hostStage = 1;
    static constexpr std::size_t volumesStage = 2; ///< for an instance with new volumes

    void showStages();
    /// The stage in which the instance starts, after that of its new volumes.
    [[nodiscard]] std::size_t startStage() const { return m_request.newVolumes() > 0 ? 3 : 2; }
    /// The volumes that were created from the same volume snapshots before; empty: unknown.
    [[nodiscard]] Facts volumesBefore() const;
    [[nodiscard]] bool isFromOurs(const openstack::Volume &volume) const;
    /// Shows the cloud's progress; true once it has finished.
    bool follow(const openstack::Server &server);
    /// Lists what the failed instance has left behind.
    Task<void> nameLeftovers(QJsonValue volumesBefore);
    Task<void> moveFloatingIp();

    RestoreRequest m_request;
    QStringList m_addresses;
    std::optional<FloatingIpMove> m_moved;
};

} // namespace oriel::operations
