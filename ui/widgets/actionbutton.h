#pragma once

#include <QtWidgets/QPushButton>

class QAction;

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

protected:
    bool focusNextPrevChild(bool next) override;

private:
    void follow();
    void paintIcon();

    QAction &m_action;
    Theme &m_theme;
    QString m_icon;
    bool m_primary;
};

} // namespace oriel::ui
