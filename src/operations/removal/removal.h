#pragma once

#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/removal/partremoval.h"
#include "operations/removal/removalrequest.h"

#include <QtCore/QSet>

namespace oriel::operations {

class OperationCenter;

/// Deletes what a plan names, part after part and each with its own outcome: the image first, so
/// that nobody launches from half a snapshot, then each volume snapshot. Where the image is kept,
/// so are its volume snapshots. What stays behind without its image is stamped with that image's
/// id, so that it is found again; and named in leftovers().
///
/// Resumed, it looks at every part: what is gone is gone, the rest goes on.
class Removal final : public Operation
{
    Q_OBJECT

public:
    static constexpr char kindName[] = "delete-snapshot";

    /// `limiter`: of many that are started together; null: it need not wait.
    Removal(Context context, RemovalRequest request, std::shared_ptr<Limiter> limiter = {},
            QObject *parent = nullptr);
    /// Null where the intent is not understood.
    [[nodiscard]] static std::unique_ptr<Removal> fromJournal(const JournalEntry &entry,
                                                              Context context);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override { return m_request.subject; }
    [[nodiscard]] QString command() const override { return removalCommand(m_request); }
    [[nodiscard]] QString kind() const override { return QLatin1StringView(kindName); }
    [[nodiscard]] QJsonObject intent() const override { return toJson(m_request); }

    [[nodiscard]] QString cancelText() const override;

    [[nodiscard]] const RemovalRequest &request() const { return m_request; }
    /// What has not been deleted: what a retry is about. Everything as long as it runs.
    [[nodiscard]] RemovalRequest remaining() const;
    /// Whether anything has been deleted.
    [[nodiscard]] bool deletedAny() const;

protected:
    void run() override;
    void resume(const JournalEntry &left) override;
    void doCancel() override;

private:
    struct Kept
    {
        std::size_t part;
        PartFate fate;
        Error error;
    };

    void showStages();
    void queue();
    void next();
    void partEnded(PartFate fate, const Error &error);
    void conclude();
    void stampNext();
    void endAll();
    [[nodiscard]] bool imageKept() const;
    [[nodiscard]] QString imageId() const;
    [[nodiscard]] static QString partTitle(const RemovalPart &part);

    RemovalRequest m_request;
    std::shared_ptr<Limiter> m_limiter;
    std::optional<JournalEntry> m_before; ///< what an earlier Oriel had written
    bool m_waiting = false;               ///< for its turn: nothing was asked for yet
    std::size_t m_part = 0;
    std::vector<Kept> m_kept;
    std::vector<RemovalPart> m_toStamp;
    QSet<QString> m_gone; ///< ids of the parts that are no longer there
};

/// Deletes what a failed capture has left behind: the volume snapshots and images among `leftovers`
/// (Operation::leftovers()). Gives null where there is nothing among them that can be deleted.
[[nodiscard]] std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                                       const Context &context);

/// The ids of everything that running operations are deleting: sets, images, volume snapshots.
[[nodiscard]] QSet<QString> beingRemoved(const OperationCenter &operations);

} // namespace oriel::operations
