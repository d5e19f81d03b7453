#pragma once

#include "operations/actions/action.h"

#include <QtCore/QDate>
#include <QtCore/QHash>
#include <QtWidgets/QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QSpinBox;

namespace oriel::ui {

class NameGuard;
class NotePanel;
class OptionCombo;
class PickTable;
class Theme;

/// One field of an action's form: its label, input widget, hint and problem.
class FieldEditor final : public QWidget
{
    Q_OBJECT

public:
    /// `value`: what it shows at first; undefined: nothing. Of Field::Type::Typed: the name.
    FieldEditor(Theme &theme, operations::Field field, const QJsonValue &value, const QDate &today,
                QWidget *parent);

    [[nodiscard]] const operations::Field &field() const { return m_field; }
    /// Whether it is shown, and there is something to enter or to choose.
    [[nodiscard]] bool takesInput() const;
    /// Undefined if the field is empty.
    [[nodiscard]] QJsonValue value() const { return m_value(); }
    /// Null unless it is Field::Type::Typed.
    [[nodiscard]] const NameGuard *guard() const { return m_guard; }
    /// Chooses the value if nothing is chosen yet. Call setOptions() afterwards.
    void propose(const QJsonValue &value);
    /// What can be chosen; the choice stays. What is required and has one option is chosen, and of
    /// resources it is shown as a text.
    void setOptions(const std::vector<operations::Field::Option> &options);
    [[nodiscard]] std::size_t optionCount() const { return m_optionCount; }
    /// The smallest number, which the hint names.
    void setLeast(int least);
    /// Of Field::Type::Typed: the name that is to be typed now; empty: none.
    void setGuarded(const QString &name);
    /// Shows what follows from other fields (Field::derived), unless the user has entered something
    /// else. For texts and files.
    void follow(const QJsonValue &derived);
    /// A sentence below the field; empty: no problem.
    void setProblem(const QString &problem);

Q_SIGNALS:
    void edited();

private:
    QLabel *makeHint(QWidget *parent);
    QWidget *makeInput(const QJsonValue &value, const QDate &today);
    QWidget *makeText(const QJsonValue &value);
    QWidget *makeLines(const QJsonValue &value);
    QWidget *makeNewFile(const QJsonValue &value);
    QWidget *makeNumber(const QJsonValue &value);
    QWidget *makeChoice(const QJsonValue &value);
    QWidget *makeTable(const QJsonValue &value);
    QWidget *makeFlag(const QJsonValue &value);
    QWidget *makeDate(const QJsonValue &value, const QDate &today);
    QWidget *makeTyped(const QString &name);
    QWidget *makePassword();
    void loadInto(QPlainTextEdit *text);

    Theme &m_theme;
    operations::Field m_field;
    std::function<QJsonValue()> m_value;
    std::function<void(const QString &)> m_setText; ///< null: it cannot follow other fields
    QWidget *m_input = nullptr;                     ///< what has the focus
    QSpinBox *m_number = nullptr;
    OptionCombo *m_choice = nullptr;
    QLabel *m_onlyOption = nullptr;                      ///< instead of it
    PickTable *m_table = nullptr;                        ///< instead of it, for Field::columns
    QHash<QString, operations::Field::Option> m_options; ///< those of the table, by their values
    std::size_t m_optionCount = 0;
    NameGuard *m_guard = nullptr;
    QLabel *m_hint = nullptr;
    NotePanel *m_problem;
    QString m_chosen;
    QString m_difference; ///< between the two entries of a password, in words
    QJsonValue m_derived{QJsonValue::Undefined}; ///< as follow() was given it last
};

} // namespace oriel::ui
