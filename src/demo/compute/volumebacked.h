#pragma once

#include "demo/state.h"

namespace oriel::demo {

/// One entry of an image's block_device_mapping, formatted as Nova does.
QString mappingEntry(const QString &snapshotId, int size, const Attachment &attachment);

/// Turns `image` into what Nova registers for a volume-backed server: no data, only references to
/// its volumes' snapshots.
void describeVolumeBacked(Image &image, const QStringList &mapping);

} // namespace oriel::demo
