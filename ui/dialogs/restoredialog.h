#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class CommandBox;
class DifferenceTable;
class NotePanel;
class OptionCombo;
class OptionList;
class RestoreDiskTable;
class QuotaList;

/// Asks what the instance that is launched from a snapshot gets, prefilled from the original, and
/// shows before anything is done what will be different. Non-blocking: open() it; it deletes itself
/// when closed. It changes nothing in the cloud: Launch closes it and tells requested().
class RestoreDialog final : public ActionDialog
{
    Q_OBJECT

public:
    RestoreDialog(const UiContext &context, const operations::Subject &source,
                  QWidget *parent = nullptr);
    /// Filled in as before: for what the cloud has refused.
    RestoreDialog(const UiContext &context, const operations::RestoreRequest &request,
                  QWidget *parent = nullptr);
    ~RestoreDialog() override;

    [[nodiscard]] const forms::LaunchForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Launch was pressed and everything is in order; told once, after the dialog has closed.
    void requested(const oriel::operations::RestoreRequest &request);

protected:
    void act() override;

private:
    RestoreDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                  QWidget *parent);
    void makeBody();
    [[nodiscard]] QWidget *makeFields();
    [[nodiscard]] QWidget *makeLists();
    void follow();
    void refresh();

    std::unique_ptr<forms::LaunchForm> m_form;
    QLineEdit *m_name = nullptr;
    OptionCombo *m_flavor = nullptr;
    OptionCombo *m_keyPair = nullptr;
    OptionCombo *m_zone = nullptr;
    OptionList *m_networks = nullptr;
    OptionList *m_groups = nullptr;
    RestoreDiskTable *m_disks = nullptr;
    QLabel *m_disksText = nullptr;
    QCheckBox *m_floatingIp = nullptr;
    DifferenceTable *m_differences = nullptr;
    QuotaList *m_quota = nullptr;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
