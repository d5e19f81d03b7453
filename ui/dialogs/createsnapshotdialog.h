#pragma once

#include "forms/createsnapshotform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class CommandBox;
class ConsistencyChoice;
class DiskTable;
class NotePanel;
class RoomList;

/// Asks for a snapshot of an instance and shows, before anything is done, what will be captured,
/// how consistent it will be and whether there is room. Non-blocking: open() it; it deletes itself
/// when closed. It changes nothing in the cloud: Create closes it and tells requested(), and an
/// operation does the rest (see InstanceFlows).
class CreateSnapshotDialog final : public ActionDialog
{
    Q_OBJECT

public:
    CreateSnapshotDialog(const UiContext &context, const QString &serverId,
                         QWidget *parent = nullptr);
    /// Filled in as before: for what the cloud has refused.
    CreateSnapshotDialog(const UiContext &context, const operations::CreateSnapshotRequest &request,
                         QWidget *parent = nullptr);
    ~CreateSnapshotDialog() override;

    [[nodiscard]] const forms::CreateSnapshotForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Create was pressed and everything is in order; told once, after the dialog has closed.
    void requested(const oriel::operations::CreateSnapshotRequest &request);

protected:
    void act() override;

private:
    CreateSnapshotDialog(const UiContext &context, std::unique_ptr<forms::CreateSnapshotForm> form,
                         QWidget *parent);
    void makeBody();
    [[nodiscard]] QWidget *makeFields();
    void follow();
    void refresh();

    std::unique_ptr<forms::CreateSnapshotForm> m_form;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_why = nullptr;
    QDateEdit *m_date = nullptr;
    QCheckBox *m_noDate = nullptr;
    DiskTable *m_disks = nullptr;
    QLabel *m_capture = nullptr;
    QCheckBox *m_dataVolumes = nullptr;
    NotePanel *m_dataVolumesNote = nullptr; ///< why they are not included
    RoomList *m_room = nullptr;
    NotePanel *m_gap = nullptr;
    ConsistencyChoice *m_consistency = nullptr;
    NotePanel *m_caution = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
