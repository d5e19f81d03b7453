#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QHBoxLayout;
class QLayout;

namespace oriel::ui {

class ActionButton;

/// Over a page: what it is of, and at the right what can be done with that. Where there is little
/// room the name has it, and the buttons give up their words, the most important ones last.
class HeadBar final : public QWidget
{
    Q_OBJECT

public:
    /// The bar becomes the owner of `words`.
    HeadBar(QLayout *words, QWidget *parent);

    /// At the right end, behind the others.
    void addAction(ActionButton *button);
    /// The words have changed.
    void fit();
    /// With none of the buttons' words.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QHBoxLayout *m_line;
    std::vector<ActionButton *> m_buttons;
};

} // namespace oriel::ui
