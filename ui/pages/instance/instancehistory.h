#pragma once

#include "models/storemodel.h"
#include "openstack/compute/instanceaction.h"
#include "operations/journal/journalentry.h"

#include <QtCore/QHash>

#include <vector>

namespace oriel::ui {

/// Something that was done to an instance, as a row.
struct HistoryRow
{
    QString id; ///< the request ID, or that of Oriel's operation
    QString what;
    QString outcome;
    models::Tone tone = models::Tone::None;
    QString why; ///< why it failed; empty: it did not, or the cloud does not say
    QString by;
    QDateTime when; ///< UTC
    QDateTime until{};
    QString requestId{};
    QString byTip{};       ///< the user's ID where `by` is the beginning of it
    QString operationId{}; ///< of Oriel's operation; empty: it was not done with Oriel

    bool operator==(const HistoryRow &) const = default;
};

/// What is known about the history of one instance.
struct InstanceHistory
{
    std::vector<openstack::InstanceAction> actions; ///< newest first, without events
    /// Those whose events are known, by request ID.
    QHash<QString, openstack::InstanceAction> details{};
    std::vector<operations::JournalEntry> entries; ///< of Oriel's operations on any resource
    QString userId{};                              ///< of the one who is signed in
    bool isBusy = false;                           ///< a task is in progress on the instance
};

/// Nova's record of an instance together with Oriel's operations: an operation and the actions that
/// its requests have caused are one row. Newest first.
[[nodiscard]] std::vector<HistoryRow> historyRows(const QString &serverId,
                                                  const InstanceHistory &history);

/// The actions whose events say something that the list does not: why they failed, or whether they
/// are still in progress.
[[nodiscard]] QStringList unexplainedActions(const InstanceHistory &history);

/// An action's events, a line each: "Shut off the instance
/// (compute_stop_instance): finished in 3 s".
[[nodiscard]] QString eventsText(const openstack::InstanceAction &action);

/// The list. Columns: action, outcome, reason, by, time, duration, request ID.
class HistoryModel final : public models::StoreModel<HistoryRow>
{
public:
    /// `rows` must outlive the model.
    HistoryModel(const store::Store<HistoryRow> &rows, const store::CloudStores &stores,
                 Clock &clock, QObject *parent = nullptr);
};

} // namespace oriel::ui
