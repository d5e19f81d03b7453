#include "ui/dialogs/consolepanel.h"

#include "forms/errortext.h"
#include "operations/actions/actions.h"
#include "operations/statewords.h"
#include "store/cloudstores.h"
#include "ui/dialogs/errorpanel.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QDesktopServices>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::ConsoleFinder;

namespace {

constexpr QStringView setPassword = u"set-password";

} // namespace

ConsolePanel::ConsolePanel(const UiContext &ui, QString serverId, OpenUrl open, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_open(std::move(open))
    , m_finder(ui.client)
    , m_dark(new NotePanel(ui.theme, this))
    , m_password(new QPushButton(operations::actionNamed(setPassword)->words.menu, this))
    , m_status(new NotePanel(ui.theme, this))
    , m_error(new ErrorPanel(ui.theme, this))
    , m_copy(new QPushButton(tr("Copy address"), this))
    , m_buttons(new QHBoxLayout)
{
    if (!m_open)
        m_open = [](const QUrl &url) {
            return QDesktopServices::openUrl(url);
        };
    setObjectName(u"consolePanel"_s);
    m_dark->setObjectName(u"consoleDark"_s);
    m_status->setObjectName(u"consoleStatus"_s);
    m_copy->setObjectName(u"consoleCopy"_s);
    m_copy->setAutoDefault(false);
    m_status->hide();
    m_error->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap + metrics::unit);
    for (const QString &text :
         {tr("The console shows the screen of the instance in your web browser, as if you sat in "
             "front of it. It works without a network connection to the instance."),
          tr("If the screen is blank, it is in power-saving mode: click it and press a key."),
          tr("To log in you need a user name and a password, because SSH keys do not work there. "
             "For Ctrl+Alt+Del use the button on the console's own page.")}) {
        QLabel *label = makeLabel(text, TextSize::Body, this);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    m_password->setObjectName(u"consolePassword"_s);
    m_password->setAutoDefault(false);
    connect(m_password, &QPushButton::clicked, this,
            [this] { Q_EMIT otherWanted(*operations::actionNamed(setPassword)); });
    layout->addWidget(m_password, 0, Qt::AlignLeft);
    connect(m_dark, &NotePanel::linkFollowed, this, [this] {
        if (m_wakes)
            Q_EMIT otherWanted(*m_wakes);
    });
    layout->addWidget(m_dark);
    m_buttons->setSpacing(metrics::gap);
    m_buttons->addWidget(m_copy);
    m_buttons->addStretch();
    layout->addLayout(m_buttons);
    layout->addWidget(m_status);
    layout->addWidget(m_error);
    connect(m_copy, &QPushButton::clicked, this, &ConsolePanel::copyAddress);
    m_copy->hide();
    connect(&ui.stores.servers, &store::StoreBase::changed, this, &ConsolePanel::update);
    update();
}

QString ConsolePanel::obstacle() const
{
    return operations::actionNamed(operations::openConsole)->obstacle(situation(m_ui), m_serverId);
}

void ConsolePanel::update()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    const operations::Action &password = *operations::actionNamed(setPassword);
    const operations::Situation now = situation(m_ui);
    const QString why = password.obstacle(now, m_serverId);
    m_password->setEnabled(why.isEmpty());
    m_password->setToolTip(why);
    m_password->setAccessibleDescription(why);
    // What makes it run makes a password possible.
    const auto remedies = operations::remediesOf(password, now, m_serverId);
    m_wakes = remedies.empty() ? nullptr : remedies.front().action;
    const bool isOff =
        server && (server->status == "SHUTOFF"_L1 || server->status == "SUSPENDED"_L1 ||
                   server->status == "PAUSED"_L1);
    m_dark->setNote(NotePanel::Kind::Warning,
                    isOff ? tr("The instance is not running (%1), so its console shows nothing "
                               "new and takes no keys.")
                                .arg(operations::stateWord(server->status))
                          : QString(),
                    m_wakes ? m_wakes->words.menu : QString());
    m_copy->setEnabled(!isBusy() && obstacle().isEmpty());
    Q_EMIT changed();
}

void ConsolePanel::open()
{
    find(&ConsolePanel::openIn);
}

void ConsolePanel::copyAddress()
{
    find(&ConsolePanel::copy);
}

void ConsolePanel::find(void (ConsolePanel::*use)(const ConsoleFinder::Console &))
{
    if (isBusy())
        return;
    m_error->hide();
    m_status->setNote(NotePanel::Kind::Busy, tr("Waiting for the address of the console…"));
    m_finder.find(m_serverId, [this, use](const Result<ConsoleFinder::Console> &console) {
        if (console.ok()) {
            (this->*use)(*console);
        } else {
            m_status->setNote(NotePanel::Kind::Plain, {});
            m_error->setError(forms::describe(console.error(), tr("The console was not opened.")));
            m_error->show();
        }
        update();
    });
    update();
}

void ConsolePanel::openIn(const ConsoleFinder::Console &console)
{
    m_copy->show();
    if (!console.isWebPage) {
        m_status->setNote(NotePanel::Kind::Problem,
                          tr("This cloud offers a serial console only, and a browser cannot open "
                             "it. Copy its address for a program that speaks WebSocket."));
    } else if (m_open(QUrl(console.address, QUrl::StrictMode))) {
        m_status->setNote(NotePanel::Kind::Plain,
                          tr("The console was opened in your browser. Its address works for some "
                             "minutes only, and everybody who has it can use the console."));
    } else {
        m_status->setNote(NotePanel::Kind::Problem,
                          tr("No web browser could be started. Copy the address and open it "
                             "yourself, within a few minutes."));
    }
}

void ConsolePanel::copy(const ConsoleFinder::Console &console)
{
    QGuiApplication::clipboard()->setText(console.address);
    m_status->setNote(NotePanel::Kind::Plain,
                      tr("The address was copied. It works for some minutes only, and everybody "
                         "who has it can use the console."));
}

} // namespace oriel::ui
