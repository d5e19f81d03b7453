#pragma once

#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/removal/removalrequest.h"

#include <QtCore/QSet>

#include <map>

namespace oriel::operations {

class OperationCenter;

/// Deletes a plan's parts, each with its own outcome: the image first, so that no instance is
/// launched from half a snapshot, then the volume snapshots, at once if they are of different
/// volumes. If the image is kept, so are its volume snapshots. Parts left behind without their
/// image are tagged with that image's ID, so that they can be found, and listed in leftovers().
///
/// A part is finished when it no longer exists (404). A volume snapshot whose deletion Cinder
/// accepts and then reverts (busy) or that ends in error_deleting is kept, with the reason from the
/// service's messages, the only place where it is stated.
/// https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-snapshot
/// https://docs.openstack.org/api-ref/image/v2/#delete-image
class Removal final : public Operation
{
    Q_OBJECT

public:
    static constexpr char kindName[] = "delete-snapshot";

    /// `limiter`: shared by operations that were started together; null: no limit.
    Removal(Context context, RemovalRequest request, std::shared_ptr<Limiter> limiter = {},
            QObject *parent = nullptr);
    /// Null if the intent is not understood.
    [[nodiscard]] static std::unique_ptr<Removal> fromJournal(const JournalEntry &entry,
                                                              Context context);

    [[nodiscard]] QString title() const override { return removalTitle(m_request); }
    [[nodiscard]] Subject subject() const override { return m_request.subject; }
    [[nodiscard]] QString command() const override { return removalCommand(m_request); }
    [[nodiscard]] QString kind() const override { return QLatin1StringView(kindName); }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    [[nodiscard]] QString cancelText() const override;

    [[nodiscard]] const RemovalRequest &request() const { return m_request; }
    /// What has not been deleted, for a retry. Everything while it is running.
    [[nodiscard]] RemovalRequest remaining() const;
    /// Whether anything has been deleted.
    [[nodiscard]] bool deletedAny() const { return !m_gone.isEmpty(); }

protected:
    Task<Ending> perform() override;
    void doCancel() override;

private:
    /// The cloud's state of a part.
    struct Seen
    {
        QString status;
        bool isProtected = false;
    };

    void showStages();
    /// The indexes of the parts, in the order of deletion: the image, then per volume its volume
    /// snapshots, which storage deletes one after another.
    [[nodiscard]] std::vector<std::vector<std::size_t>> partsInOrder() const;
    Task<Nothing> removeInOrder(std::vector<std::size_t> parts);
    /// Succeeded: it no longer exists. Failed: it is kept.
    Task<Ending> removePart(std::size_t index);
    template <typename T>
    [[nodiscard]] Step deletionOf(const QString &id);
    /// Whether it may be deleted now: its ending if not, or if it no longer exists.
    Task<std::optional<Ending>> check(std::size_t index);
    /// Follows the deletion until the part no longer exists.
    Task<Ending> untilGone(std::size_t index, QString requestId);
    Task<Ending> putBack(RemovalPart part, QString status, QString requestId);
    Task<Result<Seen>> see(RemovalPart part, std::function<bool(const Seen &)> isFinished);
    template <typename T>
    Task<Result<Seen>> see(QString id, std::function<bool(const Seen &)> isFinished);
    /// Tags what is left behind with the image that no longer exists.
    Task<void> tagWhatStays();
    [[nodiscard]] Ending ending();
    [[nodiscard]] QString imageId() const;
    [[nodiscard]] static QString partTitle(const RemovalPart &part);
    [[nodiscard]] Ending kept(const RemovalPart &part, ErrorKind kind, const QString &message,
                              const QString &requestId = {}) const;

    RemovalRequest m_request;
    std::shared_ptr<Limiter> m_limiter;
    bool m_waiting = false;               ///< for its turn: nothing was sent yet
    std::map<std::size_t, Ending> m_kept; ///< by the part's index
    QSet<QString> m_gone;                 ///< IDs of the parts that no longer exist
};

/// Deletes what a failed capture has left behind: the volume snapshots and images among `leftovers`
/// (Operation::leftovers()). Null if none of them can be deleted.
[[nodiscard]] std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                                       const Context &context);

/// The IDs of everything that running operations are deleting: sets, images, volume snapshots.
[[nodiscard]] QSet<QString> beingRemoved(const OperationCenter &operations);

} // namespace oriel::operations
