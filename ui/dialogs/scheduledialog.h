#pragma once

#include "forms/scheduleform.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/uicontext.h"

class QCheckBox;
class QLabel;
class QSpinBox;
class QTimeEdit;

namespace oriel::ui {

/// Schedules the snapshots of an instance, changes or removes its schedule, and shows how a server
/// does the same. Stores the schedule itself: nothing is sent.
class ScheduleDialog final : public ActionDialog
{
    Q_OBJECT

public:
    /// `context.schedules` is not null.
    ScheduleDialog(const UiContext &context, const QString &serverId, QWidget *parent = nullptr);

    [[nodiscard]] const forms::ScheduleForm &form() const { return m_form; }

protected:
    void act() override;
    [[nodiscard]] bool isFilledIn() const override { return m_form.isEdited(); }

private:
    void addTimes();
    void addServer();
    void refresh();
    void removeSchedule();
    /// Closes the dialog, or says why the schedule was not stored.
    void finish(const Result<Nothing> &stored);

    UiContext m_context;
    QString m_serverId;
    forms::ScheduleForm m_form;
    QTimeEdit *m_time = nullptr;
    QSpinBox *m_keep = nullptr;
    QCheckBox *m_shutOff = nullptr;
    QCheckBox *m_backUp = nullptr;
    QSpinBox *m_keepBackups = nullptr;
    QSpinBox *m_fullEvery = nullptr;
    QLabel *m_backups = nullptr;
    QLabel *m_first = nullptr;
    QLabel *m_consistency = nullptr;
    QLabel *m_quota = nullptr;
    CommandBox *m_cron = nullptr;
    CommandBox *m_systemd = nullptr;
    CommandBox *m_command = nullptr;
    QString m_fault; ///< why the schedule could not be stored
};

} // namespace oriel::ui
