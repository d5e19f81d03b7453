#pragma once

#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/consolepanel.h"

namespace oriel::ui {

/// Opens the console of an instance at once, and says how that went.
class ConsoleDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `open`: as for ConsolePanel.
    ConsoleDialog(const UiContext &context, const QString &serverId, QWidget *parent = nullptr,
                  ConsolePanel::OpenUrl open = {});

Q_SIGNALS:
    /// As ConsolePanel; emitted after the dialog has closed.
    void otherWanted(const oriel::operations::Action &action);

protected:
    void act() override { m_panel->open(); }

private:
    void refresh();

    ConsolePanel *m_panel;
};

} // namespace oriel::ui
