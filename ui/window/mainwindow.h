#pragma once

#include "base/error.h"
#include "operations/operationcenter.h"
#include "ui/navigation/history.h"
#include "ui/pages/page.h"
#include "ui/theme/theme.h"
#include "ui/uicontext.h"
#include "ui/window/topbar.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMainWindow>

#include <functional>
#include <map>
#include <memory>

class QAction;
class QMessageBox;
class QSettings;
class QShortcut;
class QStackedWidget;

namespace oriel::forms {
class NetworkActivity;
}
namespace oriel::operations {
struct Action;
class ActionOperation;
class Operation;
} // namespace oriel::operations

namespace oriel::ui {

class Banner;
class DesktopNotifier;
class GettingStarted;
class NoticeStack;
class LaunchedOffer;
class MoveBackFlow;
class Sidebar;
class ShortcutsDialog;
class SignInPage;
class StatusLine;
class Undoing;
struct Notice;
struct SearchCommand;

/// The window: either the sign-in page, or one signed-in scope with its pages. It does not manage
/// sessions: it emits the user's requests as signals, and the owner of the sessions calls
/// showScope(). The stores are polled depending on whether the window is visible and used.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// All must outlive the window.
    MainWindow(Theme &theme, QSettings &settings, Clock &clock,
               operations::OperationCenter &operations, SignInPage *signInPage,
               Theme::Scheme scheme);
    ~MainWindow() override;

    /// Leaves the scope, if any: its pages are destroyed when this returns.
    void showSignIn();
    /// Shows a scope; the previous scope's pages are destroyed when this returns. `context` is
    /// copied; what it refers to must live as long as the scope is shown.
    void showScope(const SignedIn &signedIn, const UiContext &context);
    /// Updates the shown scope after its sign-in.
    void setSignedIn(const SignedIn &signedIn);
    [[nodiscard]] bool hasScope() const { return m_context != nullptr; }

    void setProjects(const std::vector<openstack::Project> &projects);
    void setProjectsFailed(const Error &error);
    /// Shows a strip above the page: the session has expired.
    void showExpired(const Error &error);
    /// The session is valid again; refreshes the page.
    void showRenewed();
    /// A change of scope is in progress; empty: no longer.
    void setSwitching(const QString &text);
    void notify(const Notice &notice);
    /// The condition with this key (Notice::Item; an operation's ID) no longer applies.
    void dismissNotices(const QString &key);
    /// The same for an error.
    void notifyError(const Error &error, const QString &what);

    [[nodiscard]] Page *currentPage() const { return m_page; }
    [[nodiscard]] std::optional<Route> currentRoute() const { return m_history.current(); }

public Q_SLOTS:
    void navigate(const oriel::ui::Route &route);
    void goBack();
    void goForward();
    /// Closes without a question, even if operations are running.
    void closeWithoutAsking();

Q_SIGNALS:
    void regionChosen(const QString &region);
    void projectChosen(const oriel::openstack::Project &project);
    void projectsWanted();
    void switchCloud();
    void signOut();
    void signInAgain();
    void schemeChosen(oriel::ui::Theme::Scheme scheme);
    /// The window was closed.
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
    /// Switches to the project of this scope, and shows the route there.
    void navigateIn(const operations::JournalScope &scope, const Route &route);
    void enter(const Route &route);
    Page *pageFor(const Route &route);
    void dropPages();
    /// Hides the pages of services that the cloud does not have from the sidebar.
    void showOffered();
    /// Fetches the rows of a kind once, and calls `show` whenever more is known.
    void askWhetherOffered(Kind kind, const std::function<void()> &show);
    void rememberCloud(const QString &name);
    /// Fills the menu of clouds.
    void listClouds();
    /// Pages, actions and projects.
    [[nodiscard]] std::vector<SearchCommand> searchCommands();
    void addCommandsElsewhere(std::vector<SearchCommand> &commands);
    [[nodiscard]] static QStringList namesOf(const operations::Action *action);
    /// If it is not possible now, a status tip says why.
    void trigger(QAction &action);
    /// A shortcut of an action, on pages without the action: shows where it works.
    void addElsewhere(const QKeySequence &keys);
    void enableElsewhere();
    void showHeading();
    /// Shows the status of the page, and adapts its width.
    void followPage();
    void tick();
    void placeNotices();
    void operationFinished(operations::Operation *operation, const operations::Report &report);
    /// Shows the notice about it, or about those that `summary` sums up.
    void notifyFinished(const operations::Operation &operation,
                        const operations::Report &summary = {});
    void operationAsks(const operations::Operation &operation);
    /// Whether it was started in the current scope.
    [[nodiscard]] bool isOfThisScope(const operations::Operation &operation) const;
    /// Shows what the cloud told only once.
    void showSecret(operations::ActionOperation &operation);
    /// What helps after an operation that failed or whose outcome is unknown.
    void offerHelp(const operations::Operation &operation, Notice &notice);
    /// A floating IP was moved: shows a notice that offers to move it back.
    void offerMoveBack(const operations::Operation &operation);
    /// Adds “Undo” to the notice of an operation, or of several (Report::summed), if it can be
    /// undone.
    void offerUndo(const operations::Operation &operation, const QStringList &summed,
                   Notice &notice);
    /// Adds what comes after a launch to its notice.
    void offerNext(const operations::Operation &operation, const QStringList &summed,
                   Notice &notice);
    /// The operations that a report about this one is about (Report::summed).
    [[nodiscard]] std::vector<operations::Operation *>
    reportedWith(const operations::Operation &operation, const QStringList &summed) const;
    /// How the user leaves the current scope.
    enum class Leaving { Close, SignOut, SwitchCloud };
    /// Asks first if operations are running.
    void leave(Leaving how);
    void go(Leaving how);
    void confirmLeaving(Leaving how);
    [[nodiscard]] QString leavingText(Leaving how) const;
    void noticeSeen();
    /// The user works in the window.
    void noticeInput(QEvent::Type type);
    void noticeUse(Qt::ApplicationState state);
    /// Adapts polling to whether the window is visible and used.
    void pace();
    void showAbout();
    void showShortcuts();
    void showGettingStarted();
    void showSettings();

    Theme &m_theme;
    Theme::Scheme m_scheme; ///< as chosen
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
    std::unique_ptr<forms::NetworkActivity> m_activity; ///< of the current scope
    std::unique_ptr<MoveBackFlow> m_moveBack;  ///< for the current scope; created on first use
    std::unique_ptr<Undoing> m_undoing;        ///< likewise
    std::unique_ptr<LaunchedOffer> m_launched; ///< likewise
    std::map<Kind, std::unique_ptr<store::Subscription>> m_asked; ///< askWhetherOffered()
    struct Made
    {
        Page *page = nullptr;
        QString id; ///< the resource of a resource's page
    };
    std::map<std::pair<Route::Place, Kind>, Made> m_made;
    Page *m_page = nullptr;
    History m_history;
    QString m_scopeText;
    std::vector<openstack::Project> m_projects; ///< empty: not known yet
    QString m_nextCloud;                        ///< to switch to; empty: the user chooses
    std::vector<QShortcut *> m_elsewhere;       ///< one for each shortcut of an action
    QString m_switching;
    struct Later
    {
        QString projectId;
        Route route;
    };
    std::optional<Later> m_later; ///< to be shown after switching to that project
    QPointer<QMessageBox> m_leaveQuestion;
    ShortcutsDialog *m_shortcuts = nullptr;
    GettingStarted *m_gettingStarted = nullptr;
    bool m_closeWithoutAsking = false;
    bool m_seen = true;     ///< false: minimized, or on another desktop; nothing is polled
    bool m_attended = true; ///< false: another program has had the focus for minutes
    std::chrono::milliseconds m_inputAt{0}; ///< when input was last noticed
    quint64 m_away = 0;                     ///< counts how often the window lost the focus
};

} // namespace oriel::ui
