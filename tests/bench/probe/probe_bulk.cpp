// How long dialogs about very many things take to open, and keep the GUI thread from its events
// while the user types in them and while the lists below them are refreshed.
#include "probe/heartbeat.h"
#include "probe/offlinefixture.h"
#include "probe/probe.h"

#include "forms/snapshotform.h"
#include "operations/snapshottags.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/pages/overviewpage.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtTest/QTest>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

void wait(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

class PaintWatch final : public QObject
{
public:
    using QObject::QObject;
    bool painted = false;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        painted = painted || event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }
};

class Bulk
{
public:
    explicit Bulk(int count) : m_count(count)
    {
        fill();
        m_window.resize(1200, 760);
        m_window.show();
        wait(200);
    }

    QJsonObject run()
    {
        batch();
        removal();
        instanceRemoval();
        overview();
        return m_result;
    }

private:
    void fill()
    {
        std::vector<openstack::Server> servers;
        std::vector<openstack::Volume> volumes;
        std::vector<openstack::VolumeSnapshot> snapshots;
        for (int i = 0; i < m_count; ++i) {
            openstack::Server server = someServer(i);
            server.status = u"ACTIVE"_s;
            server.vmState = u"active"_s;
            server.volumes = {{u"v%1"_s.arg(i), false}};
            m_ids += server.id;
            openstack::Volume volume;
            volume.id = u"v%1"_s.arg(i);
            volume.name = u"root of "_s + server.name;
            volume.sizeGiB = 1;
            volume.attachments = {{server.id, u"/dev/vda"_s}};
            openstack::VolumeSnapshot snapshot;
            snapshot.id = u"x%1"_s.arg(i);
            snapshot.name = u"nightly-%1"_s.arg(i);
            snapshot.volumeId = volume.id;
            snapshot.status = u"available"_s;
            snapshot.sizeGiB = 1;
            snapshot.created = server.created;
            snapshot.metadata = {{operations::tagKey("keep_until"_L1), u"2026-01-02"_s},
                                 {operations::tagKey("instance"_L1), server.id}};
            m_subjects.push_back({openstack::Kind::VolumeSnapshot, snapshot.id, snapshot.name});
            servers.push_back(std::move(server));
            volumes.push_back(std::move(volume));
            snapshots.push_back(std::move(snapshot));
        }
        m_fixture.stores.servers.upsert(servers);
        m_fixture.stores.volumes.upsert(volumes);
        m_fixture.stores.volumeSnapshots.upsert(snapshots);
        openstack::BlockStorageLimits limits;
        limits.snapshots = {0, 100'000};
        limits.gigabytes = {0, 1'000'000};
        m_fixture.stores.blockStorageLimits.set(limits);
        store::LoadState loaded;
        loaded.loaded = true;
        loaded.asOf = m_fixture.clock.now();
        for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
                 &m_fixture.stores.images, &m_fixture.stores.volumeSnapshots,
                 &m_fixture.stores.volumes, &m_fixture.stores.servers})
            source->setState(loaded);
        while (!m_fixture.stores.snapshotSets.state().loaded)
            wait(5);
    }

    /// From the call to the first paint of what is shown.
    void opened(const QString &name, QWidget &shown, QElapsedTimer &timer)
    {
        PaintWatch watch;
        shown.installEventFilter(&watch);
        while (!watch.painted)
            wait(1);
        m_result.insert(name, timer.nsecsElapsed() / 1e6);
    }

    void typed(const QString &name, QLineEdit &field, const QString &text)
    {
        wait(100);
        m_beat.start();
        for (const QChar c : text) {
            QTest::keyClick(&field, c.toLatin1());
            wait(40);
        }
        m_result.insert(name, m_beat.stop());
    }

    void refreshed(const QString &name)
    {
        m_beat.start();
        for (int i = 0; i < 5; ++i) {
            openstack::VolumeSnapshot changed =
                *m_fixture.stores.volumeSnapshots.find(u"x%1"_s.arg(i));
            changed.name += u'.';
            m_fixture.stores.volumeSnapshots.upsert({changed});
            wait(100);
        }
        m_result.insert(name, m_beat.stop());
    }

    void batch()
    {
        QElapsedTimer timer;
        timer.start();
        auto *dialog = new ui::SnapshotDialog(
            m_fixture.context.theme,
            std::make_unique<forms::SnapshotForm>(m_fixture.stores, m_fixture.clock, m_ids,
                                                  m_fixture.context.roles),
            &m_window);
        dialog->open();
        opened(u"batchOpenMs"_s, *dialog, timer);
        typed(u"batchName"_s, *dialog->findChild<QLineEdit *>(u"name"_s), u"nightly"_s);
        typed(u"batchFilter"_s, *dialog->findChild<QLineEdit *>(u"choiceFilter"_s), u"batch-1"_s);
        refreshed(u"batchRefresh"_s);
        delete dialog;
    }

    void removal()
    {
        QElapsedTimer timer;
        timer.start();
        auto *dialog = new ui::DeleteDialog(m_fixture.context, m_subjects, &m_window);
        dialog->open();
        opened(u"deleteOpenMs"_s, *dialog, timer);
        typed(u"deleteNumber"_s, *dialog->findChild<QLineEdit *>(u"typedName"_s), u"123456"_s);
        typed(u"deleteFilter"_s, *dialog->findChild<QLineEdit *>(u"choiceFilter"_s), u"nightly"_s);
        refreshed(u"deleteRefresh"_s);
        timer.restart();
        dialog->reject();
        m_result.insert(u"deleteEscapeMs"_s, timer.nsecsElapsed() / 1e6);
        wait(50);
    }

    /// The plan of a deletion looks at all that depends on each instance.
    void instanceRemoval()
    {
        std::vector<operations::Subject> subjects;
        for (const QString &id : m_ids)
            subjects.push_back(
                {openstack::Kind::Server, id, m_fixture.stores.servers.find(id)->name});
        QElapsedTimer timer;
        timer.start();
        m_beat.start();
        auto *dialog = new ui::DeleteDialog(m_fixture.context, subjects, &m_window);
        dialog->open();
        opened(u"deleteInstancesOpenMs"_s, *dialog, timer);
        wait(200);
        m_result.insert(u"deleteInstances"_s, m_beat.stop());
        dialog->reject();
        wait(50);
    }

    void overview()
    {
        QElapsedTimer timer;
        timer.start();
        ui::OverviewPage page(m_fixture.context);
        page.resize(1000, 700);
        page.entered({});
        page.show();
        opened(u"dueOpenMs"_s, page, timer);
        refreshed(u"dueRefresh"_s);
    }

    int m_count;
    OfflineFixture m_fixture;
    QMainWindow m_window;
    QStringList m_ids;
    std::vector<operations::Subject> m_subjects;
    Heartbeat m_beat;
    QJsonObject m_result;
};

} // namespace

QJsonObject bulkDialogs(QApplication &, const QStringList &arguments)
{
    return Bulk(arguments.value(0, u"1000"_s).toInt()).run();
}

} // namespace oriel::bench
