#include "ui/signin/othercloudform.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using forms::SignInForm;

OtherCloudForm::OtherCloudForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QFormLayout(this))
    , m_method(new QComboBox(this))
    , m_caution(makeLabel({}, TextSize::Small, this))
{
    m_layout->setContentsMargins(42, 0, 0, 0);
    m_layout->setHorizontalSpacing(metrics::pad);
    m_layout->setVerticalSpacing(metrics::gap);
    m_method->setObjectName(u"method"_s);
    m_method->setAccessibleName(tr("Sign in with"));
    m_method->addItem(tr("User and password"));
    m_method->addItem(tr("Application credential"));
    m_layout->addRow(tr("Sign in with"), m_method);

    std::vector<SignInForm::Field> order;
    for (const auto method :
         {SignInForm::Method::Password, SignInForm::Method::ApplicationCredential}) {
        m_form.setMethod(method);
        for (const auto field : m_form.fields()) {
            if (std::find(order.begin(), order.end(), field) == order.end())
                order.push_back(field);
        }
    }
    m_form.setMethod(SignInForm::Method::Password);
    // The region stands last whatever the method.
    std::stable_partition(order.begin(), order.end(),
                          [](auto field) { return field != SignInForm::Field::Region; });

    for (const auto field : order) {
        auto *edit = new QLineEdit(m_form.value(field), this);
        edit->setObjectName(u"field%1"_s.arg(static_cast<int>(field)));
        edit->setPlaceholderText(SignInForm::placeholder(field));
        edit->setAccessibleName(SignInForm::label(field));
        if (SignInForm::isSecret(field))
            edit->setEchoMode(QLineEdit::Password);
        auto *problem = makeLabel({}, TextSize::Small, this);
        problem->setForegroundRole(QPalette::BrightText);
        problem->setWordWrap(true);
        problem->hide();
        m_fields[field] = edit;
        m_problems[field] = problem;
        m_layout->addRow(SignInForm::label(field), edit);
        m_layout->addRow(QString(), problem);
        connect(edit, &QLineEdit::textEdited, this, [this, field](const QString &text) {
            m_form.setValue(field, text);
            // A fault is told when one tries to sign in, and taken back as soon as it is mended.
            if (m_problems[field]->isVisible())
                showProblem(field);
            showCaution();
        });
        connect(edit, &QLineEdit::returnPressed, this, &OtherCloudForm::submitted);
    }
    setSecondary(m_caution);
    m_caution->setWordWrap(true);
    m_layout->addRow(QString(), m_caution);
    connect(m_method, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_form.setMethod(index == 0 ? SignInForm::Method::Password
                                    : SignInForm::Method::ApplicationCredential);
        showFields();
    });
    showFields();
}

void OtherCloudForm::showFields()
{
    const auto shown = m_form.fields();
    for (const auto &[field, edit] : m_fields) {
        const bool visible = std::find(shown.begin(), shown.end(), field) != shown.end();
        edit->setVisible(visible);
        m_layout->labelForField(edit)->setVisible(visible);
        m_problems[field]->hide();
    }
    showCaution();
}

void OtherCloudForm::showProblem(SignInForm::Field field)
{
    const QString problem = m_form.problem(field);
    m_problems[field]->setText(problem);
    m_problems[field]->setVisible(!problem.isEmpty());
    m_fields[field]->setAccessibleDescription(problem);
}

void OtherCloudForm::showCaution()
{
    const QString caution = m_form.caution();
    m_caution->setText(caution);
    m_caution->setVisible(!caution.isEmpty());
}

bool OtherCloudForm::check()
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

void OtherCloudForm::focusFirst()
{
    m_fields[m_form.fields().front()]->setFocus(Qt::OtherFocusReason);
}

void OtherCloudForm::forgetSecrets()
{
    for (const auto &[field, edit] : m_fields) {
        if (!SignInForm::isSecret(field))
            continue;
        edit->clear();
        m_form.setValue(field, {});
    }
}

} // namespace oriel::ui
