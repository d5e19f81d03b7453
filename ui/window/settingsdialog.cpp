#include "ui/window/settingsdialog.h"

#include "ui/theme/look.h"
#include "ui/widgets/formlabel.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::ui {

SettingsDialog::SettingsDialog(QSettings &settings, Theme::Scheme scheme, QWidget *parent)
    : QDialog(parent)
    , m_preferences(settings)
    , m_form(new QFormLayout)
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    m_form->setHorizontalSpacing(metrics::pad);
    m_form->setVerticalSpacing(metrics::gap + metrics::unit);
    addAppearance(scheme);
    addKeepDays();
    addShutOff();
    addNotifications();

    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::pad);
    layout->addLayout(m_form);
    layout->addLayout(foot);
}

QComboBox *SettingsDialog::addChoice(const QString &label, const QString &name)
{
    auto *choice = new QComboBox(this);
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    m_form->addRow(label, choice);
    centerLabel(*m_form, choice);
    return choice;
}

void SettingsDialog::addAppearance(Theme::Scheme scheme)
{
    QComboBox *choice = addChoice(tr("Appearance"), u"appearance"_s);
    choice->addItem(tr("Same as the desktop"), int(Theme::Scheme::System));
    choice->addItem(tr("Light"), int(Theme::Scheme::Light));
    choice->addItem(tr("Dark"), int(Theme::Scheme::Dark));
    choice->setCurrentIndex(choice->findData(int(scheme)));
    connect(choice, &QComboBox::currentIndexChanged, this,
            [this, choice] { Q_EMIT schemeChosen(Theme::Scheme(choice->currentData().toInt())); });
}

void SettingsDialog::addKeepDays()
{
    QComboBox *choice = addChoice(tr("Keep new snapshots for"), u"keepDays"_s);
    const int chosen = m_preferences.keepDays().value_or(0);
    std::vector days{1, 7, 14, 30, 90, 365};
    if (chosen > 0 && std::ranges::find(days, chosen) == days.end())
        days.insert(std::ranges::upper_bound(days, chosen), chosen);
    for (const int count : days)
        choice->addItem(tr("%n days", nullptr, count), count);
    //: Of a snapshot: it is kept until the user deletes it.
    choice->addItem(tr("No date"), 0);
    choice->setCurrentIndex(choice->findData(chosen));
    connect(choice, &QComboBox::currentIndexChanged, this, [this, choice] {
        const int count = choice->currentData().toInt();
        m_preferences.setKeepDays(count > 0 ? std::optional(count) : std::nullopt);
    });
}

void SettingsDialog::addShutOff()
{
    QComboBox *choice = addChoice(tr("Snapshot of a running instance"), u"shutOff"_s);
    choice->addItem(tr("Shut off the instance first (recommended)"), true);
    choice->addItem(tr("Keep the instance running"), false);
    choice->setCurrentIndex(choice->findData(m_preferences.shutsOffFirst()));
    connect(choice, &QComboBox::currentIndexChanged, this,
            [this, choice] { m_preferences.setShutsOffFirst(choice->currentData().toBool()); });
    QLabel *note =
        makeLabel(tr("You can choose otherwise for each snapshot."), TextSize::Small, this);
    setSecondary(note);
    m_form->addRow(QString(), note);
}

void SettingsDialog::addNotifications()
{
    auto *box = new QCheckBox(tr("Show a desktop notification when something finishes"), this);
    box->setObjectName(u"notifications"_s);
    box->setChecked(m_preferences.notifies());
    m_form->addRow(tr("Notifications"), box);
    centerLabel(*m_form, box);
    QLabel *note = makeLabel(tr("Only while this window is not in front."), TextSize::Small, this);
    setSecondary(note);
    m_form->addRow(QString(), note);
    connect(box, &QCheckBox::toggled, this,
            [this](bool notifies) { m_preferences.setNotifies(notifies); });
}

} // namespace oriel::ui
