#pragma once

#include "forms/login.h"
#include "store/cloudstores.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

#include <memory>

class QLineEdit;

namespace oriel::operations {
struct Action;
}

namespace oriel::ui {

class OptionCombo;

/// Logs in to an instance: starts SSH in the desktop's terminal, or a client for remote desktops.
/// Changes nothing in the cloud.
class ConnectDialog final : public ActionDialog
{
    Q_OBJECT

public:
    ConnectDialog(const UiContext &context, QString serverId, QWidget *parent = nullptr,
                  forms::Desktop desktop = forms::Desktop::current());

Q_SIGNALS:
    /// The user wants to know why there is no answer. Emitted once, after the dialog has closed.
    void chosen(const oriel::operations::Action *action, const QString &id);
    /// Connect was pressed; it is not known whether the program could be started.
    void launched(const QString &program, const QStringList &arguments);

protected:
    void act() override;

private:
    void addFieldsOf(const forms::LoginGuess &guess);
    void addButtons();
    void refresh();
    void showAddresses();

    UiContext m_context;
    QString m_serverId;
    forms::Desktop m_desktop;
    std::unique_ptr<store::Subscription> m_subscription;
    OptionCombo *m_addresses = nullptr;
    OptionCombo *m_ways = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_command = nullptr;
    QLabel *m_copied = nullptr;
    NotePanel *m_note = nullptr;
    QString m_address;
    forms::LoginWay m_way = forms::LoginWay::Ssh;
    bool m_addressChosen = false; ///< by the user
    bool m_userEdited = false;
};

} // namespace oriel::ui
