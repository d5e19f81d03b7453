#pragma once

#include "forms/signinform.h"

#include <QtWidgets/QWidget>

#include <map>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace oriel::ui {

/// The fields of "Other cloud…".
class OtherCloudForm : public QWidget
{
    Q_OBJECT

public:
    explicit OtherCloudForm(QWidget *parent = nullptr);

    /// Whether one can sign in with what is filled in; shows at each field what is wrong and goes
    /// to the first.
    bool check();
    [[nodiscard]] openstack::CloudConfig config() const { return m_form.config(); }
    void focusFirst();
    void forgetSecrets();

Q_SIGNALS:
    /// Enter in a field.
    void submitted();

private:
    void showFields();
    void showProblem(forms::SignInForm::Field field);
    void showCaution();

    forms::SignInForm m_form;
    QFormLayout *m_layout;
    QComboBox *m_method;
    QLabel *m_caution;
    std::map<forms::SignInForm::Field, QLineEdit *> m_fields;
    std::map<forms::SignInForm::Field, QLabel *> m_problems;
};

} // namespace oriel::ui
