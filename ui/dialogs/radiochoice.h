#pragma once

#include <QtWidgets/QVBoxLayout>

class QLabel;
class QRadioButton;

namespace oriel::ui {

/// A radio button with an explanation below it, which screen readers read with it. A layout and not
/// a widget, so that the buttons of one parent exclude each other.
class RadioChoice final : public QVBoxLayout
{
    Q_OBJECT

public:
    /// `key`: the button's object name.
    RadioChoice(const QString &title, const QString &key, QWidget *parent);

    [[nodiscard]] QRadioButton &button() const { return *m_button; }
    /// The explanation; an obstacle if the button is disabled.
    void setText(const QString &text);
    /// A field that belongs to the choice, indented like the explanation.
    void addField(QWidget *field);

private:
    QRadioButton *m_button;
    QLabel *m_text;
};

} // namespace oriel::ui
