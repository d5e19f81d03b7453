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

    /// Whether the form is complete and valid; shows the problem of each field and focuses the
    /// first one.
    bool check();
    [[nodiscard]] const forms::SignInForm &form() const { return m_form; }
    /// The identity service was found here, from the typed address; shows it.
    void showFound(const QUrl &address);
    void focusFirst();
    /// Focuses the field that most likely needs correction.
    void focusFor(const Error &error);
    /// Clears the secrets, and the passcode, which is valid only once.
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
