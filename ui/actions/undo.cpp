#include "ui/actions/undo.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QWidget>

namespace oriel::ui {

Undoing::Undoing(const UiContext &ui, QWidget *window)
    : QObject(window)
    , m_ui(ui)
    , m_window(window)
    , m_flow(new ActionFlow(ui, window))
{}

std::optional<operations::Undo> Undoing::undoOf(const operations::JournalEntry &entry) const
{
    return entry.scope == m_ui.operations.scope() ? operations::undoOf(entry, m_ui.stores)
                                                  : std::nullopt;
}

std::optional<Undoing::Offer> Undoing::offer(const operations::JournalEntry &entry) const
{
    const auto undo = undoOf(entry);
    if (!undo)
        return std::nullopt;
    const operations::Action &action = *operations::actionNamed(undo->key);
    return Offer{action.titleOf(undo->target, undo->values),
                 action.obstacle(situation(m_ui), undo->target.id)};
}

void Undoing::undo(const operations::JournalEntry &entry)
{
    const auto undo = undoOf(entry);
    const QString reason = undo ? offer(entry)->reason
                                : tr("It has been changed since and cannot be undone.");
    if (!reason.isEmpty()) {
        QStatusTipEvent tip(reason);
        QCoreApplication::sendEvent(m_window, &tip);
        return;
    }
    m_flow->confirm(*operations::actionNamed(undo->key), {undo->target.id}, undo->values);
}

} // namespace oriel::ui
