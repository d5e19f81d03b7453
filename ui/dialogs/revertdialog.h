#pragma once

#include "forms/restoreactions.h"
#include "ui/dialogs/actiondialog.h"

namespace oriel::ui {

class NameGuard;

/// Asks before a volume is put back to its snapshot: says what is lost, and wants the volume's name
/// typed. Non-blocking: open() it, connect to accepted(); it deletes itself when closed.
class RevertDialog final : public ActionDialog
{
    Q_OBJECT

public:
    RevertDialog(Theme &theme, const forms::RevertText &text, QWidget *parent = nullptr);

protected:
    void act() override;

private:
    void refresh();

    NameGuard *m_guard;
};

} // namespace oriel::ui
