#pragma once

#include <QtWidgets/QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace oriel::ui {

class Theme;

/// "Show as command": collapsed by default; expanded, the terminal client's command in a read-only
/// field, with Copy.
class CommandBox final : public QWidget
{
    Q_OBJECT

public:
    struct Words
    {
        QString show;  ///< on the button that expands it
        QString label; ///< what the text is
        QString key;   ///< the field's object name
    };

    explicit CommandBox(Theme &theme, QWidget *parent = nullptr);
    /// The same for other text for a terminal, with its own words.
    CommandBox(Theme &theme, QWidget *parent, const Words &words);

    void setCommand(const QString &command);
    /// The same for a command that is expensive to make: made when it is shown or copied.
    void setCommand(std::function<QString()> make);
    [[nodiscard]] QString command() const;

Q_SIGNALS:
    void unfolded(bool open);

private:
    void draw();
    void fill() const;

    Theme &m_theme;
    QToolButton *m_toggle;
    QWidget *m_body;
    QPlainTextEdit *m_text;
    QToolButton *m_copy;
    QLabel *m_copied;
    mutable std::function<QString()> m_make; ///< null: m_text is up to date
};

} // namespace oriel::ui
