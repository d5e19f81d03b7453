#pragma once

#include "base/error.h"
#include "ui/navigation/history.h"
#include "ui/pages/page.h"
#include "ui/theme/theme.h"
#include "ui/uicontext.h"
#include "ui/window/topbar.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMainWindow>

#include <map>

class QMessageBox;
class QSettings;
class QStackedWidget;

namespace oriel::operations {
class Operation;
struct Report;
} // namespace oriel::operations

namespace oriel::ui {

class Banner;
class DesktopNotifier;
class GettingStarted;
class NoticeStack;
class RestoreFlows;
class Sidebar;
class ShortcutsDialog;
class SignInPage;
class StatusLine;
struct Notice;

/// The window: either the sign-in page, or one signed-in scope with its pages. It decides nothing
/// about sessions; what a person asks for is told by signals, and who owns the sessions answers
/// with showScope(). The stores of the scope poll as much as the window is seen and used.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// All outlive the window.
    MainWindow(Theme &theme, QSettings &settings, Clock &clock,
               operations::OperationCenter &operations, SignInPage *signInPage,
               Theme::Scheme scheme);
    ~MainWindow() override;

    /// Leaves the scope, if any: its pages are gone when this returns.
    void showSignIn();
    /// Shows a scope; the pages of the one before are gone when this returns. `context` is copied;
    /// what it refers to outlives the scope's showing.
    void showScope(const SignedIn &signedIn, const UiContext &context);
    /// More is known of the scope that is shown, now that it is signed in to.
    void setSignedIn(const SignedIn &signedIn);
    [[nodiscard]] bool hasScope() const { return m_context != nullptr; }

    void setProjects(const std::vector<openstack::Project> &projects);
    void setProjectsFailed(const Error &error);
    /// A strip above the page, which stays where it is: the session has ended.
    void showExpired(const Error &error);
    /// The session is good again; what is shown is refreshed.
    void showRenewed();
    /// Something is under way that will change the scope; empty: no longer.
    void setSwitching(const QString &text);
    void notify(const Notice &notice);
    /// What notices tell of by this key (Notice::Item; an operation's id) is over.
    void dismissNotices(const QString &key);
    /// The same, for something that did not work.
    void notifyError(const Error &error, const QString &what);

    [[nodiscard]] Page *currentPage() const { return m_page; }
    [[nodiscard]] std::optional<Route> currentRoute() const { return m_history.current(); }

public Q_SLOTS:
    void navigate(const oriel::ui::Route &route);
    void goBack();
    void goForward();
    /// Closes without asking, whatever is running.
    void closeWithoutAsking();

Q_SIGNALS:
    void regionChosen(const QString &region);
    void projectChosen(const oriel::openstack::Project &project);
    void projectsWanted();
    void switchCloud();
    void signOut();
    void signInAgain();
    void schemeChosen(oriel::ui::Theme::Scheme scheme);
    /// The window has been closed for good.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeShell();
    void makeShortcuts();
    void shortcut(const QString &what, const QKeySequence &keys, std::function<void()> action);
    void enter(const Route &route);
    Page *pageFor(const Route &route);
    void dropPages();
    /// Keeps the pages of services that the cloud does not have out of the sidebar.
    void showOffered();
    void showHeading();
    void tick();
    void placeNotices();
    void operationFinished(operations::Operation *operation, const operations::Report &report);
    void operationAsks(const operations::Operation &operation);
    /// Whether it was started in the scope that is shown.
    [[nodiscard]] bool isOfThisScope(const operations::Operation &operation) const;
    /// A floating IP has been moved: says so, with a way back.
    void offerMoveBack(const operations::Operation &operation);
    /// How the user leaves what is shown.
    enum class Leaving { Close, SignOut, SwitchCloud };
    /// Asks first where operations are running.
    void leave(Leaving how);
    void go(Leaving how);
    void confirmLeaving(Leaving how);
    [[nodiscard]] QString leavingText(Leaving how) const;
    void noticeSeen();
    void noticeUse(Qt::ApplicationState state);
    /// Polls as much as is seen and used of the window.
    void pace();
    void showAbout();
    void showShortcuts();
    void showGettingStarted();

    Theme &m_theme;
    QSettings &m_settings;
    Clock &m_clock;
    operations::OperationCenter &m_operations;
    SignInPage *m_signIn;
    QStackedWidget *m_root;
    QWidget *m_shell;
    Sidebar *m_sidebar;
    TopBar *m_topBar;
    Banner *m_banner;
    QStackedWidget *m_pages;
    StatusLine *m_statusLine;
    NoticeStack *m_notices;
    DesktopNotifier *m_desktop;
    std::unique_ptr<UiContext> m_context;
    std::unique_ptr<RestoreFlows>
        m_moveBack; ///< of the scope that is shown; made when it is needed
    struct Made
    {
        Page *page = nullptr;
        QString id; ///< of the resource that a resource's page shows
    };
    std::map<std::pair<Route::Place, Kind>, Made> m_made;
    Page *m_page = nullptr;
    History m_history;
    QString m_scopeText;
    QString m_switching;
    QPointer<QMessageBox> m_leaveQuestion;
    ShortcutsDialog *m_shortcuts = nullptr;
    GettingStarted *m_gettingStarted = nullptr;
    bool m_closeWithoutAsking = false;
    bool m_seen = true;     ///< nothing is polled for one that is minimised, or on another desktop
    bool m_attended = true; ///< another program has not had the focus for minutes
    quint64 m_away = 0;     ///< how often it has been left
};

} // namespace oriel::ui
