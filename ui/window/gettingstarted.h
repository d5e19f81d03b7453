#pragma once

#include <QtWidgets/QDialog>

class QGridLayout;
class QVBoxLayout;

namespace oriel::ui {

/// One page for users who are new to clouds: the six words that the window uses, how to sign in,
/// and the first snapshot. Needs no network. Not modal: the user can read and follow.
class GettingStarted : public QDialog
{
    Q_OBJECT

public:
    explicit GettingStarted(QWidget *window);

private:
    void addHeading(const QString &text);
    void addText(const QString &text);
    void addWord(const QString &word, const QString &meaning);

    QWidget *m_page;
    QVBoxLayout *m_body;
    QGridLayout *m_words = nullptr;
};

} // namespace oriel::ui
