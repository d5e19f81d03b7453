#pragma once

#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/capture/captureresult.h"
#include "operations/operation.h"

namespace oriel::operations {

/// Follows the volume snapshots of a snapshot, each until it is available or has failed: the image
/// of a volume-backed instance is active at once and says nothing of them. When all have ended, the
/// reason of those that failed is read from the block storage service's messages. Keeps the stores
/// up to date.
class VolumeCapture
{
public:
    /// What is known of the part at this index; nullptr: it is no longer in the cloud.
    using Show = std::function<void(std::size_t part, const openstack::VolumeSnapshot *snapshot)>;

    /// `image`: to which they belong. The context outlives it.
    VolumeCapture(const Context &context, Subject image,
                  std::vector<openstack::BlockDevice> devices, Show show);

    Task<CaptureResult> untilFinished();

private:
    struct Part
    {
        openstack::VolumeSnapshot snapshot;
        bool settled = false;
        bool good = false;
    };

    Task<CaptureResult> explain();
    [[nodiscard]] QString volumeWords(std::size_t index) const;

    const Context &m_context;
    Subject m_image;
    std::vector<openstack::BlockDevice> m_devices;
    Show m_show;
    std::vector<Part> m_parts;
};

} // namespace oriel::operations
