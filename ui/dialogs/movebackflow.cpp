#include "ui/dialogs/movebackflow.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/floatingipback.h"
#include "net/apiclient.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/actions/requests.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/situation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

MoveBackFlow::MoveBackFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

void MoveBackFlow::moveBack(const operations::JournalEntry &moved)
{
    const auto there = forms::movedFloatingIp(moved);
    if (!there)
        return;
    m_context.client.call(openstack::Get<openstack::FloatingIp>{there->id})
        .then(this, [this, there = *there, instanceId = moved.resultId](auto result) {
            if (!result.ok())
                tellNotMoved(there, forms::describe(result.error(), {}).why);
            else if (result.value().portId == there.fromPortId)
                tellNotMoved(there, tr("It already points to “%1”.").arg(isolated(there.fromName)));
            else
                moveBackFrom(there, instanceId, result.value());
        });
}

void MoveBackFlow::moveBackFrom(const operations::FloatingIpMove &there, const QString &instanceId,
                                const openstack::FloatingIp &address)
{
    // It may have been given to a third instance since then, from which it must not be taken.
    openstack::List<openstack::Port> list;
    list.filters.insert(u"device_id"_s, instanceId);
    m_context.client.call(list).then(this, [this, there, portId = address.portId](auto result) {
        if (!result.ok()) {
            tellNotMoved(there, forms::describe(result.error(), {}).why);
            return;
        }
        const auto &ports = result.value().items;
        if (portId.isEmpty() ||
            std::ranges::find(ports, portId, &openstack::Port::id) == ports.end()) {
            tellNotMoved(there, tr("It no longer points to “%1”.").arg(isolated(there.toName)));
            return;
        }
        operations::FloatingIpMove back = there;
        back.fromPortId = portId;
        std::swap(back.fromName, back.toName);
        m_context.operations.start(operations::operationFor(operationContext(m_context), back,
                                                            there.fromPortId, there.fromFixedIp));
    });
}

void MoveBackFlow::tellNotMoved(const operations::FloatingIpMove &there, const QString &why)
{
    forms::ErrorText text;
    text.what = tr("The floating IP %1 was not moved.").arg(there.address);
    text.why = why;
    auto *dialog = new ErrorDialog(m_context.theme, text, {}, m_window);
    dialog->open();
}

} // namespace oriel::ui
