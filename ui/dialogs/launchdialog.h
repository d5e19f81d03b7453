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

/// Asks for the options of an instance launched from a snapshot, prefilled from the original, and
/// shows beforehand what will be different. Non-blocking: open() it; it deletes itself when closed.
/// Changes nothing in the cloud: Launch closes it and emits requested().
class LaunchDialog final : public ActionDialog
{
    Q_OBJECT

public:
    LaunchDialog(const UiContext &context, const operations::Subject &source,
                 QWidget *parent = nullptr);
    /// Filled in, for input that the cloud has refused.
    LaunchDialog(const UiContext &context, const operations::LaunchRequest &request,
                 QWidget *parent = nullptr);
    ~LaunchDialog() override;

    [[nodiscard]] const forms::LaunchForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Launch was pressed and the input is valid; emitted once, after the dialog has closed.
    void requested(const oriel::operations::LaunchRequest &request);

protected:
    void act() override;

private:
    LaunchDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                 QWidget *parent);
    void makeBody();
    void makeFields();
    void makeLists();
    void makeTables();
    /// Adds a heading, which it returns, and a table with all rows visible.
    QLabel *addTable(const QString &heading, CellTable *table, const QString &key);
    void refresh();
    [[nodiscard]] std::vector<CellRow> differences() const;

    std::unique_ptr<forms::LaunchForm> m_form;
    QLineEdit *m_name = nullptr;
    std::vector<std::function<void()>> m_choices; ///< each shows one of the form's fields
    LaunchDiskTable *m_disks = nullptr;
    QLabel *m_disksText = nullptr;
    QCheckBox *m_floatingIp = nullptr;
    QLabel *m_differencesHeading = nullptr;
    CellTable *m_differences = nullptr;
    QuotaList *m_quota = nullptr;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
