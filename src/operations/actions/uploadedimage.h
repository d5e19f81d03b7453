#pragma once

#include "operations/actions/actionoperation.h"
#include "operations/task.h"

namespace oriel::operations {

/// Makes the image of an uploaded volume usable for new volumes. Cinder notes "signature_verified"
/// for a volume made from an image, and gives it to the image of an upload. A volume made from that
/// image ends in error, because Cinder notes it once more
/// (cinder/volume/flows/manager/create_volume.py). So the property is removed, if it is there.
/// Idempotent: the steps before it may be resumed.
[[nodiscard]] Task<Ending> makeUsableForVolumes(ActionOperation *operation, QString imageId,
                                                std::size_t stage);

} // namespace oriel::operations
