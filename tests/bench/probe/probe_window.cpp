// What a user waits for in the window: opening an instance, and a snapshot from the click to the
// end.
#include "probe/benchfixture.h"
#include "probe/probe.h"

#include "openstack/image/image.h"
#include "operations/journal/journal.h"
#include "ui/pages/listpages.h"
#include "ui/pages/resourcepage.h"

#include <QtCore/QJsonArray>
#include <QtCore/QLoggingCategory>
#include <QtCore/QMutex>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

/// Every answer as oriel.net logs it: when it came (ms of `clock`) and what was asked.
struct Answers
{
    struct One
    {
        qint64 at;
        QString what; ///< "compute GET /servers/detail"
    };

    Answers()
    {
        clock.start();
        self = this;
        QLoggingCategory::setFilterRules(u"oriel.net.debug=true"_s);
        before = qInstallMessageHandler(take);
    }
    ~Answers()
    {
        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        self = nullptr;
    }
    Q_DISABLE_COPY_MOVE(Answers)

    static void take(QtMsgType type, const QMessageLogContext &where, const QString &text)
    {
        static const QRegularExpression line(u"^(\\S+ \\w+ \\S+) attempt \\d+ \\d+ \\d+ bytes"_s);
        const auto match = line.match(text);
        if (!match.hasMatch() || !self) {
            if (before)
                before(type, where, text);
            return;
        }
        const QMutexLocker lock(&self->mutex);
        self->all.push_back({self->clock.elapsed(), match.captured(1)});
    }

    [[nodiscard]] QJsonArray list() const
    {
        QJsonArray made;
        for (const One &one : all)
            made.append(QJsonObject{{u"ms"_s, one.at}, {u"what"_s, one.what}});
        return made;
    }
    /// When the first answer came whose request has this in it; -1: none has.
    [[nodiscard]] qint64 first(const QString &part) const
    {
        for (const One &one : all) {
            if (one.what.contains(part))
                return one.at;
        }
        return -1;
    }

    QElapsedTimer clock;
    QMutex mutex;
    std::vector<One> all;
    static inline Answers *self = nullptr;
    static inline QtMessageHandler before = nullptr;
};

/// All lists of the Instances page are there, and somebody has looked at them for six seconds.
void readInstances(Fixture &fixture)
{
    auto &page = fixture.openInstances();
    page.entered({});
    const auto &stores = *fixture.stores;
    fixture.until([&] {
        return stores.servers.state().loaded && stores.volumes.state().loaded &&
               stores.images.state().loaded && stores.flavors.state().loaded &&
               fixture.client->running() == 0;
    });
    fixture.storeClock.skip(std::chrono::seconds(6));
    fixture.until([&] { return fixture.client->running() == 0; });
}

/// An instance that can be captured, and whose snapshot is there as soon as its image is.
QString someInstance(const Fixture &fixture)
{
    store::Row<openstack::Server> best;
    for (const auto &server : fixture.stores->servers.rows()) {
        const bool idle = server->taskState.isEmpty() && server->status == u"ACTIVE"_s;
        const bool plain = !server->imageId.isEmpty() && server->volumes.empty();
        if (idle && plain && !server->locked && (!best || server->id < best->id))
            best = server;
    }
    if (!best)
        qFatal("no instance");
    return best->id;
}

ui::ResourcePage *openInstance(Fixture &fixture, const QString &id, const QString &tab)
{
    auto *page =
        new ui::ResourcePage(fixture.context(), *ui::listPageOf(openstack::Kind::Server), id);
    static_cast<ui::Page *>(fixture.window.takeCentralWidget())->left();
    fixture.window.setCentralWidget(page);
    page->entered(ui::Route::to(Kind::Server, id, tab));
    return page;
}

} // namespace

/// "complete_ms": from the click until every answer that it asked for is shown; "first_ms": until
/// the page is painted at all; "requests": what was asked, when it was answered.
QJsonObject openAnInstance(QApplication &application, const QStringList &)
{
    Fixture fixture(application);
    readInstances(fixture);
    const QString id = someInstance(fixture);
    Answers answers;
    auto *page = openInstance(fixture, id, u"overview"_s);
    page->repaint();
    const qint64 first = answers.clock.elapsed();
    bool asked = false;
    fixture.until([&] {
        asked = asked || fixture.client->running() > 0;
        return asked && fixture.client->running() == 0 &&
               fixture.stores->volumeSnapshots.state().loaded;
    });
    page->repaint();
    return {{u"first_ms"_s, first},
            {u"complete_ms"_s, answers.clock.elapsed()},
            {u"requests"_s, answers.list()}};
}

namespace {

/// What the two entries that must be on the disk before the POST take by themselves.
double journalMs(Fixture &fixture, operations::Journal &journal)
{
    QElapsedTimer clock;
    clock.start();
    bool written = false;
    operations::JournalEntry entry;
    entry.id = u"bench"_s;
    entry.kind = u"bench"_s;
    entry.started = fixture.clock.now();
    journal.begin(entry, &fixture.window, [&](const auto &) {
        journal.intend(entry.id, {u"post"_s, {}, entry.started, {}}, &fixture.window,
                       [&](const auto &) { written = true; });
    });
    fixture.until([&] { return written; });
    const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    journal.end(entry);
    return ms;
}

/// Looks at one image itself, every 20 ms, until the cloud calls it active.
class Observer : public QObject
{
public:
    Observer(Fixture &fixture, QString imageId)
        : m_client(fixture.transport, *fixture.session, fixture.clock)
        , m_imageId(std::move(imageId))
    {
        ask();
    }

    bool active = false;
    QElapsedTimer since; ///< it was active

private:
    void ask()
    {
        m_client.call(openstack::Get<openstack::Image>{m_imageId})
            .then(this, [this](const Result<openstack::Image> &image) {
                active = image.ok() && image->status == u"active"_s;
                if (active)
                    since.start();
                else
                    QTimer::singleShot(20, this, [this] { ask(); });
            });
    }

    net::ApiClient m_client;
    QString m_imageId;
};

/// Whether the row of this snapshot says that it is there.
bool saysAvailable(const QAbstractItemView &table, const QString &name)
{
    const QAbstractItemModel &model = *table.model();
    for (int row = 0; row < model.rowCount(); ++row) {
        bool named = false;
        bool there = false;
        for (int column = 0; column < model.columnCount(); ++column) {
            const QString text = model.index(row, column).data().toString();
            named = named || text == name;
            there = there || text == u"Available"_s;
        }
        if (named && there)
            return true;
    }
    return false;
}

/// Presses Create for the instance that the page shows, and waits for the answer to the POST.
void pressCreate(Fixture &fixture, ui::ResourcePage &page, const QString &name)
{
    page.findChild<QPushButton *>(u"create-snapshotButton"_s)->click();
    QDialog *dialog = nullptr;
    const auto find = [&] {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->objectName() == u"snapshotDialog"_s && top->isVisible())
                dialog = qobject_cast<QDialog *>(top);
        }
        return dialog != nullptr;
    };
    fixture.until(find);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(name);
    dialog->findChild<QAbstractButton *>(u"keepRunning"_s)->setChecked(true);
    auto *create = dialog->findChild<QPushButton *>(u"create"_s);
    fixture.until([&] { return create->isEnabled() && fixture.client->running() == 0; });
    create->click();
}

} // namespace

/// "journal_ms": what the entries that must be on the disk before it take; "post_ms": from the
/// click on Create until the cloud has answered the POST; "asked": what was asked in between;
/// "shown_ms": from when the cloud calls the image active until the table says so.
QJsonObject createASnapshot(QApplication &application, const QStringList &)
{
    Fixture fixture(application);
    operations::Journal journal(fixture.folder.filePath(u"journal.sqlite"_s));
    fixture.operations.setJournal(&journal, {});
    readInstances(fixture);
    auto *page = openInstance(fixture, someInstance(fixture), u"snapshots"_s);
    fixture.until([&] {
        return fixture.client->running() == 0 && fixture.stores->volumeSnapshots.state().loaded;
    });
    const double journalTime = journalMs(fixture, journal);
    const QString name = u"bench-%1"_s.arg(QDateTime::currentMSecsSinceEpoch());
    Answers answers;
    pressCreate(fixture, *page, name);
    const qint64 clicked = answers.clock.elapsed();
    fixture.until([&] { return answers.first(u"POST"_s) >= 0; });
    const qint64 posted = answers.first(u"POST"_s);
    QJsonArray asked;
    for (const Answers::One &one : answers.all) {
        if (one.at >= clicked && one.at <= posted)
            asked.append(one.what);
    }
    const auto &operation = *fixture.operations.operations().front();
    fixture.until([&] { return !operation.resultId().isEmpty(); });
    const Observer observer(fixture, operation.resultId());
    const auto *table = page->findChild<QAbstractItemView *>(u"instanceSnapshotsTable"_s);
    fixture.until([&] { return saysAvailable(*table, name); });
    // It can be shown before the observer has looked again.
    const qint64 shown = observer.active ? observer.since.elapsed() : 0;
    return {{u"journal_ms"_s, journalTime},
            {u"post_ms"_s, posted - clicked},
            {u"asked"_s, asked},
            {u"shown_ms"_s, shown}};
}

/// Requests a minute: "following" a snapshot that is being made, "looking" at an instance that is
/// quiet, "unattended" (the window can be seen, and nobody has used it for minutes), "hidden".
QJsonObject requestsAMinute(QApplication &application, const QStringList &)
{
    Fixture fixture(application);
    operations::Journal journal(fixture.folder.filePath(u"journal.sqlite"_s));
    fixture.operations.setJournal(&journal, {});
    readInstances(fixture);
    auto *page = openInstance(fixture, someInstance(fixture), u"snapshots"_s);
    fixture.until([&] {
        return fixture.client->running() == 0 && fixture.stores->volumeSnapshots.state().loaded;
    });
    Answers answers;
    const auto settle = [&fixture] {
        do {
            QEventLoop loop;
            QTimer::singleShot(3, &loop, &QEventLoop::quit);
            loop.exec();
        } while (fixture.client->running() > 0);
    };
    const auto overMinutes = [&](int minutes) {
        answers.all.clear();
        for (int second = 0; second < minutes * 60; ++second) {
            fixture.storeClock.skip(std::chrono::seconds(1));
            settle();
        }
        return static_cast<double>(answers.all.size()) / minutes;
    };
    QJsonObject result;
    result.insert(u"looking"_s, overMinutes(2));
    fixture.stores->relax(true);
    overMinutes(2); // what was due before
    result.insert(u"unattended"_s, overMinutes(10));
    fixture.stores->relax(false);
    fixture.stores->suspend(true);
    result.insert(u"hidden"_s, overMinutes(2));
    fixture.stores->suspend(false);
    settle();

    pressCreate(fixture, *page, u"bench-%1"_s.arg(QDateTime::currentMSecsSinceEpoch()));
    fixture.until([&] { return answers.first(u"POST"_s) >= 0; });
    answers.all.clear();
    QElapsedTimer followed;
    followed.start();
    fixture.until([&] { return fixture.operations.running() == 0; });
    result.insert(u"following"_s, static_cast<double>(answers.all.size()) * 60'000.0 /
                                      static_cast<double>(followed.elapsed()));
    return result;
}

} // namespace oriel::bench
