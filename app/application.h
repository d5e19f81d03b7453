#pragma once

#include "app/cloudscope.h"
#include "app/commandline.h"
#include "app/demothread.h"
#include "app/process/terminationsignals.h"
#include "app/recovery.h"
#include "base/clock.h"
#include "net/requestlog.h"
#include "net/transport.h"
#include "operations/operationcenter.h"
#include "operations/schedule/schedulerunner.h"
#include "ui/signin/keychain.h"
#include "ui/signin/signincontroller.h"
#include "ui/signin/signinpage.h"
#include "ui/theme/theme.h"
#include "ui/window/mainwindow.h"

#include <QtCore/QFile>
#include <QtCore/QPointer>
#include <QtCore/QSettings>
#include <QtWidgets/QDialog>

#include <optional>

#include <vector>

class QApplication;

namespace oriel::app {

/// The composition root: owns everything and passes it down. Handles the window's session requests.
class Application final : public QObject
{
    Q_OBJECT

public:
    Application(QApplication &qt, Options options);
    ~Application() override;

    /// Opens the window; the caller runs Qt's event loop. Returns an answer instead if the options
    /// are invalid.
    [[nodiscard]] std::optional<Answer> start();

private:
    [[nodiscard]] std::optional<Answer> startLog();
    void openDemo();
    void openScope(std::unique_ptr<openstack::Session> session);
    void show(CloudScope &scope);
    void openCache(const openstack::CloudConfig &cloud);
    void openEarly(const openstack::CloudConfig &cloud,
                   const std::shared_ptr<store::CachedState> &known);
    void leaveEarly(const Error &error);
    /// Creates the scheduled snapshots of this scope from now on.
    void carryOutSchedules(CloudScope &scope, bool embedded);
    void showWindow();
    /// The first signal cancels what can be canceled, and closes the window as soon as no instance
    /// is off because of an operation; everything else is resumed by the next start. The second one
    /// ends the program at once.
    void endBySignal(int signal);
    void closeWhenSafe();
    /// Releases a scope as soon as no operation needs it. `revoke`: also signs out of it.
    void retire(std::unique_ptr<CloudScope> scope, bool revoke);
    void dropRetired();
    [[nodiscard]] bool isEmbeddedDemo(CloudScope &scope) const;
    void watchSession();
    void signOut();
    void listProjects();
    void switchTo(const QString &region, const QString &projectId, const QString &what);
    void beginSwitch(const openstack::CloudConfig &config, const QString &what);
    void signInAgain();
    void setScheme(ui::Theme::Scheme scheme);
    [[nodiscard]] ui::Theme::Scheme savedScheme() const;

    struct Retired
    {
        std::unique_ptr<CloudScope> scope;
        bool revoke = false;
    };

    // In the order of their dependencies: later members are destroyed first.
    Options m_options;
    SystemClock m_clock;
    QSettings m_settings;
    std::unique_ptr<DemoThread> m_demo;
    std::optional<openstack::CloudConfig> m_demoCloud; ///< set once the demo cloud listens
    QFile m_logFile;
    std::unique_ptr<net::RequestLog> m_requestLog; ///< only with --debug or --verbose
    net::Transport m_transport;
    std::vector<Retired> m_retired;
    std::unique_ptr<CloudScope> m_scope;
    operations::Journal m_journal{operations::Journal::defaultPath()};
    operations::OperationCenter m_operations;
    operations::Schedules m_schedules{operations::Schedules::defaultPath()};
    ui::Theme m_theme;
    ui::Keychain m_keychain{m_settings};
    ui::SignInPage *m_signInPage; ///< owned by the window
    ui::MainWindow m_window;
    Recovery m_recovery;
    ui::SignInController m_signIn;
    /// Of the scope; null while the user is not signed in.
    std::unique_ptr<operations::ScheduleRunner> m_scheduleRunner;
    std::unique_ptr<openstack::Session> m_switching;
    /// The context for reading a cache; destroyed to cancel it.
    std::unique_ptr<QObject> m_reading;
    QPointer<QDialog> m_renewal; ///< the dialog for signing in again to the current scope
    TerminationSignals m_signals;
    bool m_closing = false; ///< close as soon as that is safe
};

} // namespace oriel::app
