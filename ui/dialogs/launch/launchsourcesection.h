#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QPushButton;

namespace oriel::ui {

class SourcePicker;

/// What the instance starts from.
class LaunchSourceSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchSourceSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    /// Made when it is needed: it sorts all images.
    void showPicker();

    SourcePicker *m_picker = nullptr;
    QPushButton *m_other;
};

} // namespace oriel::ui
