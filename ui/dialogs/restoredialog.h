#pragma once

#include "forms/launchform.h"
#include "ui/uicontext.h"

#include <QtWidgets/QDialog>

#include <memory>

class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace oriel::ui {

class CommandBox;
class DifferenceTable;
class ElidedLabel;
class NotePanel;
class OptionCombo;
class OptionList;
class RestoreDiskTable;

/// Asks what the instance that is launched from a snapshot gets, prefilled from the original, and
/// shows before anything is done what will be different. Non-blocking: open() it; it deletes itself
/// when closed. It changes nothing in the cloud: Launch closes it and tells requested().
class RestoreDialog final : public QDialog
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
    void showEvent(QShowEvent *event) override;

private:
    RestoreDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                  QWidget *parent);
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeBody();
    [[nodiscard]] QWidget *makeFields();
    [[nodiscard]] QWidget *makeLists();
    [[nodiscard]] QWidget *makeFoot();
    void follow();
    void refresh();
    void updateRoom();
    void updateProblem();
    void fit();
    void launch();

    Theme &m_theme;
    std::unique_ptr<forms::LaunchForm> m_form;
    ElidedLabel *m_title = nullptr;
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
    QWidget *m_roomBox = nullptr;
    QGridLayout *m_roomGrid = nullptr;
    QStringList m_roomTitles;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    NotePanel *m_problem = nullptr;
    QPushButton *m_launch = nullptr;
    bool m_shown = false;
};

} // namespace oriel::ui
