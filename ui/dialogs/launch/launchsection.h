#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/notepanel.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

#include <map>

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace oriel::ui {

class OptionCombo;

/// A part of the Launch instance dialog: some of the form's fields, their explanations, and what is
/// wrong with them.
class LaunchSection : public QWidget
{
    Q_OBJECT

public:
    /// Shows what the form has now.
    virtual void refresh() = 0;
    /// Shows what prevents the launch at the field that causes it, if it is one of this section.
    virtual void showFaults(const std::vector<forms::LaunchFault> &faults);

protected:
    /// The context and the form outlive the section.
    LaunchSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent);

    [[nodiscard]] const UiContext &context() const { return m_context; }
    [[nodiscard]] forms::LaunchForm &form() const { return m_form; }
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

    QLabel *addHeading(const QString &heading);
    /// A small text below a field.
    QLabel *addText(const QString &key);
    /// One that explains the field and never changes.
    void addHint(const QString &text);
    [[nodiscard]] QFormLayout *addFields();
    /// The place for what is wrong with a field.
    void addProblem(const QString &key);
    /// A choice of one of the form's fields.
    [[nodiscard]] OptionCombo *makeCombo(const forms::LaunchField &field);
    /// The same, with buttons beside it for actions, by key and text, that make something to
    /// choose.
    OptionCombo *addWithNew(QFormLayout *fields, const forms::LaunchField &field,
                            const std::vector<std::pair<QString, QString>> &actions);

private:
    /// Carries out such an action, and chooses what it has made.
    void makeNew(QStringView action, const forms::LaunchField &field);

    const UiContext &m_context;
    forms::LaunchForm &m_form;
    QVBoxLayout *m_column;
    std::map<QString, NotePanel *> m_problems; ///< by the field's key
};

} // namespace oriel::ui
