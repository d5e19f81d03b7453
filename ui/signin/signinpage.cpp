#include "ui/signin/signinpage.h"

#include "base/visible.h"
#include "ui/signin/cloudcard.h"
#include "ui/signin/othercloudform.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QApplication>
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
    , m_demo(new CloudCard(theme, {u"play"_s, tr("Demo cloud"),
                                   tr("A cloud inside Oriel for trying things out"),
                                   tr("No account needed. Nothing leaves this computer."),
                                   tr("Open the demo cloud")}))
    , m_other(new CloudCard(theme, {u"plus"_s,
                                    tr("Other cloud"),
                                    tr("Enter the address and your credentials"),
                                    {},
                                    tr("Other cloud…")}))
    , m_otherForm(new OtherCloudForm)
{
    setObjectName(u"signIn"_s);
    m_foundLayout->setContentsMargins(0, 0, 0, 0);
    m_foundLayout->setSpacing(10);

    auto *column = new QWidget;
    column->setMaximumWidth(columnWidth);
    m_cards = new QVBoxLayout(column);
    m_cards->setContentsMargins(metrics::pad, 40, metrics::pad, 40);
    m_cards->setSpacing(10);

    auto *mark = new QLabel(column);
    mark->setPixmap(QIcon(u":/oriel/oriel.svg"_s).pixmap(QSize(48, 48), devicePixelRatioF()));
    auto *title = makeLabel(tr("Sign in to a cloud"), TextSize::Title, column);
    m_intro->setWordWrap(true);
    setSecondary(m_intro);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(title);
    texts->addWidget(m_intro);
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::pad);
    head->addWidget(mark, 0, Qt::AlignTop);
    head->addLayout(texts, 1);
    m_cards->addLayout(head);
    m_cards->addSpacing(metrics::gap);

    setPanelKind(m_problem, PanelKind::Error);
    m_problem->setObjectName(u"configurationProblem"_s);
    auto *problem = new QHBoxLayout(m_problem);
    problem->setContentsMargins(12, 10, 10, 10);
    m_problemText->setWordWrap(true);
    m_problemText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *again = new QPushButton(tr("Read again"), m_problem);
    connect(again, &QPushButton::clicked, this, &SignInPage::reloadWanted);
    problem->addWidget(m_problemText, 1);
    problem->addWidget(again, 0, Qt::AlignTop);
    m_cards->addWidget(m_problem);
    m_problem->hide();

    m_cards->addWidget(m_foundArea);
    m_demo->setObjectName(u"demoCard"_s);
    m_other->setObjectName(u"otherCard"_s);
    m_other->setForm(m_otherForm);
    addCard(m_demo);
    addCard(m_other);
    m_cards->addWidget(m_demo);
    m_cards->addWidget(m_other);
    m_cards->addStretch();

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
    const auto submitOther = [this] {
        if (!m_other->formShown()) {
            m_other->setFormShown(true);
            m_otherForm->focusFirst();
        } else if (m_otherForm->check()) {
            Q_EMIT otherChosen();
        }
    };
    connect(m_other, &CloudCard::submitted, this, submitOther);
    connect(m_otherForm, &OtherCloudForm::submitted, this, submitOther);
}

void SignInPage::addCard(CloudCard *card)
{
    // Queued: once all cards have their places. By then, the cards may have been made anew.
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

void SignInPage::setClouds(const Result<openstack::CloudList> &clouds)
{
    for (const auto &[name, old] : m_found)
        delete old;
    m_found.clear();
    m_selected.clear();
    m_problem->hide();
    if (!clouds.ok()) {
        m_problemText->setText(visibleLines(clouds.error().message));
        m_problem->show();
        m_intro->setText(tr("Your clouds could not be read."));
        return;
    }
    m_selected = clouds->selected;
    std::optional<Error> problem = clouds->warning;
    const bool known = std::any_of(
        clouds->clouds.begin(), clouds->clouds.end(),
        [this](const openstack::FoundCloud &found) { return found.name == m_selected; });
    if (!m_selected.isEmpty() && !known)
        problem = clouds->find(m_selected).error(); // what OS_CLOUD asks for
    QStringList told = clouds->notices;
    if (problem)
        told.prepend(problem->message);
    m_problemText->setText(visibleLines(told.join(u'\n')));
    m_problem->setVisible(!told.isEmpty());
    for (const openstack::FoundCloud &found : clouds->clouds) {
        const bool ok = found.config.ok();
        auto *card = new CloudCard(m_theme,
                                   {ok ? u"cloud"_s : u"cloud-off"_s, found.name,
                                    ok ? whereOf(*found.config) : found.file,
                                    ok ? whoOf(*found.config) : QString(), tr("Sign in")},
                                   m_foundArea);
        card->setObjectName(u"cloudCard"_s);
        if (!ok)
            card->showBroken(found.config.error());
        card->setNotices(found.notices);
        addCard(card);
        if (ok) {
            card->setForgettable(m_kept && m_kept(*found.config));
            connect(card, &CloudCard::forgetWanted, this,
                    [this, card, config = *found.config] { Q_EMIT forgetWanted(config, card); });
            connect(card, &CloudCard::submitted, this,
                    [this, card, config = *found.config] { Q_EMIT cloudChosen(config, card); });
        }
        m_foundLayout->addWidget(card);
        m_found.emplace(found.name, card);
    }
    m_foundArea->setVisible(!m_found.empty());
    const QString read = clouds->files.join(u", "_s);
    if (clouds->files.isEmpty() && clouds->warning)
        m_intro->setText(tr("Your clouds could not be read."));
    else if (clouds->files.isEmpty())
        m_intro->setText(tr("No clouds.yaml was found. Many clouds let you download one from their "
                            "portal. Oriel reads it from %1.")
                             .arg(clouds->userFile));
    else
        m_intro->setText(m_found.empty() ? tr("%1 describes no clouds.").arg(read)
                                         : tr("From %1").arg(read));
}

CloudCard *SignInPage::card(const QString &name) const
{
    const auto found = m_found.find(name);
    return found == m_found.end() ? nullptr : found->second;
}

void SignInPage::focusFirst()
{
    CloudCard *first = card(m_selected);
    if (!first && m_foundLayout->count() > 0)
        first = qobject_cast<CloudCard *>(m_foundLayout->itemAt(0)->widget());
    if (!first || first->button()->isHidden())
        first = m_demo;
    first->button()->setFocus(Qt::OtherFocusReason);
}

} // namespace oriel::ui
