#pragma once

#include "net/request.h"
#include "store/cloudstores.h"

#include <QtCore/QString>

namespace oriel::operations {

/// Why this service is too old for what needs the microversion `least`; empty: it is not, or its
/// version is not known yet.
[[nodiscard]] QString whyTooOld(const store::CloudStores &stores, net::Service service,
                                net::Microversion least);

} // namespace oriel::operations
