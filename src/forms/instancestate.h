#pragma once

#include "openstack/compute/server.h"

namespace oriel::forms {

/// What an instance waits for, or what is wrong with it, as sentences for its page: "The instance
/// was resized to “m1.large”. …" Empty: it needs nothing, or the cloud works on it.
[[nodiscard]] QString waitingText(const openstack::Server &server);

} // namespace oriel::forms
