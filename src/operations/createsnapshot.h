#pragma once

#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"
#include "operations/operation.h"
#include "operations/pace.h"
#include "operations/stamps.h"

#include "base/result.h"

#include <QtCore/QDate>
#include <QtCore/QSet>

namespace oriel::operations {

class StampWriter;

/// What a person chose in the Create snapshot dialog.
struct CreateSnapshotRequest
{
    QString serverId;
    QString name;                   ///< 1 to 255 characters, no blanks at the ends
    std::optional<QDate> keepUntil; ///< nothing: no date

    bool operator==(const CreateSnapshotRequest &) const = default;
};

/// The terminal client's line for the same snapshot. `serverName` is used where `nameIsUnique`, the
/// id elsewhere.
[[nodiscard]] QString createSnapshotCommand(const CreateSnapshotRequest &request,
                                            const QString &serverName, bool nameIsUnique);

/// Captures an instance: POST createImage exactly once, then follows the image and each volume
/// snapshot until all are captured or one has failed. A lost answer is resolved by looking for the
/// stamp (oriel:operation) among the images. Stages: asking; then one per volume, or capturing and
/// uploading the disk of an image-backed instance. The consistency is stamped as the evidence
/// before the capture says, and put right where that of after it differs.
/// https://docs.openstack.org/api-ref/compute/#create-image-createimage-action
class CreateSnapshot : public Operation
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView kindName{"create-snapshot"};

    CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString kind() const override { return kindName; }
    [[nodiscard]] QJsonObject intent() const override;
    [[nodiscard]] const CreateSnapshotRequest &request() const { return m_request; }

protected:
    void run() override;

private:
    /// What the cloud did not answer to may have happened (Lost) or most likely has not (Refused).
    enum class Doubt { Refused, Lost };

    void ask();
    void askedFor(const Result<openstack::CreatedImage> &answer);
    void search(Doubt doubt, const Error &error);
    void endWithoutImage(Doubt doubt, const Error &error);
    void adopt(const QString &imageId);
    void followImage();
    void fetchImage();
    void followVolumes(const openstack::Image &image);
    void captureFailed(const Error &error, const std::vector<Subject> &leftovers);
    void expectStages();
    [[nodiscard]] static QString stageTitle(const QString &device, int sizeGiB);

    CreateSnapshotRequest m_request;
    QString m_serverName;
    bool m_nameIsUnique = false;
    openstack::Server m_before;
    Stamps m_stamps;
    StampWriter *m_writer = nullptr;
    QSet<QString> m_knownBefore; ///< volume snapshots that were there before: no leftovers of this
    QString m_createRequestId;
    Pace m_pace;
    int m_tries = 0;
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
