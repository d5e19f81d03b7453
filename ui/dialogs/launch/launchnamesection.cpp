#include "ui/dialogs/launch/launchnamesection.h"

#include "base/visible.h"
#include "ui/theme/look.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QSpinBox>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchNameSection::LaunchNameSection(const UiContext &context, forms::LaunchForm &form,
                                     QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_name(new QLineEdit(form.name(), this))
    , m_label(new QLabel(tr("&Name"), this))
    , m_count(new QSpinBox(this))
{
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("Name"));
    m_label->setBuddy(m_name);
    connect(m_name, &QLineEdit::textChanged, &form, &forms::LaunchForm::setName);
    m_count->setObjectName(u"count"_s);
    m_count->setRange(1, forms::LaunchForm::mostInstances);
    //: How many instances to launch.
    m_count->setAccessibleName(tr("Number of instances"));
    auto *times = new QLabel(tr("N&umber"), this);
    times->setBuddy(m_count);
    connect(m_count, &QSpinBox::valueChanged, &form, &forms::LaunchForm::setCount);
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics::pad);
    line->addWidget(m_label);
    line->addWidget(m_name, 1);
    line->addWidget(times);
    line->addWidget(m_count);
    column()->addLayout(line);
    m_names = addText(u"names"_s);
    addHint(tr("The name in lists. Most images also use it as the host name."));
    addProblem(u"name"_s);
    addProblem(u"count"_s);
}

void LaunchNameSection::start()
{
    m_name->setFocus();
    m_name->selectAll();
}

void LaunchNameSection::refresh()
{
    if (m_name->text() != form().name()) {
        const bool untouched = !m_name->isModified();
        m_name->setText(form().name());
        if (untouched)
            m_name->selectAll();
    }
    if (const QSignalBlocker quiet(m_count); m_count->value() != form().count())
        m_count->setValue(form().count());
    const operations::LaunchCount count = form().launchCount();
    m_names->setVisible(count.count > 1);
    if (count.count > 1)
        //: The names of several new instances: “web-1” to “web-3”.
        m_names->setText(tr("“%1-%2” to “%1-%3”")
                             .arg(isolated(form().name().trimmed()), QString::number(count.first),
                                  QString::number(count.first + count.count - 1)));
}

} // namespace oriel::ui
