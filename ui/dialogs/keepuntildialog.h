#pragma once

#include "operations/operationtypes.h"
#include "ui/uicontext.h"

#include <QtCore/QDate>
#include <QtWidgets/QDialog>

#include <optional>
#include <vector>

class QCheckBox;
class QDateEdit;
class QPushButton;

namespace oriel::ui {

class NotePanel;

/// Asks until when one or many snapshots are to be kept; "no date" is a choice. Non-blocking:
/// open() it; it deletes itself when closed. It changes nothing in the cloud.
class KeepUntilDialog final : public QDialog
{
    Q_OBJECT

public:
    KeepUntilDialog(const UiContext &context, const std::vector<operations::Subject> &subjects,
                    QWidget *parent = nullptr);

Q_SIGNALS:
    /// Save was pressed; nothing: no date. Told once, after the dialog has closed.
    void chosen(std::optional<QDate> date);

private:
    void refresh();

    QDate m_today;
    QDateEdit *m_date;
    QCheckBox *m_noDate;
    NotePanel *m_note;
    QPushButton *m_save;
};

} // namespace oriel::ui
