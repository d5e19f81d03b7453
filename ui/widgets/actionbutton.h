#pragma once

#include <QtWidgets/QPushButton>

#include <vector>

class QAction;
class QBoxLayout;

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

/// Takes the words from `buttons`, from the first on, as long as not everything in `line` has room
/// in `width`; where there is room for all, they have their words again.
void fitActions(const QBoxLayout &line, const std::vector<ActionButton *> &buttons, int width);
/// The least width that `line` needs, when no button in it has words.
[[nodiscard]] int narrowestWidth(const QBoxLayout &line);

} // namespace oriel::ui
