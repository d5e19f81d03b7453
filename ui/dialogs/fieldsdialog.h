#pragma once

#include "operations/actions/actions.h"
#include "store/subscription.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>
#include <optional>
#include <vector>

namespace oriel::ui {

class CommandBox;
class FieldEditor;
class PlanTable;
class QuotaList;

/// Asks for what an action needs to know, from its fields, for one row or several; says what the
/// action's briefing says. Follows the stores while it is open. Non-blocking: open() it; it deletes
/// itself when closed. It changes nothing in the cloud: its button closes it and emits requested().
class FieldsDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `action` outlives the dialog. `ids`: at least one. `values`: what was entered before; empty:
    /// the presets.
    FieldsDialog(const UiContext &context, const operations::Action &action, QStringList ids,
                 const operations::Values &values = {}, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The values are valid. Emitted once, after the dialog has closed.
    void requested(const oriel::operations::Values &values);
    /// The user wants to do something else first, which a note or a problem advises. Emitted once,
    /// after the dialog has closed.
    void otherWanted(const oriel::operations::Way &way);

protected:
    void act() override;
    [[nodiscard]] bool isFilledIn() const override;

private:
    [[nodiscard]] QJsonValue presetOf(const operations::Field &field) const;
    [[nodiscard]] operations::Values values() const;
    [[nodiscard]] operations::Subject target() const;
    /// Why it is possible for none of the rows.
    [[nodiscard]] QString obstacle() const;
    /// Also the options of the fields, which depend on the stores, but not on what is entered.
    void refreshAll();
    void refresh();
    void showHead(const operations::Briefing &briefing);
    /// One more place for a note of the briefing, below the others.
    void addNotePanel();
    /// The first one that is possible now; nothing: none.
    [[nodiscard]] std::optional<operations::Way>
    offered(const operations::Remedies &remedies) const;
    /// Closes it for something else.
    void leaveFor(const operations::Way &way);
    /// Puts the link behind the problem, whichever it is.
    void linkProblem(bool isObstacle, const operations::Briefing &briefing);
    /// Shows what is wrong with each field; whether nothing is. `ids`: for which it is possible.
    [[nodiscard]] bool checkFields(const QStringList &ids, const operations::Values &entered);
    /// What the quota does not allow, in words.
    [[nodiscard]] QString showBriefing(const operations::Briefing &briefing);
    [[nodiscard]] bool isReady() const;

    UiContext m_context;
    const operations::Action &m_described;
    QStringList m_ids;
    std::unique_ptr<store::Subscription> m_subscription;
    std::vector<FieldEditor *> m_editors;
    FieldEditor *m_typed = nullptr; ///< one of them
    QuotaList *m_quota = nullptr;
    PlanTable *m_table = nullptr; ///< null: the action has no briefing
    std::vector<NotePanel *> m_notes;
    std::vector<std::optional<operations::Way>> m_offered; ///< by the notes
    CommandBox *m_command = nullptr; ///< null: of several there is no single command
    bool m_danger = false;
    bool m_optionsAreOld = true;
    bool m_edited = false;            ///< something was entered
    operations::Values m_untouched{}; ///< before that
};

} // namespace oriel::ui
