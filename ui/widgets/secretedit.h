#pragma once

#include <QtWidgets/QLineEdit>

namespace oriel::ui {

class Theme;

/// A field for a password or another secret: hidden while it is typed, with a button that shows it.
class SecretEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretEdit(Theme &theme, QWidget *parent = nullptr);

    void setRevealed(bool revealed);
    /// The owner sets its place in the tab order: after the fields.
    [[nodiscard]] QWidget *revealButton() const;
    /// Clears and hides the text.
    void forget();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintAction();

    Theme &m_theme;
    QAction *m_reveal;
};

} // namespace oriel::ui
