#pragma once

#include "base/error.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/project.h"

#include <QtWidgets/QFrame>

#include <vector>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace oriel::ui {

class SecretEdit;
class Theme;

/// The card of one cloud, with everything that signing in to it may need: the prompt, the progress,
/// the error.
class CloudCard : public QFrame
{
    Q_OBJECT

public:
    struct Texts
    {
        QString icon;
        QString title;
        QString where;       ///< second line: the host
        QString who;         ///< third line: user, project, region; may be empty
        QString button;      ///< "Sign in"
        QString source = {}; ///< fourth line: the cloud's source; may be empty
    };

    CloudCard(Theme &theme, const Texts &texts, QWidget *parent = nullptr);

    /// Puts a form between the head and the buttons; visible while open.
    void setForm(QWidget *form);
    void setFormShown(bool shown);
    [[nodiscard]] bool formShown() const;

    /// Settings of this cloud that have no effect, one sentence each.
    void setNotices(const QStringList &notices);
    /// Offers to remove the password from the keychain.
    void setForgettable(bool forgettable);
    /// Offers to remove the card.
    void setRemovable();
    /// Shows that something was done, or why not.
    void showNote(const QString &text);
    /// No prompt and no message.
    void showIdle();
    /// Prompts for the missing secret and focuses its field. `question` is the prompt in the
    /// cloud's file; may be empty.
    void askFor(openstack::Secret secret, bool keychain, const QString &question = {});
    void showBusy(const QString &text);
    /// While busy(): also prompts for the secret, because the keychain is slow.
    void promptDuringSignIn(openstack::Secret secret, const QString &question = {});
    void showError(const Error &error, const QString &what);
    /// Shows why it is impossible to sign in to this cloud, instead of the button.
    void showBroken(const Error &error);
    void promptForProject(const std::vector<openstack::Project> &projects);

    /// Puts the typed secret into `cloud`.
    void fillIn(openstack::CloudConfig &cloud) const;
    [[nodiscard]] bool keep() const;
    [[nodiscard]] bool asking() const { return m_asked != openstack::Secret::None; }
    /// Whether something has been typed.
    [[nodiscard]] bool hasInput() const;
    void forgetSecrets();
    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    /// The button was pressed, or Enter in a field.
    void submitted();
    void cancelled();
    void forgetWanted();
    void removeWanted();
    void projectChosen(const oriel::openstack::Project &project);
    /// Its height changed, because of a prompt or a message.
    void resized();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showMessage(const QString &what, const QString &rest, const QString &details);
    void clearMessage();
    void submit();
    void setButtonText(const QString &text);
    void placeButtons();

    Theme &m_theme;
    Texts m_texts;
    QVBoxLayout *m_body;
    QHBoxLayout *m_head;
    QHBoxLayout *m_foot; ///< below the fields
    QPushButton *m_button;
    QPushButton *m_cancel;
    QPushButton *m_forget;
    QPushButton *m_remove;
    QLabel *m_notices;
    bool m_forgettable = false;
    bool m_removable = false;
    QWidget *m_form = nullptr;
    QWidget *m_secrets;
    QLabel *m_passwordLabel;
    SecretEdit *m_password;
    QLabel *m_passcodeLabel;
    QLineEdit *m_passcode;
    QCheckBox *m_keep;
    QWidget *m_projectRow;
    QComboBox *m_project;
    QWidget *m_busy;
    QLabel *m_busyText;
    QFrame *m_message;
    QLabel *m_messageWhat;
    QLabel *m_messageRest;
    QPushButton *m_copy;
    QString m_details;
    openstack::Secret m_asked = openstack::Secret::None;
    std::vector<openstack::Project> m_projects;
};

} // namespace oriel::ui
