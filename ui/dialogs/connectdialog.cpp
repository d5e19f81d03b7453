#include "ui/dialogs/connectdialog.h"

#include "base/visible.h"
#include "models/names.h"
#include "operations/actions/actions.h"
#include "operations/commandline.h"
#include "operations/networkpaths.h"
#include "operations/reachability.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/theme/theme.h"

#include <QtCore/QProcess>
#include <QtCore/QSignalBlocker>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int connectDialogWidth = 560;

} // namespace

using forms::LoginWay;

ConnectDialog::ConnectDialog(const UiContext &context, QString serverId, QWidget *parent,
                             forms::Desktop desktop)
    : ActionDialog(context.theme, connectDialogWidth, parent)
    , m_context(context)
    , m_serverId(std::move(serverId))
    , m_desktop(std::move(desktop))
    , m_subscription(context.stores.watch(
          {Kind::Port, Kind::FloatingIp, Kind::Network, Kind::Image, Kind::Volume}))
{
    setObjectName(operations::connectServer);
    cancel()->setText(tr("Close"));
    //: Button: starts a program that logs in
    setAction(tr("Connect"), u"confirm"_s, ButtonKind::Primary);
    const forms::LoginGuess guess = forms::loginGuess(context.stores, m_serverId);
    m_way = guess.way;
    addFieldsOf(guess);
    addButtons();
    m_note = new NotePanel(theme(), body());
    m_note->setObjectName(u"note"_s);
    column()->addWidget(m_note);
    column()->addStretch();
    for (const Kind kind :
         {Kind::Server, Kind::Port, Kind::FloatingIp, Kind::Network, Kind::Image, Kind::Volume})
        connect(&context.stores.at(kind), &store::StoreBase::changed, this,
                &ConnectDialog::refresh);
    refresh();
    m_user->setFocus();
}

void ConnectDialog::addFieldsOf(const forms::LoginGuess &guess)
{
    QFormLayout *fields = addFields();
    m_addresses = new OptionCombo(tr("Choose…"), body());
    addField(fields, tr("&Address"), m_addresses, u"address"_s);
    m_ways = new OptionCombo(tr("Choose…"), body());
    m_ways->setOptions(
        {{u"ssh"_s, tr("SSH, in a terminal"), guess.way == LoginWay::Ssh},
         {u"rdp"_s, tr("Remote desktop (RDP)"), guess.way == LoginWay::RemoteDesktop}});
    //: The label of a choice: with SSH, or with remote desktop
    addField(fields, tr("&With"), m_ways, u"way"_s);
    m_user = new QLineEdit(guess.user, body());
    addField(fields, tr("&User"), m_user, u"user"_s);
    m_command = new QLineEdit(body());
    m_command->setReadOnly(true);
    setTextSize(m_command, TextSize::Mono);
    addField(fields, tr("Co&mmand"), m_command, u"command"_s);
    connect(m_addresses, &OptionCombo::chosen, this, [this](const QString &address) {
        m_address = address;
        m_addressChosen = true;
        refresh();
    });
    connect(m_ways, &OptionCombo::chosen, this, [this](const QString &way) {
        m_way = way == "rdp"_L1 ? LoginWay::RemoteDesktop : LoginWay::Ssh;
        refresh();
    });
    connect(m_user, &QLineEdit::textChanged, this, [this] {
        m_userEdited = true;
        refresh();
    });
}

void ConnectDialog::addButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    m_copied = makeLabel({}, TextSize::Small, body());
    m_copied->setObjectName(u"copied"_s);
    setSecondary(m_copied);
    const auto add = [&](const QString &text, const QString &name, auto pressed) {
        auto *button = new QPushButton(text, body());
        button->setObjectName(name);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, pressed);
        row->addWidget(button);
    };
    add(tr("Copy address"), u"copyAddress"_s, [this] {
        QGuiApplication::clipboard()->setText(m_address);
        m_copied->setText(tr("Copied"));
    });
    add(tr("Copy command"), u"copyCommand"_s, [this] {
        QGuiApplication::clipboard()->setText(m_command->text());
        m_copied->setText(tr("Copied"));
    });
    add(tr("Check reachability…"), u"checkReachability"_s, [this] {
        reject();
        Q_EMIT chosen(operations::actionNamed(operations::checkReach), m_serverId);
    });
    row->addWidget(m_copied);
    row->addStretch();
    column()->addLayout(row);
}

void ConnectDialog::showAddresses()
{
    QStringList addresses = operations::reachableAddresses(m_context.stores, m_serverId);
    addresses.removeIf([](const QString &one) { return !forms::isAddress(one); });
    // The public ones may be known later.
    if (!m_addressChosen || !addresses.contains(m_address))
        m_address = addresses.value(0);
    std::vector<forms::LaunchOption> options;
    for (const QString &one : addresses)
        options.push_back({one,
                           operations::isPrivateAddress(one)
                               //: An address of an instance. %1: the address
                               ? tr("%1 (only from inside)").arg(one)
                               : one,
                           one == m_address});
    m_addresses->setOptions(options);
}

void ConnectDialog::refresh()
{
    const auto server = m_context.stores.servers.find(m_serverId);
    setHead(tr("Connect"), server ? models::nameOrId(server->name, server->id) : m_serverId);
    showAddresses();
    if (!m_userEdited) {
        const QSignalBlocker notEdited(m_user);
        m_user->setText(forms::loginGuess(m_context.stores, m_serverId).user);
    }
    const QString user = m_user->text().trimmed();
    const QStringList command = forms::loginCommand(m_way, user, m_address);
    m_command->setText(operations::shellLine(command));
    m_command->setCursorPosition(0);
    const bool guessed = !m_userEdited && !user.isEmpty();
    m_note->setNote(
        NotePanel::Kind::Plain,
        m_way == LoginWay::RemoteDesktop
            ? tr("A new instance needs a few minutes before it answers. If it does not, check "
                 "its reachability.")
        : guessed
            ? tr("“%1” is the usual user of this image. SSH uses the keys of this computer. A new "
                 "instance needs a minute or two before it answers; if it does not, check its "
                 "reachability.")
                  .arg(isolated(user))
            : tr("Enter the user that the image provides. SSH uses the keys of this computer. A "
                 "new instance needs a minute or two before it answers; if it does not, check its "
                 "reachability."));
    const operations::Action *self = operations::actionNamed(operations::connectServer);
    const QString obstacle = self->obstacle({m_context.stores}, m_serverId);
    if (!obstacle.isEmpty())
        setProblem(obstacle, true);
    else if (user.isEmpty() && m_way == LoginWay::Ssh)
        setHint(tr("Enter a user name."));
    else if (const QString wrong = user.isEmpty() ? QString() : forms::userProblem(user);
             !wrong.isEmpty())
        setProblem(wrong, true);
    else if (!forms::loginProgram(m_way, user, m_address, m_desktop))
        setProblem(forms::noProgramText(m_way, m_desktop), true);
    else
        setProblem({}, true);
}

void ConnectDialog::act()
{
    const auto program = forms::loginProgram(m_way, m_user->text().trimmed(), m_address, m_desktop);
    if (!program)
        return;
    if (!QProcess::startDetached(program->path, program->arguments)) {
        setProblem(tr("%1 could not be started. Copy the command.").arg(program->path), true);
        return;
    }
    accept();
    Q_EMIT launched(program->path, program->arguments);
}

} // namespace oriel::ui
