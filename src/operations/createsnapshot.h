#pragma once

#include "operations/operation.h"

#include <QtCore/QDate>

namespace oriel::operations {

/// What a person chose in the Create snapshot dialog.
struct CreateSnapshotRequest
{
    QString serverId;
    QString name;                    ///< 1 to 255 characters, no blanks at the ends
    std::optional<QDate> keepUntil;  ///< nothing: no date

    bool operator==(const CreateSnapshotRequest &) const = default;
};

/// Captures an instance: POST createImage exactly once, then follows the image and each volume snapshot until all are
/// captured or one has failed. A lost answer is resolved by looking for the stamp (oriel:operation) among the images.
/// https://docs.openstack.org/api-ref/compute/#create-image-createimage-action
class CreateSnapshot final : public Operation
{
    Q_OBJECT

public:
    CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Subject subject() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] const CreateSnapshotRequest &request() const { return m_request; }

protected:
    void run() override;

private:
    CreateSnapshotRequest m_request;
};

} // namespace oriel::operations
