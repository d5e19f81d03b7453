#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QHBoxLayout;
class QLayout;

namespace oriel::ui {

class ActionButton;

/// The head of a page: its subject, and at the right the actions. If space is short, the name keeps
/// it, and the buttons lose their text, the most important ones last.
class HeadBar : public QWidget
{
    Q_OBJECT

public:
    /// Takes ownership of `words`.
    HeadBar(QLayout *words, QWidget *parent);

    /// Appends it at the right end.
    void addAction(ActionButton *button);
    /// Call it after the text has changed.
    void fit();
    /// With all buttons compact.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QHBoxLayout *m_line;
    std::vector<ActionButton *> m_buttons;
};

} // namespace oriel::ui
