#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QCheckBox;

namespace oriel::ui {

class CellTable;

/// What will be different from the instance that the snapshot was taken of, and whether its
/// floating IP is moved. Hidden without an original.
class LaunchOriginalSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchOriginalSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    QCheckBox *m_floatingIp;
    CellTable *m_table = nullptr;
};

} // namespace oriel::ui
