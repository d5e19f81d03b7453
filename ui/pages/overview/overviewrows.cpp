#include "ui/pages/overview/overviewrows.h"

#include "base/visible.h"
#include "models/words.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "store/tuning.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

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
        return OverviewWords::tr("The volume has been at “%1” for more than an hour")
            .arg(isolated(one.detail));
    case VolumeSnapshotStuck:
        return OverviewWords::tr("The volume snapshot has been at “%1” for more than an hour")
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

RowItem attentionRow(const store::Attention &one)
{
    using enum store::AttentionReason;
    RowItem row;
    row.title = one.name.isEmpty() ? one.id : one.name;
    row.text = reasonText(one);
    const bool error =
        one.reason == ServerError || one.reason == VolumeError || one.reason == VolumeSnapshotError;
    row.icon = error ? u"circle-x"_s : one.reason == SetDue ? u"clock"_s : u"triangle-alert"_s;
    row.color = error ? Theme::Color::Error : Theme::Color::Warning;
    switch (one.reason) {
    case ServerError:
    case ServerStuck:
        row.route = Route::to(Kind::Server, one.id);
        break;
    case VolumeError:
    case VolumeStuck:
        row.route = Route::to(Kind::Volume, one.id);
        break;
    case VolumeSnapshotError:
    case VolumeSnapshotStuck:
    case OrphanVolumeSnapshot:
        row.route = Route::to(Kind::VolumeSnapshot, one.id);
        break;
    case ImageStuck:
        row.route = Route::to(Kind::Image, one.id);
        break;
    case SetIncomplete:
    case SetDue:
    case Stuck:
        row.route = one.serverId.isEmpty()
                        ? Route::to(Kind::Image, one.id)
                        : Route::to(Kind::Server, one.serverId, u"snapshots/"_s + one.id);
        break;
    }
    return row;
}

template <typename T, typename State>
void addPending(std::vector<RowItem> &rows, const store::Store<T> &source, Kind kind,
                const QDateTime &now, State state)
{
    std::vector<RowItem> found;
    for (const auto &row : source.rows()) {
        if (store::isChanging(*row, now))
            found.push_back({u"loader-circle"_s, Theme::Color::Busy,
                             row->name.isEmpty() ? row->id : row->name, state(*row),
                             Route::to(kind, row->id)});
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
    addPending(rows, stores.servers, Kind::Server, now, [](const openstack::Server &server) {
        return OverviewWords::tr("Instance: %1").arg(models::serverStatus(server).text);
    });
    addPending(rows, stores.volumes, Kind::Volume, now, [](const openstack::Volume &volume) {
        return OverviewWords::tr("Volume: %1").arg(models::volumeStatus(volume.status).text);
    });
    addPending(rows, stores.volumeSnapshots, Kind::VolumeSnapshot, now,
               [](const openstack::VolumeSnapshot &snapshot) {
                   return OverviewWords::tr("Volume snapshot: %1")
                       .arg(models::volumeSnapshotStatus(snapshot.status).text);
               });
    addPending(rows, stores.images, Kind::Image, now, [](const openstack::Image &image) {
        return OverviewWords::tr("Image: %1").arg(models::imageStatus(image.status).text);
    });
    return rows;
}

std::vector<RowItem> attentionRows(const std::vector<store::Attention> &all)
{
    std::vector<RowItem> rows;
    rows.reserve(all.size());
    for (const store::Attention &one : all)
        rows.push_back(attentionRow(one));
    return rows;
}

} // namespace oriel::ui
