#pragma once

#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

namespace oriel::operations {

/// Follows the volume snapshots that the image of a volume-backed instance names, each until it is
/// available or has failed: the image itself is active at once and says nothing of them. When all
/// have ended, the reason of those that failed is asked of the block storage service's messages.
/// Keeps the stores' rows fresh. Ends with exactly one of finished(), failed(), lost().
class VolumeCapture final : public QObject
{
    Q_OBJECT

public:
    VolumeCapture(Context context, openstack::Image image, QObject *parent);

    /// The devices whose snapshots are followed, in the order of part's index.
    [[nodiscard]] const std::vector<openstack::BlockDevice> &devices() const { return m_devices; }
    void start();

Q_SIGNALS:
    /// What is known of one volume snapshot now.
    void part(int index, const oriel::openstack::VolumeSnapshot &snapshot);
    /// It is not in the cloud (any more).
    void partMissing(int index);
    void finished();
    void failed(const oriel::Error &error,
                const std::vector<oriel::operations::Subject> &leftovers);
    void lost(const oriel::Error &error);

private:
    struct Part
    {
        openstack::VolumeSnapshot snapshot;
        bool settled = false;
        bool good = false;
    };

    void look();
    void arrived(std::size_t index, Result<openstack::VolumeSnapshot> result);
    void settle();
    void explain();
    void report(const QMap<QString, QString> &reasons);
    [[nodiscard]] QString volumeWords(std::size_t index) const;

    Context m_context;
    openstack::Image m_image;
    std::vector<openstack::BlockDevice> m_devices;
    std::vector<Part> m_parts;
    Pace m_pace;
    int m_awaited = 0;
    std::optional<Error> m_trouble; ///< the last error of this round
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
