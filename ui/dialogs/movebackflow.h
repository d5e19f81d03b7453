#pragma once

#include "forms/floatingipreturn.h"
#include "operations/journal/journalentry.h"
#include "operations/launch/launchrequest.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

class QWidget;

namespace oriel::ui {

/// Moves a floating IP that a finished operation has moved back to where it came from, if the new
/// instance still has it; otherwise says where it is.
class MoveBackFlow final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flow.
    MoveBackFlow(const UiContext &context, QWidget *window);

    void moveBack(const operations::JournalEntry &moved);

private:
    void tellNotMoved(const operations::FloatingIpMove &there, const QString &why);

    UiContext m_context;
    QWidget *m_window;
    forms::FloatingIpReturn m_return;
};

} // namespace oriel::ui
