#pragma once

#include "operations/operationtypes.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <QtCore/QDate>

#include <optional>
#include <vector>

class QCheckBox;
class QDateEdit;

namespace oriel::ui {

class NotePanel;

/// Asks until when one or many snapshots are to be kept; "no date" is a choice. Non-blocking:
/// open() it; it deletes itself when closed. It changes nothing in the cloud.
class KeepUntilDialog final : public ActionDialog
{
    Q_OBJECT

public:
    KeepUntilDialog(const UiContext &context, const std::vector<operations::Subject> &subjects,
                    QWidget *parent = nullptr);

Q_SIGNALS:
    /// Save was pressed; nothing: no date. Told once, after the dialog has closed.
    void chosen(std::optional<QDate> date);

protected:
    void act() override;

private:
    void refresh();

    QDate m_today;
    QDateEdit *m_date;
    QCheckBox *m_noDate;
    NotePanel *m_note;
};

} // namespace oriel::ui
