#pragma once

#include <QtWidgets/QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace oriel::ui {

class ActionButton;
class Theme;

/// Above a list: the search field, choices such as the kind of an image, and at the right end the
/// table's buttons.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    /// `placeholder` is the field's placeholder ("Filter instances") and its accessible name.
    FilterBar(Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

    /// A combo box with its label; the caller fills it.
    QComboBox *addFacet(const QString &label, const QString &objectName);
    /// A widget at the right end. A tool button loses its text if the bar is narrow, so it needs an
    /// icon, a tooltip and an accessible name.
    void addAtEnd(QWidget *widget);

    [[nodiscard]] QString text() const;
    /// Resets all choices to their first entry, and clears the text.
    void clearAll();
    void focusField();
    /// With all buttons compact.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void textChanged(const QString &text);
    /// The user pressed Down: focus the table.
    void leaveDown();
    /// The user pressed Enter.
    void entered();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Field;

    void paintIcon();

    Theme &m_theme;
    Field *m_field;
    QAction *m_glass;
    QHBoxLayout *m_layout;
    std::vector<QComboBox *> m_facets;
    std::vector<QToolButton *> m_tools;    ///< at the end; only icons if the bar is narrow
    std::vector<ActionButton *> m_actions; ///< the same for actions, in order
};

} // namespace oriel::ui
