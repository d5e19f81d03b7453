#pragma once

#include "ui/dialogs/preferences.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QDialog>

class QComboBox;
class QFormLayout;

namespace oriel::ui {

/// The user's preferences. What is chosen holds at once; there is nothing to confirm.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `settings` outlives the dialog.
    SettingsDialog(QSettings &settings, Theme::Scheme scheme, QWidget *parent = nullptr);

Q_SIGNALS:
    void schemeChosen(oriel::ui::Theme::Scheme scheme);

private:
    QComboBox *addChoice(const QString &label, const QString &name);
    void addAppearance(Theme::Scheme scheme);
    void addKeepDays();
    void addShutOff();
    void addNotifications();

    Preferences m_preferences;
    QFormLayout *m_form;
};

} // namespace oriel::ui
