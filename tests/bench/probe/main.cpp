// What is measured of Oriel's own classes, in a window as a user would have it. See
// tests/bench/run.
#include "base/memory.h"
#include "probe/probe.h"

#include <QtCore/QJsonDocument>
#include <QtWidgets/QApplication>

#include <array>
#include <cstdio>
#include <cstring>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

using namespace oriel::bench;

constexpr std::array<std::pair<const char *, Probe>, 12> probes{{
    {"bare", bareWindow},           ///< a window with an empty table, and no Oriel in it
    {"list", completeList},         ///< the Instances page until it has every row
    {"refresh", refreshFewChanged}, ///< a refresh when few of many have changed
    {"refreshes", refreshForLong},  ///< memory over many refreshes
    {"start", startAProgram},       ///< a program until its window is painted
    {"stalls", stalls},             ///< how long the GUI thread is kept from its events
    {"open", openAnInstance},       ///< from a click to the whole page of an instance
    {"snapshot", createASnapshot},  ///< from the click to the POST, from the cloud to the screen
    {"bulk", bulkDialogs},          ///< dialogs about very many things
    {"launch", launchForm},         ///< the form for a new instance, with very many images
    {"scale", listWithoutEnd},      ///< very many rows, far away
    {"polling", requestsAMinute},   ///< following, looking, unattended, hidden
}};

} // namespace

int main(int argc, char **argv)
{
    oriel::returnLargeBlocks();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"oriel"_s);
    QApplication::setOrganizationName(u"oriel"_s);
    const QStringList arguments = QApplication::arguments();
    for (const auto &[name, probe] : probes) {
        if (arguments.value(1) != QLatin1String(name))
            continue;
        const QJsonObject result = probe(application, arguments.mid(2));
        const QByteArray line = QJsonDocument(result).toJson(QJsonDocument::Compact) + '\n';
        std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
        std::fflush(stdout);
        return 0;
    }
    std::fprintf(stderr, "oriel_bench: no such probe\n");
    return 2;
}
