#include "ui/dialogs/consistencychoice.h"

#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// Aligned with the text of a radio button.
constexpr int choiceIndent = 26;

QLabel *choiceText(QWidget *parent)
{
    QLabel *label = makeLabel({}, TextSize::Small, parent);
    label->setWordWrap(true);
    label->setContentsMargins(choiceIndent, 0, 0, 0);
    setSecondary(label);
    return label;
}

} // namespace

ConsistencyChoice::ConsistencyChoice(Theme &theme, forms::SnapshotForm &form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_choice(new QWidget(this))
    , m_shutOff(new QRadioButton(form.shutOffTitle(), m_choice))
    , m_shutOffText(choiceText(m_choice))
    , m_running(new QRadioButton(form.keepRunningTitle(), m_choice))
    , m_runningText(choiceText(m_choice))
    , m_note(new NotePanel(theme, this))
    , m_estimate(makeLabel({}, TextSize::Small, this))
{
    m_shutOff->setObjectName(u"shutOffFirst"_s);
    m_running->setObjectName(u"keepRunning"_s);
    m_note->setObjectName(u"consistency"_s);
    m_estimate->setObjectName(u"estimate"_s);
    m_estimate->setWordWrap(true);
    setSecondary(m_estimate);
    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(metrics::unit);
    choice->addWidget(m_shutOff);
    choice->addWidget(m_shutOffText);
    choice->addSpacing(metrics::unit);
    choice->addWidget(m_running);
    choice->addWidget(m_runningText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(m_choice);
    column->addWidget(m_note);
    column->addWidget(m_estimate);
    connect(m_shutOff, &QRadioButton::toggled, &m_form, &forms::SnapshotForm::setShutOffFirst);
}

void ConsistencyChoice::refresh()
{
    const bool choose = m_form.offersShutOff();
    m_choice->setVisible(choose);
    m_note->setNote(NotePanel::Kind::Plain, choose ? QString() : m_form.consistencyText());
    const QString obstacle = m_form.shutOffObstacle();
    m_shutOff->setEnabled(obstacle.isEmpty());
    m_shutOff->setToolTip(obstacle);
    m_shutOffText->setText(m_form.shutOffText());
    m_shutOff->setAccessibleDescription(m_form.shutOffText());
    m_runningText->setText(m_form.keepRunningText());
    m_running->setAccessibleDescription(m_form.keepRunningText());
    {
        // The form's default is not the user's choice.
        const QSignalBlocker blocker(m_shutOff);
        (m_form.shutOffFirst() ? m_shutOff : m_running)->setChecked(true);
    }
    m_estimate->setText(m_form.estimate());
    m_estimate->setVisible(!m_estimate->text().isEmpty());
}

} // namespace oriel::ui
