#include "ui/window/mainwindow.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/floatingipback.h"
#include "forms/networkactivity.h"
#include "operations/actions/actions.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/actions/helpoffers.h"
#include "ui/actions/undo.h"
#include "ui/dialogs/movebackflow.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/dialogs/situation.h"
#include "ui/navigation/sidebar.h"
#include "ui/pages/listpages.h"
#include "ui/pages/pagefactory.h"
#include "ui/signin/signinpage.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/widgets/foot.h"
#include "ui/window/banner.h"
#include "ui/window/desktopnotifier.h"
#include "ui/window/gettingstarted.h"
#include "ui/window/globalsearch.h"
#include "ui/window/launchedoffer.h"
#include "ui/window/notice.h"
#include "ui/window/noticestack.h"
#include "ui/window/operationnotice.h"
#include "ui/window/scopewords.h"
#include "ui/window/settingsdialog.h"
#include "ui/window/shortcutsdialog.h"
#include "ui/window/statusline.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>
#include <QtCore/QSettings>
#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtGui/QCloseEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtGui/QWindow>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString geometryKey = u"window/geometry"_s;
const QString recentKey = u"clouds/recent"_s;
constexpr qsizetype mostRecent = 5;
/// Buttons of a notice for what helps: the page Activity has the others.
constexpr std::size_t mostHelp = 3;
/// On a very wide screen, the end of a row and the actions above it stay near its name.
constexpr int widestPage = 1800;

/// The key of notices about a floating IP.
QString floatingIpKey(const QString &id)
{
    return u"floating-ip/"_s + id;
}

} // namespace

MainWindow::MainWindow(Theme &theme, QSettings &settings, Clock &clock,
                       operations::OperationCenter &operations, SignInPage *signInPage,
                       Theme::Scheme scheme)
    : m_theme(theme)
    , m_scheme(scheme)
    , m_settings(settings)
    , m_clock(clock)
    , m_operations(operations)
    , m_signIn(signInPage)
    , m_root(new QStackedWidget(this))
    , m_shell(new QWidget(m_root))
    , m_sidebar(new Sidebar(theme, sidebarEntries(), m_shell))
    , m_topBar(new TopBar(theme, m_shell))
    , m_banner(new Banner(theme, m_shell))
    , m_pages(new QStackedWidget(m_shell))
    , m_statusLine(new StatusLine(theme, clock, operations, m_shell))
    , m_notices(new NoticeStack(theme, clock, this))
    , m_desktop(new DesktopNotifier(settings, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Oriel"));
    setMinimumSize(760, 480);
    makeShell();
    m_root->addWidget(signInPage);
    m_root->addWidget(m_shell);
    setCentralWidget(m_root);
    makeShortcuts();

    if (!restoreGeometry(m_settings.value(geometryKey).toByteArray()))
        resize(QSize(1200, 760).boundedTo(screen()->availableSize() * 0.96));

    connect(m_sidebar, &Sidebar::chosen, this, [this](const Route &route) {
        // The arrow keys keep the focus in the sidebar; other selections move it to the page.
        const bool walks = m_sidebar->hasFocus() && QGuiApplication::mouseButtons() == Qt::NoButton;
        navigate(lastViewOf(route, m_settings));
        if (walks)
            m_sidebar->setFocus(Qt::OtherFocusReason);
    });
    connect(m_topBar, &TopBar::navigate, this, &MainWindow::navigate);
    connect(m_topBar, &TopBar::back, this, &MainWindow::goBack);
    connect(m_topBar, &TopBar::forward, this, &MainWindow::goForward);
    connect(m_topBar, &TopBar::regionChosen, this, &MainWindow::regionChosen);
    connect(m_topBar, &TopBar::projectChosen, this, [this](const openstack::Project &project) {
        m_later.reset();
        Q_EMIT projectChosen(project);
    });
    connect(m_topBar, &TopBar::projectsWanted, this, &MainWindow::projectsWanted);
    connect(m_topBar, &TopBar::cloudsWanted, this, &MainWindow::listClouds);
    connect(m_topBar, &TopBar::cloudChosen, this, [this](const QString &name) {
        m_nextCloud = name;
        leave(Leaving::SwitchCloud);
    });
    connect(m_topBar, &TopBar::switchCloud, this, [this] {
        m_nextCloud.clear();
        leave(Leaving::SwitchCloud);
    });
    m_topBar->search().setCommands([this] { return searchCommands(); });
    connect(m_topBar, &TopBar::signOut, this, [this] { leave(Leaving::SignOut); });
    connect(m_topBar, &TopBar::settingsWanted, this, &MainWindow::showSettings);
    connect(m_topBar, &TopBar::aboutWanted, this, &MainWindow::showAbout);
    connect(m_topBar, &TopBar::shortcutsWanted, this, &MainWindow::showShortcuts);
    connect(m_topBar, &TopBar::gettingStartedWanted, this, &MainWindow::showGettingStarted);
    connect(m_signIn, &SignInPage::helpWanted, this, &MainWindow::showGettingStarted);
    connect(m_topBar, &TopBar::quitWanted, this, &QWidget::close);
    connect(m_banner, &Banner::pressed, this, &MainWindow::signInAgain);
    connect(m_notices, &NoticeStack::navigate, this, &MainWindow::navigate);
    connect(m_statusLine, &StatusLine::navigate, this, &MainWindow::navigate);
    connect(m_statusLine, &StatusLine::activityWanted, this,
            [this] { navigate(Route::activity()); });
    connect(&m_operations, &operations::OperationCenter::finished, this,
            &MainWindow::operationFinished);
    connect(&m_operations, &operations::OperationCenter::added, this,
            [this](operations::Operation *operation) {
                connect(operation, &operations::Operation::questionChanged, this,
                        [this, operation] { operationAsks(*operation); });
            });
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, &MainWindow::noticeUse);
    tick();
}

MainWindow::~MainWindow()
{
    dropPages();
}

void MainWindow::makeShell()
{
    auto *side = new QWidget(m_shell);
    side->setAutoFillBackground(true);
    side->setBackgroundRole(QPalette::NoRole);
    const auto paintSide = [this, side] {
        QPalette palette = QGuiApplication::palette();
        palette.setColor(QPalette::Window, m_theme.color(Theme::Color::Sidebar));
        palette.setColor(QPalette::Base, m_theme.color(Theme::Color::Sidebar));
        side->setPalette(palette);
    };
    paintSide();
    connect(&m_theme, &Theme::changed, side, paintSide);

    auto *mark = new QLabel(side);
    mark->setPixmap(QIcon(u":/oriel/oriel.svg"_s).pixmap(QSize(24, 24), devicePixelRatioF()));
    auto *name = makeLabel(tr("Oriel"), TextSize::Heading, side);
    auto *brand = new QHBoxLayout;
    brand->setContentsMargins(metrics::pad, 14, metrics::pad, 10);
    brand->setSpacing(10);
    brand->addWidget(mark);
    brand->addWidget(name, 1);
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(0);
    sideLayout->addLayout(brand);
    sideLayout->addWidget(m_sidebar, 1);
    side->setFixedWidth(m_sidebar->sizeHint().width());

    auto *banner = new QHBoxLayout;
    banner->setContentsMargins(metrics::wide, 0, metrics::wide, metrics::gap);
    banner->addWidget(m_banner);

    auto *centre = new QVBoxLayout;
    centre->setContentsMargins(0, 0, 0, 0);
    centre->setSpacing(0);
    centre->addWidget(m_topBar);
    centre->addWidget(makeLine(m_shell));
    auto *page = new QHBoxLayout;
    page->addWidget(m_pages, 1000);
    page->addStretch(1);
    centre->addLayout(page, 1);
    centre->addLayout(banner); // below the page, which it must not move
    centre->addWidget(makeLine(m_shell));
    centre->addWidget(m_statusLine);
    auto *layout = new QHBoxLayout(m_shell);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(side);
    layout->addLayout(centre, 1);
}

void MainWindow::showSignIn()
{
    dropPages();
    m_context.reset();
    m_topBar->search().setStores(nullptr);
    m_history.clear();
    m_banner->hide();
    setWindowTitle(tr("Oriel"));
    m_root->setCurrentWidget(m_signIn);
    m_signIn->focusFirst();
}

void MainWindow::showScope(const SignedIn &signedIn, const UiContext &context)
{
    // The same page in the new scope, but never a resource of the old one.
    Route start = Route::overview();
    if (const auto at = m_history.current(); at && m_context)
        start = at->place == Route::Place::Resource ? Route::list(at->kind)
                                                    : Route{at->place, at->kind, {}, {}};
    if (const auto later = std::exchange(m_later, {});
        later && later->projectId == signedIn.scope.projectId)
        start = later->route;
    dropPages();
    m_statusLine->hideNotice();
    m_context = std::make_unique<UiContext>(context);
    m_history.clear();
    m_banner->hide();
    m_scopeText = scopeWords(signedIn.scope);
    m_projects.clear();
    rememberCloud(signedIn.scope.cloud);
    m_topBar->setSignedIn(signedIn);
    pace();
    m_topBar->search().setStores(&m_context->stores);
    m_activity = std::make_unique<forms::NetworkActivity>(m_context->client);
    m_statusLine->setNetworkActivity(m_activity->running());
    connect(m_activity.get(), &forms::NetworkActivity::changed, m_statusLine,
            &StatusLine::setNetworkActivity);
    showOffered();
    m_root->setCurrentWidget(m_shell);
    navigate(start);
    m_sidebar->setFocus(Qt::OtherFocusReason);
}

void MainWindow::rememberCloud(const QString &name)
{
    QStringList recent = m_settings.value(recentKey).toStringList();
    recent.removeAll(name);
    recent.prepend(name);
    recent.resize(std::min(recent.size(), mostRecent));
    m_settings.setValue(recentKey, recent);
}

void MainWindow::listClouds()
{
    QStringList others = m_signIn->cloudNames();
    QStringList recent = m_settings.value(recentKey).toStringList();
    const QString here = recent.value(0);
    recent.removeIf([&](const QString &name) { return name != here && !others.contains(name); });
    others.removeIf([&](const QString &name) { return recent.contains(name); });
    m_topBar->setClouds(recent, others);
}

void MainWindow::trigger(QAction &action)
{
    if (action.isEnabled()) {
        action.trigger();
        return;
    }
    QStatusTipEvent tip(action.toolTip());
    QCoreApplication::sendEvent(this, &tip);
}

/// What other programs call it, the terminal client included. Null: nothing.
QStringList MainWindow::namesOf(const operations::Action *action)
{
    QStringList names;
    if (action)
        names = action->alsoCalled + QStringList{action->commandName()};
    names.removeAll({});
    return names;
}

/// The actions that the present page does not have: they lead to the list that has them, where
/// those that need no row begin.
void MainWindow::addCommandsElsewhere(std::vector<SearchCommand> &commands)
{
    QSet<QString> known;
    for (const QAction *action : m_page ? m_page->commands() : QList<QAction *>())
        known.insert(action->objectName());
    const auto open = [this](const Route &list, const QString &key) {
        navigate(list);
        const QList<QAction *> here = m_page ? m_page->commands() : QList<QAction *>();
        const auto found = std::ranges::find(here, key, &QAction::objectName);
        if (found != here.end())
            trigger(**found);
    };
    for (const ListPageSpec &spec : listPages()) {
        const Route list = Route::list(spec.kind);
        if (!spec.actions || !m_sidebar->isOffered(entryOf(list)))
            continue;
        for (const operations::Action &action : operations::actions()) {
            if (!action.isOfferedFor(spec.kind) || known.contains(action.key) ||
                (action.forAdministrators && !m_context->roles.contains(u"admin"_s)))
                continue;
            known.insert(action.key);
            commands.push_back({action.words.menu, tr("Command"), spec.words.title, u"play"_s,
                                [open, list, key = action.key] { open(list, key); },
                                namesOf(&action), true});
        }
    }
}

std::vector<SearchCommand> MainWindow::searchCommands()
{
    std::vector<SearchCommand> all;
    if (!m_context)
        return all;
    for (const SidebarEntry &entry : sidebarEntries()) {
        if (m_sidebar->isOffered(entry.route))
            all.push_back({entry.title, tr("Page"), {}, entry.icon, [this, route = entry.route] {
                               navigate(route);
                           }});
    }
    for (QAction *action : m_page ? m_page->commands() : QList<QAction *>()) {
        // An action that is not possible now says why, here and when it is chosen.
        const QString reason = action->isEnabled() ? QString() : action->toolTip();
        all.push_back({action->text(), tr("Command"), reason, u"play"_s,
                       [this, action = QPointer(action)] {
                           if (action)
                               trigger(*action);
                       },
                       namesOf(operations::actionNamed(action->objectName())), false,
                       action->isEnabled()});
    }
    addCommandsElsewhere(all);
    // In the words of the account's menu.
    const auto addOfWindow = [&](const QString &title, void (MainWindow::*open)()) {
        all.push_back({title, tr("Command"), {}, u"play"_s, [this, open] {
                           (this->*open)();
                       }});
    };
    addOfWindow(tr("Settings…"), &MainWindow::showSettings);
    addOfWindow(tr("Getting started"), &MainWindow::showGettingStarted);
    addOfWindow(tr("Keyboard shortcuts"), &MainWindow::showShortcuts);
    addOfWindow(tr("About Oriel"), &MainWindow::showAbout);
    const QStringList labels = openstack::labelsOf(m_projects);
    for (std::size_t i = 0; i < m_projects.size(); ++i)
        all.push_back(
            {labels[qsizetype(i)], tr("Project"), {}, u"folder"_s, [this, project = m_projects[i]] {
                 Q_EMIT projectChosen(project);
             }});
    return all;
}

void MainWindow::showOffered()
{
    for (const ListPageSpec &spec : listPages()) {
        if (spec.beside)
            continue;
        const store::StoreBase &source = spec.source(m_context->stores);
        const auto show = [this, &source, &spec] {
            m_sidebar->setOffered(Route::list(spec.kind),
                                  !source.state().absent &&
                                      (!spec.offer || spec.offer->has(m_context->stores)));
        };
        connect(&source, &store::StoreBase::stateChanged, m_sidebar, show);
        if (spec.offer)
            askWhetherOffered(spec.offer->by, show);
        show();
    }
}

void MainWindow::askWhetherOffered(Kind kind, const std::function<void()> &show)
{
    const store::StoreBase &rows = m_context->stores.at(kind);
    auto &asked = m_asked[kind];
    asked = m_context->stores.watch({kind}, store::RefreshRate::Referenced);
    connect(&rows, &store::StoreBase::stateChanged, m_sidebar,
            [this, show, &rows, kind, asked = asked.get()] {
                show();
                if (!rows.state().loaded && !rows.state().absent)
                    return;
                // Later: the caller is the store that it watches.
                QTimer::singleShot(0, this, [this, kind, asked] {
                    const auto known = m_asked.find(kind);
                    if (known != m_asked.end() && known->second.get() == asked)
                        m_asked.erase(known);
                });
            });
}

void MainWindow::setSignedIn(const SignedIn &signedIn)
{
    m_topBar->setSignedIn(signedIn);
}

void MainWindow::dropPages()
{
    if (m_page)
        m_page->left();
    m_page = nullptr;
    m_moveBack.reset();
    m_undoing.reset();
    m_launched.reset();
    for (const auto &[key, made] : m_made)
        delete made.page;
    m_made.clear();
    if (!m_context)
        return;
    m_activity.reset();
    m_asked.clear();
    for (const ListPageSpec &spec : listPages()) {
        disconnect(&spec.source(m_context->stores), nullptr, m_sidebar, nullptr);
        if (spec.offer)
            disconnect(&m_context->stores.at(spec.offer->by), nullptr, m_sidebar, nullptr);
    }
}

Page *MainWindow::pageFor(const Route &route)
{
    const bool resource = route.place == Route::Place::Resource;
    Made &made = m_made[{route.place, route.kind}];
    if (made.page && resource && made.id != route.id) {
        // A resource's page is recreated for another resource.
        if (m_page == made.page) {
            m_page->left();
            m_page = nullptr;
        }
        made.page->deleteLater(); // its signal may be the caller
        m_pages->removeWidget(made.page);
        made = {};
    }
    if (!made.page) {
        made = {makePage(route, *m_context), resource ? route.id : QString()};
        m_pages->addWidget(made.page);
        connect(made.page, &Page::navigate, this, &MainWindow::navigate);
        connect(made.page, &Page::navigateIn, this, &MainWindow::navigateIn);
        connect(made.page, &Page::headingChanged, this, [this, page = made.page] {
            if (page == m_page)
                showHeading();
        });
    }
    return made.page;
}

void MainWindow::navigateIn(const operations::JournalScope &scope, const Route &route)
{
    m_later = {scope.projectId, route};
    openstack::Project project;
    project.id = scope.projectId;
    project.name = scope.words.section(u" / "_s, -1);
    Q_EMIT projectChosen(project);
}

void MainWindow::navigate(const Route &route)
{
    m_later.reset();
    const std::optional<Route> to = resolved(route);
    if (!m_context || !to)
        return;
    m_history.push(*to);
    enter(*to);
}

void MainWindow::goBack()
{
    if (const auto route = m_history.back())
        enter(*route);
}

void MainWindow::goForward()
{
    if (const auto route = m_history.forward())
        enter(*route);
}

void MainWindow::enter(const Route &route)
{
    Page *page = pageFor(route);
    if (m_page && m_page != page)
        m_page->left();
    const bool other = m_page != page;
    m_page = page;
    m_pages->setCurrentWidget(page);
    m_sidebar->setCurrent(entryOf(route));
    m_topBar->setHistory(m_history.canGoBack(), m_history.canGoForward());
    page->entered(route);
    showHeading();
    const QWidget *focused = focusWidget();
    if (other && (!focused || !focused->isVisible() || !m_pages->isAncestorOf(focused)))
        page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::addElsewhere(const QKeySequence &keys)
{
    const auto all = operations::actions();
    const auto isMeant = [&](const operations::Action &action) {
        return QKeySequence(action.shortcut, QKeySequence::PortableText) == keys;
    };
    QStringList pages;
    for (const ListPageSpec &spec : listPages()) {
        const bool offers = std::ranges::any_of(all, [&](const operations::Action &action) {
            return isMeant(action) && action.isOfferedFor(spec.kind);
        });
        if (offers)
            pages.append(spec.words.title);
    }
    //: %1: an action; %2: its shortcut; %3: one or several pages.
    //: "Create snapshot (Ctrl+Shift+S) is available in Instances."
    const QString text = tr("%1 (%2) is available in %3.")
                             .arg(std::ranges::find_if(all, isMeant)->words.button(),
                                  keys.toString(QKeySequence::NativeText), pages.join(u", "_s));
    auto *shortcut = new QShortcut(keys, m_shell);
    connect(shortcut, &QShortcut::activated, this, [this, text] {
        QStatusTipEvent tip(text);
        QCoreApplication::sendEvent(this, &tip);
    });
    m_elsewhere.push_back(shortcut);
}

void MainWindow::enableElsewhere()
{
    const QList<QAction *> commands = m_page ? m_page->commands() : QList<QAction *>();
    // If two shortcuts with one key are enabled, neither works.
    for (QShortcut *shortcut : m_elsewhere)
        shortcut->setEnabled(std::ranges::find(commands, shortcut->key(), &QAction::shortcut) ==
                             commands.end());
}

void MainWindow::showHeading()
{
    enableElsewhere();
    if (!m_page)
        return;
    const std::vector<Crumb> crumbs = m_page->crumbs();
    m_topBar->setCrumbs(crumbs);
    followPage();
    const QString here = crumbs.empty() ? QString() : crumbs.back().text;
    setWindowTitle(asWindowTitle(
        here.isEmpty() ? tr("Oriel")
                       //: Title of the window. %1: the page; %2: "mycloud / RegionOne / demo"
                       : tr("%1 – %2 – Oriel").arg(isolated(here), isolated(m_scopeText))));
}

void MainWindow::followPage()
{
    m_statusLine->setPageText(m_switching.isEmpty() ? m_page->statusText() : m_switching);
    m_pages->setMaximumWidth(std::max(widestPage, m_page->usefulWidth()));
    if (m_notices->count() > 0)
        placeNotices(); // the page may have another bar at its foot
}

void MainWindow::tick()
{
    if (m_page && isVisible())
        followPage(); // ages increase, and columns may have been added
    m_clock.after(std::chrono::seconds(1), this, [this] { tick(); });
}

void MainWindow::setProjects(const std::vector<openstack::Project> &projects)
{
    m_topBar->setProjects(projects);
    m_projects = projects;
    m_topBar->search().searchAgain();
}

void MainWindow::setProjectsFailed(const Error &error)
{
    const forms::ErrorText text = forms::describe(error, tr("Your projects could not be listed."));
    m_topBar->setProjectsFailed(text.what);
}

void MainWindow::showExpired(const Error &error)
{
    if (!m_context)
        return;
    const forms::ErrorText text = forms::describe(error, tr("You are no longer signed in."));
    m_banner->showText(QStringList{text.what, text.why}.join(u' '), tr("Sign in again"));
}

void MainWindow::showRenewed()
{
    m_banner->dismiss();
    if (m_page)
        m_page->refresh();
}

void MainWindow::setSwitching(const QString &text)
{
    m_topBar->setSwitching(!text.isEmpty());
    m_switching = text;
    if (m_page)
        showHeading();
}

void MainWindow::notify(const Notice &notice)
{
    // Success is shown in the status line, which covers nothing; the sign-in page has no status
    // line.
    if (notice.kind == Notice::Kind::Done && !notice.stays && m_root->currentWidget() == m_shell) {
        m_statusLine->showNotice(notice);
    } else {
        m_notices->show(notice);
        placeNotices();
    }
    if (!isActiveWindow())
        m_desktop->show(notice.title, NoticeStack::textOf(notice),
                        notice.kind == Notice::Kind::Error);
}

void MainWindow::notifyError(const Error &error, const QString &what)
{
    const forms::ErrorText text = forms::describe(error, what);
    Notice notice;
    notice.kind = Notice::Kind::Error;
    notice.title = text.what;
    notice.text = QStringList{text.why, text.advice}.join(u'\n').trimmed();
    notice.details = text.details;
    notify(notice);
}

void MainWindow::dismissNotices(const QString &key)
{
    m_notices->dismissItem(key);
}

void MainWindow::operationFinished(operations::Operation *operation,
                                   const operations::Report &report)
{
    dismissNotices(operation->id());
    if (operation->subject().kind == Kind::FloatingIp)
        dismissNotices(floatingIpKey(operation->subject().id));
    offerMoveBack(*operation);
    if (auto *action = qobject_cast<operations::ActionOperation *>(operation))
        showSecret(*action);
    if (!report.told && !report.summed.contains(operation->id()))
        notifyFinished(*operation);
    // The operation itself may have failed as the last of several.
    if (report.summed.isEmpty())
        return;
    if (const auto summed = reportedWith(*operation, report.summed); !summed.empty())
        notifyFinished(report.summed.contains(operation->id()) ? *operation : *summed.front(),
                       report);
}

void MainWindow::notifyFinished(const operations::Operation &operation,
                                const operations::Report &summary)
{
    Notice notice = operationNotice(operation, summary.summary);
    // For another scope, or a resource without a list, link to the operation.
    if (notice.link && (!isOfThisScope(operation) || !resolved(*notice.link)))
        notice.link = Route::activity(operation.id());
    if (!m_context)
        notice.link.reset();
    offerUndo(operation, summary.summed, notice);
    offerNext(operation, summary.summed, notice);
    offerHelp(operation, notice);
    notify(notice);
}

std::vector<operations::Operation *>
MainWindow::reportedWith(const operations::Operation &operation, const QStringList &summed) const
{
    std::vector<operations::Operation *> all;
    for (const auto &one : m_operations.operations()) {
        if (summed.isEmpty() ? one.get() == &operation : summed.contains(one->id()))
            all.push_back(one.get());
    }
    return all;
}

void MainWindow::offerNext(const operations::Operation &operation, const QStringList &summed,
                           Notice &notice)
{
    if (!isOfThisScope(operation))
        return;
    if (!m_launched) {
        m_launched = std::make_unique<LaunchedOffer>(*m_context, this);
        connect(m_launched.get(), &LaunchedOffer::outdated, this, &MainWindow::dismissNotices);
    }
    m_launched->extend(notice, reportedWith(operation, summed));
}

void MainWindow::showSecret(operations::ActionOperation &operation)
{
    const QString secret = operation.takeSecret();
    if (secret.isEmpty())
        return;
    const QString name = operation.subject().name;
    if (operation.kind() == "create-volume-transfer"_L1) {
        auto *offer = new PasswordDialog(
            m_theme, tr("Transfer of “%1”").arg(isolated(name)),
            tr("Send both to the user who takes the volume into another project of this cloud. "
               "They accept it there with “Accept transfer…” under Storage → Volumes."),
            {{tr("Transfer ID"), operation.text("transfer"_L1)}, {tr("Key"), secret}}, this,
            PasswordDialog::Names::Labels);
        offer->open();
        return;
    }
    auto *dialog = new PasswordDialog(
        m_theme, tr("Password of “%1”").arg(isolated(name)),
        tr("Log in with it as the administrator, usually “root”. It works if the image takes "
           "passwords from the cloud."),
        {{name, secret}}, this);
    dialog->open();
}

void MainWindow::offerHelp(const operations::Operation &operation, Notice &notice)
{
    const operations::Outcome outcome = operation.outcome();
    if ((outcome != operations::Outcome::Failed && outcome != operations::Outcome::Unclear) ||
        !isOfThisScope(operation))
        return;
    if (!m_undoing)
        m_undoing = std::make_unique<Undoing>(*m_context, this);
    const auto go = [self = QPointer(this)](const Route &route) {
        if (self)
            self->navigate(route);
    };
    auto offers = helpAfter(*m_context, m_undoing->flow(), operation.journalEntry(), go);
    if (offers.size() > mostHelp)
        offers.resize(mostHelp);
    for (HelpOffer &offer : offers) {
        if (!notice.action) {
            notice.actionText = offer.text;
            notice.actionTip = offer.tip;
            notice.action = std::move(offer.act);
        } else {
            notice.buttons.push_back(
                {u"help-"_s + offer.key, offer.text, std::move(offer.act), true});
        }
    }
}

void MainWindow::offerUndo(const operations::Operation &operation, const QStringList &summed,
                           Notice &notice)
{
    if (!isOfThisScope(operation))
        return;
    if (!m_undoing)
        m_undoing = std::make_unique<Undoing>(*m_context, this);
    Undoing::Entries entries;
    for (const operations::Operation *one : reportedWith(operation, summed))
        entries.push_back(one->journalEntry());
    const auto offer = m_undoing->offer(entries);
    if (!offer)
        return;
    notice.actionText = tr("Undo");
    notice.actionTip = offer->title;
    notice.action = [undoing = QPointer(m_undoing.get()), entries] {
        if (undoing)
            undoing->undo(entries);
    };
}

bool MainWindow::isOfThisScope(const operations::Operation &operation) const
{
    return m_context && operation.scope() == m_operations.scope();
}

void MainWindow::offerMoveBack(const operations::Operation &operation)
{
    const operations::JournalEntry entry = operation.journalEntry();
    const auto moved = forms::movedFloatingIp(entry);
    if (!moved || !isOfThisScope(operation))
        return;
    if (!m_moveBack)
        m_moveBack = std::make_unique<MoveBackFlow>(*m_context, this);
    Notice notice;
    notice.items = {{floatingIpKey(moved->id), {}}};
    notice.title = forms::movedText(*moved);
    notice.text = tr("You can also move it back later, in Activity.");
    //: Link: opens the operation on the page Activity.
    notice.linkText = tr("Details");
    notice.link = Route::activity(entry.id);
    notice.actionText = tr("Move back");
    notice.stays = true;
    notice.action = [flows = QPointer(m_moveBack.get()), entry] {
        if (flows)
            flows->moveBack(entry);
    };
    notify(notice);
}

void MainWindow::operationAsks(const operations::Operation &operation)
{
    const QString key = operation.id() + u"?"_s;
    dismissNotices(key); // answered, or replaced by another one
    if (!operation.question())
        return;
    Notice notice;
    notice.items = {{key, {}}};
    notice.kind = Notice::Kind::Warning;
    notice.title = tr("%1 needs a decision").arg(isolated(operation.title()));
    notice.text = operation.question()->text;
    //: Link: opens the page with the question of an operation.
    notice.linkText = tr("Decide");
    notice.link = Route::to(Kind::Server, operation.subject().id);
    if (!isOfThisScope(operation) || operation.subject().kind != Kind::Server)
        notice.link = Route::activity(operation.id());
    notify(notice);
}

void MainWindow::placeNotices()
{
    const bool signedIn = m_root->currentWidget() == m_shell;
    m_notices->place(signedIn ? std::max(m_statusLine->height(), footHeight(*this)) : 0);
}

namespace {

/// The maximum number of operations and instances listed by name.
constexpr int mostNamed = 5;

} // namespace

void MainWindow::shortcut(const QString &what, const QKeySequence &keys,
                          std::function<void()> action)
{
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setWhatsThis(what); // the list of shortcuts shows it
    connect(shortcut, &QShortcut::activated, this, std::move(action));
}

void MainWindow::makeShortcuts()
{
    shortcut(tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { goBack(); });
    shortcut(tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { goForward(); });
    shortcut(tr("Search everything"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        if (!m_context)
            return;
        if (m_projects.empty())
            Q_EMIT projectsWanted();
        m_topBar->search().setFocus(Qt::ShortcutFocusReason);
        m_topBar->search().selectAll();
    });
    shortcut(tr("Refresh the page"), QKeySequence(Qt::Key_F5), [this] {
        if (m_page)
            m_page->refresh();
    });
    shortcut(tr("Refresh the page"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
        if (m_page)
            m_page->refresh();
    });
    shortcut(tr("Filter the list"), QKeySequence::Find, [this] {
        if (m_page)
            m_page->focusFilter();
    });
    QSet<QString> ofActions;
    for (const operations::Action &action : operations::actions())
        ofActions.insert(action.shortcut);
    ofActions.remove(QString());
    for (const QString &keys : ofActions)
        addElsewhere(QKeySequence(keys, QKeySequence::PortableText));
    shortcut(tr("Quit"), QKeySequence::Quit, [this] { close(); });
    shortcut(tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    shortcut(tr("Keyboard shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_Question),
             [this] { showShortcuts(); });
    int number = 0;
    for (const SidebarEntry &entry : sidebarEntries()) {
        // Activity is the last one, and keeps its key when there are more pages than digits.
        const bool isActivity = entry.route == Route::activity();
        if (!isActivity && ++number > 9)
            continue;
        const int digit = isActivity ? 0 : number;
        shortcut(entry.title, QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_0 + digit)),
                 [this, route = entry.route] { navigate(lastViewOf(route, m_settings)); });
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(u"window/geometry"_s, saveGeometry());
    if (!m_closeWithoutAsking && m_operations.running() > 0) {
        event->ignore();
        confirmLeaving(Leaving::Close);
        return;
    }
    event->accept();
    Q_EMIT closed();
}

void MainWindow::closeWithoutAsking()
{
    if (std::exchange(m_closeWithoutAsking, true))
        return;
    if (isVisible())
        close();
    else
        Q_EMIT closed();
}

void MainWindow::leave(Leaving how)
{
    if (m_operations.running() > 0)
        confirmLeaving(how);
    else
        go(how);
}

void MainWindow::go(Leaving how)
{
    switch (how) {
    case Leaving::Close:
        m_closeWithoutAsking = true;
        close();
        return;
    case Leaving::SignOut:
        Q_EMIT signOut();
        return;
    case Leaving::SwitchCloud:
        Q_EMIT switchCloud();
        if (const QString next = std::exchange(m_nextCloud, {}); !next.isEmpty())
            m_signIn->choose(next);
        return;
    }
}

QString MainWindow::leavingText(Leaving how) const
{
    QStringList titles;
    QStringList off;
    QStringList untold;
    for (const auto &operation : m_operations.operations()) {
        if (operation->outcome() != operations::Outcome::Running)
            continue;
        titles += u"• "_s + operation->title();
        if (const QString name = operation->leavesShutOff(); !name.isEmpty())
            off += u"“%1”"_s.arg(isolated(name));
        if (const QString name = operation->losesPassword(); !name.isEmpty())
            untold += u"“%1”"_s.arg(isolated(name));
    }
    if (titles.isEmpty())
        return tr("All operations have finished.");
    const auto shorten = [](QStringList &list) {
        if (const auto more = static_cast<int>(list.size()) - mostNamed; more > 0) {
            list.resize(mostNamed);
            //: The end of a list of names that was cut.
            list += tr("and %n more", nullptr, more);
        }
    };
    const bool one = off.size() == 1;
    shorten(titles);
    shorten(off);
    const bool oneUntold = untold.size() == 1;
    shorten(untold);
    const QString names = off.join(u", "_s);
    const operations::Journal *journal = m_operations.journal();
    const bool resumes = journal && journal->isUsable();
    QStringList paragraphs{titles.join(u'\n')};
    if (how != Leaving::Close) {
        paragraphs += tr("They continue while Oriel is open. If you close Oriel before they have "
                         "finished, the remaining steps wait until Oriel runs again.");
        if (!names.isEmpty())
            paragraphs += one ? tr("%1 is shut off until then.").arg(names)
                              : tr("These instances are shut off until then: %1").arg(names);
    } else if (resumes) {
        paragraphs +=
            tr("The cloud finishes what it was asked for. The remaining steps resume when "
               "Oriel runs again and you are signed in here.");
        if (!names.isEmpty())
            paragraphs +=
                one ? tr("%1 stays shut off until Oriel runs again.").arg(names)
                    : tr("These instances stay shut off until Oriel runs again: %1").arg(names);
    } else {
        paragraphs +=
            tr("The cloud finishes what it was asked for. Oriel cannot write its journal, "
               "so the remaining steps will not be done.");
        if (!names.isEmpty())
            paragraphs +=
                one ? tr("%1 stays shut off until you start it.").arg(names)
                    : tr("These instances stay shut off until you start them: %1").arg(names);
    }
    if (const QString which = untold.join(u", "_s); how == Leaving::Close && !which.isEmpty())
        paragraphs +=
            oneUntold
                ? tr("The password of %1 is shown once, when the operation has finished. If you "
                     "close Oriel before that, the password is lost.")
                      .arg(which)
                : tr("The passwords of these instances are shown once, when the operations have "
                     "finished. If you close Oriel before that, they are lost: %1")
                      .arg(which);
    return paragraphs.join(u"\n\n"_s);
}

void MainWindow::confirmLeaving(Leaving how)
{
    if (m_leaveQuestion) {
        m_leaveQuestion->raise();
        m_leaveQuestion->activateWindow();
        return;
    }
    auto *box = new QMessageBox(this);
    m_leaveQuestion = box;
    box->setObjectName(u"closeQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setIcon(QMessageBox::NoIcon);
    box->setTextFormat(Qt::PlainText);
    const QString title = how == Leaving::Close     ? tr("Close Oriel?")
                          : how == Leaving::SignOut ? tr("Sign out?")
                                                    : tr("Switch to another cloud?");
    box->setWindowTitle(asWindowTitle(title));
    QPushButton *leave = box->addButton(how == Leaving::Close     ? tr("Close Oriel")
                                        : how == Leaving::SignOut ? tr("Sign out")
                                                                  : tr("Switch cloud"),
                                        QMessageBox::DestructiveRole);
    leave->setObjectName(u"leave"_s);
    QPushButton *stay = box->addButton(
        how == Leaving::Close ? tr("Keep open") : tr("Stay signed in"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this, [this, how] { go(how); });
    // It stays open until it is answered: the user should see that everything has finished or
    // failed.
    const auto update = [this, box, how, leave, title] {
        const int running = m_operations.running();
        box->setText(running > 0 ? tr("%n operation(s) still running.", nullptr, running) : title);
        box->setInformativeText(leavingText(how));
        setButtonKind(leave, running > 0 ? ButtonKind::Danger : ButtonKind::Primary);
    };
    connect(&m_operations, &operations::OperationCenter::runningChanged, box, update);
    connect(&m_operations, &operations::OperationCenter::changed, box, update);
    update();
    box->open();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::StatusTip) {
        // Explains why a shortcut does nothing (see ActionSet).
        const QString tip = static_cast<QStatusTipEvent *>(event)->tip();
        if (!tip.isEmpty()) {
            Notice notice;
            notice.kind = Notice::Kind::Warning;
            notice.title = tip;
            m_statusLine->showNotice(notice);
        }
        return true;
    }
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        noticeSeen();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // Queued, because the window handles the event after this filter.
    if (event->type() == QEvent::Expose && watched == windowHandle())
        QMetaObject::invokeMethod(this, &MainWindow::noticeSeen, Qt::QueuedConnection);
    else if (watched == windowHandle())
        noticeInput(event->type());
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::noticeSeen()
{
    const bool now = isVisible() && !isMinimized() && windowHandle() && windowHandle()->isExposed();
    if (std::exchange(m_seen, now) != now)
        pace();
}

void MainWindow::noticeInput(QEvent::Type type)
{
    static constexpr std::array input{QEvent::MouseMove, QEvent::MouseButtonPress, QEvent::Wheel,
                                      QEvent::TouchBegin, QEvent::KeyPress};
    const auto now = m_clock.elapsed();
    if (!m_context || std::ranges::find(input, type) == input.end() ||
        now - m_inputAt < std::chrono::seconds(1))
        return;
    m_inputAt = now;
    m_context->stores.noteUse();
}

void MainWindow::noticeUse(Qt::ApplicationState state)
{
    const quint64 away = ++m_away;
    const auto setAttended = [this](bool used) {
        if (std::exchange(m_attended, used) != used)
            pace();
    };
    if (state == Qt::ApplicationActive) {
        setAttended(true);
        return;
    }
    m_clock.after(std::chrono::minutes(5), this, [this, away, setAttended] {
        if (away == m_away)
            setAttended(false);
    });
}

void MainWindow::pace()
{
    if (!m_context)
        return;
    m_context->stores.suspend(!m_seen);
    m_context->stores.relax(!m_attended);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    placeNotices();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    placeNotices();
    // QWindow has no signal for being exposed, and QWidget does not forward the event.
    if (windowHandle())
        windowHandle()->installEventFilter(this); // repeated calls install it only once
}

void MainWindow::showShortcuts()
{
    if (!m_shortcuts)
        m_shortcuts = new ShortcutsDialog(this);
    const std::vector<Crumb> crumbs = m_page ? m_page->crumbs() : std::vector<Crumb>();
    m_shortcuts->list(m_page, crumbs.empty() ? QString() : crumbs.back().text);
    m_shortcuts->show();
    m_shortcuts->raise();
    m_shortcuts->activateWindow();
}

void MainWindow::showGettingStarted()
{
    if (!m_gettingStarted)
        m_gettingStarted = new GettingStarted(this);
    m_gettingStarted->show();
    m_gettingStarted->raise();
    m_gettingStarted->activateWindow();
}

void MainWindow::showSettings()
{
    auto *dialog = new SettingsDialog(m_settings, m_scheme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::schemeChosen, this, [this](Theme::Scheme scheme) {
        m_scheme = scheme;
        Q_EMIT schemeChosen(scheme);
    });
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setWindowTitle(tr("About Oriel"));
    box->setIconPixmap(QIcon(u":/oriel/oriel.svg"_s).pixmap(QSize(64, 64), devicePixelRatioF()));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Oriel %1").arg(QString::fromUtf8(ORIEL_VERSION)));
    box->setInformativeText(
        tr("A desktop portal for OpenStack clouds.\n\nLicensed under the Apache License, Version "
           "2.0. Icons by the Lucide project, ISC License."));
    box->addButton(QMessageBox::Close);
    box->open();
}

} // namespace oriel::ui
