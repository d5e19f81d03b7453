#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/terminal.h"
#include "forms/decryptiontext.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct PasswordWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Passwords)
};

/// What `nova get-password` did: the password of Windows, decrypted if there is a key.
class ServerPasswordShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        findServer(client(), invocation().operands.first(), this, [this](auto server) {
            if (!server.ok()) {
                failed(server.error());
                return;
            }
            m_keyName = server->keyName;
            client()
                .call(openstack::GetServerPassword{server->id})
                .then(this, [this](auto password) {
                    if (password.ok())
                        showText(*password);
                    else
                        failed(password.error());
                });
        });
    }

private:
    void failed(const Error &error)
    {
        fail(error, PasswordWords::tr("The password could not be shown."));
    }

    void showText(const QString &encrypted)
    {
        if (encrypted.isEmpty()) {
            fail(PasswordWords::tr("The server has no password (yet)."));
            return;
        }
        if (!invocation().has(u"private-key"_s)) {
            print(encrypted + u'\n');
            done();
            return;
        }
        constexpr qint64 largest = qint64{64} * 1024;
        const QString path = invocation().value(u"private-key"_s);
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            fail(PasswordWords::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
            return;
        }
        const QByteArray key = file.read(largest);
        openstack::DecryptedPassword decrypted = openstack::decryptPassword(encrypted, key);
        if (decrypted.fault == openstack::DecryptionFault::NeedsPassphrase) {
            if (const auto passphrase = readSecret(PasswordWords::tr("Passphrase of the key")))
                decrypted = openstack::decryptPassword(encrypted, key, passphrase->toUtf8());
        }
        if (decrypted.fault != openstack::DecryptionFault::None) {
            fail(forms::decryptionText(decrypted.fault, m_keyName));
            return;
        }
        print(decrypted.password + u'\n');
        done();
    }

    QString m_keyName;
};

} // namespace

std::vector<CommandEntry> passwordCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ServerPasswordShow>(
        {.words = {u"server"_s, u"password"_s, u"show"_s},
         .summary = PasswordWords::tr("Show the password that Windows has made"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"private-key"_s},
                      PasswordWords::tr("Decrypt it with this key. Without: as the cloud has it."),
                      u"FILE"_s}}}));
    return commands;
}

} // namespace oriel::ctl
