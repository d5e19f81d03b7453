// From the start of a program until its first window is painted, as the screen sees it.
#include "probe/probe.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QSet>
#include <QtCore/QThread>

#include <xcb/xcb.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::bench {

namespace {

template <typename T>
using Reply = std::unique_ptr<T, decltype(&std::free)>;

/// How many colours a window shows along some of its lines: what is not painted yet has one.
int colours(xcb_connection_t *display, xcb_window_t window)
{
    const Reply<xcb_get_geometry_reply_t> size(
        xcb_get_geometry_reply(display, xcb_get_geometry(display, window), nullptr), &std::free);
    if (!size || size->width < 400 || size->height < 300)
        return 0;
    QSet<quint32> seen;
    for (const int line : {10, 40, 120}) {
        const Reply<xcb_get_image_reply_t> image(
            xcb_get_image_reply(display,
                                xcb_get_image(display, XCB_IMAGE_FORMAT_Z_PIXMAP, window, 0,
                                              static_cast<qint16>(line), size->width, 1, ~0U),
                                nullptr),
            &std::free);
        if (!image)
            return 0;
        const auto *pixels = reinterpret_cast<const quint32 *>(xcb_get_image_data(image.get()));
        for (int x = 0; x < size->width; ++x)
            seen.insert(pixels[x] & 0xffffffU);
    }
    return static_cast<int>(seen.size());
}

/// The window of the program that is shown and painted; 0: none yet.
xcb_window_t painted(xcb_connection_t *display, xcb_window_t root)
{
    const Reply<xcb_query_tree_reply_t> tree(
        xcb_query_tree_reply(display, xcb_query_tree(display, root), nullptr), &std::free);
    if (!tree)
        return 0;
    const xcb_window_t *children = xcb_query_tree_children(tree.get());
    for (int i = 0; i < xcb_query_tree_children_length(tree.get()); ++i) {
        const Reply<xcb_get_window_attributes_reply_t> is(
            xcb_get_window_attributes_reply(
                display, xcb_get_window_attributes(display, children[i]), nullptr),
            &std::free);
        if (is && is->map_state == XCB_MAP_STATE_VIEWABLE && colours(display, children[i]) > 2)
            return children[i];
    }
    return 0;
}

} // namespace

/// "painted_ms": from exec of the program that the arguments name until its window is painted, on
/// a screen without a window manager and without other windows.
QJsonObject startAProgram(QApplication &, const QStringList &arguments)
{
    xcb_connection_t *display = xcb_connect(nullptr, nullptr);
    if (xcb_connection_has_error(display) != 0 || arguments.isEmpty())
        qFatal("no display, or no program");
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(display)).data->root;
    if (painted(display, root) != 0)
        qFatal("there is a window already");

    std::vector<QByteArray> words;
    for (const QString &argument : arguments)
        words.push_back(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    QElapsedTimer clock;
    clock.start();
    if (posix_spawn(&child, argv.front(), nullptr, nullptr, argv.data(), environ) != 0)
        qFatal("cannot start %s", argv.front());
    while (painted(display, root) == 0) {
        if (clock.elapsed() > 60'000)
            qFatal("no window within a minute");
        QThread::usleep(500);
    }
    const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    xcb_disconnect(display);
    return {{u"painted_ms"_s, ms}};
}

} // namespace oriel::bench
