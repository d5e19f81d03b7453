#pragma once

#include "ui/dialogs/launch/launchsection.h"

namespace oriel::ui {

/// How to log in to the new instance, and where it runs.
class LaunchAccessSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchAccessSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    OptionCombo *m_keyPair;
    OptionCombo *m_zone;
};

} // namespace oriel::ui
