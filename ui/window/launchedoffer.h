#pragma once

#include "operations/operation.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <vector>

class QWidget;

namespace oriel::ui {

class ActionFlow;
struct Notice;

/// What comes after a launch: the notice shows where the new instance is reached, and offers to
/// connect, to find out why it does not answer, and to show its password once.
class LaunchedOffer final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, which becomes the parent.
    LaunchedOffer(const UiContext &ui, QWidget *window);

    /// Extends the notice about operations that have succeeded. What is no launch is ignored.
    void extend(Notice &notice, const std::vector<operations::Operation *> &finished);

Q_SIGNALS:
    /// An instance was deleted: the item with this key no longer applies to a notice.
    void outdated(const QString &key);

private:
    void addAddress(Notice &notice, const QString &serverId, const QString &address);

    UiContext m_ui;
    QWidget *m_window;
    ActionFlow *m_flow;
};

} // namespace oriel::ui
