#pragma once

#include "operations/journal/journalentry.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <optional>

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

    /// How an operation can be undone.
    struct Offer
    {
        QString title;  ///< of the action that does it: "Start “web-1”"
        QString reason; ///< why it is not possible now, as a sentence; empty: it is
    };
    /// Nothing: it cannot be undone.
    [[nodiscard]] std::optional<Offer> offer(const operations::JournalEntry &entry) const;
    void undo(const operations::JournalEntry &entry);

private:
    [[nodiscard]] std::optional<operations::Undo>
    undoOf(const operations::JournalEntry &entry) const;

    UiContext m_ui;
    QWidget *m_window;
    ActionFlow *m_flow;
};

} // namespace oriel::ui
