#include "ui/window/topbar.h"

#include "base/visible.h"
#include "ui/navigation/breadcrumb.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/widgets/choicemenu.h"
#include "ui/window/globalsearch.h"

#include <QtCore/QHash>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QWidgetAction>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int leastSearch = 96; ///< the width of the field with its icon and one word
constexpr int leastCrumbs = 120;

} // namespace

TopBar::TopBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_back(new QToolButton(this))
    , m_forward(new QToolButton(this))
    , m_breadcrumb(new Breadcrumb(this))
    //: Name of the button "Not secure" for screen readers.
    , m_caution(makeScopeButton(tr("Security"), u"triangle-alert"_s, u"securityCaution"_s))
    , m_cloud(makeScopeButton(tr("Cloud"), u"cloud"_s, u"cloudSwitcher"_s))
    , m_region(makeScopeButton(tr("Region"), u"globe"_s, u"regionSwitcher"_s))
    , m_project(makeScopeButton(tr("Project"), u"folder"_s, u"projectSwitcher"_s))
    , m_search(new GlobalSearch(theme, this))
    , m_account(new QToolButton(this))
    , m_cloudMenu(new ChoiceMenu(tr("Filter clouds"), this))
    , m_regionMenu(new ChoiceMenu(tr("Filter regions"), this))
    , m_projectMenu(new ChoiceMenu(tr("Filter projects"), this))
{
    setObjectName(u"topBar"_s);
    const auto step = [&](QToolButton *button, const QString &icon, const QString &name,
                          const QString &keys) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setIcon(theme.icon(icon));
        button->setAccessibleName(name);
        button->setToolTip(u"%1 (%2)"_s.arg(name, keys));
        button->setEnabled(false);
    };
    step(m_back, u"arrow-left"_s, tr("Back"), tr("Alt+Left"));
    step(m_forward, u"arrow-right"_s, tr("Forward"), tr("Alt+Right"));
    m_back->setObjectName(u"back"_s);
    m_forward->setObjectName(u"forward"_s);
    connect(m_back, &QToolButton::clicked, this, &TopBar::back);
    connect(m_forward, &QToolButton::clicked, this, &TopBar::forward);
    connect(m_breadcrumb, &Breadcrumb::navigate, this, &TopBar::navigate);
    connect(m_search, &GlobalSearch::navigate, this, &TopBar::navigate);

    m_caution->setIcon(theme.icon(u"triangle-alert"_s, Theme::Color::Warning));
    m_caution->setText(tr("Not secure"));
    m_caution->hide();
    // For users without a pointer to hover with.
    connect(m_caution, &QToolButton::clicked, this, [this] {
        QToolTip::showText(m_caution->mapToGlobal(QPoint(0, m_caution->height())),
                           m_caution->toolTip(), m_caution);
    });
    const auto give = [](QToolButton *button, QMenu *menu) {
        button->setMenu(menu);
        button->setPopupMode(QToolButton::InstantPopup);
    };
    give(m_cloud, m_cloudMenu);
    give(m_region, m_regionMenu);
    give(m_project, m_projectMenu);
    connect(m_cloudMenu, &QMenu::aboutToShow, this, &TopBar::cloudsWanted);
    connect(m_projectMenu, &QMenu::aboutToShow, this, &TopBar::projectsWanted);

    m_search->setMinimumWidth(leastSearch);
    m_search->setMaximumWidth(300);

    m_account->setObjectName(u"account"_s);
    m_account->setAutoRaise(true);
    m_account->setFocusPolicy(Qt::StrongFocus);
    m_account->setIcon(theme.icon(u"circle-user"_s));
    m_account->setIconSize(QSize(22, 22));
    m_account->setPopupMode(QToolButton::InstantPopup);
    makeAccountMenu();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::gap, metrics::gap, metrics::pad, metrics::gap);
    layout->setSpacing(metrics::unit);
    layout->addWidget(m_back);
    layout->addWidget(m_forward);
    layout->addSpacing(metrics::unit);
    layout->addWidget(m_breadcrumb, 1);
    layout->addWidget(m_caution);
    layout->addWidget(m_cloud);
    layout->addWidget(m_region);
    layout->addWidget(m_project);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_search, 1);
    layout->addSpacing(metrics::unit);
    layout->addWidget(m_account);
}

QToolButton *TopBar::makeScopeButton(const QString &name, const QString &icon,
                                     const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(m_theme.icon(icon, Theme::Color::TextSecondary));
    button->setToolTip(name);
    return button;
}

void TopBar::makeAccountMenu()
{
    auto *menu = new QMenu(m_account);
    m_userAction = menu->addAction(QString());
    m_userAction->setEnabled(false);
    m_roles = menu->addAction(QString());
    m_roles->setEnabled(false);
    menu->addSeparator();
    connect(menu->addAction(m_theme.icon(u"cloud"_s), tr("Switch cloud…")), &QAction::triggered,
            this, &TopBar::switchCloud);
    connect(menu->addAction(m_theme.icon(u"log-out"_s), tr("Sign out")), &QAction::triggered, this,
            &TopBar::signOut);
    menu->addSeparator();

    connect(menu->addAction(m_theme.icon(u"settings-2"_s), tr("Settings…")), &QAction::triggered,
            this, &TopBar::settingsWanted);
    // The window has the shortcuts; here they are only displayed. An action with the same key would
    // make it ambiguous, and thus dead, while the button has the focus.
    const auto withKey = [](const QString &text, const QKeySequence &key) {
        return text + u'\t' + key.toString(QKeySequence::NativeText);
    };
    QMenu *help = menu->addMenu(m_theme.icon(u"circle-help"_s), tr("Help"));
    connect(help->addAction(tr("Getting started")), &QAction::triggered, this,
            &TopBar::gettingStartedWanted);
    connect(help->addAction(withKey(tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1))),
            &QAction::triggered, this, &TopBar::shortcutsWanted);
    connect(help->addAction(tr("About Oriel")), &QAction::triggered, this, &TopBar::aboutWanted);
    menu->addSeparator();
    QAction *quit = menu->addAction(m_theme.icon(u"power"_s),
                                    withKey(tr("Quit"), QKeySequence(QKeySequence::Quit)));
    connect(quit, &QAction::triggered, this, &TopBar::quitWanted);
    m_account->setMenu(menu);
}

void TopBar::setSignedIn(const SignedIn &signedIn)
{
    m_signedIn = signedIn;
    const openstack::Scope &scope = signedIn.scope;
    const auto show = [](QToolButton *button, const QString &kind, const QString &value) {
        button->setText(asCaption(button->fontMetrics().elidedText(value, Qt::ElideRight, 150)));
        button->setAccessibleName(u"%1: %2"_s.arg(kind, value));
        button->setVisible(!value.isEmpty());
    };
    show(m_cloud, tr("Cloud"), scope.cloud);
    show(m_region, tr("Region"), scope.region);
    show(m_project, tr("Project"), scope.projectName.isEmpty() ? scope.domain : scope.projectName);

    m_cloud->setToolTip(tr("Cloud %1: press to choose another one").arg(isolated(scope.cloud)));
    m_caution->setVisible(!signedIn.cautions.isEmpty());
    m_caution->setToolTip(asToolTip(signedIn.cautions.join(u"\n\n"_s)));
    m_caution->setAccessibleName(tr("Not secure: %1").arg(signedIn.cautions.join(u' ')));
    m_regionMenu->clear();
    for (const QString &region : signedIn.regions) {
        QAction *action = m_regionMenu->addAction(asCaption(region));
        action->setCheckable(true);
        action->setChecked(region == scope.region);
        connect(action, &QAction::triggered, this, [this, region, action] {
            action->setChecked(region == m_signedIn.scope.region);
            if (region != m_signedIn.scope.region)
                Q_EMIT regionChosen(region);
        });
    }
    m_region->setToolTip(
        signedIn.regions.size() > 1
            ? tr("Region %1: press to choose another one").arg(isolated(scope.region))
            : tr("Region %1: the cloud has only this one").arg(isolated(scope.region)));
    m_project->setToolTip(
        signedIn.canSwitchProject
            ? tr("Project %1: press to choose another one").arg(isolated(scope.projectName))
            : tr("Project %1: an application credential belongs to one project")
                  .arg(isolated(scope.projectName)));
    m_projectMenu->clear();
    m_projectMenu
        ->addAction(signedIn.canSwitchProject
                        ? tr("Loading your projects…")
                        : tr("An application credential belongs to one project"))
        ->setEnabled(false);

    m_userAction->setText(asCaption(scope.userName.isEmpty() ? scope.userId : scope.userName));
    m_roles->setText(asCaption(tr("Roles: %1").arg(isolated(scope.roles.join(u", "_s)))));
    m_account->setAccessibleName(tr("Account: %1").arg(isolated(scope.userName)));
    m_account->setToolTip(scope.userName);
    setClouds({}, {});
    fitNames();
}

void TopBar::setClouds(const QStringList &recent, const QStringList &others)
{
    m_cloudMenu->clear();
    const QString here = m_signedIn.scope.cloud;
    for (const QStringList &group : {recent, others}) {
        if (!m_cloudMenu->isEmpty() && !group.isEmpty())
            m_cloudMenu->addSeparator();
        for (const QString &name : group) {
            QAction *action = m_cloudMenu->addAction(asCaption(name));
            action->setCheckable(true);
            action->setChecked(name == here);
            connect(action, &QAction::triggered, this, [this, name, here, action] {
                action->setChecked(name == here);
                if (name != here)
                    Q_EMIT cloudChosen(name);
            });
        }
    }
    if (!m_cloudMenu->isEmpty())
        m_cloudMenu->addSeparator();
    connect(m_cloudMenu->addAction(tr("Sign in to another cloud…")), &QAction::triggered, this,
            &TopBar::switchCloud);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitNames();
}

void TopBar::fitNames()
{
    const auto needed = [this] {
        int sum = leastCrumbs + leastSearch + 2 * metrics::wide; // with the margins
        for (int i = 0; i < layout()->count(); ++i) {
            const QWidget *widget = layout()->itemAt(i)->widget();
            const bool fixed = qobject_cast<const QToolButton *>(widget) && !widget->isHidden();
            sum += metrics::unit + (fixed ? widget->sizeHint().width() : 0);
        }
        return sum;
    };
    // To change something in the wrong project is worst.
    const std::initializer_list<QToolButton *> named{m_cloud, m_region, m_project, m_caution};
    for (QToolButton *button : named)
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton *button : named) {
        if (needed() <= width())
            return;
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

QSize TopBar::minimumSizeHint() const
{
    return {480, QWidget::minimumSizeHint().height()};
}

void TopBar::setProjects(const std::vector<openstack::Project> &projects)
{
    QHash<QString, QAction *> known;
    for (QAction *action : m_projectMenu->actions()) {
        if (qobject_cast<QWidgetAction *>(action))
            continue; // the filter's
        const QString id = action->data().toString();
        if (!id.isEmpty() && m_projectMenu->isVisible()) {
            known.insert(id, action);
            action->setEnabled(false); // until it is found again
        } else {
            m_projectMenu->removeAction(action);
            action->deleteLater();
        }
    }
    const QStringList labels = openstack::labelsOf(projects);
    for (std::size_t i = 0; i < projects.size(); ++i) {
        const openstack::Project &project = projects[i];
        if (!project.enabled)
            continue;
        const bool here = project.id == m_signedIn.scope.projectId;
        QAction *action = known.value(project.id);
        if (!action) {
            action = m_projectMenu->addAction(QString());
            action->setData(project.id);
            action->setCheckable(true);
        }
        action->setText(asCaption(labels[qsizetype(i)]));
        action->setEnabled(true);
        action->setChecked(here);
        action->disconnect(this);
        connect(action, &QAction::triggered, this, [this, project, action, here] {
            action->setChecked(here);
            if (!here)
                Q_EMIT projectChosen(project);
        });
    }
    if (m_projectMenu->isEmpty())
        m_projectMenu->addAction(tr("You have no role in any project"))->setEnabled(false);
}

void TopBar::setProjectsFailed(const QString &why)
{
    m_projectMenu->clear();
    m_projectMenu->addAction(asCaption(why))->setEnabled(false);
}

void TopBar::setCrumbs(const std::vector<Crumb> &crumbs)
{
    m_breadcrumb->setCrumbs(crumbs);
}

void TopBar::setSwitching(bool switching)
{
    for (QToolButton *button : {m_cloud, m_region, m_project})
        button->setEnabled(!switching);
}

void TopBar::setHistory(bool back, bool forward)
{
    m_back->setEnabled(back);
    m_forward->setEnabled(forward);
}

} // namespace oriel::ui
