#pragma once

#include <QtWidgets/QPushButton>

#include <vector>

class QAction;
class QBoxLayout;

namespace oriel::ui {

class Theme;

/// A button that triggers an action and is disabled with it; then its tooltip and its accessible
/// description explain why, like the action's tooltip.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    /// `icon` is a name of the icon set; empty: none. The action must outlive the button or delete
    /// it.
    ActionButton(QAction &action, Theme &theme, const QString &icon, bool primary, QWidget *parent);

    /// Shows only the icon, with the text in the tooltip, if space is short. No effect without an
    /// icon.
    void setCompact(bool compact);

private:
    void follow();
    void paintIcon();

    QAction &m_action;
    Theme &m_theme;
    QString m_icon;
    bool m_primary;
    bool m_compact = false;
};

/// Removes the text of `buttons`, starting with the first, until everything in `line` fits into
/// `width`; if everything fits, all have their text.
void fitActions(const QBoxLayout &line, const std::vector<ActionButton *> &buttons, int width);
/// The minimum width of `line` with all buttons compact.
[[nodiscard]] int narrowestWidth(const QBoxLayout &line);

} // namespace oriel::ui
