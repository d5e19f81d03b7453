#pragma once

#include "forms/removalform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

class QLabel;
class QRadioButton;

namespace oriel::ui {

class ChoiceList;
class CommandBox;
class DeletePlanList;
class NameGuard;
class NotePanel;

/// Shows what would be deleted, what stands against it and what becomes free, before anything is
/// done. Non-blocking: open() it; it deletes itself when closed. It changes nothing in the cloud:
/// Delete closes it and tells requested(), and operations do the rest (see DeleteFlows). Cancel has
/// the focus: Enter alone does nothing.
class DeleteDialog final : public ActionDialog
{
    Q_OBJECT

public:
    DeleteDialog(const UiContext &context, std::vector<operations::Subject> subjects,
                 QWidget *parent = nullptr);
    ~DeleteDialog() override;

    [[nodiscard]] const forms::RemovalForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Delete was pressed; told once, after the dialog has closed.
    void requested(const std::vector<oriel::operations::RemovalRequest> &requests);
    /// The person goes to see something that stands in the way; told after the dialog has closed.
    void navigate(const oriel::ui::Route &route);

protected:
    void act() override;

private:
    void makeBody();
    [[nodiscard]] QWidget *makeChoice();
    void refresh();
    void showPlans();
    /// What is known against the one that the user looks at.
    void showCurrent();
    void showGuard();

    std::unique_ptr<forms::RemovalForm> m_form;
    ChoiceList *m_many = nullptr; ///< null where there is one
    DeletePlanList *m_list = nullptr;
    QWidget *m_choice = nullptr;
    QRadioButton *m_everything = nullptr;
    QRadioButton *m_imageOnly = nullptr;
    NotePanel *m_stays = nullptr;
    NameGuard *m_guard = nullptr;
    QLabel *m_total = nullptr;
    CommandBox *m_command = nullptr;
    int m_revision = -1; ///< of the form, that is shown
};

} // namespace oriel::ui
