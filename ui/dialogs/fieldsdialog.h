#pragma once

#include "operations/actions/action.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <vector>

namespace oriel::ui {

class CommandBox;
class FieldEditor;

/// Asks for what an action needs to know, from its fields. Non-blocking: open() it; it deletes
/// itself when closed. It changes nothing in the cloud: its button closes it and emits requested().
class FieldsDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `action` outlives the dialog. `values`: what was entered before; empty: the presets.
    FieldsDialog(const UiContext &context, const operations::Action &action,
                 operations::Subject target, const operations::Values &values = {},
                 QWidget *parent = nullptr);

Q_SIGNALS:
    /// The values have no problem. Once, after the dialog has closed.
    void requested(const oriel::operations::Values &values);

protected:
    void act() override;

private:
    [[nodiscard]] operations::Values values() const;
    [[nodiscard]] operations::Situation situation() const;
    void refresh();

    UiContext m_context;
    const operations::Action &m_described;
    operations::Subject m_target;
    std::vector<FieldEditor *> m_editors;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
