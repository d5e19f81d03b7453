#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <deque>
#include <functional>
#include <memory>

namespace oriel::ui {

class CommandBox;
class LaunchMoreSection;
class LaunchNameSection;
class LaunchSection;
class NotePanel;
class QuotaList;

/// Asks for everything that a new instance needs, on one page that scrolls, in the order in which
/// it is decided; every field has a default. From a snapshot it is prefilled from the original, and
/// shows beforehand what will be different. Non-blocking: open() it; it deletes itself when closed.
/// Changes nothing in the cloud except for new key pairs and server groups: Launch closes it and
/// emits requested().
class LaunchDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `source` without an ID: it is chosen in the dialog.
    LaunchDialog(const UiContext &context, const operations::Subject &source,
                 QWidget *parent = nullptr);
    /// Filled in, for input that the cloud has refused.
    LaunchDialog(const UiContext &context, const operations::LaunchRequest &request,
                 QWidget *parent = nullptr);
    ~LaunchDialog() override;

    void chooseFlavor(const QString &id);
    void setCount(int count);
    [[nodiscard]] const forms::LaunchForm &form() const { return *m_form; }
    /// Whether all its sections are there and show what the form has.
    [[nodiscard]] bool isComplete() const { return m_complete; }

Q_SIGNALS:
    /// Launch was pressed and the input is valid; emitted once, after the dialog has closed.
    void requested(const oriel::operations::LaunchRequest &request,
                   oriel::operations::LaunchCount count);

protected:
    void act() override;
    [[nodiscard]] bool isFilledIn() const override;

private:
    LaunchDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                 QWidget *parent);
    template <typename Section>
    Section *add();
    /// Makes the next section that is missing. Each in a turn of the event loop: all at once would
    /// take longer than a frame.
    void makeNext();
    void makeEnd();
    void refresh();
    void alignLabels();

    const UiContext m_context;
    std::unique_ptr<forms::LaunchForm> m_form;
    NotePanel *m_notes;
    LaunchNameSection *m_name;
    std::vector<LaunchSection *> m_sections;
    std::deque<std::function<void()>> m_missing; ///< each makes one
    bool m_complete = false;
    int m_presets = 0;                       ///< LaunchForm::edits() that are not the user's
    operations::LaunchRequest m_untouched{}; ///< before the user's first one
    QuotaList *m_quota = nullptr;
    CommandBox *m_command = nullptr;
};

} // namespace oriel::ui
