#pragma once

#include "ui/dialogs/launch/launchsection.h"

namespace oriel::ui {

class LaunchDiskTable;
class RadioChoice;

/// The disks of the new instance.
class LaunchDiskSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchDiskSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    void addChoice();

    QWidget *m_choice;
    RadioChoice *m_newVolume = nullptr;
    RadioChoice *m_localDisk = nullptr;
    OptionCombo *m_volumeType = nullptr;
    LaunchDiskTable *m_disks = nullptr;
    QLabel *m_text = nullptr;
};

} // namespace oriel::ui
