#include "ui/mainwindow.h"

#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/navigation/places.h"
#include "ui/theme/look.h"
#include "ui/window/globalsearch.h"
#include "ui/window/shortcutsdialog.h"

#include <QtCore/QSettings>
#include <QtGui/QCloseEvent>
#include <QtGui/QShortcut>
#include <QtGui/QWindow>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

// What the window does at keys, at closing and at being hidden; mainwindow.cpp has the rest.

namespace oriel::ui {

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
        askBeforeClosing();
        return;
    }
    event->accept();
    Q_EMIT closed();
}

void MainWindow::askBeforeClosing()
{
    if (m_closeQuestion) {
        m_closeQuestion->raise();
        m_closeQuestion->activateWindow();
        return;
    }
    auto *box = new QMessageBox(this);
    m_closeQuestion = box;
    box->setObjectName(u"closeQuestion"_qs);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(tr("Close Oriel?"));
    box->setText(tr("%n operation(s) still running.", nullptr, m_operations.running()));
    QStringList titles;
    for (const auto &operation : m_operations.operations()) {
        if (operation->outcome() == operations::Outcome::Running && titles.size() < 5)
            titles << u"• "_qs + operation->title();
    }
    box->setTextFormat(Qt::PlainText);
    const operations::Journal *journal = m_operations.journal();
    const bool picksUp = journal && journal->isUsable();
    box->setInformativeText(
        titles.join(u'\n') + u"\n\n"_qs +
        (picksUp ? tr("The cloud goes on with what it has been asked for. What is left to do waits "
                      "until Oriel is started again and you are signed in here.")
                 : tr("The cloud goes on with what it has been asked for, but Oriel will not "
                      "follow it, nor do what is left to do.")));
    QPushButton *leave = box->addButton(tr("Close anyway"), QMessageBox::DestructiveRole);
    setButtonKind(leave, ButtonKind::Danger);
    QPushButton *stay = box->addButton(tr("Keep open"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this, [this] {
        m_closeForGood = true;
        close();
    });
    // What they were waiting for is over: there is nothing left to ask.
    connect(&m_operations, &operations::OperationCenter::runningChanged, box,
            [this, box](int running) {
                if (running > 0)
                    return;
                box->close();
                close();
            });
    box->open();
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
