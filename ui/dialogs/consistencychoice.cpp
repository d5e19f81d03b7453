#include "ui/dialogs/consistencychoice.h"

#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/radiochoice.h"
#include "ui/theme/look.h"
#include "ui/widgets/choicegroup.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ConsistencyChoice::ConsistencyChoice(Theme &theme, forms::SnapshotForm &form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_choice(new ChoiceGroup(tr("Consistency"), this))
    , m_shutOff(new RadioChoice(form.shutOffTitle(), u"shutOffFirst"_s, m_choice))
    , m_running(new RadioChoice(form.keepRunningTitle(), u"keepRunning"_s, m_choice))
    , m_note(new NotePanel(theme, this))
    , m_estimate(makeLabel({}, TextSize::Small, this))
{
    m_note->setObjectName(u"consistency"_s);
    m_estimate->setObjectName(u"estimate"_s);
    m_estimate->setWordWrap(true);
    setSecondary(m_estimate);
    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(metrics::unit);
    choice->addLayout(m_shutOff);
    choice->addSpacing(metrics::unit);
    choice->addLayout(m_running);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(m_choice);
    column->addWidget(m_note);
    column->addWidget(m_estimate);
    connect(&m_shutOff->button(), &QRadioButton::toggled, &m_form,
            &forms::SnapshotForm::setShutOffFirst);
}

void ConsistencyChoice::refresh()
{
    const bool choose = m_form.offersShutOff();
    m_choice->setVisible(choose);
    m_note->setNote(NotePanel::Kind::Plain, choose ? QString() : m_form.consistencyText());
    const QString obstacle = m_form.shutOffObstacle();
    m_shutOff->button().setEnabled(obstacle.isEmpty());
    m_shutOff->button().setToolTip(obstacle);
    m_shutOff->setText(m_form.shutOffText());
    m_running->setText(m_form.keepRunningText());
    {
        // The form's default is not the user's choice.
        const QSignalBlocker blocker(&m_shutOff->button());
        (m_form.shutOffFirst() ? m_shutOff : m_running)->button().setChecked(true);
    }
    m_estimate->setText(m_form.estimate());
    m_estimate->setVisible(!m_estimate->text().isEmpty());
}

} // namespace oriel::ui
