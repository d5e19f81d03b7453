#pragma once

#include "base/clock.h"
#include "operations/operation.h"
#include "ui/actions/helpoffers.h"
#include "ui/navigation/route.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QScrollArea>

class QFrame;
class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace oriel::ui {

class CommandBox;
class ElidedLabel;
class FocusReturn;

/// Everything about one operation: its stages with times, errors, request IDs, and the equivalent
/// command.
class OperationDetails : public QScrollArea
{
    Q_OBJECT

public:
    OperationDetails(Theme &theme, Clock &clock, QWidget *parent = nullptr);

    /// nullopt: none is selected. `here`: the current scope; to show a resource of another one, the
    /// window switches to its project, or the text says how to get there. `operation`: set if it
    /// belongs to this run; its questions can be answered.
    void show(const std::optional<operations::JournalEntry> &entry,
              const operations::JournalScope &here, operations::Operation *operation = nullptr);
    /// The title of the action that undoes it, for the button “Undo”, and why that is not possible
    /// now; without a title, it cannot be undone.
    void setUndo(const QString &title, const QString &reason);
    /// Whether it has left something in the cloud that can be removed.
    void setLeaves(bool leaves);
    /// What helps after it. show() hides it.
    void setHelp(std::vector<HelpOffer> offers);
    /// Shows the resource of the operation; if that is not possible, a status tip says why.
    void open();
    /// Fills the menu of the operation with what the buttons do.
    void fillMenu(QMenu &menu) const;
    /// The same as text for the clipboard.
    [[nodiscard]] QString asText() const;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// The user wants to see a resource of another project of this cloud and region.
    void navigateIn(const oriel::operations::JournalScope &scope, const oriel::ui::Route &route);
    /// The user wants to move back the floating IP that this operation has moved.
    void moveBackWanted(const oriel::operations::JournalEntry &entry);
    /// The user wants to undo this operation.
    void undoWanted(const oriel::operations::JournalEntry &entry);
    /// What the operation has left in the cloud is to be removed.
    void removalWanted(const oriel::operations::JournalEntry &entry);

private:
    void fillPlace(const operations::JournalScope &here);
    void refill();
    void fillStages();
    void fillRequestIds();
    void fillCancel();
    void fillQuestion();
    [[nodiscard]] QStringList troubleLines() const;
    [[nodiscard]] QString stageTime(const QDateTime &started, const QDateTime &ended) const;

    Theme &m_theme;
    Clock &m_clock;
    std::optional<operations::JournalEntry> m_entry;
    bool m_switches = false; ///< the entry belongs to a project that the window can switch to
    QPointer<operations::Operation> m_operation;
    std::optional<operations::Question> m_asked; ///< the question that the buttons answer
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_outcomeIcon;
    QLabel *m_outcome;
    QFrame *m_error;
    QLabel *m_errorText;
    QHBoxLayout *m_help; ///< below it
    std::vector<HelpOffer> m_offers;
    QFrame *m_question;
    QLabel *m_questionText;
    QHBoxLayout *m_choices;
    FocusReturn *m_focus; ///< for the question
    QVBoxLayout *m_stages;
    QLabel *m_notes;
    QWidget *m_requestIds;
    QStringList m_shownIds; ///< in m_requestIds
    CommandBox *m_command;
    QPushButton *m_go;
    QPushButton *m_moveBack; ///< moves a floating IP back
    QPushButton *m_undo;
    QPushButton *m_remove; ///< what it has left in the cloud
    QPushButton *m_copy;
    QPushButton *m_cancel;
    QLabel *m_cancelText; ///< the effect of canceling
    QLabel *m_elsewhere;  ///< why the resource cannot be shown
};

} // namespace oriel::ui
