#pragma once

#include "operations/consolefinder.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

#include <functional>

class QBoxLayout;
class QPushButton;
class QUrl;

namespace oriel::operations {
struct Action;
} // namespace oriel::operations

namespace oriel::ui {

class ErrorPanel;
class NotePanel;

/// Opens the console of one instance in the browser, and says what to expect there. The address is
/// a secret: it goes to the browser, or to the clipboard if the user wants that, and is not kept.
class ConsolePanel final : public QWidget
{
    Q_OBJECT

public:
    /// Whether a browser was started.
    using OpenUrl = std::function<bool(const QUrl &)>;

    /// `open`: null: in the desktop's browser.
    ConsolePanel(const UiContext &ui, QString serverId, OpenUrl open = {},
                 QWidget *parent = nullptr);

    /// Gets an address and opens it.
    void open();
    /// Gets an address and copies it.
    void copyAddress();
    [[nodiscard]] bool isBusy() const { return m_finder.isBusy(); }
    /// The row of buttons, for that of the owner.
    [[nodiscard]] QBoxLayout *buttons() const { return m_buttons; }
    /// Why there can be no console now; empty: there can.
    [[nodiscard]] QString obstacle() const;

Q_SIGNALS:
    /// isBusy() or obstacle() may have changed.
    void changed();
    /// The user wants to do this with the instance first.
    void otherWanted(const oriel::operations::Action &action);

private:
    void find(void (ConsolePanel::*use)(const operations::ConsoleFinder::Console &));
    void openIn(const operations::ConsoleFinder::Console &console);
    void copy(const operations::ConsoleFinder::Console &console);
    void update();

    UiContext m_ui;
    QString m_serverId;
    OpenUrl m_open;
    operations::ConsoleFinder m_finder;
    NotePanel *m_dark;                           ///< the screen of an instance that is off
    const operations::Action *m_wakes = nullptr; ///< ends that; null: it is running
    QPushButton *m_password;
    NotePanel *m_status;
    ErrorPanel *m_error;
    QPushButton *m_copy;
    QBoxLayout *m_buttons;
};

} // namespace oriel::ui
