#pragma once

#include "forms/newvolumeform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace oriel::ui {

class CommandBox;
class NotePanel;
class OptionCombo;
class QuotaList;

/// Asks for a volume made from a volume snapshot. Non-blocking: open() it; it deletes itself when
/// closed. It changes nothing in the cloud: Create closes it and tells requested().
class NewVolumeDialog final : public ActionDialog
{
    Q_OBJECT

public:
    NewVolumeDialog(const UiContext &context, const QString &snapshotId, QWidget *parent = nullptr);
    /// Filled in as before: for what the cloud has refused.
    NewVolumeDialog(const UiContext &context, const operations::NewVolumeRequest &request,
                    QWidget *parent = nullptr);
    ~NewVolumeDialog() override;

    [[nodiscard]] const forms::NewVolumeForm &form() const { return *m_form; }

Q_SIGNALS:
    /// Create was pressed and everything is in order; told once, after the dialog has closed.
    void requested(const oriel::operations::NewVolumeRequest &request);

protected:
    void act() override;

private:
    NewVolumeDialog(const UiContext &context, std::unique_ptr<forms::NewVolumeForm> form,
                    QWidget *parent);
    void makeFields(QGridLayout *grid);
    void refresh();

    std::unique_ptr<forms::NewVolumeForm> m_form;
    QLineEdit *m_name = nullptr;
    QSpinBox *m_size = nullptr;
    QLabel *m_least = nullptr;
    OptionCombo *m_type = nullptr;
    QuotaList *m_quota = nullptr;
    NotePanel *m_notes = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
