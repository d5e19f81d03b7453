#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QLineEdit;

namespace oriel::ui {

class PickTable;

/// The flavors, and whether they fit.
class LaunchFlavorSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchFlavorSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    void makeTable();
    /// The flavors have changed, or their filter.
    void list();

    QLineEdit *m_filter;
    PickTable *m_table = nullptr;
};

} // namespace oriel::ui
