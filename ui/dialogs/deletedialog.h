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
    /// The user removes an obstacle: the action with this key is to be started on `subject`. The
    /// dialog stays open.
    void remedy(const QString &action, const oriel::operations::Subject &subject);

protected:
    void act() override;

private:
    void makeBody();
    [[nodiscard]] QWidget *makeChoice();
    void refresh();
    void showPlans();
    /// A part of the only resource.
    [[nodiscard]] CellRow rowOf(const forms::RemovalPlan &plan,
                                const forms::PlannedPart &planned) const;
    /// One of many resources.
    [[nodiscard]] CellRow rowOf(const forms::RemovalPlan &plan) const;
    /// One of many instances or volumes.
    [[nodiscard]] CellRow rowOfInstance(const forms::RemovalPlan &plan) const;
    /// A part of one of them.
    [[nodiscard]] CellRow rowBelow(const forms::RemovalPlan &plan,
                                   const forms::PlannedPart &planned) const;
    [[nodiscard]] QWidget *noteFor(const forms::RemovalHint &hint);
    /// The objections to the only resource, or to the current row's.
    void showHints();

    std::unique_ptr<forms::RemovalForm> m_form;
    NotePanel *m_skipped = nullptr;
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
