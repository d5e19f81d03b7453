#pragma once

#include "forms/removalform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/cellmodel.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

class QLabel;

namespace oriel::ui {

class ChoiceList;
class CommandBox;
class NameGuard;
class NotePanel;

/// Shows what would be deleted, what stands against it and what becomes free, before anything is
/// done: of one its parts, of many each of them. Non-blocking: open() it; it deletes itself when
/// closed. It changes nothing in the cloud: Delete closes it and tells requested(), and operations
/// do the rest (see DeleteFlow). Cancel has the focus: Enter alone does nothing.
class DeleteDialog final : public ActionDialog
{
    Q_OBJECT

public:
    DeleteDialog(const UiContext &context, std::vector<operations::Subject> subjects,
                 QWidget *parent = nullptr);
    ~DeleteDialog() override;

    [[nodiscard]] const forms::RemovalForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Delete was pressed; emitted once, after the dialog has closed.
    void requested(const std::vector<oriel::operations::RemovalRequest> &requests);
    /// The user follows a link to an obstacle; emitted after the dialog has closed.
    void navigate(const oriel::ui::Route &route);

protected:
    void act() override;

private:
    void makeBody();
    [[nodiscard]] QWidget *makeChoice();
    void refresh();
    void showPlans();
    [[nodiscard]] CellRow rowOf(const forms::PlannedPart &planned) const;
    [[nodiscard]] CellRow rowOf(const forms::RemovalPlan &plan) const;
    /// The objections to the only resource, or to the current row's.
    void showHints();

    std::unique_ptr<forms::RemovalForm> m_form;
    ChoiceList *m_list = nullptr;
    QWidget *m_hints = nullptr;
    std::vector<forms::RemovalHint> m_shownHints;
    QWidget *m_choice = nullptr;
    NotePanel *m_stays = nullptr;
    NameGuard *m_guard = nullptr;
    QLabel *m_total = nullptr;
    CommandBox *m_command = nullptr;
    int m_revision = -1; ///< the shown revision of the form
};

} // namespace oriel::ui
