#pragma once

#include <QtWidgets/QPushButton>

class QAction;

namespace oriel::ui {

class Theme;

/// A button that does what an action does, and is disabled when it is; then its tooltip and its
/// accessible description say why, as the action's tooltip does.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    /// `icon` is a name of the icon set; empty: none. The action must outlive the button or delete
    /// it with itself.
    ActionButton(QAction &action, Theme &theme, const QString &icon, bool primary, QWidget *parent);

    /// Where there is little room: the icon alone, the words in the tooltip. Of no effect without
    /// an icon.
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

} // namespace oriel::ui
