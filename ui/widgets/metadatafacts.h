#pragma once

#include "ui/widgets/factgrid.h"

#include <QtCore/QMap>

namespace oriel::ui {

/// The facts for metadata, without Oriel's own tags.
[[nodiscard]] std::vector<FactGrid::Fact> metadataFacts(const QMap<QString, QString> &metadata);

} // namespace oriel::ui
