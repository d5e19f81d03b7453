#pragma once

#include "forms/launchform.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QListWidget>

#include <vector>

namespace oriel::ui {

/// One of several options. Keeps its choice and its open list while the options come and go.
class OptionCombo final : public QComboBox
{
    Q_OBJECT

public:
    /// `prompt`: shown where nothing is chosen.
    explicit OptionCombo(const QString &prompt, QWidget *parent = nullptr);

    /// Waits until the open list has closed, so that nothing moves under the pointer.
    void setOptions(const std::vector<forms::LaunchOption> &options);
    void hidePopup() override;

Q_SIGNALS:
    /// By the user.
    void chosen(const QString &id);

private:
    std::vector<forms::LaunchOption> m_options;
    std::optional<std::vector<forms::LaunchOption>> m_waiting;
};

/// Any of several options, each with a box to tick. As high as its rows, up to a few; more scroll.
class OptionList final : public QListWidget
{
    Q_OBJECT

public:
    explicit OptionList(QWidget *parent = nullptr);

    void setOptions(const std::vector<forms::LaunchOption> &options);

Q_SIGNALS:
    /// By a person.
    void toggled(const QString &id, bool chosen);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fitRows();

    std::vector<forms::LaunchOption> m_options;
};

} // namespace oriel::ui
