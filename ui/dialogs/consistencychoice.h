#pragma once

#include "forms/snapshotform.h"

#include <QtWidgets/QWidget>

class QLabel;

namespace oriel::ui {

class NotePanel;
class RadioChoice;
class Theme;

/// The consistency of the snapshot: shut off first or keep it running, each with an explanation;
/// without a choice, what the instance's state means; and the estimated duration.
class ConsistencyChoice final : public QWidget
{
    Q_OBJECT

public:
    ConsistencyChoice(Theme &theme, forms::SnapshotForm &form, QWidget *parent = nullptr);

    /// Updates it from the form.
    void refresh();

private:
    forms::SnapshotForm &m_form;
    QWidget *m_choice;
    RadioChoice *m_shutOff;
    RadioChoice *m_running;
    NotePanel *m_note;
    QLabel *m_estimate;
};

} // namespace oriel::ui
