// How long the form for a new instance keeps the GUI thread from its events on a cloud with very
// many images and flavors: while it is opened, searched and filled in.
#include "probe/heartbeat.h"
#include "probe/offlinefixture.h"
#include "probe/probe.h"

#include "ui/dialogs/launch/launchdialog.h"
#include "ui/dialogs/picktable.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

class LaunchProbe
{
public:
    LaunchProbe(int images, int flavors)
    {
        fill(images, flavors);
        showTexts();
        m_window.resize(1200, 760);
        m_window.show();
        wait(200);
    }

    QJsonObject run()
    {
        ui::LaunchDialog *dialog = nullptr;
        phase(u"open"_s, [&] {
            dialog = new ui::LaunchDialog(m_fixture.context,
                                          operations::Subject{Kind::Image, {}, {}}, &m_window);
            dialog->open();
            wait(300);
        });
        phase(u"search"_s,
              [&] { type(*dialog->findChild<QLineEdit *>(u"sourceFilter"_s), u"image-77"_s); });
        phase(u"choose"_s, [&] {
            dialog->findChild<ui::PickTable *>(u"source"_s)->selectRow(0);
            wait(100);
        });
        phase(u"name"_s, [&] { type(*dialog->findChild<QLineEdit *>(u"name"_s), u"web"_s); });
        phase(u"flavor"_s,
              [&] { type(*dialog->findChild<QLineEdit *>(u"flavorFilter"_s), u"m-4"_s); });
        phase(u"refresh"_s, [&] {
            for (int i = 0; i < 5; ++i) {
                openstack::Image changed = *m_fixture.stores.images.find(QString::number(i));
                changed.name += u'.';
                m_fixture.stores.images.upsert({changed});
                wait(100);
            }
        });
        delete dialog;
        return m_result;
    }

private:
    /// What Oriel's window has done long before: loaded the fonts.
    void showTexts()
    {
        auto *page = new QWidget(&m_window);
        auto *column = new QVBoxLayout(page);
        auto *bold = new QLabel(u"Instances"_s, page);
        QFont font = bold->font();
        font.setBold(true);
        bold->setFont(font);
        auto *table = new QTableWidget(1, 1, page);
        table->setHorizontalHeaderLabels({u"Name"_s});
        table->setItem(0, 0, new QTableWidgetItem(u"web-1"_s));
        for (QWidget *widget : std::initializer_list<QWidget *>{
                 bold, new QLabel(u"Launch instance…"_s, page), new QLineEdit(u"web"_s, page),
                 new QPushButton(u"Launch"_s, page), table})
            column->addWidget(widget);
        m_window.setCentralWidget(page);
    }

    static void wait(int ms)
    {
        QEventLoop loop;
        QTimer::singleShot(ms, &loop, &QEventLoop::quit);
        loop.exec();
    }

    static void type(QLineEdit &field, const QString &text)
    {
        for (const QChar c : text) {
            QTest::keyClick(&field, c.toLatin1());
            wait(40);
        }
    }

    void phase(const QString &name, const std::function<void()> &work)
    {
        m_beat.start();
        work();
        m_result.insert(name, m_beat.stop());
    }

    void fill(int images, int flavors)
    {
        std::vector<openstack::Image> someImages;
        for (int i = 0; i < images; ++i) {
            openstack::Image image;
            image.id = QString::number(i);
            image.name = u"image-%1"_s.arg(i);
            image.status = u"active"_s;
            image.visibility = u"public"_s;
            image.sizeBytes = qint64{i % 40} << 28;
            someImages.push_back(std::move(image));
        }
        std::vector<openstack::Flavor> someFlavors;
        for (int i = 0; i < flavors; ++i) {
            openstack::Flavor flavor;
            flavor.id = QString::number(i);
            flavor.name = u"m-%1"_s.arg(i);
            flavor.vcpus = 1 + i % 64;
            flavor.ramMiB = 512 * (1 + i % 128);
            flavor.diskGiB = i % 3 * 20;
            someFlavors.push_back(std::move(flavor));
        }
        m_fixture.stores.images.upsert(someImages);
        m_fixture.stores.flavors.upsert(someFlavors);
        store::LoadState loaded;
        loaded.loaded = true;
        loaded.asOf = m_fixture.clock.now();
        for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
                 &m_fixture.stores.images, &m_fixture.stores.flavors, &m_fixture.stores.volumes,
                 &m_fixture.stores.servers, &m_fixture.stores.volumeSnapshots})
            source->setState(loaded);
        while (!m_fixture.stores.snapshotSets.state().loaded)
            wait(5);
    }

    OfflineFixture m_fixture;
    QMainWindow m_window;
    Heartbeat m_beat;
    QJsonObject m_result;
};

} // namespace

QJsonObject launchForm(QApplication &, const QStringList &arguments)
{
    return LaunchProbe(arguments.value(0, u"10000"_s).toInt(), arguments.value(1, u"500"_s).toInt())
        .run();
}

} // namespace oriel::bench
