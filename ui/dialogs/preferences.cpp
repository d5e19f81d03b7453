#include "ui/dialogs/preferences.h"

#include "forms/snapshotform.h"

#include <QtCore/QSettings>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString keepDaysKey = u"snapshots/keepDays"_s; ///< 0: no date
const QString shutOffKey = u"snapshots/shutOffFirst"_s;
const QString notificationsKey = u"notifications/desktop"_s;
constexpr int usualDays = 7;

} // namespace

std::optional<int> Preferences::keepDays() const
{
    bool ok = false;
    const int days = m_settings.value(keepDaysKey, usualDays).toInt(&ok);
    if (!ok || days < 0)
        return usualDays;
    return days == 0 ? std::nullopt : std::optional(days);
}

void Preferences::setKeepDays(std::optional<int> days)
{
    m_settings.setValue(keepDaysKey, days.value_or(0));
}

bool Preferences::shutsOffFirst() const
{
    return m_settings.value(shutOffKey, true).toBool();
}

void Preferences::setShutsOffFirst(bool first)
{
    m_settings.setValue(shutOffKey, first);
}

bool Preferences::notifies() const
{
    return m_settings.value(notificationsKey, true).toBool();
}

void Preferences::setNotifies(bool notifies)
{
    m_settings.setValue(notificationsKey, notifies);
}

void Preferences::fillIn(forms::SnapshotForm &form) const
{
    const std::optional<int> days = keepDays();
    form.setKeepUntil(days ? std::optional(form.today().addDays(*days)) : std::nullopt);
    // Otherwise the form recommends what is best for each instance.
    if (!shutsOffFirst())
        form.setShutOffFirst(false);
}

} // namespace oriel::ui
