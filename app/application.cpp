#include "app/application.h"

#include "base/log.h"
#include "base/visible.h"
#include "forms/cloudoptions.h"
#include "forms/oddtext.h"
#include "forms/removalplan.h"
#include "net/localnetwork.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/project.h"
#include "store/cache/cachefile.h"
#include "ui/signin/cloudcard.h"
#include "ui/window/notice.h"

#include <QtCore/QFileInfo>
#include <QtWidgets/QApplication>
#include <QtWidgets/QVBoxLayout>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace oriel::app {

namespace {

const QString schemeKey = u"appearance/scheme"_s;

} // namespace

Application::Application(QApplication &qt, Options options)
    : m_options(std::move(options))
    , m_transport(m_clock)
    , m_theme(qt, savedScheme())
    , m_signInPage(new ui::SignInPage(m_theme))
    , m_window(m_theme, m_settings, m_clock, m_operations, m_signInPage, savedScheme())
    , m_recovery(m_journal, m_operations, m_window, m_clock)
    , m_signIn(m_transport, m_clock, m_keychain, m_settings, *m_signInPage)
{
    using ui::MainWindow;
    connect(&m_signIn, &ui::SignInController::signedIn, this,
            [this] { openScope(m_signIn.takeSession()); });
    connect(&m_signIn, &ui::SignInController::begun, this, &Application::openCache);
    connect(&m_signIn, &ui::SignInController::notSignedIn, this, &Application::leaveEarly);
    connect(&m_signIn, &ui::SignInController::secretNotSaved, this, [this](const QString &problem) {
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = tr("Your password could not be saved in the keychain.");
        notice.text = tr("%1\nYou are signed in. Oriel will ask for the password again next time.")
                          .arg(problem);
        m_window.notify(notice);
    });
    connect(m_signInPage, &ui::SignInPage::demoChosen, this, &Application::openDemo);
    connect(&m_window, &MainWindow::signOut, this, [this] {
        // Signing out deletes the cached lists; switching to another cloud keeps them.
        if (m_scope)
            m_scope->forgetCache();
        signOut();
    });
    connect(&m_window, &MainWindow::switchCloud, this, &Application::signOut);
    connect(&m_window, &MainWindow::schemeChosen, this, &Application::setScheme);
    connect(&m_window, &MainWindow::projectsWanted, this, &Application::listProjects);
    connect(&m_window, &MainWindow::signInAgain, this, &Application::signInAgain);
    connect(&m_window, &MainWindow::regionChosen, this, [this](const QString &region) {
        switchTo(region, m_scope->scope().projectId,
                 tr("The region %1 could not be opened.").arg(region));
    });
    connect(&m_window, &MainWindow::projectChosen, this, [this](const openstack::Project &project) {
        switchTo(m_scope->scope().region, project.id,
                 tr("The project %1 could not be opened.").arg(project.name));
    });
    connect(&m_window, &MainWindow::closed, &qt, &QApplication::quit);
    connect(&m_operations, &operations::OperationCenter::runningChanged, this,
            &Application::dropRetired, Qt::QueuedConnection);
    connect(&m_recovery, &Recovery::journalRead, this, &Application::dropRetired,
            Qt::QueuedConnection);
    connect(&m_schedules, &operations::Schedules::trouble, this, [this](const Error &error) {
        m_window.notifyError(error, tr("No snapshots are created on schedule."));
    });
    connect(&m_signals, &TerminationSignals::received, this, &Application::endBySignal);
    connect(&m_operations, &operations::OperationCenter::changed, this, &Application::closeWhenSafe,
            Qt::QueuedConnection);
}

Application::~Application() = default;

ui::Theme::Scheme Application::savedScheme() const
{
    // ORIEL_SCHEME replaces the desktop's scheme, so follow the system.
    if (qEnvironmentVariableIsSet("ORIEL_SCHEME"))
        return ui::Theme::Scheme::System;
    const QString saved = m_settings.value(schemeKey).toString();
    return saved == u"light"_s  ? ui::Theme::Scheme::Light
           : saved == u"dark"_s ? ui::Theme::Scheme::Dark
                                : ui::Theme::Scheme::System;
}

void Application::setScheme(ui::Theme::Scheme scheme)
{
    m_settings.setValue(schemeKey, scheme == ui::Theme::Scheme::Light  ? u"light"_s
                                   : scheme == ui::Theme::Scheme::Dark ? u"dark"_s
                                                                       : u"system"_s);
    m_theme.setScheme(scheme);
}

std::optional<Answer> Application::startLog()
{
    if (!m_options.logFile.isEmpty()) {
        m_logFile.setFileName(m_options.logFile);
        if (!m_logFile.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Text))
            return Answer{tr("oriel: --log-file: %1 cannot be written: %2\n")
                              .arg(m_options.logFile, m_logFile.errorString()),
                          CouldNotRun};
    }
    if (!m_options.debug && !m_options.verbose)
        return std::nullopt;
    m_requestLog = std::make_unique<net::RequestLog>(
        m_options.debug ? net::RequestLog::Detail::Everything : net::RequestLog::Detail::Lines,
        [this](const QString &line) {
            const QByteArray text = line.toUtf8() + '\n';
            std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr);
            if (m_logFile.isOpen()) {
                m_logFile.write(text);
                m_logFile.flush();
            }
        });
    m_transport.setTracer(m_requestLog.get());
    return std::nullopt;
}

std::optional<Answer> Application::start()
{
    if (auto problem = startLog())
        return problem;
    m_signIn.setOptions(m_options.signIn);
    const auto clouds =
        openstack::CloudsLoader::load(openstack::Environment::current(), m_options.signIn);
    QString wanted = m_options.demo ? QString() : m_options.signIn.value(u"cloud"_s);
    if (!m_options.signIn.isEmpty() && !clouds.ok())
        return Answer{u"oriel: %1\n"_s.arg(clouds.error().message), CouldNotRun};
    if (!wanted.isEmpty()) {
        if (const auto config = clouds->find(wanted); !config.ok()) {
            const bool known = std::any_of(
                clouds->clouds.begin(), clouds->clouds.end(),
                [&](const openstack::FoundCloud &cloud) { return cloud.name == wanted; });
            // With an unreadable file, the name may still be right.
            const bool unread = clouds->clouds.empty() && clouds->warning;
            return Answer{u"oriel: %1\n"_s.arg(config.error().message),
                          known || unread ? CouldNotRun : WrongUsage};
        }
    } else if (!m_options.demo && m_options.file.isEmpty() && clouds.ok()) {
        wanted = clouds->selected;
    }
    m_signIn.reload();
    m_window.showSignIn();
    if (!m_options.file.isEmpty())
        m_signIn.openFiles({m_options.file});
    if (m_options.demo) {
        openDemo();
    } else if (ui::CloudCard *card = m_signInPage->card(wanted)) {
        if (const auto config = clouds->find(wanted); config.ok())
            m_signIn.signIn(*config, card);
    } else {
        m_recovery.reportUnfinished();
    }
    if (!m_reading)
        showWindow(); // otherwise show the cached state
    return std::nullopt;
}

void Application::openDemo()
{
    ui::CloudCard *card = m_signInPage->demoCard();
    m_signIn.expect(card, tr("Starting the demo cloud…"));
    if (m_demoCloud) {
        m_signIn.signIn(*m_demoCloud, card);
        return;
    }
    if (m_demo)
        return;
    m_demo = std::make_unique<DemoThread>(m_options.demoCloud);
    connect(m_demo.get(), &DemoThread::ready, this, [this](const openstack::CloudConfig &cloud) {
        m_demoCloud = cloud;
        ui::CloudCard *waiting = m_signInPage->demoCard();
        // The user may have canceled it, or signed in to another cloud.
        if (m_signIn.isExpecting(waiting))
            m_signIn.signIn(cloud, waiting);
    });
    connect(m_demo.get(), &DemoThread::failed, this, [this](const Error &error) {
        m_signInPage->demoCard()->showError(error, tr("The demo cloud could not be started."));
        m_demo.release()->deleteLater();
    });
    m_demo->start();
}

void Application::openScope(std::unique_ptr<openstack::Session> session)
{
    if (!session || !session->scope())
        return;
    if (m_renewal && m_scope) {
        m_renewal->close();
        m_scope->replaceSession(std::move(session));
        watchSession();
        m_window.showRenewed();
        return;
    }
    m_reading.reset();
    showWindow();
    if (m_scope && !m_scope->isSignedIn() && m_scope->scope() == *session->scope()) {
        m_scope->adopt(std::move(session));
        watchSession();
        m_window.setSignedIn(m_scope->signedIn());
        m_recovery.enter(*m_scope, false);
        carryOutSchedules(*m_scope, false);
        return;
    }
    m_scheduleRunner.reset();
    auto old = std::exchange(
        m_scope, std::make_unique<CloudScope>(m_transport, m_clock, std::move(session)));
    watchSession();
    connect(&m_scope->client(), &net::ApiClient::odd, this,
            [this](net::Service service, const net::Oddity &oddity) {
                const QString text = forms::describe(service, oddity);
                qCWarning(logApp).noquote() << text;
                ui::Notice notice;
                // A missing row must stay visible as a warning; an unknown cell is only a passing
                // notice.
                if (oddity.cost == net::Oddity::Cost::Row)
                    notice.kind = ui::Notice::Kind::Warning;
                notice.title = text;
                m_window.notify(notice);
            });
    const bool embedded = isEmbeddedDemo(*m_scope);
    // A demo cloud starts afresh with every run, so a cache would be wrong.
    if (!embedded)
        m_scope->keepCache();
    show(*m_scope);
    m_recovery.enter(*m_scope, embedded);
    carryOutSchedules(*m_scope, embedded);
    // The old scope's pages are destroyed now.
    retire(std::move(old), false);
}

void Application::show(CloudScope &scope)
{
    const openstack::Scope &where = scope.scope();
    const auto network = std::make_shared<net::LocalNetwork>(scope.cloud().auth.authUrl.host());
    m_window.showScope(scope.signedIn(),
                       ui::UiContext{scope.client(), scope.stores(), m_operations, m_clock, m_theme,
                                     m_settings, where.userName, where.roles, &m_schedules,
                                     forms::cloudOptions(scope.cloud(), where),
                                     [network] { return network->range(); }, where.userId});
}

void Application::carryOutSchedules(CloudScope &scope, bool embedded)
{
    using operations::ScheduleRunner;
    using operations::SnapshotSchedule;
    m_schedules.enter(m_operations.scope(), !embedded);
    m_scheduleRunner = std::make_unique<ScheduleRunner>(
        operations::Context{scope.client(), scope.stores(), m_clock, scope.scope().userName},
        scope.scope().roles, m_operations, m_schedules, forms::removalUnasked);
    const auto notify = [this](const SnapshotSchedule &schedule, const QString &title,
                               const QString &text) {
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = title;
        notice.text = text;
        notice.linkText = tr("Show");
        notice.link = ui::Route::to(Kind::Server, schedule.serverId, u"snapshots"_s);
        m_window.notify(notice);
    };
    connect(m_scheduleRunner.get(), &ScheduleRunner::missed, this,
            [notify](const SnapshotSchedule &schedule) {
                notify(schedule,
                       tr("The scheduled snapshot of “%1” was not created.")
                           .arg(isolated(schedule.serverName)),
                       schedule.last ? schedule.last->text : QString());
            });
    connect(m_scheduleRunner.get(), &ScheduleRunner::notDeleted, this,
            [notify](const SnapshotSchedule &schedule, const QStringList &why) {
                notify(schedule,
                       tr("Older scheduled snapshots of “%1” were not deleted.")
                           .arg(isolated(schedule.serverName)),
                       why.join(u'\n'));
            });
    connect(m_scheduleRunner.get(), &ScheduleRunner::notBackedUp, this,
            [notify](const SnapshotSchedule &schedule, const QString &why) {
                notify(schedule,
                       tr("The scheduled snapshot of “%1” is not backed up yet.")
                           .arg(isolated(schedule.serverName)),
                       why + u' ' + tr("Oriel tries again while it is running."));
            });
    connect(
        m_scheduleRunner.get(), &ScheduleRunner::removed, this,
        [this](const SnapshotSchedule &schedule) {
            ui::Notice notice;
            notice.stays = true;
            notice.title =
                tr("The snapshot schedule of “%1” was removed.").arg(isolated(schedule.serverName));
            notice.text = tr("The instance no longer exists. Its snapshots are kept.");
            m_window.notify(notice);
        });
}

bool Application::isEmbeddedDemo(CloudScope &scope) const
{
    return m_demoCloud && scope.cloud().auth.authUrl == m_demoCloud->auth.authUrl;
}

void Application::watchSession()
{
    connect(&m_scope->session(), &openstack::Session::expired, this,
            [this](const Error &error) { m_window.showExpired(error); });
}

void Application::retire(std::unique_ptr<CloudScope> scope, bool revoke)
{
    if (!scope)
        return;
    if (scope->isSignedIn()) {
        scope->session().disconnect(this);
    } else {
        Error error;
        error.kind = ErrorKind::Cancelled;
        error.message = tr("You were not signed in.");
        scope->refuse(error);
    }
    m_retired.push_back({std::move(scope), revoke});
    dropRetired();
}

// Signing in to a cloud that was open before: the window opens with the cached state.

void Application::openCache(const openstack::CloudConfig &cloud)
{
    const QString path = store::cachePath(cloud);
    // The owner of a token is not known before it was validated.
    const bool named = cloud.method != openstack::AuthMethod::Token;
    if (m_scope || !named || !QFileInfo::exists(path))
        return;
    m_reading = std::make_unique<QObject>();
    store::CloudCache::read(path, m_clock.now(), m_reading.get(),
                            [this, cloud](const std::shared_ptr<store::CachedState> &known) {
                                m_reading.release()->deleteLater();
                                if (known && !m_scope)
                                    openEarly(cloud, known);
                                showWindow();
                            });
}

void Application::openEarly(const openstack::CloudConfig &cloud,
                            const std::shared_ptr<store::CachedState> &known)
{
    m_scope = std::make_unique<CloudScope>(m_transport, m_clock, cloud, known->scope);
    m_scope->keepCache(known);
    show(*m_scope);
    m_recovery.expect(*m_scope);
    m_schedules.enter(m_operations.scope());
}

void Application::leaveEarly(const Error &error)
{
    m_reading.reset();
    showWindow();
    if (!m_scope || m_scope->isSignedIn())
        return;
    m_scope->refuse(error);
    m_window.showSignIn();
    retire(std::move(m_scope), false);
}

void Application::showWindow()
{
    if (!m_window.isVisible())
        m_window.show();
}

// Changes between sessions: other regions and projects, signing out, signing in again.

void Application::dropRetired()
{
    for (auto it = m_retired.begin(); it != m_retired.end();) {
        CloudScope &scope = *it->scope;
        if (scope.isPickingUp || m_operations.isUsing(scope.stores())) {
            ++it;
            continue;
        }
        m_operations.release(scope.stores());
        // Signing out sends a last request, which needs only the transport; calls in progress are
        // aborted.
        if (it->revoke && scope.isSignedIn())
            scope.session().signOut();
        it = m_retired.erase(it);
    }
}

void Application::endBySignal(int signal)
{
    const auto say = [](const QString &text) {
        std::fputs(qUtf8Printable("oriel: "_L1 + text + u'\n'), stderr);
    };
    const auto open = [this] {
        std::vector<operations::Operation *> interrupting;
        for (const auto &operation : m_operations.operations()) {
            if (operation->outcome() == operations::Outcome::Running &&
                !operation->consequence().isEmpty())
                interrupting.push_back(operation.get());
        }
        return interrupting;
    };
    if (std::exchange(m_closing, true)) {
        for (const operations::Operation *operation : open())
            say(tr("%1 is not finished. %2 Start Oriel again, or run “orielctl resume”, to finish "
                   "it.")
                    .arg(operation->title(), operation->consequence()));
        TerminationSignals::endBy(signal);
    }
    for (const auto &operation : m_operations.operations()) {
        if (!operation->canCancel())
            continue;
        //: %1: "Create snapshot “backup”"; %2: a sentence: "The instance is started again."
        say(tr("%1 is being canceled. %2").arg(operation->title(), operation->cancelText()));
        operation->cancel();
    }
    const auto waiting = open();
    for (const operations::Operation *operation : waiting)
        say(tr("%1: %2 Oriel quits as soon as the instance is started again.")
                .arg(operation->title(), operation->consequence()));
    if (!waiting.empty()) {
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = tr("Oriel was asked to quit. It closes as soon as no instance is shut off "
                          "for a snapshot.");
        m_window.notify(notice);
    }
    closeWhenSafe();
}

void Application::closeWhenSafe()
{
    if (!m_closing)
        return;
    for (const auto &operation : m_operations.operations()) {
        if (operation->outcome() == operations::Outcome::Running &&
            !operation->consequence().isEmpty())
            return;
    }
    m_window.closeWithoutAsking();
}

void Application::signOut()
{
    m_switching.reset();
    m_reading.reset();
    m_window.setSwitching({});
    m_window.showSignIn();
    m_scheduleRunner.reset();
    retire(std::move(m_scope), true);
    m_signIn.reload();
    m_window.showSignIn();
}

void Application::listProjects()
{
    if (!m_scope || !m_scope->isSignedIn() || !m_scope->session().canSwitchProject())
        return;
    m_scope->client()
        .all(openstack::List<openstack::Project>{})
        .then(&m_window, [this, scope = m_scope.get()](const auto &projects) {
            if (scope != m_scope.get())
                return;
            if (projects.ok())
                m_window.setProjects(*projects);
            else
                m_window.setProjectsFailed(projects.error());
        });
}

void Application::switchTo(const QString &region, const QString &projectId, const QString &what)
{
    if (!m_scope || !m_scope->isSignedIn() || m_switching)
        return;
    if (!m_scope->needsToken())
        return beginSwitch(m_scope->configFor(region, projectId, {}), what);
    m_window.setSwitching(tr("Opening…"));
    m_scope->session().token(this, [this, region, projectId, what,
                                    scope = m_scope.get()](const Result<QByteArray> &token) {
        if (scope != m_scope.get())
            return;
        m_window.setSwitching({});
        if (token.ok())
            beginSwitch(scope->configFor(region, projectId, *token), what);
        else
            m_window.notifyError(token.error(), what);
    });
}

void Application::beginSwitch(const openstack::CloudConfig &config, const QString &what)
{
    using openstack::Session;
    m_window.setSwitching(tr("Opening…"));
    m_switching = std::make_unique<Session>(m_transport, m_clock, config);
    connect(m_switching.get(), &Session::signedIn, this, [this] {
        m_window.setSwitching({});
        openScope(std::move(m_switching));
    });
    const auto failed = [this, what](const Error &error) {
        m_window.setSwitching({});
        m_switching.release()->deleteLater();
        m_window.notifyError(error, what);
    };
    connect(m_switching.get(), &Session::signInFailed, this, failed);
    m_switching->signIn();
}

void Application::signInAgain()
{
    if (!m_scope || !m_scope->isSignedIn())
        return;
    if (m_renewal) {
        m_renewal->raise();
        m_renewal->activateWindow();
        return;
    }
    openstack::CloudConfig config = m_scope->session().cloud();
    config.region = m_scope->scope().region;
    if (config.method != openstack::AuthMethod::ApplicationCredential &&
        !m_scope->scope().projectId.isEmpty()) {
        config.auth.projectId = m_scope->scope().projectId;
        config.auth.projectName.clear();
        config.auth.projectDomainId.clear();
        config.auth.projectDomainName.clear();
    }
    // The cloud refused the known secrets.
    config.auth.password.clear();
    config.auth.passcode.clear();
    config.auth.token.clear();
    config.auth.applicationCredentialSecret.clear();

    auto *dialog = new QDialog(&m_window);
    m_renewal = dialog;
    dialog->setObjectName(u"signInAgain"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setWindowTitle(tr("Sign in again"));
    auto *card = new ui::CloudCard(m_theme,
                                   {u"cloud"_s, config.name, config.auth.authUrl.host(),
                                    m_scope->scope().userName, tr("Sign in")},
                                   dialog);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(card);
    dialog->setMinimumWidth(480);
    connect(card, &ui::CloudCard::submitted, dialog,
            [this, card, config] { m_signIn.signIn(config, card); });
    connect(card, &ui::CloudCard::cancelled, dialog, &QDialog::close);
    connect(dialog, &QDialog::finished, this, [this] { m_signIn.cancel(); });
    dialog->open();
    m_signIn.signIn(config, card);
}

} // namespace oriel::app
