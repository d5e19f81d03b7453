#include "ui/dialogs/movebackflow.h"

#include "forms/errortext.h"
#include "forms/floatingipback.h"
#include "operations/actions/requests.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/situation.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

MoveBackFlow::MoveBackFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
    , m_return(context.client)
{}

void MoveBackFlow::moveBack(const operations::JournalEntry &moved)
{
    const auto there = forms::movedFloatingIp(moved);
    if (!there)
        return;
    m_return.decide(*there, moved.resultId, [this, there = *there](const auto &decision) {
        if (const auto &back = decision.back)
            m_context.operations.start(operations::operationFor(
                operationContext(m_context), back->move, back->toPortId, back->toFixedIp));
        else
            tellNotMoved(there, decision.why);
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
