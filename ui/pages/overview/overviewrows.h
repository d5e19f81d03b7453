#pragma once

#include "operations/actions/action.h"
#include "store/attention.h"
#include "store/decisions.h"
#include "ui/pages/overview/rowlist.h"

namespace oriel::operations {
class OperationCenter;
class Schedules;
} // namespace oriel::operations

namespace oriel::ui {

/// What is in progress: Oriel's operations, then what the cloud does independently. Stuck resources
/// are not included. `now` is UTC.
[[nodiscard]] std::vector<RowItem> runningRows(const operations::OperationCenter &operations,
                                               const store::CloudStores &stores,
                                               const QDateTime &now);

/// The resources that need attention, as text.
[[nodiscard]] std::vector<RowItem> attentionRows(const std::vector<store::Attention> &all,
                                                 const operations::Situation &situation);
/// The instances that wait for a decision, each with the actions that make it.
[[nodiscard]] std::vector<RowItem> decisionRows(const std::vector<store::Decision> &all,
                                                const operations::Situation &situation);

/// Schedules of this scope whose latest snapshot has failed, or is waiting. `now` is UTC.
[[nodiscard]] std::vector<RowItem> scheduleRows(const operations::Schedules &schedules,
                                                const operations::OperationCenter &operations,
                                                const QDateTime &now);

} // namespace oriel::ui
