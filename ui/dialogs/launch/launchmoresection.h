#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QToolButton;

namespace oriel::ui {

/// Folds away what few new instances need, unless something is entered there or wrong.
class LaunchMoreSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchMoreSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;
    void showFaults(const std::vector<forms::LaunchFault> &faults) override;

Q_SIGNALS:
    /// By the user, who wants to see what was unfolded.
    void unfolded();

private:
    void setOpen(bool open);
    void draw();

    QToolButton *m_toggle;
    LaunchSection *m_details = nullptr; ///< made when it is unfolded for the first time
};

} // namespace oriel::ui
