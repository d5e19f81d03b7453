#include "ui/dialogs/launch/launchsourcesection.h"

#include "ui/dialogs/sourcepicker.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchSourceSection::LaunchSourceSection(const UiContext &context, forms::LaunchForm &form,
                                         QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_other(new QPushButton(tr("Choose something else…"), this))
{
    addHeading(tr("Start from"));
    addHint(tr("What is on the disk that the instance boots from."));
    m_other->setObjectName(u"otherSource"_s);
    m_other->setAutoDefault(false);
    connect(m_other, &QPushButton::clicked, this, [this] {
        showPicker();
        m_picker->setFocus();
    });
    column()->addWidget(m_other, 0, Qt::AlignLeft);
    if (form.source().id.isEmpty())
        showPicker();
    addProblem(u"source"_s);
}

void LaunchSourceSection::showPicker()
{
    m_picker = new SourcePicker(context(), this);
    m_picker->setSource(form().source());
    connect(m_picker, &SourcePicker::picked, &form(), &forms::LaunchForm::setSource);
    column()->insertWidget(column()->indexOf(m_other), m_picker);
    m_picker->show();
    m_other->hide();
}

void LaunchSourceSection::refresh()
{
    if (m_picker)
        m_picker->setSource(form().source());
}

} // namespace oriel::ui
