// A list without end: what a person sees, and when, of very many instances on a network that is
// far away.
#include "probe/desk.h"
#include "probe/heartbeat.h"
#include "probe/probe.h"

#include "models/listmodel.h"

#include <QtWidgets/QAbstractItemView>

using namespace Qt::StringLiterals;

namespace oriel::bench {

QJsonObject listWithoutEnd(QApplication &application, const QStringList &arguments)
{
    const int many = arguments.value(0, u"50000"_s).toInt();
    const QString text = arguments.value(1, u"web-100"_s);
    Desk desk(application);
    ui::InstancesPage &page = desk.openInstances();
    const qint64 empty = residentKiB();
    Heartbeat heartbeat;
    QElapsedTimer watch;
    const auto elapsed = [&watch] {
        return static_cast<double>(watch.nsecsElapsed()) / 1e6;
    };
    watch.start();
    heartbeat.start();
    page.entered({.place = ui::Route::Place::Instances, .id = {}, .detail = {}});
    auto &model = *qobject_cast<models::ListModel *>(desk.table().model());
    desk.until([&model] { return model.rowCount() > 0; });
    const double first = elapsed();
    desk.until([&] { return model.rowCount() >= many; });
    const double toMany = elapsed();
    desk.until([&] {
        return desk.stores->servers.state().loaded && desk.shows(desk.stores->servers.size());
    });
    const double all = elapsed();
    const QJsonObject loading = heartbeat.stop();
    const int rows = model.rowCount();

    heartbeat.start();
    watch.restart();
    model.setFilterText(text);
    desk.until([&] { return !model.settling() && model.rowCount() < rows; });
    const double filtered = elapsed();
    const QJsonObject filtering = heartbeat.stop();
    return {{u"first_ms"_s, first},       {u"many_ms"_s, toMany},
            {u"all_ms"_s, all},           {u"rows"_s, rows},
            {u"filtered_ms"_s, filtered}, {u"found"_s, model.rowCount()},
            {u"loading"_s, loading},      {u"filtering"_s, filtering},
            {u"empty_kib"_s, empty},      {u"rss_kib"_s, residentKiB()}};
}

} // namespace oriel::bench
