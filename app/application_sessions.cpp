#include "app/application.h"

#include "openstack/identity/requests.h"
#include "ui/signin/cloudcard.h"
#include "ui/window/notice.h"

#include <QtWidgets/QVBoxLayout>

#include <cstdio>

using namespace Qt::StringLiterals;

// What happens between sessions: other regions and projects, signing out, signing in again.

namespace oriel::app {

void Application::dropRetired()
{
    for (auto it = m_retired.begin(); it != m_retired.end();) {
        CloudScope &scope = *it->scope;
        // Each operation notices by itself when it has ended; as long as one of the scope's may
        // run, nothing is taken away.
        const bool busy = scope.operations > 0 && m_operations.running() > 0;
        if (!busy && it->revoke) {
            if (scope.isSignedIn())
                scope.session().signOut();
            it->revoke = false;
        }
        if (scope.operations > 0) {
            ++it; // Activity shows them until the end of this run, and they refer to their scope
            continue;
        }
        // Signing out sends a last request, which needs the transport alone; calls under way are
        // aborted.
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
        say(tr("%1 is being canceled. %2").arg(operation->title(), operation->cancelText()));
        operation->cancel();
    }
    const auto waiting = open();
    for (const operations::Operation *operation : waiting)
        say(tr("%1: %2 Oriel ends as soon as the instance is started again.")
                .arg(operation->title(), operation->consequence()));
    if (!waiting.empty()) {
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = tr("Oriel was told to end. It closes as soon as no instance is shut off for "
                          "a snapshot.");
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
    m_window.closeForGood();
}

void Application::signOut()
{
    m_switching.reset();
    m_reading.reset();
    m_window.setSwitching({});
    m_window.showSignIn();
    retire(std::move(m_scope), true);
    m_signIn.reload();
    m_window.showSignIn();
}

void Application::listProjects()
{
    if (!m_scope || !m_scope->isSignedIn() || !m_scope->session().canSwitchProject())
        return;
    m_scope->client()
        .call(openstack::ListProjects{})
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
    // The cloud refused what was known.
    config.auth.password.clear();
    config.auth.passcode.clear();
    config.auth.token.clear();
    config.auth.applicationCredentialSecret.clear();

    auto *dialog = new QDialog(&m_window);
    m_renewal = dialog;
    dialog->setObjectName(u"signInAgain"_qs);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setWindowTitle(tr("Sign in again"));
    auto *card = new ui::CloudCard(m_theme,
                                   {u"cloud"_qs, config.name, config.auth.authUrl.host(),
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
