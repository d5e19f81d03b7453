#pragma once

#include "demo/http/schema.h"

/// Cinder's JSON schemas of bodies for a microversion (the minor part).
namespace oriel::demo::blockschemas {

Schema createVolume(int micro);
Schema updateVolume(int micro);
Schema metadata(int micro);     ///< {"metadata": {…}}
Schema metadataItem(int micro); ///< {"meta": {…}}
Schema extend(int micro);
Schema setBootable(int micro);
Schema updateReadOnly(int micro);
Schema setImageMetadata(int micro);
Schema unsetImageMetadata(int micro);
Schema uploadImage(int micro);
Schema createTransfer(int micro);
Schema acceptTransfer(int micro);
Schema retype(int micro);
Schema createSnapshot(int micro);
Schema updateSnapshot(int micro);
Schema createBackup(int micro);
Schema updateBackup(int micro);
Schema restoreBackup(int micro);
Schema createGroup(int micro);
Schema createGroupFrom(int micro);
Schema updateGroup(int micro);
Schema deleteGroup(int micro);
Schema createGroupSnapshot(int micro);

} // namespace oriel::demo::blockschemas
