#pragma once

#include <QtCore/QDate>
#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::operations {

/// One volume snapshot that was announced to the user.
struct PromisedPart
{
    QString volumeId;
    QString words; ///< "/dev/vdb", or the volume's name
    int sizeGiB = 0;

    bool operator==(const PromisedPart &) const = default;
};

/// The user's choices in the Create snapshot dialog.
struct CreateSnapshotRequest
{
    QString serverId;
    QString name;                   ///< 1 to 255 characters, without leading or trailing spaces
    std::optional<QDate> keepUntil; ///< nullopt: no date
    /// A running instance is shut off first, and started again when everything is captured.
    bool shutOffFirst = false;
    QString description{}; ///< the reason for the snapshot, at most 255 characters; may be empty
    /// Data volumes of an image-backed instance, which Nova omits, to capture as well.
    QStringList extraVolumes{};
    /// What was shown to the user; empty: nothing.
    std::vector<PromisedPart> promised{};
    /// The ID of the schedule that it is for; empty: none.
    QString schedule{};

    bool operator==(const CreateSnapshotRequest &) const = default;
};

/// The equivalent commands for the terminal client. `server`: how they refer to the instance, see
/// commandTarget().
[[nodiscard]] QString createSnapshotCommand(const CreateSnapshotRequest &request,
                                            const QString &server);

/// For the journal.
[[nodiscard]] QJsonObject toJson(const CreateSnapshotRequest &request);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<CreateSnapshotRequest> snapshotRequestFromJson(const QJsonObject &json);

} // namespace oriel::operations
