#include "ui/dialogs/windowspassworddialog.h"

#include "base/visible.h"
#include "forms/decryptiontext.h"
#include "forms/errortext.h"
#include "models/names.h"
#include "store/cloudstores.h"
#include "ui/dialogs/errorpanel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/secretedit.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int windowsPasswordWidth = 560;
constexpr qint64 largestKey = qint64{64} * 1024;

} // namespace

WindowsPasswordDialog::WindowsPasswordDialog(const UiContext &context, QString serverId,
                                             QWidget *parent)
    : ActionDialog(context.theme, windowsPasswordWidth, parent)
    , m_context(context)
    , m_serverId(std::move(serverId))
    , m_encrypted(context.client, context.clock, m_serverId)
    , m_state(new NotePanel(context.theme, body()))
    , m_error(new ErrorPanel(context.theme, body()))
    , m_problem(new NotePanel(context.theme, body()))
{
    setObjectName(u"windowsPassword"_s);
    const auto server = context.stores.servers.find(m_serverId);
    m_keyName = server ? server->keyName : QString();
    setHead(tr("Windows password"),
            server ? models::nameOrId(server->name, server->id) : m_serverId);
    cancel()->setText(tr("Close"));
    setAction(tr("Decrypt"), u"confirm"_s, ButtonKind::Primary);
    m_state->setObjectName(u"windowsPasswordState"_s);
    m_problem->setObjectName(u"windowsPasswordProblem"_s);
    column()->addWidget(m_state);
    column()->addWidget(m_error);
    addFields(m_keyName);
    column()->addWidget(m_problem);
    addResult();
    column()->addStretch();
    m_error->hide();
    connect(&m_encrypted, &forms::ServerPassword::changed, this, &WindowsPasswordDialog::follow);
    m_encrypted.load();
}

WindowsPasswordDialog::~WindowsPasswordDialog()
{
    m_password->forget();
    m_passphrase->forget();
}

void WindowsPasswordDialog::addFields(const QString &keyName)
{
    m_fields = new QWidget(body());
    QFormLayout *fields = makeFields(m_fields);
    auto *line = new QWidget(m_fields);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    m_file = new QLineEdit(line);
    auto *choose = new QPushButton(tr("Choose…"), line);
    choose->setObjectName(u"keyFileChoose"_s);
    choose->setAutoDefault(false);
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    line->setFocusProxy(m_file);
    addField(fields, tr("&Private key"), line, u"keyFileLine"_s);
    m_file->setObjectName(u"keyFile"_s);
    m_file->setAccessibleName(tr("Private key"));
    m_file->setPlaceholderText(tr("The private key of “%1”").arg(isolated(keyName)));
    m_passphrase = new SecretEdit(theme(), m_fields);
    m_passphrase->setPlaceholderText(tr("Only if the key is protected"));
    addField(fields, tr("P&assphrase"), m_passphrase, u"passphrase"_s);
    column()->addWidget(m_fields);
    connect(m_file, &QLineEdit::textChanged, this, &WindowsPasswordDialog::refresh);
    connect(m_passphrase, &QLineEdit::textChanged, this, &WindowsPasswordDialog::refresh);
    connect(choose, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Choose the private key"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        const QDir home = QDir::home();
        dialog->setDirectory(home.exists(u".ssh"_s) ? home.filePath(u".ssh"_s) : home.path());
        connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
        dialog->open();
    });
}

void WindowsPasswordDialog::addResult()
{
    m_result = new QWidget(body());
    auto *row = new QHBoxLayout(m_result);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    m_password = new SecretEdit(theme(), m_result);
    m_password->setObjectName(u"windowsPasswordText"_s);
    m_password->setAccessibleName(tr("Password"));
    m_password->setReadOnly(true);
    auto *copy = new QPushButton(tr("Copy"), m_result);
    copy->setObjectName(u"windowsPasswordCopy"_s);
    copy->setAutoDefault(false);
    row->addWidget(makeLabel(tr("Password"), TextSize::Body, m_result));
    row->addWidget(m_password, 1);
    row->addWidget(copy);
    column()->addWidget(m_result);
    m_result->hide();
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_password->text()); });
}

void WindowsPasswordDialog::follow()
{
    if (const auto &error = m_encrypted.error())
        m_error->setError(forms::describe(*error, tr("The password could not be loaded.")));
    m_error->setVisible(m_encrypted.error().has_value());
    refresh();
    if (!m_encrypted.isLoading() && !m_encrypted.encrypted().isEmpty())
        m_file->setFocus();
}

void WindowsPasswordDialog::refresh()
{
    const bool has = !m_encrypted.encrypted().isEmpty();
    m_fields->setVisible(has);
    m_problem->setNote(NotePanel::Kind::Problem, {});
    m_password->forget();
    m_result->hide();
    if (m_encrypted.isLoading())
        m_state->setNote(NotePanel::Kind::Busy, tr("Looking for the password…"));
    else if (has)
        m_state->setNote(NotePanel::Kind::Plain,
                         tr("The password is encrypted with the key pair “%1”. It is decrypted on "
                            "this computer; neither the key nor the password is kept or sent.")
                             .arg(isolated(m_keyName)));
    else
        m_state->setNote(NotePanel::Kind::Plain,
                         !m_error->isHidden()
                             ? QString()
                             : tr("There is no password yet. A new instance with Windows makes one "
                                  "when it starts for the first time, which can take a quarter of "
                                  "an hour. Other systems do not."));
    setActionText(has ? tr("Decrypt") : tr("Check again"));
    if (m_encrypted.isLoading())
        setProblem(tr("Looking for the password…"), false);
    else if (has && m_file->text().trimmed().isEmpty())
        setHint(tr("Choose the private key."));
    else
        setProblem({}, true);
}

void WindowsPasswordDialog::act()
{
    if (m_encrypted.encrypted().isEmpty())
        m_encrypted.load();
    else
        decrypt();
}

void WindowsPasswordDialog::decrypt()
{
    QString path = m_file->text().trimmed();
    if (path.startsWith("~/"_L1))
        path = QDir::home().filePath(path.sliced(2));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestKey) {
        m_problem->setNote(
            NotePanel::Kind::Problem,
            file.isOpen() ? forms::decryptionText(openstack::DecryptionFault::NotAKey, m_keyName)
                          : tr("%1 cannot be read: %2").arg(isolated(path), file.errorString()));
        return;
    }
    QByteArray key = file.readAll();
    QByteArray passphrase = m_passphrase->text().toUtf8();
    const openstack::DecryptedPassword decrypted =
        openstack::decryptPassword(m_encrypted.encrypted(), key, passphrase);
    key.fill('\0');
    passphrase.fill('\0');
    m_problem->setNote(NotePanel::Kind::Problem, forms::decryptionText(decrypted.fault, m_keyName));
    if (decrypted.fault == openstack::DecryptionFault::NeedsPassphrase)
        m_passphrase->setFocus();
    if (decrypted.fault != openstack::DecryptionFault::None)
        return;
    m_password->setText(decrypted.password);
    m_password->setRevealed(true);
    m_result->show();
    m_password->setFocus();
    m_password->selectAll();
}

} // namespace oriel::ui
