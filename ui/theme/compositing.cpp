#include "ui/theme/compositing.h"

#include <QtCore/QByteArray>
#include <QtGui/QGuiApplication>

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>

namespace oriel::ui {

namespace {

struct FreeReply
{
    void operator()(void *reply) const { std::free(reply); }
};

template <typename T>
using Reply = std::unique_ptr<T, FreeReply>;

} // namespace

bool compositing()
{
    const auto *x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    // The offscreen platform also has this interface, but no server.
    xcb_connection_t *connection = x11 ? x11->connection() : nullptr;
    if (!connection || QGuiApplication::platformName() != u"xcb")
        return true; // Wayland always composites; offscreen is invisible
    // The compositor owns this selection; see the Extended Window Manager Hints. Screens beyond the
    // first belong to X servers without compositors.
    const QByteArray name("_NET_WM_CM_S0");
    const Reply<xcb_intern_atom_reply_t> atom(xcb_intern_atom_reply(
        connection,
        xcb_intern_atom(connection, 1, static_cast<uint16_t>(name.size()), name.constData()),
        nullptr));
    if (!atom || atom->atom == XCB_ATOM_NONE)
        return false;
    const Reply<xcb_get_selection_owner_reply_t> owner(xcb_get_selection_owner_reply(
        connection, xcb_get_selection_owner(connection, atom->atom), nullptr));
    return owner && owner->owner != XCB_WINDOW_NONE;
}

} // namespace oriel::ui
