// Complete lists: how long until a user sees the first rows and all of them, and what they weigh.
#include "probe/benchfixture.h"
#include "probe/probe.h"

#include "models/rowmodel.h"

#include <QtCore/QJsonArray>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

using namespace std::chrono_literals;

/// The time of a quiet poll in a page that is seen, and a little more.
constexpr auto quietPoll = 16s;

const ui::Route instances = ui::Route::list(Kind::Server);

/// Turns the event loop for a moment, so that what is let go of in workers is let go of.
void settle(Fixture &fixture, std::chrono::milliseconds time)
{
    bool over = false;
    QTimer::singleShot(time, &fixture.window, [&over] { over = true; });
    fixture.until([&over] { return over; });
}

bool allLoaded(Fixture &fixture)
{
    const auto &stores = *fixture.stores;
    return stores.servers.state().loaded && fixture.shows(stores.servers.size());
}

/// The bytes of the texts of every cell that is shown before a user has chosen columns.
qint64 shownBytes(const QAbstractItemView &table)
{
    const auto *model = qobject_cast<const models::RowModel *>(table.model());
    qint64 bytes = 0;
    for (int column = 0; column < model->columnCount(); ++column) {
        if (!model->columnShownByDefault(column))
            continue;
        for (int row = 0; row < model->rowCount(); ++row)
            bytes += model->index(row, column).data().toString().size() * 2;
    }
    return bytes;
}

QJsonObject asJson(const QMap<QString, Traffic::Count> &taken)
{
    QJsonObject json;
    for (auto it = taken.begin(); it != taken.end(); ++it)
        json.insert(it.key(), QJsonObject{{u"requests"_s, it->requests}, {u"bytes"_s, it->bytes}});
    return json;
}

/// Gives `count` servers another name, past Oriel.
QStringList rename(Fixture &fixture, int count)
{
    QByteArray token;
    fixture.session->token(&fixture.window, [&token](Result<QByteArray> got) { token = *got; });
    fixture.until([&token] { return !token.isEmpty(); });
    const QUrl compute = *fixture.session->endpoint(net::Service::Compute);
    QNetworkAccessManager network;
    QStringList ids;
    int left = count;
    const auto rows = fixture.stores->servers.rows();
    const qsizetype stride = std::max<qsizetype>(1, rows.size() / count);
    qsizetype at = 0;
    for (const auto &server : rows) {
        if (at++ % stride != 0 || ids.size() == count)
            continue;
        ids.append(server->id);
        QNetworkRequest request(QUrl(compute.toString() + u"/servers/"_s + server->id));
        request.setRawHeader("X-Auth-Token", token);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        const QByteArray body = R"({"server":{"name":")" + server->name.toUtf8() + R"(-renamed"}})";
        QNetworkReply *reply = network.put(request, body);
        QObject::connect(reply, &QNetworkReply::finished, reply, [reply, &left] {
            if (reply->error() != QNetworkReply::NoError)
                qFatal("%s", qPrintable(reply->errorString()));
            --left;
        });
    }
    fixture.until([&left] { return left == 0; });
    return ids;
}

} // namespace

QJsonObject completeList(QApplication &application, const QStringList &)
{
    Fixture fixture(application);
    ui::ListPage &page = fixture.openInstances();
    settle(fixture, 200ms);
    const qint64 empty = residentKiB();
    QElapsedTimer watch;
    watch.start();
    page.entered(instances);
    fixture.until([&] { return fixture.shows(1); });
    fixture.table().viewport()->repaint();
    const double first = static_cast<double>(watch.nsecsElapsed()) / 1e6;
    fixture.until([&] { return allLoaded(fixture); });
    fixture.table().viewport()->repaint();
    const double all = static_cast<double>(watch.nsecsElapsed()) / 1e6;
    // What the rows refer to comes after them; it counts too, but not what is in progress.
    fixture.until([&] {
        return fixture.stores->volumes.state().loaded && fixture.stores->images.state().loaded &&
               fixture.client->running() == 0;
    });
    settle(fixture, 1s);
    return {{u"first_ms"_s, first},
            {u"all_ms"_s, all},
            {u"rows"_s, fixture.table().model()->rowCount()},
            {u"empty_kib"_s, empty},
            {u"rss_kib"_s, residentKiB()},
            {u"shown_bytes"_s, shownBytes(fixture.table())}};
}

QJsonObject refreshFewChanged(QApplication &application, const QStringList &arguments)
{
    const int count = arguments.value(0, u"10"_s).toInt();
    Fixture fixture(application);
    const Traffic traffic;
    ui::ListPage &page = fixture.openInstances();
    const auto snapshots = fixture.stores->watch({Kind::VolumeSnapshot});
    page.entered(instances);
    fixture.until([&] {
        return allLoaded(fixture) && fixture.stores->volumeSnapshots.state().loaded &&
               fixture.stores->volumes.state().loaded && fixture.stores->images.state().loaded &&
               fixture.client->running() == 0;
    });
    const auto whole = Traffic::taken();
    settle(fixture, 1500ms); // the cloud's times are in whole seconds
    const QStringList ids = rename(fixture, count);
    settle(fixture, 200ms);
    Traffic::reset();
    QElapsedTimer watch;
    watch.start();
    fixture.storeClock.skip(quietPoll);
    fixture.until([&] {
        return std::all_of(ids.begin(), ids.end(), [&](const QString &id) {
            const auto row = fixture.stores->servers.find(id);
            return row && row->name.endsWith("-renamed"_L1);
        });
    });
    fixture.until([&] { return fixture.shows(fixture.stores->servers.size()); });
    fixture.table().viewport()->repaint();
    const double painted = static_cast<double>(watch.nsecsElapsed()) / 1e6;
    fixture.until([&] { return fixture.client->running() == 0; });
    settle(fixture, 200ms);
    return {{u"painted_ms"_s, painted},
            {u"whole"_s, asJson(whole)},
            {u"refresh"_s, asJson(Traffic::taken())}};
}

QJsonObject refreshForLong(QApplication &application, const QStringList &arguments)
{
    const int rounds = arguments.value(0, u"1000"_s).toInt();
    Fixture fixture(application);
    ui::ListPage &page = fixture.openInstances();
    page.entered(instances);
    fixture.until([&] { return allLoaded(fixture) && fixture.client->running() == 0; });
    settle(fixture, 1s);
    QJsonArray resident{residentKiB()};
    int done = 0;
    QObject::connect(&fixture.stores->servers, &store::StoreBase::stateChanged, &fixture.window,
                     [&] {
                         if (!fixture.stores->servers.state().loading)
                             ++done;
                     });
    for (int round = 0; round < rounds; ++round) {
        const int seen = done;
        fixture.storeClock.skip(quietPoll);
        fixture.until([&] { return done > seen; });
        if ((round + 1) % (rounds / 10) == 0) {
            fixture.until([&] { return fixture.client->running() == 0; });
            settle(fixture, 200ms);
            resident.append(residentKiB());
        }
    }
    return {{u"rss_kib"_s, resident}};
}

} // namespace oriel::bench
