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
    /// Tab comes to it where its owner puts it: behind what is filled in.
    [[nodiscard]] QWidget *revealButton() const;
    /// Empty and hidden again.
    void forget();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintAction();

    Theme &m_theme;
    QAction *m_reveal;
};

} // namespace oriel::ui
