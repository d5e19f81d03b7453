#include "ui/pages/overview/overviewrows.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/schedulewords.h"
#include "models/words.h"
#include "operations/actions/actions.h"
#include "operations/names.h"
#include "operations/operationcenter.h"
#include "operations/snapshottags.h"
#include "store/cloudstores.h"
#include "store/tuning.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

struct OverviewWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::Overview)
};

QString reasonText(const store::Attention &one)
{
    using enum store::AttentionReason;
    switch (one.reason) {
    case ServerError:
        return one.detail.isEmpty()
                   ? OverviewWords::tr("The instance is in error")
                   : OverviewWords::tr("The instance is in error: %1").arg(isolated(one.detail));
    case VolumeError:
        return OverviewWords::tr("The volume's status is “%1”").arg(isolated(one.detail));
    case VolumeSnapshotError:
        return OverviewWords::tr("The volume snapshot's status is “%1”").arg(isolated(one.detail));
    case SetIncomplete:
        return OverviewWords::tr(
            "Snapshot without all of its volume snapshots: it cannot be fully restored");
    case SetDue:
        return OverviewWords::tr("Snapshot due for deletion since %1")
            .arg(QLocale().toString(one.due, QLocale::ShortFormat));
    case Stuck:
        return OverviewWords::tr("Snapshot has not become ready for more than an hour");
    case ServerStuck:
        return OverviewWords::tr("The instance has been at “%1” for more than an hour")
            .arg(isolated(one.detail));
    case VolumeStuck:
        return (store::copiesData(one.detail)
                    ? OverviewWords::tr("The volume has been at “%1” for more than a day")
                    : OverviewWords::tr("The volume has been at “%1” for more than an hour"))
            .arg(isolated(one.detail));
    case VolumeSnapshotStuck:
        return (store::copiesData(one.detail)
                    ? OverviewWords::tr("The volume snapshot has been at “%1” for more than a day")
                    : OverviewWords::tr(
                          "The volume snapshot has been at “%1” for more than an hour"))
            .arg(isolated(one.detail));
    case ImageStuck:
        return OverviewWords::tr("The image has been at “%1” for more than an hour")
            .arg(isolated(one.detail));
    case OrphanVolumeSnapshot:
        return OverviewWords::tr(
            "Volume snapshot is orphaned: the image that it was created for no longer exists");
    }
    return one.detail;
}

Kind kindOf(store::AttentionReason reason)
{
    using enum store::AttentionReason;
    switch (reason) {
    case ServerError:
    case ServerStuck:
        return Kind::Server;
    case VolumeError:
    case VolumeStuck:
        return Kind::Volume;
    case VolumeSnapshotError:
    case VolumeSnapshotStuck:
    case OrphanVolumeSnapshot:
        return Kind::VolumeSnapshot;
    case ImageStuck:
        return Kind::Image;
    case SetIncomplete:
    case SetDue:
    case Stuck:
        break;
    }
    return Kind::SnapshotSet;
}

/// Those of these actions that exist.
std::vector<RowAction> rowActions(const QStringList &keys, const QString &id,
                                  const operations::Situation &situation)
{
    std::vector<RowAction> found;
    for (const QString &key : keys) {
        const operations::Action *action = operations::actionNamed(key);
        Q_ASSERT_X(action, "rowActions", qPrintable(key));
        if (action)
            found.push_back({key, action->words.menu, action->obstacle(situation, id)});
    }
    return found;
}

/// What can help an instance in error, as on its page. While nothing is possible, what usually
/// helps is shown with the reason.
std::vector<RowAction> waysOutOfError(const QString &id, const operations::Situation &situation)
{
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return {};
    std::vector<RowAction> possible;
    for (const operations::Action *action : operations::waysOutOf(*server, situation))
        possible.push_back({action->key, action->words.menu, {}});
    return possible.empty()
               ? rowActions({u"hard-reboot-server"_s, u"rebuild-server"_s, u"delete-server"_s}, id,
                            situation)
               : possible;
}

/// "since 14:03 or earlier": Nova tells only when the instance has last changed in any way.
QString resizedText(const store::Decision &one, const operations::Situation &situation)
{
    const auto server = situation.stores.servers.find(one.id);
    return server && server->updated.isValid()
               //: %1: a time
               ? OverviewWords::tr("Resized: check that it works, then confirm or revert. It has "
                                   "waited since %1 or earlier")
                     .arg(timeText(server->updated))
               : OverviewWords::tr("Resized: check that it works, then confirm or revert");
}

QString decisionText(const store::Decision &one, const operations::Situation &situation)
{
    using enum store::DecisionReason;
    switch (one.reason) {
    case Resized:
        return resizedText(one, situation);
    case Rescued:
        return OverviewWords::tr("In rescue mode: it runs from a rescue image");
    case Unreachable:
        if (one.detail == "cell"_L1)
            return OverviewWords::tr("Unknown: its part of the cloud does not answer");
        return one.detail == "port"_L1 ? OverviewWords::tr("Not reachable: none of its ports is up")
                                       : OverviewWords::tr("Not reachable: it has no address");
    case Shelved:
        return OverviewWords::tr("Shelved: its disks are kept, and still cost");
    case Locked:
        break;
    }
    return one.detail.isEmpty() ? OverviewWords::tr("Locked against changes")
                                : OverviewWords::tr("Locked: %1").arg(isolated(one.detail));
}

QStringList decisionActions(store::DecisionReason reason)
{
    using enum store::DecisionReason;
    switch (reason) {
    case Resized:
        return {u"confirm-resize"_s, u"revert-resize"_s};
    case Rescued:
        return {u"unrescue-server"_s};
    case Unreachable:
        return {operations::checkReach};
    case Shelved:
        return {u"unshelve-server"_s};
    case Locked:
        break;
    }
    return {u"unlock-server"_s};
}

RowItem attentionRow(const store::Attention &one)
{
    using enum store::AttentionReason;
    RowItem row;
    row.title = operations::nameOrId(one.name, one.id);
    row.text = reasonText(one);
    const bool error =
        one.reason == ServerError || one.reason == VolumeError || one.reason == VolumeSnapshotError;
    row.icon = error ? u"circle-x"_s : one.reason == SetDue ? u"clock"_s : u"triangle-alert"_s;
    row.color = error ? Theme::Color::Error : Theme::Color::Warning;
    row.subject = operations::Subject{kindOf(one.reason), one.id, row.title};
    const bool inInstance = row.subject->kind == Kind::SnapshotSet && !one.serverId.isEmpty();
    row.route = inInstance ? Route::to(Kind::Server, one.serverId, u"snapshots/"_s + one.id)
                           : Route::to(row.subject->kind, one.id);
    return row;
}

/// The resources that running operations work on: they are listed once, as the operation.
class WorkedAt
{
public:
    explicit WorkedAt(const operations::OperationCenter &operations)
    {
        for (const auto &operation : operations.operations()) {
            if (operation->outcome() != operations::Outcome::Running)
                continue;
            m_ids << operation->id() << operation->subject().id;
            if (!operation->resultId().isEmpty())
                m_ids << operation->resultId();
        }
        m_ids.remove(QString());
    }
    [[nodiscard]] bool has(const openstack::Server &row) const { return m_ids.contains(row.id); }
    [[nodiscard]] bool has(const openstack::Image &row) const
    {
        return m_ids.contains(row.id) || isTagged(row.properties);
    }
    [[nodiscard]] bool has(const auto &row) const
    {
        return m_ids.contains(row.id) || isTagged(row.metadata);
    }

private:
    [[nodiscard]] bool isTagged(const QMap<QString, QString> &tags) const
    {
        return m_ids.contains(tags.value(operations::tagKey("operation"_L1)));
    }

    QSet<QString> m_ids;
};

template <typename T, typename State>
void addPending(std::vector<RowItem> &rows, const store::Store<T> &source, Kind kind,
                const QDateTime &now, const WorkedAt &workedAt, State state)
{
    std::vector<RowItem> found;
    for (const auto &row : source.rows()) {
        if (store::isChanging(*row, now) && !workedAt.has(*row))
            found.push_back({u"loader-circle"_s, Theme::Color::Busy,
                             operations::nameOrId(row->name, row->id), state(*row),
                             Route::to(kind, row->id),
                             operations::Subject{kind, row->id, row->name}});
    }
    std::sort(found.begin(), found.end(), [](const RowItem &a, const RowItem &b) {
        return std::tie(a.title, a.route->id) < std::tie(b.title, b.route->id);
    });
    rows.insert(rows.end(), found.begin(), found.end());
}

} // namespace

std::vector<RowItem> runningRows(const operations::OperationCenter &operations,
                                 const store::CloudStores &stores, const QDateTime &now)
{
    std::vector<RowItem> rows;
    for (const auto &operation : operations.operations()) {
        if (operation->outcome() != operations::Outcome::Running)
            continue;
        QString text;
        for (const operations::Stage &stage : operation->stages()) {
            if (stage.state == operations::StageState::Running)
                text = stage.percent >= 0
                           //: %1: what is running; %2: its progress
                           ? OverviewWords::tr("%1, %2 %")
                                 .arg(isolated(stage.title), QString::number(stage.percent))
                           : stage.title;
        }
        rows.push_back({u"loader-circle"_s, Theme::Color::Busy, operation->title(), text,
                        Route::activity(operation->id())});
    }
    const WorkedAt workedAt(operations);
    addPending(rows, stores.servers, Kind::Server, now, workedAt,
               [](const openstack::Server &server) {
                   return OverviewWords::tr("Instance: %1").arg(models::serverStatus(server).text);
               });
    addPending(
        rows, stores.volumes, Kind::Volume, now, workedAt, [](const openstack::Volume &volume) {
            return OverviewWords::tr("Volume: %1").arg(models::volumeStatus(volume.status).text);
        });
    addPending(rows, stores.volumeSnapshots, Kind::VolumeSnapshot, now, workedAt,
               [](const openstack::VolumeSnapshot &snapshot) {
                   return OverviewWords::tr("Volume snapshot: %1")
                       .arg(models::volumeSnapshotStatus(snapshot.status).text);
               });
    addPending(rows, stores.images, Kind::Image, now, workedAt, [](const openstack::Image &image) {
        return OverviewWords::tr("Image: %1").arg(models::imageStatus(image.status).text);
    });
    return rows;
}

std::vector<RowItem> attentionRows(const std::vector<store::Attention> &all,
                                   const operations::Situation &situation)
{
    std::vector<RowItem> rows;
    rows.reserve(all.size());
    for (const store::Attention &one : all) {
        rows.push_back(attentionRow(one));
        if (one.reason == store::AttentionReason::ServerError)
            rows.back().actions = waysOutOfError(one.id, situation);
    }
    return rows;
}

std::vector<RowItem> decisionRows(const std::vector<store::Decision> &all,
                                  const operations::Situation &situation)
{
    std::vector<RowItem> rows;
    rows.reserve(all.size());
    for (const store::Decision &one : all) {
        const bool steady = one.reason == store::DecisionReason::Locked ||
                            one.reason == store::DecisionReason::Shelved;
        rows.push_back({.icon = steady ? u"info"_s : u"triangle-alert"_s,
                        .color = steady ? Theme::Color::TextSecondary : Theme::Color::Warning,
                        .title = operations::nameOrId(one.name, one.id),
                        .text = decisionText(one, situation),
                        .route = Route::to(Kind::Server, one.id),
                        .subject = operations::Subject{Kind::Server, one.id, one.name},
                        .actions = rowActions(decisionActions(one.reason), one.id, situation)});
    }
    return rows;
}

std::vector<RowItem> scheduleRows(const operations::Schedules &schedules,
                                  const operations::OperationCenter &operations,
                                  const QDateTime &now)
{
    std::vector<RowItem> rows;
    for (const operations::SnapshotSchedule &schedule : schedules.all()) {
        const QString trouble = forms::scheduleTrouble(schedule, schedules, operations, now,
                                                       QTimeZone::systemTimeZone());
        if (trouble.isEmpty())
            continue;
        const QString name = operations::nameOrId(schedule.serverName, schedule.serverId);
        rows.push_back({.icon = u"triangle-alert"_s,
                        .color = Theme::Color::Warning,
                        .title = name,
                        .text = trouble,
                        .route = Route::to(Kind::Server, schedule.serverId, u"snapshots"_s),
                        .subject = operations::Subject{Kind::Server, schedule.serverId, name}});
    }
    return rows;
}

} // namespace oriel::ui
