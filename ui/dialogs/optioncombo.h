#pragma once

#include "forms/launchfields.h"

#include <QtWidgets/QComboBox>

#include <optional>
#include <vector>

namespace oriel::ui {

/// One of several options. Keeps its choice and its open list while the options change.
class OptionCombo final : public QComboBox
{
    Q_OBJECT

public:
    /// `prompt`: shown while nothing is chosen.
    explicit OptionCombo(const QString &prompt, QWidget *parent = nullptr);

    /// Takes effect after the open list is closed, so that nothing moves under the pointer.
    void setOptions(const std::vector<forms::LaunchOption> &options);
    void hidePopup() override;

Q_SIGNALS:
    /// By the user.
    void chosen(const QString &id);

private:
    std::vector<forms::LaunchOption> m_options;
    std::optional<std::vector<forms::LaunchOption>> m_waiting;
};

} // namespace oriel::ui
