#pragma once

#include "forms/errortext.h"

#include <QtWidgets/QDialog>

namespace oriel::ui {

class ErrorPanel;
class Theme;

/// Says that something did not happen. Non-blocking: open() it; it deletes itself when closed.
class ErrorDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `retry`: the words of a second button ("Enter it again…"); empty: none.
    ErrorDialog(Theme &theme, const forms::ErrorText &text, const QString &retry = {},
                QWidget *parent = nullptr);

Q_SIGNALS:
    /// The second button was pressed; told after the dialog has closed.
    void retried();

private:
    ErrorPanel *m_panel;
};

} // namespace oriel::ui
