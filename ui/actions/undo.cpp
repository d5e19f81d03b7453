#include "ui/actions/undo.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QWidget>

#include <algorithm>

namespace oriel::ui {

Undoing::Undoing(const UiContext &ui, QWidget *window)
    : QObject(window)
    , m_ui(ui)
    , m_window(window)
    , m_flow(new ActionFlow(ui, window))
{}

std::vector<operations::Undo> Undoing::undosOf(const Entries &entries) const
{
    std::vector<operations::Undo> undos;
    for (const operations::JournalEntry &entry : entries) {
        if (entry.scope != m_ui.operations.scope())
            continue;
        if (const auto undo = operations::undoOf(entry, m_ui.stores))
            undos.push_back(*undo);
    }
    return undos;
}

QString Undoing::obstacle(const operations::Undo &undo) const
{
    return operations::actionNamed(undo.key)->obstacle(situation(m_ui), undo.target.id);
}

std::optional<Undoing::Offer> Undoing::offer(const Entries &entries) const
{
    const std::vector<operations::Undo> undos = undosOf(entries);
    if (undos.empty())
        return std::nullopt;
    const operations::Undo &first = undos.front();
    const operations::Action &action = *operations::actionNamed(first.key);
    const bool possible = std::ranges::any_of(
        undos, [this](const operations::Undo &undo) { return obstacle(undo).isEmpty(); });
    return Offer{undos.size() > 1 ? action.words.button()
                                  : action.titleOf(first.target, first.values),
                 possible ? QString() : obstacle(first)};
}

void Undoing::undo(const Entries &entries)
{
    const auto possible = offer(entries);
    const QString reason =
        possible ? possible->reason : tr("It has been changed since and cannot be undone.");
    if (!reason.isEmpty()) {
        QStatusTipEvent tip(reason);
        QCoreApplication::sendEvent(m_window, &tip);
        return;
    }
    // Resources that get the same values are one operation with one question.
    std::vector<operations::Undo> undos = undosOf(entries);
    while (!undos.empty()) {
        const operations::Undo first = undos.front();
        QStringList ids;
        std::erase_if(undos, [&](const operations::Undo &undo) {
            if (undo.key != first.key || undo.values != first.values || undo.asks != first.asks)
                return false;
            ids.append(undo.target.id);
            return true;
        });
        const operations::Action &action = *operations::actionNamed(first.key);
        if (first.asks)
            m_flow->begin(action, ids, first.values);
        else
            m_flow->confirm(action, ids, first.values);
    }
}

} // namespace oriel::ui
