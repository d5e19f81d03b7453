#pragma once

#include "forms/serverpassword.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

class QLineEdit;
class QPushButton;

namespace oriel::ui {

class ErrorPanel;
class SecretEdit;

/// Decrypts the password that Windows has handed over with a private key from a file. The key and
/// the password are in memory only, and the password only until the dialog closes. Looks again now
/// and then while there is no password.
class WindowsPasswordDialog final : public ActionDialog
{
    Q_OBJECT

public:
    WindowsPasswordDialog(const UiContext &context, QString serverId, QWidget *parent = nullptr);
    ~WindowsPasswordDialog() override;

protected:
    /// Asks the cloud again, or decrypts.
    void act() override;

private:
    void addFields(const QString &keyName);
    void addResult();
    void follow();
    void refresh();
    void decrypt();

    UiContext m_context;
    QString m_serverId;
    QString m_keyName;
    forms::ServerPassword m_encrypted;
    NotePanel *m_state = nullptr;
    ErrorPanel *m_error = nullptr;
    QWidget *m_fields = nullptr;
    QLineEdit *m_file = nullptr;
    SecretEdit *m_passphrase = nullptr;
    NotePanel *m_problem = nullptr;
    QWidget *m_result = nullptr;
    SecretEdit *m_password = nullptr;
};

} // namespace oriel::ui
