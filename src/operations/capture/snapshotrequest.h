#pragma once

#include <QtCore/QDate>
#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::operations {

/// One volume snapshot that was promised before anything was done.
struct PromisedPart
{
    QString volumeId;
    QString words; ///< "/dev/vdb", or the volume's name
    int sizeGiB = 0;

    bool operator==(const PromisedPart &) const = default;
};

/// What the user has chosen in the Create snapshot dialog.
struct CreateSnapshotRequest
{
    QString serverId;
    QString name;                   ///< 1 to 255 characters, no blanks at the ends
    std::optional<QDate> keepUntil; ///< nothing: no date
    /// A running instance is shut off before, and started again when all is captured.
    bool shutOffFirst = false;
    QString description{}; ///< why it was made, at most 255 characters; may be empty
    /// Data volumes of an image-backed instance, which Nova leaves out, to be snapshot too.
    QStringList extraVolumes{};
    /// What was shown to the user; empty: nothing was promised.
    std::vector<PromisedPart> promised{};

    bool operator==(const CreateSnapshotRequest &) const = default;
};

/// The terminal client's lines for the same snapshot. `server`: how they name the instance, see
/// commandTarget().
[[nodiscard]] QString createSnapshotCommand(const CreateSnapshotRequest &request,
                                            const QString &server);

/// How Nova names the volume snapshots of an image: "snapshot for <image name>".
[[nodiscard]] QString volumeSnapshotName(const QString &imageName);

/// For the journal.
[[nodiscard]] QJsonObject toJson(const CreateSnapshotRequest &request);
/// Nothing where it is not understood.
[[nodiscard]] std::optional<CreateSnapshotRequest> snapshotRequestFromJson(const QJsonObject &json);

} // namespace oriel::operations
