#pragma once

#include "forms/errortext.h"

#include <QtWidgets/QDialog>

class QHBoxLayout;
class QPushButton;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class ErrorPanel;
class NotePanel;
class Theme;

/// Reports that something did not happen. Non-blocking: open() it; it deletes itself when closed.
class ErrorDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `retry`: the text of a second button ("Enter it again…"); empty: none.
    ErrorDialog(Theme &theme, const forms::ErrorText &text, const QString &retry = {},
                QWidget *parent = nullptr);

    /// Opens one that offers to enter again what the cloud has refused. Null where that makes no
    /// sense: the operation did not fail, or something was made the first time.
    static ErrorDialog *offerRetry(Theme &theme, const operations::Operation &operation,
                                   QWidget *parent);

    /// A button for something that helps; it closes the dialog.
    QPushButton *addRemedy(const QString &text);
    /// Shows below the error what was left behind, a sentence, with a button to remove it; the
    /// dialog stays open.
    void setLeftovers(const QString &sentence);

Q_SIGNALS:
    /// The second button was pressed; emitted after the dialog has closed.
    void retried();
    /// The user wants the leftovers removed.
    void leftoversUnwanted();

private:
    ErrorPanel *m_panel;
    NotePanel *m_note;
    QHBoxLayout *m_buttons;
};

} // namespace oriel::ui
