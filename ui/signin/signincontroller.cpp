#include "ui/signin/signincontroller.h"

#include "base/visible.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/identityfinder.h"
#include "openstack/identity/session.h"
#include "ui/signin/cloudcard.h"
#include "ui/signin/keychain.h"
#include "ui/signin/signinfields.h"
#include "ui/signin/signinpage.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSettings>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using openstack::Secret;

namespace {

const QString openedFilesKey = u"signIn/files"_s;

} // namespace

SignInController::SignInController(net::Transport &transport, Clock &clock, Keychain &keychain,
                                   QSettings &settings, SignInPage &page)
    : m_transport(transport)
    , m_clock(clock)
    , m_keychain(keychain)
    , m_settings(settings)
    , m_page(page)
{
    page.setHasSecret([&keychain](const openstack::CloudConfig &cloud) {
        return keychain.keeps(Keychain::keyOf(cloud));
    });
    connect(&page, &SignInPage::forgetWanted, this, &SignInController::forget);
    connect(&page, &SignInPage::reloadWanted, this, &SignInController::reload);
    connect(&page, &SignInPage::filesOpened, this, &SignInController::openFiles);
    connect(&page, &SignInPage::fileRemoved, this, &SignInController::removeFile);
    connect(&page, &SignInPage::cloudChosen, this, &SignInController::find);
    connect(&page, &SignInPage::cancelled, this, [this](CloudCard *card) {
        const bool busy = m_attempt != nullptr || m_withoutPasscode;
        SignInFields *fields = m_page.fieldsOf(card);
        if (card == m_card)
            cancel();
        // The first Cancel cancels the attempt, the second one closes the form.
        if (!busy && fields) {
            card->setFormShown(false);
            fields->forgetSecrets();
        }
        card->showIdle();
        card->forgetSecrets();
        card->button()->setFocus(Qt::OtherFocusReason);
    });
    connect(&page, &SignInPage::projectChosen, this,
            [this](const openstack::Project &project, CloudCard *card) {
                if (!m_session || card != m_card)
                    return;
                card->showBusy(tr("Opening %1…").arg(isolated(project.name)));
                m_session->switchProject(project);
            });
}

SignInController::~SignInController() = default;

void SignInController::reload()
{
    using openstack::CloudsLoader;
    cancel();
    const auto environment = openstack::Environment::current();
    std::vector<OpenedFile> opened;
    for (const QString &path : m_settings.value(openedFilesKey).toStringList())
        opened.push_back({path, CloudsLoader::open(path, environment, m_options)});
    m_page.setClouds(CloudsLoader::load(environment, m_options), opened);
}

void SignInController::openFiles(const QStringList &paths)
{
    QStringList files = m_settings.value(openedFilesKey).toStringList();
    QStringList absolute;
    for (const QString &path : paths)
        absolute.append(QFileInfo(path).absoluteFilePath());
    for (const QString &path : absolute) {
        files.removeAll(path);
        files.append(path);
    }
    m_settings.setValue(openedFilesKey, files);
    reload();
    const std::vector<CloudCard *> cards = m_page.cardsOf(absolute.value(0));
    if (!cards.empty())
        m_page.focusCard(cards.front());
}

void SignInController::removeFile(const QString &path)
{
    QStringList files = m_settings.value(openedFilesKey).toStringList();
    files.removeAll(path);
    m_settings.setValue(openedFilesKey, files);
    // Queued, because the pressed card is deleted.
    QMetaObject::invokeMethod(
        this,
        [this] {
            reload();
            m_page.focusFirst();
        },
        Qt::QueuedConnection);
}

void SignInController::cancel()
{
    m_attempt.reset();
    m_session.reset();
    m_withoutPasscode.reset();
    if (m_card)
        m_card->showIdle();
    m_card = nullptr;
}

void SignInController::expect(CloudCard *card, const QString &text)
{
    cancel();
    m_card = card;
    card->showBusy(text);
}

bool SignInController::isExpecting(const CloudCard *card) const
{
    return card && m_card == card && !m_attempt && !m_session;
}

void SignInController::find(const openstack::CloudConfig &cloud, CloudCard *card)
{
    const SignInFields *fields = m_page.fieldsOf(card);
    if (!fields || !fields->form().has(forms::SignInForm::Field::Address) || card->asking())
        return signIn(cloud, card);
    cancel();
    m_card = card;
    m_cloud = cloud;
    m_attempt = std::make_unique<QObject>();
    using openstack::IdentityFinder;
    auto *finder = new IdentityFinder(m_transport, m_clock, cloud, m_attempt.get());
    connect(finder, &IdentityFinder::trying, m_attempt.get(), [this](const QUrl &address) {
        if (m_card)
            m_card->showBusy(
                tr("Looking for the cloud at %1…").arg(openstack::shownAddress(address)));
    });
    connect(finder, &IdentityFinder::found, m_attempt.get(),
            [this, cloud, card](const QUrl &address) {
                m_attempt.release()->deleteLater();
                m_page.fieldsOf(card)->showFound(address);
                openstack::CloudConfig there = cloud;
                there.auth.authUrl = address;
                signIn(there, card);
            });
    connect(finder, &IdentityFinder::failed, m_attempt.get(), [this](const Error &error) {
        m_attempt.release()->deleteLater();
        showFailure(error);
    });
    finder->find(fields->form().value(forms::SignInForm::Field::Address));
}

void SignInController::signIn(const openstack::CloudConfig &cloud, CloudCard *card)
{
    if (m_card != card)
        cancel();
    m_card = card;
    if (m_withoutPasscode) {
        openstack::CloudConfig complete = *m_withoutPasscode;
        card->fillIn(complete);
        if (complete.missingSecret() == Secret::None)
            begin(complete, card);
        return;
    }
    m_cloud = cloud;
    m_fromKeychain = false;
    openstack::CloudConfig filled = cloud;
    if (card->asking()) {
        card->fillIn(filled);
        if (filled.missingSecret() != Secret::None)
            return; // empty: the field keeps the focus
        begin(filled, card);
        return;
    }
    const Secret missing = cloud.missingSecret();
    if (missing == Secret::None)
        return begin(cloud, card);
    if (missing != Secret::Password && missing != Secret::ApplicationCredentialSecret)
        return card->askFor(missing, false, m_page.questionOf(card));
    readKeychain(missing);
}

void SignInController::readKeychain(Secret missing)
{
    // A locked keychain prompts for its own password, for any length of time, and a broken one
    // never answers. After a while, let the user type the password.
    constexpr auto patience = std::chrono::seconds(3);
    m_attempt = std::make_unique<QObject>();
    QObject *attempt = m_attempt.get();
    m_card->showBusy(tr("Reading the desktop's keychain…"));
    m_clock.after(patience, attempt, [this, missing] {
        if (!m_card)
            return;
        m_card->showBusy(tr("The keychain has not answered yet. Answer its question if it asks "
                            "one, or type the password here."));
        m_card->promptDuringSignIn(missing, m_page.questionOf(m_card));
    });
    m_keychain.read(
        Keychain::keyOf(m_cloud), attempt, [this, missing](const std::optional<QString> &secret) {
            if (m_card && m_card->hasInput())
                return; // the user was faster
            m_attempt.release()->deleteLater();
            if (!m_card)
                return;
            if (!secret) {
                m_card->askFor(missing, m_keychain.available(), m_page.questionOf(m_card));
                return;
            }
            openstack::CloudConfig complete = m_cloud;
            (missing == Secret::Password ? complete.auth.password
                                         : complete.auth.applicationCredentialSecret) = *secret;
            m_fromKeychain = true;
            begin(complete, m_card);
        });
}

void SignInController::forget(const openstack::CloudConfig &cloud, CloudCard *card)
{
    m_keychain.forget(Keychain::keyOf(cloud), card, [card](const QString &problem) {
        if (!problem.isEmpty()) {
            card->showNote(tr("The password was not removed from the keychain: %1").arg(problem));
            return;
        }
        card->setForgettable(false);
        card->showNote(tr("The password was removed from the keychain."));
    });
}

void SignInController::begin(const openstack::CloudConfig &cloud, CloudCard *card)
{
    card->showBusy(tr("Signing in at %1…").arg(cloud.auth.authUrl.host()));
    m_attempt = std::make_unique<QObject>();
    m_session = std::make_unique<openstack::Session>(m_transport, m_clock, cloud);
    using openstack::Session;
    connect(m_session.get(), &Session::signedIn, m_attempt.get(), [this] { succeeded(); });
    connect(m_session.get(), &Session::signInFailed, m_attempt.get(),
            [this](const Error &error) { failed(error); });
    connect(m_session.get(), &Session::projectNeeded, m_attempt.get(),
            [this](const std::vector<openstack::Project> &projects) {
                if (m_card)
                    m_card->promptForProject(projects);
                Error error;
                error.kind = ErrorKind::Cancelled;
                error.message = tr("No project has been chosen yet.");
                Q_EMIT notSignedIn(error);
            });
    m_session->signIn();
    Q_EMIT begun(cloud);
}

void SignInController::succeeded()
{
    if (m_card) {
        const openstack::CloudConfig &cloud = m_session->cloud();
        if (m_card->keep() || (m_withoutPasscode && m_keep)) {
            const QString secret = cloud.method == openstack::AuthMethod::ApplicationCredential
                                       ? cloud.auth.applicationCredentialSecret
                                       : cloud.auth.password;
            m_keychain.write(Keychain::keyOf(m_cloud), secret, this,
                             [this](const QString &problem) {
                                 if (!problem.isEmpty())
                                     Q_EMIT secretNotSaved(problem);
                             });
        }
        if (m_page.fieldsOf(m_card))
            m_card->setFormShown(false);
        m_card->forgetSecrets();
        m_card->showIdle();
    }
    // On all cards.
    m_page.forgetSecrets();
    m_cloud = {};
    m_withoutPasscode.reset();
    m_card = nullptr;
    // Not inside the attempt's own callback, because the receiver may start another attempt.
    m_attempt.release()->deleteLater();
    Q_EMIT signedIn();
}

void SignInController::failed(const Error &error)
{
    const bool needsPasscode = m_session->needsPasscode();
    const openstack::CloudConfig used = m_session->cloud();
    m_attempt.release()->deleteLater();
    m_session.release()->deleteLater();
    const Error kept = error;
    Q_EMIT notSignedIn(kept);
    if (!m_card)
        return;
    if (needsPasscode)
        return askForPasscode(used);
    if (kept.kind == ErrorKind::Unauthorized && m_fromKeychain && !m_withoutPasscode) {
        // The saved password is no longer valid.
        m_keychain.forget(Keychain::keyOf(m_cloud), this, [](const QString &) {});
        m_card->setForgettable(false);
        m_card->askFor(m_cloud.missingSecret(), m_keychain.available(), m_page.questionOf(m_card));
    }
    showFailure(kept);
}

void SignInController::askForPasscode(const openstack::CloudConfig &cloud)
{
    m_withoutPasscode = cloud;
    m_withoutPasscode->method = openstack::AuthMethod::Multifactor;
    m_withoutPasscode->auth.passcode.clear();
    m_keep = m_card->keep();
    m_card->askFor(Secret::Passcode, false);
    m_card->showNote(tr("The password is right. This account also needs the one-time passcode that "
                        "your authenticator app or device shows."));
}

void SignInController::showFailure(const Error &error)
{
    m_card->showError(error, tr("You were not signed in to %1.").arg(isolated(m_cloud.name)));
    SignInFields *fields = m_page.fieldsOf(m_card);
    if (!fields || m_card->asking() || !m_card->formShown())
        return;
    fields->forgetPasscode();
    fields->focusFor(error);
}

std::unique_ptr<openstack::Session> SignInController::takeSession()
{
    return std::move(m_session);
}

} // namespace oriel::ui
