// The reference: what a window with an empty table costs, and no Oriel in it.
#include "probe/benchfixture.h"
#include "probe/probe.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QTableView>

using namespace Qt::StringLiterals;

namespace oriel::bench {

QJsonObject bareWindow(QApplication &, const QStringList &)
{
    QMainWindow window;
    auto *table = new QTableView(&window);
    window.setCentralWidget(table);
    window.resize(1200, 760);
    window.show();
    QElapsedTimer waited;
    waited.start();
    while (!window.windowHandle() || waited.elapsed() < 500)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    return {{u"rss_kib"_s, residentKiB()}};
}

} // namespace oriel::bench
