#pragma once

#include "operations/journal/journalentry.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <optional>
#include <vector>

class QWidget;

namespace oriel::operations {
struct Undo;
}

namespace oriel::ui {

class ActionFlow;

/// Undoes finished operations of the current scope. The action that does it asks its question
/// first, and is journaled like any other.
class Undoing final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, which becomes the parent.
    Undoing(const UiContext &ui, QWidget *window);

    using Entries = std::vector<operations::JournalEntry>;

    /// How operations of one kind can be undone.
    struct Offer
    {
        QString title;  ///< of the action that does it: "Start “web-1”"; of several: "Start"
        QString reason; ///< why it is not possible now, as a sentence; empty: it is
    };
    /// Nothing: none of them can be undone.
    [[nodiscard]] std::optional<Offer> offer(const Entries &entries) const;
    /// Undoes those that can be undone, with one question for all.
    void undo(const Entries &entries);

    /// Begins other actions over the same window.
    [[nodiscard]] ActionFlow &flow() const { return *m_flow; }

private:
    [[nodiscard]] std::vector<operations::Undo> undosOf(const Entries &entries) const;
    [[nodiscard]] QString obstacle(const operations::Undo &undo) const;

    UiContext m_ui;
    QWidget *m_window;
    ActionFlow *m_flow;
};

} // namespace oriel::ui
