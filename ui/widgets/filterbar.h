#pragma once

#include <QtWidgets/QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace oriel::ui {

class ActionBar;
class Theme;

/// Above a list: the search field, choices such as the kind of an image, and at the right end the
/// table's buttons and actions. If space is short, tool buttons lose their text before an action
/// moves into a menu.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    /// `placeholder` is the field's placeholder ("Filter instances") and its accessible name.
    FilterBar(Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

    /// A combo box with its label; the caller fills it.
    QComboBox *addFacet(const QString &label, const QString &objectName);
    /// A widget at the right end. A tool button needs an icon, a tooltip and an accessible name.
    void addAtEnd(QWidget *widget);
    /// The actions on the rows, behind everything else. At most once.
    void setActions(ActionBar *actions);

    [[nodiscard]] QString text() const;
    /// Resets all choices to their first entry, and clears the text.
    void clearAll();
    void focusField();
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void textChanged(const QString &text);
    /// The user pressed Down: focus the table.
    void leaveDown();
    /// The user pressed Enter.
    void entered();

protected:
    bool event(QEvent *event) override;

private:
    class Field;

    void paintIcon();
    void fit();
    [[nodiscard]] int widthOfOthers() const;

    Theme &m_theme;
    Field *m_field;
    QAction *m_glass;
    QHBoxLayout *m_layout;
    std::vector<QComboBox *> m_facets;
    std::vector<QToolButton *> m_tools; ///< at the end; only icons if space is short
    ActionBar *m_actions = nullptr;
    bool m_fitting = false;
};

} // namespace oriel::ui
