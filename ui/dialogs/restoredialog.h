#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/cellmodel.h"
#include "ui/uicontext.h"

#include <functional>
#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class CellTable;
class CommandBox;
class LaunchDiskTable;
class NotePanel;
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
    void makeFields();
    void makeLists();
    void makeTables();
    /// A table whose rows are all seen, below its heading.
    void addTable(const QString &heading, CellTable *table, const QString &key);
    void refresh();
    [[nodiscard]] std::vector<CellRow> differences() const;

    std::unique_ptr<forms::LaunchForm> m_form;
    QLineEdit *m_name = nullptr;
    std::vector<std::function<void()>> m_choices; ///< each shows one of the form's fields
    LaunchDiskTable *m_disks = nullptr;
    QLabel *m_disksText = nullptr;
    QCheckBox *m_floatingIp = nullptr;
    CellTable *m_differences = nullptr;
    QuotaList *m_quota = nullptr;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
