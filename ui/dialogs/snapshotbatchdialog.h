#pragma once

#include "forms/snapshotbatchform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class ChoiceList;
class CommandBox;
class NotePanel;
class RoomList;

/// Asks for snapshots of several instances, or for one of a volume, and shows before anything is
/// done what will be made and whether there is room. Non-blocking: open() it; it deletes itself
/// when closed. It changes nothing in the cloud: Create closes it and tells requested().
class SnapshotBatchDialog final : public ActionDialog
{
    Q_OBJECT

public:
    SnapshotBatchDialog(const UiContext &context, std::unique_ptr<forms::SnapshotBatchForm> form,
                        QWidget *parent = nullptr);
    ~SnapshotBatchDialog() override;

Q_SIGNALS:
    /// Create was pressed and everything is in order; told once. The form is as it was then.
    void requested(const oriel::forms::SnapshotBatchForm &form);

protected:
    void act() override;

private:
    void makeBody();
    [[nodiscard]] QWidget *makeFields();
    void follow();
    void refresh();
    void fillRows();

    std::unique_ptr<forms::SnapshotBatchForm> m_form;
    QLineEdit *m_name = nullptr;
    QDateEdit *m_date = nullptr;
    QCheckBox *m_noDate = nullptr;
    QLineEdit *m_why = nullptr;
    ChoiceList *m_list = nullptr;
    QLabel *m_summary = nullptr;
    QCheckBox *m_shutOff = nullptr;
    QCheckBox *m_dataVolumes = nullptr;
    NotePanel *m_dataVolumesNote = nullptr;
    RoomList *m_room = nullptr;
    NotePanel *m_consistency = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
