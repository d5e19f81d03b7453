#pragma once

#include "forms/snapshotform.h"

#include <QtWidgets/QWidget>

class QLabel;
class QRadioButton;

namespace oriel::ui {

class NotePanel;
class Theme;

/// How consistent the snapshot will be: shut off first or keep it running, each with what it means;
/// where there is nothing to choose, what the instance's state means; and how long it will take.
class ConsistencyChoice final : public QWidget
{
    Q_OBJECT

public:
    ConsistencyChoice(Theme &theme, forms::SnapshotForm &form, QWidget *parent = nullptr);

    /// Shows what the form says now.
    void refresh();

private:
    forms::SnapshotForm &m_form;
    QWidget *m_choice;
    QRadioButton *m_shutOff;
    QLabel *m_shutOffText;
    QRadioButton *m_running;
    QLabel *m_runningText;
    NotePanel *m_note;
    QLabel *m_estimate;
};

} // namespace oriel::ui
