#include "ui/signin/cloudcard.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formlabel.h"
#include "ui/widgets/secretedit.h"

#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using openstack::Secret;

CloudCard::CloudCard(Theme &theme, const Texts &texts, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_texts(texts)
    , m_body(new QVBoxLayout(this))
    , m_head(new QHBoxLayout)
    , m_foot(new QHBoxLayout)
    , m_button(new QPushButton(texts.button, this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_forget(new QPushButton(tr("Forget password"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_notices(makeLabel({}, TextSize::Body, this))
    , m_secrets(new QWidget(this))
    , m_passwordLabel(new QLabel(m_secrets))
    , m_password(new SecretEdit(theme, m_secrets))
    , m_passcodeLabel(new QLabel(tr("Passcode"), m_secrets))
    , m_passcode(new QLineEdit(m_secrets))
    , m_keep(new QCheckBox(tr("Keep it in the desktop's keychain"), m_secrets))
    , m_projectRow(new QWidget(this))
    , m_project(new QComboBox(m_projectRow))
    , m_busy(new QWidget(this))
    , m_busyText(makeLabel({}, TextSize::Body, m_busy))
    , m_message(new QFrame(this))
    , m_messageWhat(makeLabel({}, TextSize::Body, m_message))
    , m_messageRest(makeLabel({}, TextSize::Body, m_message))
    , m_copy(new QPushButton(tr("Copy details"), m_message))
{
    setPanelKind(this, PanelKind::Card);
    setAccessibleName(texts.title);
    m_body->setContentsMargins(metrics::pad, 14, metrics::pad, 14);
    m_body->setSpacing(12);

    auto *icon = new QLabel(this);
    const auto paintIcon = [this, icon] {
        icon->setPixmap(m_theme.icon(m_texts.icon, Theme::Color::Accent)
                            .pixmap(QSize(28, 28), devicePixelRatioF()));
    };
    paintIcon();
    connect(&theme, &Theme::changed, icon, paintIcon);
    auto *title = new ElidedLabel(texts.title, this);
    setTextSize(title, TextSize::Heading);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(title);
    for (const QString &text : {texts.where, texts.who, texts.source}) {
        if (text.isEmpty())
            continue;
        auto *line = new ElidedLabel(text, this);
        setSecondary(line);
        names->addWidget(line);
    }
    m_head->setSpacing(14);
    m_head->addWidget(icon, 0, Qt::AlignVCenter);
    m_head->addLayout(names, 1);
    m_head->addWidget(m_remove, 0, Qt::AlignVCenter);
    m_head->addWidget(m_forget, 0, Qt::AlignVCenter);
    m_body->addLayout(m_head);

    setSecondary(m_notices);
    m_notices->setObjectName(u"notices"_s);
    m_notices->setWordWrap(true);
    m_notices->setTextFormat(Qt::PlainText);
    m_notices->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notices->setContentsMargins(42, 0, 0, 0);
    m_notices->hide();
    m_body->addWidget(m_notices);
    m_forget->setObjectName(u"forgetPassword"_s);
    m_forget->setAccessibleName(tr("Forget password of %1").arg(texts.title));
    m_forget->setToolTip(tr("Remove the password of this cloud from the desktop's keychain"));
    m_forget->setAutoDefault(false);
    m_forget->hide();
    connect(m_forget, &QPushButton::clicked, this, &CloudCard::forgetWanted);

    m_remove->setObjectName(u"remove"_s);
    m_remove->setAccessibleName(tr("Remove %1 from this page").arg(texts.title));
    m_remove->setToolTip(tr("Remove this file from the page. The file itself is kept."));
    m_remove->setAutoDefault(false);
    m_remove->hide();
    connect(m_remove, &QPushButton::clicked, this, &CloudCard::removeWanted);

    auto *secrets = new QFormLayout(m_secrets);
    secrets->setContentsMargins(42, 0, 0, 0);
    secrets->setHorizontalSpacing(metrics::pad);
    m_passwordLabel->setBuddy(m_password);
    m_passcodeLabel->setBuddy(m_passcode);
    m_password->setObjectName(u"password"_s);
    m_passcode->setObjectName(u"passcode"_s);
    m_passcode->setInputMethodHints(Qt::ImhDigitsOnly);
    m_passcode->setAcceptDrops(false);
    m_passcode->setAccessibleName(tr("Passcode"));
    secrets->addRow(m_passwordLabel, m_password);
    secrets->addRow(m_passcodeLabel, m_passcode);
    centerLabel(*secrets, m_password);
    centerLabel(*secrets, m_passcode);
    secrets->addRow(QString(), m_keep);
    m_body->addWidget(m_secrets);

    auto *projectRow = new QHBoxLayout(m_projectRow);
    projectRow->setContentsMargins(42, 0, 0, 0);
    auto *projectLabel = new QLabel(tr("Project"), m_projectRow);
    projectLabel->setBuddy(m_project);
    m_project->setObjectName(u"project"_s);
    m_project->setAccessibleName(tr("Project"));
    projectRow->addWidget(projectLabel);
    projectRow->addWidget(m_project, 1);
    m_body->addWidget(m_projectRow);

    auto *busy = new QHBoxLayout(m_busy);
    busy->setContentsMargins(42, 0, 0, 0);
    setSecondary(m_busyText);
    m_busyText->setObjectName(u"progress"_s);
    m_busyText->setWordWrap(true);
    busy->addWidget(m_busyText, 1);
    m_body->addWidget(m_busy);

    setPanelKind(m_message, PanelKind::Error);
    m_message->setObjectName(u"error"_s);
    auto *message = new QVBoxLayout(m_message);
    message->setContentsMargins(12, 10, 12, 10);
    message->setSpacing(metrics::unit);
    QFont strong = m_messageWhat->font();
    strong.setWeight(QFont::DemiBold);
    m_messageWhat->setFont(strong);
    m_messageWhat->setWordWrap(true);
    m_messageRest->setWordWrap(true);
    m_messageRest->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message->addWidget(m_messageWhat);
    message->addWidget(m_messageRest);
    message->addWidget(m_copy, 0, Qt::AlignLeft);
    m_body->addWidget(m_message);
    m_foot->addStretch();
    m_body->addLayout(m_foot);

    // In a dialog, Enter in a field would also press these buttons after the card has handled it.
    m_cancel->installEventFilter(this);
    m_cancel->setAutoDefault(false);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_details); });
    connect(m_button, &QPushButton::clicked, this, &CloudCard::submit);
    connect(m_cancel, &QPushButton::clicked, this, &CloudCard::cancelled);
    connect(m_password, &QLineEdit::returnPressed, this, [this] {
        if (m_passcode->isVisible() && m_passcode->text().isEmpty())
            m_passcode->setFocus();
        else
            submit();
    });
    connect(m_passcode, &QLineEdit::returnPressed, this, &CloudCard::submit);
    // The buttons come after the fields in the tab order.
    setTabOrder(m_project, m_button);
    setTabOrder(m_button, m_cancel);
    setTabOrder(m_cancel, m_copy);
    setTabOrder(m_copy, m_password->revealButton());
    setButtonText(m_texts.button);
    showIdle();
}

/// Below the fields if there are any, as in every form; otherwise beside the name.
void CloudCard::placeButtons()
{
    QHBoxLayout *place = formShown() || asking() || !m_projects.empty() ? m_foot : m_head;
    if (place->indexOf(m_button) >= 0)
        return;
    for (QPushButton *button : {m_cancel, m_button}) {
        m_head->removeWidget(button);
        m_foot->removeWidget(button);
        place->addWidget(button, 0, Qt::AlignVCenter);
    }
}

void CloudCard::setButtonText(const QString &text)
{
    m_button->setText(text);
    // The short label is clear beside its cloud, but not to a screen reader.
    m_button->setAccessibleName(text == tr("Sign in") ? tr("Sign in to %1").arg(m_texts.title)
                                                      : text);
}

void CloudCard::setForm(QWidget *form)
{
    m_form = form;
    m_body->insertWidget(1, form);
    setFormShown(false);
}

void CloudCard::setFormShown(bool shown)
{
    if (m_form)
        m_form->setVisible(shown);
    setButtonText(shown ? tr("Sign in") : m_texts.button);
    setButtonKind(m_button, shown ? ButtonKind::Primary : ButtonKind::Normal);
    m_cancel->setVisible(shown);
    placeButtons();
}

bool CloudCard::formShown() const
{
    return m_form && !m_form->isHidden();
}

void CloudCard::setNotices(const QStringList &notices)
{
    m_notices->setText(notices.join(u'\n'));
    m_notices->setVisible(!notices.isEmpty());
}

void CloudCard::setForgettable(bool forgettable)
{
    m_forgettable = forgettable;
    m_forget->setVisible(forgettable);
}

void CloudCard::setRemovable()
{
    m_removable = true;
    m_remove->show();
}

void CloudCard::showNote(const QString &text)
{
    m_busyText->setText(text);
    m_busy->show();
    QAccessibleEvent event(m_busyText, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void CloudCard::promptDuringSignIn(Secret secret, const QString &question)
{
    const QString waiting = m_busyText->text();
    askFor(secret, false, question);
    showNote(waiting);
}

bool CloudCard::hasInput() const
{
    return !m_password->text().isEmpty() || !m_passcode->text().isEmpty();
}

void CloudCard::showIdle()
{
    m_forget->setVisible(m_forgettable);
    m_remove->setVisible(m_removable);
    m_asked = Secret::None;
    m_secrets->hide();
    m_projectRow->hide();
    m_projects.clear();
    m_busy->hide();
    clearMessage();
    m_button->setEnabled(true);
    m_button->setVisible(true);
    if (m_form)
        m_form->setEnabled(true);
    placeButtons();
    if (formShown())
        return;
    m_cancel->hide();
    setButtonText(m_texts.button);
    setButtonKind(m_button, ButtonKind::Normal);
}

void CloudCard::askFor(Secret secret, bool keychain, const QString &question)
{
    showIdle();
    m_asked = secret;
    m_forget->hide();
    m_remove->hide();
    QString label = tr("Password");
    if (secret == Secret::ApplicationCredentialSecret)
        //: The secret of an application credential.
        label = tr("Secret");
    else if (secret == Secret::Token)
        label = tr("Token");
    m_passwordLabel->setText(label);
    m_password->setAccessibleName(label);
    const bool password = secret != Secret::Passcode && secret != Secret::None;
    const bool passcode = secret == Secret::Passcode || secret == Secret::PasswordAndPasscode;
    m_passwordLabel->setVisible(password);
    m_password->setVisible(password);
    m_passcodeLabel->setVisible(passcode);
    m_passcode->setVisible(passcode);
    m_passcode->clear(); // valid only once
    m_password->setPlaceholderText(question);
    if (m_form)
        m_form->setEnabled(false); // its values have been used
    m_keep->setVisible(
        keychain && (secret == Secret::Password || secret == Secret::ApplicationCredentialSecret));
    m_secrets->setEnabled(true);
    m_secrets->show();
    m_cancel->show();
    placeButtons();
    setButtonText(tr("Sign in"));
    setButtonKind(m_button, ButtonKind::Primary);
    QLineEdit *first = password ? m_password : m_passcode;
    first->setFocus(Qt::OtherFocusReason);
    first->selectAll();
}

void CloudCard::showBusy(const QString &text)
{
    clearMessage();
    m_busyText->setText(text);
    m_busy->show();
    m_forget->hide();
    m_remove->hide();
    m_button->setEnabled(false);
    m_cancel->show();
    m_secrets->setEnabled(false);
    if (m_form)
        m_form->setEnabled(false);
    m_projectRow->hide();
    m_cancel->setFocus(Qt::OtherFocusReason);
    QAccessibleEvent event(m_busyText, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void CloudCard::showMessage(const QString &what, const QString &rest, const QString &details)
{
    m_messageWhat->setText(what);
    m_messageRest->setText(visibleLines(rest));
    m_messageRest->setVisible(!rest.isEmpty());
    m_details = details;
    m_copy->setVisible(!details.isEmpty());
    m_message->setAccessibleName(what + u' ' + rest);
    m_message->show();
    if (auto *dialog = qobject_cast<QDialog *>(window())) {
        // A window does not grow automatically when its text needs more lines.
        QMetaObject::invokeMethod(
            dialog,
            [dialog] {
                const int width = dialog->width();
                const int height = dialog->layout()->totalHeightForWidth(width);
                dialog->resize(width, std::max(height, dialog->height()));
            },
            Qt::QueuedConnection);
    }
    QAccessibleEvent event(m_message, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void CloudCard::clearMessage()
{
    m_message->hide();
    m_details.clear();
}

void CloudCard::showError(const Error &error, const QString &what)
{
    m_busy->hide();
    m_button->setEnabled(true);
    m_secrets->setEnabled(true);
    m_projectRow->setVisible(!m_projects.empty());
    if (m_form)
        m_form->setEnabled(true);
    m_cancel->setVisible(asking() || formShown() || !m_projects.empty());
    const forms::ErrorText text = forms::describe(error, what);
    showMessage(text.what, QStringList{text.why, text.advice}.join(u'\n').trimmed(), text.details);
    if (asking()) {
        QLineEdit *first = m_password->isVisibleTo(this) ? m_password : m_passcode;
        first->setFocus(Qt::OtherFocusReason);
        first->selectAll();
        m_passcode->clear(); // valid only once
    } else if (!formShown()) {
        m_button->setFocus(Qt::OtherFocusReason);
    }
}

void CloudCard::showBroken(const Error &error)
{
    showIdle();
    m_button->hide();
    const forms::ErrorText text =
        forms::describe(error, tr("This cloud is not configured correctly."));
    showMessage(text.what, text.why, {});
}

void CloudCard::promptForProject(const std::vector<openstack::Project> &projects)
{
    m_busy->hide();
    m_secrets->hide();
    m_projects = projects;
    m_project->clear();
    const QStringList labels = openstack::labelsOf(projects);
    for (std::size_t i = 0; i < projects.size(); ++i)
        m_project->addItem(labels[qsizetype(i)], projects[i].id);
    m_projectRow->show();
    m_button->setEnabled(true);
    //: Button: opens the chosen project.
    setButtonText(tr("Open"));
    setButtonKind(m_button, ButtonKind::Primary);
    m_cancel->show();
    placeButtons();
    m_project->setFocus(Qt::OtherFocusReason);
}

void CloudCard::submit()
{
    if (!m_button->isEnabled())
        return;
    if (!m_projects.empty() && m_projectRow->isVisible()) {
        const int index = m_project->currentIndex();
        if (index >= 0)
            Q_EMIT projectChosen(m_projects[static_cast<std::size_t>(index)]);
        return;
    }
    Q_EMIT submitted();
}

void CloudCard::fillIn(openstack::CloudConfig &cloud) const
{
    switch (m_asked) {
    case Secret::None:
        break;
    case Secret::PasswordAndPasscode:
        cloud.auth.passcode = m_passcode->text().trimmed();
        cloud.auth.password = m_password->text();
        break;
    case Secret::Password:
        cloud.auth.password = m_password->text();
        break;
    case Secret::Passcode:
        cloud.auth.passcode = m_passcode->text().trimmed();
        break;
    case Secret::ApplicationCredentialSecret:
        cloud.auth.applicationCredentialSecret = m_password->text();
        break;
    case Secret::Token:
        cloud.auth.token = m_password->text().trimmed();
        break;
    }
}

bool CloudCard::keep() const
{
    return m_keep->isVisibleTo(this) && m_keep->isChecked();
}

void CloudCard::forgetSecrets()
{
    m_password->forget();
    m_passcode->clear();
}

/// Enter must not cancel what the user has just started with it, wherever the focus is now.
bool CloudCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_cancel && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            submit();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CloudCard::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    Q_EMIT resized();
}

} // namespace oriel::ui
