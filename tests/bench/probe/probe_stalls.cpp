// How long the GUI thread is kept from its events while the list of instances is loaded, sorted,
// filtered, selected, scrolled and refreshed.
#include "probe/heartbeat.h"
#include "probe/offlinefixture.h"
#include "probe/probe.h"

#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/tableview.h"

#include <QtCore/QEventLoop>
#include <QtCore/QJsonObject>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QScrollBar>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

using openstack::Server;

constexpr int pageSize = 1000;

std::vector<Server> somePage(int first, int count)
{
    std::vector<Server> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = first; i < first + count; ++i)
        rows.push_back(someServer(i));
    return rows;
}

class Stalls
{
public:
    /// `only`: the phases to go through; empty: all.
    Stalls(int rows, QStringList only) : m_rows(rows), m_only(std::move(only)) {}

    QJsonObject run()
    {
        phase(u"idle"_s, [this] { wait(200); });
        phase(u"load"_s, [this] { load(); });
        phase(u"sort"_s, [this] { sort(); });
        phase(u"filter"_s, [this] { filter(); });
        phase(u"scroll"_s, [this] { scroll(); });
        phase(u"refreshFew"_s, [this] { refreshFew(); });
        phase(u"refreshMany"_s, [this] { refreshMany(); });
        phase(u"refreshAll"_s, [this] { refreshAll(); });
        phase(u"selectAll"_s, [this] { selectAll(); });
        phase(u"refreshFewSelected"_s, [this] { refreshFew(); });
        phase(u"refreshManySelected"_s, [this] { refreshMany(); });
        phase(u"refreshAllSelected"_s, [this] { refreshAll(); });
        phase(u"sortSelected"_s, [this] { sort(); });
        phase(u"related"_s, [this] { related(); });
        phase(u"leave"_s, [this] {
            m_page.reset();
            wait(100);
        });
        return m_result;
    }

private:
    void phase(const QString &name, const std::function<void()> &work)
    {
        if (!m_only.isEmpty() && !m_only.contains(name))
            return;
        QCoreApplication::processEvents();
        m_beat.start();
        work();
        m_result.insert(name, m_beat.stop());
    }

    static void wait(int ms)
    {
        QEventLoop loop;
        QTimer::singleShot(ms, &loop, &QEventLoop::quit);
        loop.exec();
    }

    /// Until the table shows what is wanted and has painted it.
    void settle()
    {
        do
            wait(5);
        while (model().isUpdating());
        wait(20);
    }

    models::RowModel &model() { return static_cast<models::RowModel &>(*table().model()); }
    ui::TableView &table() { return *m_table; }
    store::Store<Server> &store() { return m_fixture.stores.servers; }

    /// Page by page, as the pages of a list come; then the whole list is compared in a worker.
    void load()
    {
        const auto mark = store().mark();
        for (int first = 0; first < m_rows; first += pageSize) {
            inWorker([this, first] { m_made = somePage(first, pageSize); });
            store().merge(std::move(m_made), mark);
        }
        replace(0, m_rows);
        store::LoadState state;
        state.loaded = true;
        state.asOf = m_fixture.clock.now();
        store().setState(state);
        settle();
    }

    void replace(int first, int count)
    {
        store::Difference<Server> result;
        const auto mark = store().mark();
        inWorker([&, before = store().rows()] {
            result = store::difference(before, somePage(first, count), {});
        });
        auto before = result.before;
        store().apply(std::move(result), mark);
        QThreadPool::globalInstance()->start(
            [before = std::move(before)]() mutable { before.clear(); });
    }

    void inWorker(std::function<void()> work)
    {
        QEventLoop loop;
        QThreadPool::globalInstance()->start([&loop, work = std::move(work)]() mutable {
            work();
            work = {};
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
    }

    void sort()
    {
        for (const QString &key : {u"status"_s, u"created"_s, u"addresses"_s, u"name"_s}) {
            table().sortByColumn(model().columnOf(key), Qt::DescendingOrder);
            settle();
            table().sortByColumn(model().columnOf(key), Qt::AscendingOrder);
            settle();
        }
    }

    void filter()
    {
        auto *field = m_page->findChild<ui::FilterBar *>()->findChild<QLineEdit *>();
        const QString text = u"web 4321"_s;
        for (qsizetype i = 1; i <= text.size(); ++i) {
            field->setText(text.left(i));
            wait(60);
        }
        settle();
        for (qsizetype i = text.size(); i >= 0; --i) {
            field->setText(text.left(i));
            wait(60);
        }
        settle();
    }

    void scroll()
    {
        QScrollBar *bar = table().verticalScrollBar();
        for (int i = 0; i <= 60; ++i) {
            bar->setValue(static_cast<int>(qint64{bar->maximum()} * i / 60));
            wait(5);
        }
        for (int i = 0; i < 60; ++i) {
            bar->triggerAction(QAbstractSlider::SliderPageStepSub);
            wait(5);
        }
    }

    /// Ten of all have changed, as a question for what changed tells.
    void refreshFew()
    {
        for (int few = 0; few < 5; ++few) {
            std::vector<Server> rows = somePage(m_rows / 2, 10);
            for (Server &row : rows)
                row.status = few % 2 == 0 ? u"SHUTOFF"_s : u"ACTIVE"_s;
            store().merge(std::move(rows), store().mark());
            wait(30);
        }
    }

    /// A thousand have.
    void refreshMany()
    {
        inWorker([this] {
            m_made = somePage(m_rows / 3, 1000);
            for (Server &row : m_made)
                row.taskState = u"powering-off"_s;
        });
        store().merge(std::move(m_made), store().mark());
        settle();
    }

    /// The whole list is compared, of which a tenth is new and a tenth gone; and back.
    void refreshAll()
    {
        replace(m_rows / 10, m_rows);
        settle();
        replace(0, m_rows);
        settle();
    }

    void selectAll()
    {
        table().selectAll();
        wait(50);
        table().clearSelection();
        wait(50);
        table().selectAll();
        wait(50);
    }

    /// Volumes come that the rows name.
    void related()
    {
        std::vector<openstack::Volume> volumes;
        for (int i = 0; i < 1000; ++i) {
            openstack::Volume volume;
            volume.id = u"volume-%1"_s.arg(i);
            volume.name = u"data-%1"_s.arg(i);
            volumes.push_back(volume);
        }
        m_fixture.stores.volumes.merge(std::move(volumes), m_fixture.stores.volumes.mark());
        wait(5);
        settle();
    }

    int m_rows;
    QStringList m_only;
    OfflineFixture m_fixture;
    std::unique_ptr<ui::ListPage> m_page = makePage();
    ui::TableView *m_table = m_page->findChild<ui::TableView *>(u"instancesTable"_s);
    Heartbeat m_beat;
    std::vector<Server> m_made;
    QJsonObject m_result;

    std::unique_ptr<ui::ListPage> makePage()
    {
        auto page = std::make_unique<ui::ListPage>(m_fixture.context, ui::instancesList());
        page->resize(1200, 760);
        page->show();
        return page;
    }
};

} // namespace

QJsonObject stalls(QApplication &, const QStringList &arguments)
{
    const int rows = arguments.isEmpty() ? 10'000 : arguments.front().toInt();
    return Stalls(rows, arguments.mid(1)).run();
}

} // namespace oriel::bench
