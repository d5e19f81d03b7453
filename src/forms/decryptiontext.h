#pragma once

#include "openstack/compute/windowspassword.h"

#include <QtCore/QString>

namespace oriel::forms {

/// Why a password was not decrypted and what to do, in words; empty: it was. `keyName`: the key
/// pair that the instance was launched with.
[[nodiscard]] QString decryptionText(openstack::DecryptionFault fault, const QString &keyName);

} // namespace oriel::forms
