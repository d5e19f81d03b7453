#include "ui/mainwindow.h"

#include "base/visible.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/navigation/places.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/window/globalsearch.h"
#include "ui/window/notice.h"
#include "ui/window/shortcutsdialog.h"
#include "ui/window/statusline.h"

#include <QtCore/QSettings>
#include <QtGui/QCloseEvent>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtGui/QWindow>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

// What the window does at keys, at closing and at being hidden; mainwindow.cpp has the rest.

namespace oriel::ui {

namespace {

/// Operations and instances that are named one by one.
constexpr int mostNamed = 5;

} // namespace

void MainWindow::shortcut(const QString &what, const QKeySequence &keys,
                          std::function<void()> action)
{
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setWhatsThis(what); // the list of shortcuts says it
    connect(shortcut, &QShortcut::activated, this, std::move(action));
}

void MainWindow::makeShortcuts()
{
    shortcut(tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { goBack(); });
    shortcut(tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { goForward(); });
    shortcut(tr("Search everything"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        if (!m_context)
            return;
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
    shortcut(tr("Quit"), QKeySequence::Quit, [this] { close(); });
    shortcut(tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    shortcut(tr("Keyboard shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_Question),
             [this] { showShortcuts(); });
    int number = 0;
    for (const PlaceInfo &info : sidebarPlaces()) {
        ++number;
        shortcut(info.title, QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_0 + number)),
                 [this, place = info.place] {
                     navigate({place, {}, {}});
                 });
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(u"window/geometry"_qs, saveGeometry());
    if (!m_closeForGood && m_operations.running() > 0) {
        event->ignore();
        askBeforeLeaving(Leaving::Close);
        return;
    }
    event->accept();
    Q_EMIT closed();
}

void MainWindow::closeForGood()
{
    if (std::exchange(m_closeForGood, true))
        return;
    if (isVisible())
        close();
    else
        Q_EMIT closed();
}

void MainWindow::leave(Leaving how)
{
    if (m_operations.running() > 0)
        askBeforeLeaving(how);
    else
        go(how);
}

void MainWindow::go(Leaving how)
{
    switch (how) {
    case Leaving::Close:
        m_closeForGood = true;
        close();
        return;
    case Leaving::SignOut:
        Q_EMIT signOut();
        return;
    case Leaving::SwitchCloud:
        Q_EMIT switchCloud();
        return;
    }
}

QString MainWindow::leavingText(Leaving how) const
{
    QStringList titles;
    QStringList off;
    for (const auto &operation : m_operations.operations()) {
        if (operation->outcome() != operations::Outcome::Running)
            continue;
        titles += u"• "_qs + operation->title();
        if (const QString name = operation->leavesShutOff(); !name.isEmpty())
            off += u"“%1”"_qs.arg(isolated(name));
    }
    if (titles.isEmpty())
        return tr("All operations have finished.");
    const auto shorten = [](QStringList &list) {
        if (const auto more = static_cast<int>(list.size()) - mostNamed; more > 0) {
            list.resize(mostNamed);
            list += tr("and %n more", nullptr, more);
        }
    };
    const bool one = off.size() == 1;
    shorten(titles);
    shorten(off);
    const QString names = off.join(u", "_qs);
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
    return paragraphs.join(u"\n\n"_qs);
}

void MainWindow::askBeforeLeaving(Leaving how)
{
    if (m_leaveQuestion) {
        m_leaveQuestion->raise();
        m_leaveQuestion->activateWindow();
        return;
    }
    auto *box = new QMessageBox(this);
    m_leaveQuestion = box;
    box->setObjectName(u"closeQuestion"_qs);
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
    leave->setObjectName(u"leave"_qs);
    QPushButton *stay = box->addButton(
        how == Leaving::Close ? tr("Keep open") : tr("Stay signed in"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this, [this, how] { go(how); });
    // It stays until it is answered: that everything has finished, or has failed, is worth seeing.
    const auto tell = [this, box, how, leave, title] {
        const int running = m_operations.running();
        box->setText(running > 0 ? tr("%n operation(s) still running.", nullptr, running) : title);
        box->setInformativeText(leavingText(how));
        setButtonKind(leave, running > 0 ? ButtonKind::Danger : ButtonKind::Primary);
    };
    connect(&m_operations, &operations::OperationCenter::runningChanged, box, tell);
    connect(&m_operations, &operations::OperationCenter::changed, box, tell);
    tell();
    box->open();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::StatusTip) {
        // Why a shortcut does nothing now (see ActionSet).
        const QString tip = static_cast<QStatusTipEvent *>(event)->tip();
        if (!tip.isEmpty()) {
            Notice notice;
            notice.kind = Notice::Kind::Warning;
            notice.title = tip;
            m_statusLine->tell(notice);
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
    // It comes after the window has taken notice of it itself.
    if (event->type() == QEvent::Expose && watched == windowHandle())
        QMetaObject::invokeMethod(this, &MainWindow::noticeSeen, Qt::QueuedConnection);
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::noticeSeen()
{
    const bool now = isVisible() && !isMinimized() && windowHandle() && windowHandle()->isExposed();
    if (std::exchange(m_seen, now) != now)
        pace();
}

void MainWindow::noticeUse(Qt::ApplicationState state)
{
    const quint64 away = ++m_away;
    const auto tell = [this](bool used) {
        if (std::exchange(m_attended, used) != used)
            pace();
    };
    if (state == Qt::ApplicationActive) {
        tell(true);
        return;
    }
    m_clock.after(std::chrono::minutes(5), this, [this, away, tell] {
        if (away == m_away)
            tell(false);
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
    if (windowHandle())
        windowHandle()->installEventFilter(this); // once, however often
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

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setWindowTitle(tr("About Oriel"));
    box->setIconPixmap(QIcon(u":/oriel/oriel.svg"_qs).pixmap(QSize(64, 64), devicePixelRatioF()));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Oriel %1").arg(QStringLiteral(ORIEL_VERSION)));
    box->setInformativeText(tr(
        "A desktop window onto an OpenStack cloud.\n\nLicensed under the Apache License, Version "
        "2.0. Icons by the Lucide project, ISC licence."));
    box->addButton(QMessageBox::Close);
    box->open();
}

} // namespace oriel::ui
