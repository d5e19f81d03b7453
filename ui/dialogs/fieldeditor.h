#pragma once

#include "operations/actions/action.h"

#include <QtWidgets/QWidget>

#include <functional>

class QPlainTextEdit;

namespace oriel::ui {

class NotePanel;
class Theme;

/// One field of an action's form: its label, what it is entered with, its hint, and what is wrong
/// with it.
class FieldEditor final : public QWidget
{
    Q_OBJECT

public:
    /// `value`: what it shows at first; undefined: nothing.
    FieldEditor(Theme &theme, operations::Field field,
                const std::vector<operations::Field::Option> &options, const QJsonValue &value,
                QWidget *parent);

    [[nodiscard]] const operations::Field &field() const { return m_field; }
    /// Undefined where nothing is entered.
    [[nodiscard]] QJsonValue value() const { return m_value(); }
    /// Shows what follows from other fields (Field::derived), unless the user has entered something
    /// else. For texts and files.
    void follow(const QJsonValue &derived);
    /// In words, below the field; empty: nothing is wrong.
    void setProblem(const QString &problem);

Q_SIGNALS:
    void edited();

private:
    QWidget *makeInput(const std::vector<operations::Field::Option> &options,
                       const QJsonValue &value);
    QWidget *makeText(const QJsonValue &value);
    QWidget *makeLines(const QJsonValue &value);
    QWidget *makeNewFile(const QJsonValue &value);
    QWidget *makeNumber(const QJsonValue &value);
    QWidget *makeChoice(const std::vector<operations::Field::Option> &options,
                        const QJsonValue &value);
    QWidget *makeFlag(const QJsonValue &value);
    QWidget *makeDate(const QJsonValue &value);
    void loadInto(QPlainTextEdit *text);

    operations::Field m_field;
    std::function<QJsonValue()> m_value;
    std::function<void(const QString &)> m_setText; ///< null: it cannot follow other fields
    QWidget *m_input;                               ///< what has the focus
    NotePanel *m_problem;
    QJsonValue m_derived{QJsonValue::Undefined}; ///< as follow() was given it last
};

} // namespace oriel::ui
