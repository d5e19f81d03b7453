#pragma once

#include "forms/errortext.h"

#include <QtWidgets/QWidget>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace oriel::ui {

class Theme;

/// Replaces a list or a page: nothing exists yet (and what to do), nothing was found, or an error.
class MessagePane final : public QWidget
{
    Q_OBJECT

public:
    explicit MessagePane(Theme &theme, QWidget *parent = nullptr);

    /// `icon` is a name of the icon set. Removes the buttons of an earlier message.
    void show(const QString &icon, const QString &title, const QString &text);
    /// What failed, why, and what to do; the details behind a button, copyable.
    void showError(const forms::ErrorText &error);
    /// Adds a button below the text.
    QPushButton *addButton(const QString &text, bool primary = false);

private:
    void paintIcon();
    void clearButtons();

    Theme &m_theme;
    QString m_iconName;
    bool m_isError = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QPlainTextEdit *m_details;
};

} // namespace oriel::ui
