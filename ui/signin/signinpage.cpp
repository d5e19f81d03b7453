#include "ui/signin/signinpage.h"

#include "base/visible.h"
#include "ui/signin/cloudcard.h"
#include "ui/signin/signinfields.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QFileInfo>
#include <QtCore/QMimeData>
#include <QtCore/QPointer>
#include <QtCore/QStandardPaths>
#include <QtGui/QDragEnterEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int columnWidth = 640;

QString whoOf(const openstack::CloudConfig &cloud)
{
    const openstack::AuthConfig &auth = cloud.auth;
    QStringList parts;
    if (cloud.method == openstack::AuthMethod::ApplicationCredential)
        parts << SignInPage::tr("application credential");
    else if (!auth.username.isEmpty() || !auth.userId.isEmpty())
        parts << (auth.username.isEmpty() ? auth.userId : auth.username);
    if (auth.namesProject())
        parts << SignInPage::tr("project %1")
                     .arg(isolated(auth.projectName.isEmpty() ? auth.projectId : auth.projectName));
    if (!cloud.region.isEmpty())
        parts << SignInPage::tr("region %1").arg(isolated(cloud.region));
    return parts.join(u" · "_s);
}

QStringList filesIn(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

QString whereOf(const openstack::CloudConfig &cloud)
{
    const QUrl url = cloud.auth.authUrl;
    return url.port() > 0 ? u"%1:%2"_s.arg(url.host(), QString::number(url.port())) : url.host();
}

} // namespace

SignInPage::SignInPage(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_scroll(new QScrollArea(this))
    , m_intro(makeLabel({}, TextSize::Body, this))
    , m_problem(new QFrame(this))
    , m_problemText(makeLabel({}, TextSize::Body, m_problem))
    , m_foundArea(new QWidget(this))
    , m_foundLayout(new QVBoxLayout(m_foundArea))
    , m_open(new QFrame(this))
    , m_openButton(new QPushButton(tr("Open a file from your provider…"), m_open))
    , m_demo(new CloudCard(theme, {u"play"_s, tr("Demo cloud"),
                                   tr("A cloud inside Oriel for trying things out."),
                                   tr("No account needed. Nothing leaves this computer."),
                                   tr("Open the demo cloud")}))
    , m_other(new CloudCard(theme, {u"plus"_s,
                                    tr("Other cloud"),
                                    tr("Sign in with an address, user name and password."),
                                    {},
                                    tr("Enter an address…")}))
    , m_otherFields(new SignInFields(theme, forms::SignInForm()))
{
    setObjectName(u"signIn"_s);
    setAcceptDrops(true);
    m_foundLayout->setContentsMargins(0, 0, 0, 0);
    m_foundLayout->setSpacing(10);

    auto *column = new QWidget;
    column->setMaximumWidth(columnWidth);
    m_cards = new QVBoxLayout(column);
    m_cards->setContentsMargins(metrics::pad, 40, metrics::pad, 40);
    m_cards->setSpacing(10);
    m_cards->addWidget(makeHead(column));
    fillProblem();
    fillOpenPanel(theme);
    m_demo->setObjectName(u"demoCard"_s);
    m_other->setObjectName(u"otherCard"_s);
    m_other->setForm(m_otherFields);
    for (QWidget *part :
         {static_cast<QWidget *>(m_problem), m_foundArea, static_cast<QWidget *>(m_open),
          static_cast<QWidget *>(m_other), static_cast<QWidget *>(m_demo)})
        m_cards->addWidget(part);
    m_cards->addStretch();
    addCard(m_demo);
    addCard(m_other);

    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *centred = new QWidget;
    auto *centre = new QHBoxLayout(centred);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(column, 100);
    centre->addStretch(1);
    m_scroll->setWidget(centred);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);

    connect(m_demo, &CloudCard::submitted, this, &SignInPage::demoChosen);
    connect(m_other, &CloudCard::submitted, this, [this] { submit(m_other); });
    connect(m_otherFields, &SignInFields::submitted, this, [this] { submit(m_other); });
}

QWidget *SignInPage::makeHead(QWidget *parent)
{
    auto *head = new QWidget(parent);
    auto *mark = new QLabel(head);
    mark->setPixmap(QIcon(u":/oriel/oriel.svg"_s).pixmap(QSize(48, 48), devicePixelRatioF()));
    auto *title = makeLabel(tr("Sign in to a cloud"), TextSize::Title, head);
    m_intro->setWordWrap(true);
    setSecondary(m_intro);
    auto *help = new QPushButton(m_theme.icon(u"circle-help"_s), tr("Getting started"), head);
    help->setObjectName(u"gettingStarted"_s);
    setButtonKind(help, ButtonKind::Quiet);
    connect(help, &QPushButton::clicked, this, &SignInPage::helpWanted);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(m_intro);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, metrics::gap);
    layout->setSpacing(metrics::pad);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(help, 0, Qt::AlignTop);
    return head;
}

void SignInPage::fillProblem()
{
    setPanelKind(m_problem, PanelKind::Error);
    m_problem->setObjectName(u"configurationProblem"_s);
    auto *layout = new QHBoxLayout(m_problem);
    layout->setContentsMargins(12, 10, 10, 10);
    m_problemText->setWordWrap(true);
    m_problemText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *again = new QPushButton(tr("Reload"), m_problem);
    connect(again, &QPushButton::clicked, this, &SignInPage::reloadWanted);
    layout->addWidget(m_problemText, 1);
    layout->addWidget(again, 0, Qt::AlignTop);
    m_problem->hide();
}

void SignInPage::fillOpenPanel(Theme &theme)
{
    setPanelKind(m_open, PanelKind::Card);
    m_open->setObjectName(u"openFile"_s);
    m_open->setAccessibleName(tr("A file from your provider"));
    auto *icon = new QLabel(m_open);
    const auto paintIcon = [&theme, icon, this] {
        icon->setPixmap(theme.icon(u"file-text"_s, Theme::Color::Accent)
                            .pixmap(QSize(28, 28), devicePixelRatioF()));
    };
    paintIcon();
    connect(&theme, &Theme::changed, icon, paintIcon);
    auto *title = makeLabel(tr("A file from your provider"), TextSize::Heading, m_open);
    auto *what = makeLabel(tr("clouds.yaml or openrc, from its portal. You can also drop the file "
                              "on this window."),
                           TextSize::Body, m_open);
    what->setWordWrap(true);
    setSecondary(what);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(what);
    auto *layout = new QHBoxLayout(m_open);
    layout->setContentsMargins(metrics::pad, 14, metrics::pad, 14);
    layout->setSpacing(14);
    layout->addWidget(icon, 0, Qt::AlignVCenter);
    layout->addLayout(texts, 1);
    layout->addWidget(m_openButton, 0, Qt::AlignVCenter);
    connect(m_openButton, &QPushButton::clicked, this, &SignInPage::chooseFile);
}

QStringList SignInPage::cloudNames() const
{
    QStringList names;
    for (const Entry &entry : m_entries) {
        if (entry.path.isEmpty())
            names += entry.name;
    }
    return names;
}

void SignInPage::choose(const QString &name)
{
    if (CloudCard *chosen = card(name))
        Q_EMIT chosen->submitted();
}

void SignInPage::addCard(CloudCard *card)
{
    // Queued, so that all cards are laid out. By then, they may have been recreated.
    connect(
        card, &CloudCard::resized, this,
        [this, resized = QPointer<CloudCard>(card)] {
            if (resized && resized->isAncestorOf(QApplication::focusWidget()))
                m_scroll->ensureWidgetVisible(resized, 0, metrics::pad);
        },
        Qt::QueuedConnection);
    connect(card, &CloudCard::cancelled, this, [this, card] { Q_EMIT cancelled(card); });
    connect(card, &CloudCard::projectChosen, this, [this, card](const openstack::Project &project) {
        Q_EMIT projectChosen(project, card);
    });
}

void SignInPage::setClouds(const Result<openstack::CloudList> &clouds,
                           const std::vector<OpenedFile> &opened)
{
    for (const Entry &entry : m_entries)
        delete entry.card;
    m_entries.clear();
    m_selected.clear();
    m_problem->hide();
    if (clouds.ok()) {
        m_selected = clouds->selected;
        std::optional<Error> problem = clouds->warning;
        const bool known = std::any_of(
            clouds->clouds.begin(), clouds->clouds.end(),
            [this](const openstack::FoundCloud &found) { return found.name == m_selected; });
        if (!m_selected.isEmpty() && !known)
            problem = clouds->find(m_selected).error(); // the cloud that OS_CLOUD names
        QStringList told = clouds->notices;
        if (problem)
            told.prepend(problem->message);
        m_problemText->setText(visibleLines(told.join(u'\n')));
        m_problem->setVisible(!told.isEmpty());
        for (const openstack::FoundCloud &found : clouds->clouds)
            addCloud(found, {});
        showIntro(*clouds);
    } else {
        m_problemText->setText(visibleLines(clouds.error().message));
        m_problem->show();
        m_intro->setText(tr("Your clouds could not be read."));
    }
    for (const OpenedFile &file : opened) {
        if (!file.clouds.ok()) {
            addBroken(file.path, file.clouds.error());
            continue;
        }
        for (const openstack::FoundCloud &found : file.clouds->clouds)
            addCloud(found, file.path);
        if (file.clouds->clouds.empty()) {
            Error error;
            error.kind = ErrorKind::Configuration;
            error.message = tr("%1 describes no clouds.").arg(file.path);
            addBroken(file.path, error);
        }
    }
    m_foundArea->setVisible(!m_entries.empty());
}

void SignInPage::showIntro(const openstack::CloudList &clouds)
{
    const QString read = clouds.files.join(u", "_s);
    if (clouds.files.isEmpty() && clouds.warning)
        m_intro->setText(tr("Your clouds could not be read."));
    else if (clouds.files.isEmpty())
        m_intro->setText(tr("Open a file from your provider, or enter the address of your cloud. "
                            "To look around first, open the demo cloud."));
    else
        m_intro->setText(m_entries.empty() ? tr("%1 describes no clouds.").arg(read)
                                           //: %1: a file
                                           : tr("From %1").arg(read));
}

void SignInPage::addCloud(const openstack::FoundCloud &found, const QString &path)
{
    const bool ok = found.config.ok();
    const QString file = QFileInfo(path).fileName(); // it is the name of an openrc file's cloud
    const QString source =
        file.isEmpty() || file == found.name ? QString() : tr("From %1").arg(isolated(file));
    auto *card = new CloudCard(m_theme,
                               {ok ? u"cloud"_s : u"cloud-off"_s, found.name,
                                ok ? whereOf(*found.config) : found.file,
                                ok ? whoOf(*found.config) : QString(), tr("Sign in"), source},
                               m_foundArea);
    card->setObjectName(u"cloudCard"_s);
    Entry entry{card, found.name, path};
    card->setNotices(found.notices);
    addCard(card);
    if (!path.isEmpty()) {
        card->setRemovable();
        connect(card, &CloudCard::removeWanted, this, [this, path] { Q_EMIT fileRemoved(path); });
    }
    if (!ok) {
        card->showBroken(found.config.error());
    } else {
        entry.config = *found.config;
        for (const QString &secret :
             {u"OS_PASSWORD"_s, u"OS_APPLICATION_CREDENTIAL_SECRET"_s, u"OS_TOKEN"_s}) {
            if (found.asked.contains(secret))
                entry.question = found.asked.value(secret);
        }
        const forms::SignInForm form(entry.config, found.asked);
        if (!form.fields().empty()) {
            entry.fields = new SignInFields(m_theme, form);
            card->setForm(entry.fields);
            connect(entry.fields, &SignInFields::submitted, this, [this, card] { submit(card); });
        }
        card->setForgettable(m_kept && m_kept(entry.config));
        connect(card, &CloudCard::forgetWanted, this,
                [this, card, config = entry.config] { Q_EMIT forgetWanted(config, card); });
        connect(card, &CloudCard::submitted, this, [this, card] { submit(card); });
    }
    m_foundLayout->addWidget(card);
    m_entries.push_back(std::move(entry));
}

void SignInPage::addBroken(const QString &path, const Error &error)
{
    const QString name = QFileInfo(path).fileName();
    addCloud({name, path, error}, path);
}

void SignInPage::submit(CloudCard *card)
{
    SignInFields *fields = fieldsOf(card);
    if (fields && !card->formShown()) {
        card->setFormShown(true);
        fields->focusFirst();
    } else if (fields) {
        if (fields->check())
            Q_EMIT cloudChosen(fields->form().config(), card);
    } else {
        const auto entry = std::ranges::find(m_entries, card, &Entry::card);
        if (entry != m_entries.end())
            Q_EMIT cloudChosen(openstack::CloudConfig(entry->config), card);
    }
}

void SignInPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a file from your provider"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {tr("clouds.yaml and openrc files (%1)").arg(u"*.yaml *.yml *.json *.sh *openrc* *rc*"_s),
         tr("All files (%1)").arg(u"*"_s)});
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
    connect(dialog, &QFileDialog::filesSelected, this, &SignInPage::filesOpened);
    dialog->open();
}

void SignInPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SignInPage::dropEvent(QDropEvent *event)
{
    if (const QStringList files = filesIn(*event->mimeData()); !files.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT filesOpened(files);
    }
}

CloudCard *SignInPage::card(const QString &name) const
{
    const auto entry = std::ranges::find_if(m_entries, [&](const Entry &candidate) {
        return candidate.path.isEmpty() && candidate.name == name;
    });
    return entry == m_entries.end() ? nullptr : entry->card;
}

std::vector<CloudCard *> SignInPage::cardsOf(const QString &path) const
{
    std::vector<CloudCard *> cards;
    for (const Entry &entry : m_entries) {
        if (entry.path == path)
            cards.push_back(entry.card);
    }
    return cards;
}

SignInFields *SignInPage::fieldsOf(const CloudCard *card) const
{
    if (card == m_other)
        return m_otherFields;
    const auto entry = std::ranges::find(m_entries, card, &Entry::card);
    return entry == m_entries.end() ? nullptr : entry->fields;
}

QString SignInPage::questionOf(const CloudCard *card) const
{
    const auto entry = std::ranges::find(m_entries, card, &Entry::card);
    return entry == m_entries.end() ? QString() : entry->question;
}

void SignInPage::focusFirst()
{
    CloudCard *first = card(m_selected);
    if (!first && !m_entries.empty())
        first = m_entries.front().card;
    if (first && !first->button()->isHidden())
        first->button()->setFocus(Qt::OtherFocusReason);
    else
        m_openButton->setFocus(Qt::OtherFocusReason);
}

void SignInPage::focusCard(CloudCard *card)
{
    QPushButton *remove = card->findChild<QPushButton *>(u"remove"_s);
    (card->button()->isHidden() ? remove : card->button())->setFocus(Qt::OtherFocusReason);
    // Queued, so that the new card is laid out.
    QMetaObject::invokeMethod(
        card, [this, card] { m_scroll->ensureWidgetVisible(card, 0, metrics::pad); },
        Qt::QueuedConnection);
}

void SignInPage::forgetSecrets()
{
    m_other->forgetSecrets();
    m_otherFields->forgetSecrets();
    for (const Entry &entry : m_entries) {
        entry.card->forgetSecrets();
        if (entry.fields)
            entry.fields->forgetSecrets();
    }
}

} // namespace oriel::ui
