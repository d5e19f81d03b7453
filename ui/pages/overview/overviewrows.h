#pragma once

#include "store/attention.h"
#include "ui/pages/overview/rowlist.h"

namespace oriel::operations {
class OperationCenter;
}

namespace oriel::ui {

/// What is under way: Oriel's own operations, then what the cloud does by itself. What is stuck is
/// not under way. `now` is UTC.
[[nodiscard]] std::vector<RowItem> runningRows(const operations::OperationCenter &operations,
                                               const store::CloudStores &stores,
                                               const QDateTime &now);

/// What needs somebody, in words.
[[nodiscard]] std::vector<RowItem> attentionRows(const std::vector<store::Attention> &all);

} // namespace oriel::ui
