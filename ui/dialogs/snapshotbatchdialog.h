#pragma once

#include "forms/snapshotbatchform.h"
#include "ui/uicontext.h"

#include <QtWidgets/QDialog>

#include <memory>

class QCheckBox;
class QDateEdit;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QTableWidget;

namespace oriel::ui {

class CommandBox;
class NotePanel;

/// Asks for snapshots of several instances, or for one of a volume, and shows before anything is
/// done what will be made and whether there is room. Non-blocking: open() it; it deletes itself
/// when closed. It changes nothing in the cloud: Create closes it and tells requested().
class SnapshotBatchDialog final : public QDialog
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
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeBody();
    [[nodiscard]] QWidget *makeFields();
    [[nodiscard]] QWidget *makeFoot();
    void follow();
    void refresh();
    void fillRows();
    void fillRoom();
    void fit();
    void create();

    Theme &m_theme;
    std::unique_ptr<forms::SnapshotBatchForm> m_form;
    QLabel *m_subtitle = nullptr;
    QLineEdit *m_name = nullptr;
    QDateEdit *m_date = nullptr;
    QCheckBox *m_noDate = nullptr;
    QLineEdit *m_why = nullptr;
    QTableWidget *m_table = nullptr;
    QLabel *m_summary = nullptr;
    QCheckBox *m_shutOff = nullptr;
    QWidget *m_roomBox = nullptr;
    QGridLayout *m_roomGrid = nullptr;
    NotePanel *m_consistency = nullptr;
    CommandBox *m_command = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    NotePanel *m_problem = nullptr;
    QPushButton *m_create = nullptr;
    bool m_shown = false;
};

} // namespace oriel::ui
