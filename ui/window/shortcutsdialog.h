#pragma once

#include <QtWidgets/QDialog>

namespace oriel::ui {

/// The keyboard shortcuts of the window and of the current page. Read from the shortcuts and
/// actions themselves, so that the list is complete and correct. Not modal, so that the user can
/// try a key while reading.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(QWidget *window);

    /// Updates the list: `page` (may be null) with its title.
    void list(const QWidget *page, const QString &pageTitle);

private:
    QWidget *m_window;
    QWidget *m_rows = nullptr;
};

} // namespace oriel::ui
