#pragma once

#include "forms/snapshotform.h"

#include <QtCore/QString>

#include <chrono>
#include <vector>

namespace oriel::forms {

/// What a snapshot of an instance captures and what not, in one or two sentences.
[[nodiscard]] QString captureSentence(bool volumeBacked, const std::vector<CapturedDisk> &disks);

/// What the instance's state, and the guest agent required by its image, mean for the captured
/// data.
[[nodiscard]] QString consistencySentence(const openstack::Server &server,
                                          const store::CloudStores &stores);

/// The consequences of capturing a running instance, considering its guest agent.
[[nodiscard]] QString runningSentence(const openstack::Server &server,
                                      const store::CloudStores &stores);
/// Whether the cloud only takes a snapshot of it after its guest agent has frozen the file systems.
[[nodiscard]] bool certainlyFrozen(const openstack::Server &server,
                                   const store::CloudStores &stores);
/// "5 s", "2 min", "1 h 20 min": rounded, for estimates.
[[nodiscard]] QString aboutText(std::chrono::milliseconds duration);

} // namespace oriel::forms
