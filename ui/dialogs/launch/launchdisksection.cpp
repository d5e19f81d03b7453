#include "ui/dialogs/launch/launchdisksection.h"

#include "ui/dialogs/launch/launchdisktable.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/radiochoice.h"
#include "ui/theme/look.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchDiskSection::LaunchDiskSection(const UiContext &context, forms::LaunchForm &form,
                                     QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_choice(new QWidget(this))
{
    addHeading(tr("Disks"));
    addChoice();
    m_disks = new LaunchDiskTable(context.theme, this);
    m_disks->setObjectName(u"disks"_s);
    m_disks->setAccessibleName(tr("Disks"));
    connect(m_disks, &LaunchDiskTable::sizeChosen, &form, &forms::LaunchForm::setSize);
    connect(m_disks, &LaunchDiskTable::deletionChosen, &form,
            &forms::LaunchForm::setDeletedWithInstance);
    column()->addWidget(m_disks);
    m_text = addText(u"disksText"_s);
    addProblem(u"disk"_s);
}

void LaunchDiskSection::addChoice()
{
    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(metrics::gap);
    m_newVolume = new RadioChoice(tr("A new &volume"), u"newVolume"_s, m_choice);
    m_newVolume->setText(tr("It can be kept when the instance is deleted, enlarged, and attached "
                            "to another instance."));
    m_volumeType = new OptionCombo({}, m_choice);
    m_volumeType->setObjectName(u"volumeType"_s);
    m_volumeType->setAccessibleName(tr("Type of the volume"));
    connect(m_volumeType, &OptionCombo::chosen, &form(), &forms::LaunchForm::setVolumeType);
    m_newVolume->addField(m_volumeType);
    m_localDisk = new RadioChoice(tr("The flavor's &own disk"), u"localDisk"_s, m_choice);
    choice->addLayout(m_newVolume);
    choice->addLayout(m_localDisk);
    connect(&m_newVolume->button(), &QRadioButton::clicked, &form(),
            [this] { form().setOnNewVolume(true); });
    connect(&m_localDisk->button(), &QRadioButton::clicked, &form(),
            [this] { form().setOnNewVolume(false); });
    column()->addWidget(m_choice);
}

void LaunchDiskSection::refresh()
{
    setVisible(!form().source().id.isEmpty());
    m_choice->setVisible(form().choosesDisk());
    const bool fresh = form().onNewVolume();
    (fresh ? m_newVolume : m_localDisk)->button().setChecked(true);
    const QString obstacle = form().localDiskObstacle();
    m_localDisk->button().setEnabled(obstacle.isEmpty());
    m_localDisk->setText(obstacle.isEmpty()
                             ? tr("It is as large as the flavor says, and is deleted with the "
                                  "instance.")
                             : obstacle);
    m_volumeType->setOptions(form().volumeTypes());
    m_volumeType->setEnabled(fresh);
    m_disks->setVisible(!form().disks().empty());
    m_disks->setDisks(form().disks());
    const QString text = form().disksText();
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

} // namespace oriel::ui
