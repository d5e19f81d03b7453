#pragma once

#include "forms/createsnapshotform.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// What a snapshot of an instance captures and what not, in one or two sentences.
[[nodiscard]] QString captureSentence(bool volumeBacked, const std::vector<CapturedDisk> &disks);

/// What the instance's state, and a guest agent that its image asks for, mean for the captured
/// data.
[[nodiscard]] QString consistencySentence(const openstack::Server &server,
                                          const store::CloudStores &stores);

} // namespace oriel::forms
