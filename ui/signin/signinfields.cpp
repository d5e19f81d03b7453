#include "ui/signin/signinfields.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formlabel.h"
#include "ui/widgets/secretedit.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>

#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using forms::SignInForm;

SignInFields::SignInFields(Theme &theme, SignInForm form, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_form(std::move(form))
    , m_layout(new QFormLayout(this))
    , m_method(new QComboBox(this))
    , m_found(makeLabel({}, TextSize::Small, this))
    , m_caution(makeLabel({}, TextSize::Small, this))
{
    m_layout->setContentsMargins(42, 0, 0, 0);
    m_layout->setHorizontalSpacing(metrics::pad);
    m_layout->setVerticalSpacing(metrics::gap);
    m_method->setObjectName(u"method"_s);
    m_method->setAccessibleName(tr("Sign in with"));
    using Method = SignInForm::Method;
    m_method->addItem(tr("User name and password"), int(Method::Password));
    m_method->addItem(tr("Password and one-time passcode"), int(Method::PasswordAndPasscode));
    m_method->addItem(tr("Application credential"), int(Method::ApplicationCredential));
    m_layout->addRow(tr("Sign in with"), m_method);
    centerLabel(*m_layout, m_method);
    if (!m_form.isWhole()) {
        m_layout->labelForField(m_method)->hide();
        m_method->hide();
    }
    for (const Field field : {Field::Address, Field::UserName, Field::UserDomain, Field::Password,
                              Field::Passcode, Field::CredentialId, Field::CredentialSecret,
                              Field::Project, Field::ProjectDomain, Field::Region})
        addField(field);
    QWidget *last = m_fields[Field::Region];
    for (const Field field : {Field::Password, Field::CredentialSecret}) {
        QWidget *reveal = qobject_cast<SecretEdit *>(m_fields[field])->revealButton();
        setTabOrder(last, reveal);
        last = reveal;
    }
    setSecondary(m_caution);
    m_caution->setWordWrap(true);
    m_layout->addRow(QString(), m_caution);
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        m_form.setMethod(Method(m_method->currentData().toInt()));
        showFields();
    });
    showFields();
}

void SignInFields::addField(Field field)
{
    QLineEdit *edit = SignInForm::isSecret(field) ? new SecretEdit(m_theme, this)
                                                  : new QLineEdit(m_form.value(field), this);
    edit->setObjectName(u"field%1"_s.arg(static_cast<int>(field)));
    edit->setPlaceholderText(m_form.placeholder(field));
    edit->setAccessibleName(SignInForm::label(field));
    edit->setAcceptDrops(false); // files are dropped on the window
    if (field == Field::Passcode)
        edit->setInputMethodHints(Qt::ImhDigitsOnly);
    auto *problem = makeLabel({}, TextSize::Small, this);
    problem->setForegroundRole(QPalette::BrightText);
    problem->setWordWrap(true);
    problem->hide();
    m_fields[field] = edit;
    m_problems[field] = problem;
    m_layout->addRow(SignInForm::label(field), edit);
    centerLabel(*m_layout, edit);
    m_layout->addRow(QString(), problem);
    if (field == Field::Address) {
        setSecondary(m_found);
        m_found->setObjectName(u"foundAddress"_s);
        m_found->setWordWrap(true);
        m_found->hide();
        m_layout->addRow(QString(), m_found);
    }
    connect(edit, &QLineEdit::textChanged, this, [this, field](const QString &text) {
        m_form.setValue(field, text);
        // A problem is shown when the user tries to sign in, and hidden as soon as it is fixed.
        if (m_problems[field]->isVisible())
            showProblem(field);
        if (field == Field::Address)
            m_found->hide();
        showCaution();
    });
    connect(edit, &QLineEdit::returnPressed, this, &SignInFields::submitted);
}

void SignInFields::showFields()
{
    for (const auto &[field, edit] : m_fields) {
        const bool visible = m_form.has(field);
        edit->setVisible(visible);
        m_layout->labelForField(edit)->setVisible(visible);
        m_problems[field]->hide();
    }
    showCaution();
}

void SignInFields::showProblem(Field field)
{
    const QString problem = m_form.problem(field);
    m_problems[field]->setText(problem);
    m_problems[field]->setVisible(!problem.isEmpty());
    m_fields[field]->setAccessibleDescription(problem);
}

void SignInFields::showCaution()
{
    const QString caution = m_form.caution();
    m_caution->setText(caution);
    m_caution->setVisible(!caution.isEmpty());
}

void SignInFields::showFound(const QUrl &address)
{
    m_fields[Field::Address]->setText(address.toString());
    m_found->setText(tr("The identity service of the cloud was found here."));
    m_found->show();
}

bool SignInFields::check()
{
    QLineEdit *first = nullptr;
    for (const auto field : m_form.fields()) {
        showProblem(field);
        if (!first && !m_form.problem(field).isEmpty())
            first = m_fields[field];
    }
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    return !first;
}

void SignInFields::focusFirst()
{
    m_fields[m_form.fields().front()]->setFocus(Qt::OtherFocusReason);
}

void SignInFields::focusFor(const Error &error)
{
    QLineEdit *edit = m_fields[m_form.fieldToCorrect(error)];
    edit->setFocus(Qt::OtherFocusReason);
    edit->selectAll();
}

void SignInFields::forget(Field field)
{
    if (auto *secret = qobject_cast<SecretEdit *>(m_fields[field]))
        secret->forget();
    else
        m_fields[field]->clear();
    m_problems[field]->hide();
}

void SignInFields::forgetSecrets()
{
    forget(Field::Password);
    forget(Field::CredentialSecret);
    forgetPasscode();
}

void SignInFields::forgetPasscode()
{
    forget(Field::Passcode);
}

} // namespace oriel::ui
