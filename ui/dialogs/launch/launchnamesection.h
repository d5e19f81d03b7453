#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QLineEdit;
class QSpinBox;

namespace oriel::ui {

/// The name of the new instance, and how many there will be.
class LaunchNameSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchNameSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;
    /// The name is what is entered first.
    void start();
    /// Of the field for the name, to be aligned with others.
    [[nodiscard]] QLabel *label() const { return m_label; }

private:
    QLineEdit *m_name;
    QLabel *m_label;
    QSpinBox *m_count;
    QLabel *m_names = nullptr;
};

} // namespace oriel::ui
