// A list without end: what a user sees, and when, of very many instances on a network that is
// far away.
#include "probe/benchfixture.h"
#include "probe/heartbeat.h"
#include "probe/probe.h"

#include "models/rowmodel.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;

namespace oriel::bench {

QJsonObject listWithoutEnd(QApplication &application, const QStringList &arguments)
{
    const QString text = arguments.value(0);   // in the list
    const QString oldest = arguments.value(1); // the name of one that is in no list that is held
    const QString oldestId = arguments.value(2);
    Fixture fixture(application);
    ui::ListPage &page = fixture.openInstances();
    const qint64 empty = residentKiB();
    Heartbeat heartbeat;
    QElapsedTimer watch;
    const auto elapsed = [&watch] {
        return static_cast<double>(watch.nsecsElapsed()) / 1e6;
    };
    watch.start();
    heartbeat.start();
    page.entered(ui::Route::list(Kind::Server));
    auto &model = *qobject_cast<models::RowModel *>(fixture.table().model());
    fixture.until([&model] { return model.rowCount() > 0; });
    const double first = elapsed();
    fixture.until([&] {
        return fixture.stores->servers.state().loaded &&
               fixture.shows(fixture.stores->servers.size());
    });
    const double all = elapsed();
    const QJsonObject loading = heartbeat.stop();
    const int rows = model.rowCount();

    heartbeat.start();
    watch.restart();
    model.setFilterText(text);
    fixture.until([&] { return !model.isUpdating() && model.rowCount() < rows; });
    const double filtered = elapsed();
    const QJsonObject filtering = heartbeat.stop();
    const int found = model.rowCount();

    // As a user does it: the name, and Enter.
    auto &field = *page.findChild<QLineEdit *>(u"filterField"_s);
    field.setText(oldest);
    fixture.until([&] { return !model.isUpdating(); });
    const bool held = model.rowOf(oldestId) >= 0;
    watch.restart();
    QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, u"\r"_s);
    QApplication::sendEvent(&field, &enter);
    fixture.until([&] { return model.rowOf(oldestId) >= 0; });
    const double searched = elapsed();
    return {{u"first_ms"_s, first},
            {u"all_ms"_s, all},
            {u"rows"_s, rows},
            {u"more"_s, fixture.stores->servers.state().hasMore},
            {u"filtered_ms"_s, filtered},
            {u"found"_s, found},
            {u"held"_s, held},
            {u"searched_ms"_s, searched},
            {u"loading"_s, loading},
            {u"filtering"_s, filtering},
            {u"empty_kib"_s, empty},
            {u"rss_kib"_s, residentKiB()}};
}

} // namespace oriel::bench
