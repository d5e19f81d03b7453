#pragma once

#include "ui/dialogs/launch/launchsection.h"

class QCheckBox;
class QLineEdit;

namespace oriel::ui {

/// Whether the new instance is reached from outside, and by what.
class LaunchReachSection final : public LaunchSection
{
    Q_OBJECT

public:
    LaunchReachSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    void refresh() override;

private:
    template <typename T>
    void enter(T forms::ReachChoice::*member, const T &value);

    QCheckBox *m_on;
    QWidget *m_fields;
    OptionCombo *m_address;
    OptionCombo *m_service;
    OptionCombo *m_from;
    QLineEdit *m_range;
    QLabel *m_text = nullptr;
};

} // namespace oriel::ui
