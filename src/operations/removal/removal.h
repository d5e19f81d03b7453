#pragma once

#include "openstack/compute/server.h"
#include "openstack/network/port.h"
#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/removal/removalrequest.h"

#include <QtCore/QSet>

#include <map>

namespace oriel::operations {

class OperationCenter;

/// Deletes a plan's parts by their IDs, each with its own outcome. The first one may lead: an
/// instance, whose volumes and addresses are free only without it, or an image, so that no instance
/// is launched from half a snapshot. If it is kept, so is everything else. The others follow at
/// once, but the volume snapshots of one volume one after another, and then that volume. Parts left
/// behind are listed in leftovers(); volume snapshots without their image are tagged with its ID,
/// so that they can be found.
///
/// Nova deletes some volumes with the instance. So the instance is compared with the plan before
/// each request to delete it: a volume that the plan keeps is told to stay (2.85), and one that the
/// plan does not know ends the operation. Where Nova keeps deleted instances for a while, what
/// belongs to them is kept as well.
///
/// A part is finished when it no longer exists (404). What is accepted and then reverted (busy), or
/// ends in error_deleting, is kept, with the reason from the service's messages, the only place
/// where it is stated.
/// https://docs.openstack.org/api-ref/compute/#delete-server
/// https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume
/// https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-snapshot
/// https://docs.openstack.org/api-ref/image/v2/#delete-image
class Removal final : public Operation
{
    Q_OBJECT

public:
    /// `limiter`: shared by operations that were started together; null: no limit.
    Removal(Context context, RemovalRequest request, std::shared_ptr<Limiter> limiter = {},
            QObject *parent = nullptr);
    /// Null if the intent is not understood.
    [[nodiscard]] static std::unique_ptr<Removal> fromJournal(const JournalEntry &entry,
                                                              Context context);

    [[nodiscard]] QString title() const override { return removalTitle(m_request); }
    [[nodiscard]] Subject subject() const override { return m_request.subject; }
    [[nodiscard]] QString command() const override { return removalCommand(m_request); }
    [[nodiscard]] QString kind() const override { return removalKind(m_request.subject.kind); }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    [[nodiscard]] QString cancelText() const override;
    [[nodiscard]] bool isOnlyWaiting() const override;

    [[nodiscard]] const RemovalRequest &request() const { return m_request; }
    /// What has not been deleted, for a retry. Everything while it is running.
    [[nodiscard]] RemovalRequest remaining() const;
    /// Whether anything has been deleted.
    [[nodiscard]] bool deletedAny() const { return !m_gone.isEmpty(); }
    /// Whether the cloud only keeps the instance, which can be restored for a while.
    [[nodiscard]] bool isDeferred() const { return m_deferred; }

protected:
    Task<Ending> perform() override;
    void doCancel() override;

private:
    /// The cloud's state of a part.
    struct Seen
    {
        QString status;
        bool goes = false;     ///< it is being deleted
        bool isGone = false;   ///< the service still shows it, as deleted
        bool deferred = false; ///< an instance that is deleted later, and can be restored
        bool isProtected = false;
        QString user{};  ///< the instance or the port that it belongs to; empty: none
        QString group{}; ///< of a volume

        template <typename T>
        static Seen of(const T &row);
    };

    void showStages();
    /// After a long absence: the user may have changed their mind, and may need what is left.
    Task<void> askWhetherStillWanted();
    /// The indexes of the parts, in the order of deletion: what leads, then per volume its volume
    /// snapshots, which storage deletes one after another, and the volume.
    [[nodiscard]] std::vector<std::vector<std::size_t>> partsInOrder() const;
    Task<Nothing> removeInOrder(std::vector<std::size_t> parts);
    /// Succeeded: it no longer exists. Failed: it is kept.
    Task<Ending> removePart(std::size_t index);
    Task<bool> isGone(RemovalPart part);
    template <typename T>
    [[nodiscard]] Step deletionOf(const QString &id);
    /// Whether it may be deleted now: its ending if not, or if it no longer exists.
    Task<std::optional<Ending>> check(std::size_t index);
    /// Why its current state does not allow it, in words; empty: it does.
    [[nodiscard]] QString obstacle(const RemovalPart &part, const Seen &seen) const;
    /// Compares the instance with the plan, and makes the volumes stay that it keeps. An error: it
    /// is not as planned. Facts: the IDs of its ports.
    Task<Result<Facts>> compareWithPlan();
    /// A volume that would be deleted with the instance although the plan keeps it; empty: none.
    /// An error if the instance is not as the plan says.
    Task<Result<QString>> nextToKeep();
    [[nodiscard]] QStringList unplannedVolumes(const openstack::Server &server) const;
    [[nodiscard]] QString volumeToKeep(const openstack::Server &server) const;
    /// Why a volume of the plan is not deleted with the instance; empty: all are.
    [[nodiscard]] QString whyDetached(const openstack::Server &server) const;
    [[nodiscard]] Error conflict(const QString &why) const;
    /// The IDs of those that the instance uses.
    [[nodiscard]] QStringList portsOf(const std::vector<openstack::Port> &ports) const;
    Task<Result<Facts>> keepVolume(QString id);
    /// Why a volume that would be deleted with the instance is none of the plan's; empty: it was
    /// made by the launch that the instance is a leftover of.
    Task<QString> whyUnplanned(openstack::Server server, QString volumeId);
    /// Names the ports that the deletion of the instance has left.
    Task<void> nameWhatStays();
    void noteDeferral();
    /// Follows the deletion until the part no longer exists.
    Task<Ending> untilGone(std::size_t index, QString requestId);
    Task<Ending> putBack(RemovalPart part, QString status, QString requestId);
    /// The service's own reason; empty: it gives none.
    Task<QString> whyKept(RemovalPart part, QString requestId);
    [[nodiscard]] static QString revertedText(Kind kind, const QString &status);
    /// From the intent of the instance's deletion.
    void setPorts(const Facts &intent);
    void refreshLists();
    Task<Result<Seen>> see(RemovalPart part, std::function<bool(const Seen &)> isFinished);
    template <typename T>
    Task<Result<Seen>> see(QString id, std::function<bool(const Seen &)> isFinished);
    /// Tags what is left behind with the image that no longer exists.
    Task<void> tagWhatStays();
    [[nodiscard]] Ending ending();
    /// The ID of the instance or image that leads; empty: none.
    [[nodiscard]] QString leaderId() const;
    [[nodiscard]] static QString partTitle(const RemovalPart &part);
    [[nodiscard]] static QString partName(const RemovalPart &part);
    [[nodiscard]] Ending kept(const RemovalPart &part, ErrorKind kind, const QString &message,
                              const QString &requestId = {}) const;

    RemovalRequest m_request;
    std::shared_ptr<Limiter> m_limiter;
    bool m_asking = false;                ///< whether it is still wanted
    bool m_waiting = false;               ///< for its turn: nothing was sent yet
    std::map<std::size_t, Ending> m_kept; ///< by the part's index
    QSet<QString> m_gone;                 ///< IDs of the parts that no longer exist
    QSet<QString> m_accepted;             ///< IDs of the parts whose deletion was accepted
    QStringList m_preserved;              ///< names of volumes that were told to stay
    QStringList m_ports;                  ///< IDs of the instance's ports, before the deletion
    bool m_deferred = false;              ///< the cloud deletes the instance later
};

/// Deletes what a failed operation has left behind (Operation::leftovers()). Null if there is
/// nothing that can be deleted.
[[nodiscard]] std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                                       const Context &context);

/// The IDs of everything that running operations are deleting.
[[nodiscard]] QSet<QString> beingRemoved(const OperationCenter &operations);
/// Whether a running operation is deleting it; null: there are none.
[[nodiscard]] bool isBeingRemoved(const OperationCenter *operations, const QString &id);

} // namespace oriel::operations
