#pragma once

#include "forms/signinform.h"

#include <QtWidgets/QWidget>

#include <map>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace oriel::ui {

class Theme;

/// The fields of a SignInForm.
class SignInFields : public QWidget
{
    Q_OBJECT

public:
    SignInFields(Theme &theme, forms::SignInForm form, QWidget *parent = nullptr);

    /// Whether one can sign in with what is filled in; shows at each field what is wrong and goes
    /// to the first.
    bool check();
    [[nodiscard]] const forms::SignInForm &form() const { return m_form; }
    /// The identity service by the address that was typed has been found here; says so.
    void showFound(const QUrl &address);
    void focusFirst();
    /// To where a correction is most likely made.
    void focusFor(const Error &error);
    /// Empties the secrets, and the passcode, which is good once only.
    void forgetSecrets();
    void forgetPasscode();

Q_SIGNALS:
    /// Enter in a field.
    void submitted();

private:
    using Field = forms::SignInForm::Field;

    void addField(Field field);
    void showFields();
    void showProblem(Field field);
    void showCaution();
    void forget(Field field);

    Theme &m_theme;
    forms::SignInForm m_form;
    QFormLayout *m_layout;
    QComboBox *m_method;
    QLabel *m_found;
    QLabel *m_caution;
    std::map<Field, QLineEdit *> m_fields;
    std::map<Field, QLabel *> m_problems;
};

} // namespace oriel::ui
