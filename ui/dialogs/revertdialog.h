#pragma once

#include "forms/restoreactions.h"

#include <QtWidgets/QDialog>

class QLineEdit;

namespace oriel::ui {

class Theme;

/// Asks before a volume is put back to its snapshot: says what is lost, and wants the volume's name
/// typed. Non-blocking: open() it, connect to accepted(); it deletes itself when closed.
class RevertDialog final : public QDialog
{
    Q_OBJECT

public:
    RevertDialog(Theme &theme, const forms::RevertText &text, QWidget *parent = nullptr);

private:
    QLineEdit *m_typed;
};

} // namespace oriel::ui
