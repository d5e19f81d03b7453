#pragma once

#include <QtWidgets/QDialog>

namespace oriel::ui {

/// Which keys do what: in the whole window, and on the page that is shown. Read from the shortcuts
/// and actions themselves, so that it lists what there is and nothing else. Not modal: one can try
/// a key while reading.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(QWidget *window);

    /// Lists anew: `page` (may be null) with its title.
    void list(const QWidget *page, const QString &pageTitle);

private:
    QWidget *m_window;
    QWidget *m_rows = nullptr;
};

} // namespace oriel::ui
