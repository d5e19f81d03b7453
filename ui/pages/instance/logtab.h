#pragma once

#include "forms/consolelog.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedLayout;

namespace oriel::ui {

class MessagePane;

/// The instance's console log, to read, search and copy.
class LogTab final : public QWidget
{
    Q_OBJECT

public:
    LogTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);

    /// Fetches the log; at most one request is in progress.
    void load();
    void focusFind();

private:
    void follow();
    void showLog(const QString &log);
    void find(bool backward);
    void markFound();

    UiContext m_ui;
    forms::ConsoleLog m_log;
    QLineEdit *m_find;
    QLabel *m_found;
    QComboBox *m_lines;
    QPushButton *m_refresh;
    QStackedLayout *m_stack;
    QPlainTextEdit *m_text;
    MessagePane *m_message;
};

} // namespace oriel::ui
