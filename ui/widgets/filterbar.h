#pragma once

#include <QtWidgets/QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace oriel::ui {

class ActionButton;
class Theme;

/// Over a list: the search field, choices such as the kind of an image, and at the right end what
/// belongs to the table.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    /// `placeholder` is what the field says while it is empty ("Filter instances"), and its
    /// accessible name.
    FilterBar(Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

    /// A choice with its label in front of it; the caller fills it.
    QComboBox *addFacet(const QString &label, const QString &objectName);
    /// Something at the right end. A tool button gives up its text where the bar is narrow: it
    /// needs an icon, a tooltip and an accessible name.
    void addAtEnd(QWidget *widget);

    [[nodiscard]] QString text() const;
    /// All choices back to their first entry, the text empty.
    void clearAll();
    void focusField();
    /// With none of the buttons' words.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void textChanged(const QString &text);
    /// The user has pressed Down: on to the table.
    void leaveDown();
    /// The user has pressed Enter.
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
    std::vector<QToolButton *> m_tools;    ///< at the end; icons alone where it is narrow
    std::vector<ActionButton *> m_actions; ///< likewise, in their order
};

} // namespace oriel::ui
