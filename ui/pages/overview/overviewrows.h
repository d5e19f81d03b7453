#pragma once

#include "store/attention.h"
#include "ui/pages/overview/rowlist.h"

namespace oriel::operations {
class OperationCenter;
}

namespace oriel::ui {

/// What is under way: Oriel's own operations, then what the cloud does by itself; at most `most`,
/// the rest counted.
[[nodiscard]] std::vector<RowItem> runningRows(const operations::OperationCenter &operations,
                                               const store::CloudStores &stores,
                                               std::size_t most = 12);

/// What needs somebody, in words; at most `most`, the rest counted.
[[nodiscard]] std::vector<RowItem> attentionRows(const std::vector<store::Attention> &all,
                                                 std::size_t most = 20);

} // namespace oriel::ui
