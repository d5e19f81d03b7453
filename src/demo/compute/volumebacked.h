#pragma once

#include "demo/state.h"

namespace oriel::demo {

/// One entry of an image's block_device_mapping, spelled as nova spells it.
QString mappingEntry(const QString &snapshotId, int size, const Attachment &attachment);

/// Makes of `image` what nova registers for a volume-backed server: nothing in it but where its
/// volumes' snapshots are.
void describeVolumeBacked(Image &image, const QStringList &mapping);

} // namespace oriel::demo
