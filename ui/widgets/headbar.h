#pragma once

#include <QtWidgets/QWidget>

class QHBoxLayout;
class QLayout;

namespace oriel::ui {

class ActionBar;

/// The head of a page: its subject, and at the right the actions. If space is short, a long name is
/// elided, down to a readable width; then actions move into the menu of the bar.
class HeadBar : public QWidget
{
    Q_OBJECT

public:
    /// Takes ownership of `words`.
    HeadBar(QLayout *words, QWidget *parent);

    /// Takes ownership. At most once.
    void setActions(ActionBar *actions);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_line;
    QLayout *m_words;
    ActionBar *m_actions = nullptr;
};

} // namespace oriel::ui
