#pragma once

#include "forms/snapshotform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class CellTable;
class ChoiceList;
class CommandBox;
class ConsistencyChoice;
class NotePanel;
class QuotaList;

/// Asks for a snapshot of an instance or of several, and shows before anything is done
/// what will be captured, how consistent it will be and whether the quota allows it. Non-blocking:
/// open() it; it deletes itself when closed. It changes nothing in the cloud: the button closes it
/// and emits requested().
class SnapshotDialog final : public ActionDialog
{
    Q_OBJECT

public:
    SnapshotDialog(Theme &theme, std::unique_ptr<forms::SnapshotForm> form,
                   QWidget *parent = nullptr);
    ~SnapshotDialog() override;

    [[nodiscard]] const forms::SnapshotForm &form() const { return *m_form; }

Q_SIGNALS:
    /// The button was pressed and the input is valid; emitted once, after the dialog has closed.
    /// The form keeps the input.
    void requested();
    /// The user prefers this, and the dialog has closed.
    void otherWanted(const oriel::operations::Way &way);

protected:
    void act() override;
    [[nodiscard]] bool isFilledIn() const override { return m_form->edits() != m_presets; }

private:
    void makeBody();
    [[nodiscard]] QWidget *makeFields();
    void makeList(QLabel &heading);
    void follow();
    void refresh();
    void fillTable();

    std::unique_ptr<forms::SnapshotForm> m_form;
    int m_presets; ///< SnapshotForm::edits() that are not the user's
    QLineEdit *m_name = nullptr;
    QLineEdit *m_description = nullptr;
    QDateEdit *m_date = nullptr;
    QCheckBox *m_noDate = nullptr;
    CellTable *m_table = nullptr; ///< the disks of one instance, or several instances
    ChoiceList *m_list = nullptr; ///< around the table of several; null: of one
    QLabel *m_capture = nullptr;
    QCheckBox *m_dataVolumes = nullptr;
    NotePanel *m_dataVolumesNote = nullptr; ///< why they are not included
    QuotaList *m_quota = nullptr;
    NotePanel *m_gap = nullptr;
    ConsistencyChoice *m_consistency = nullptr;
    NotePanel *m_group = nullptr; ///< leads to a snapshot of the volume group
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
