#pragma once

#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

class ActionFlow;

/// The instance's console, to open in the browser, and how to log in there.
class ConsoleTab final : public QWidget
{
    Q_OBJECT

public:
    /// `flow` outlives the tab.
    ConsoleTab(const UiContext &ui, ActionFlow &flow, const QString &serverId,
               QWidget *parent = nullptr);
};

} // namespace oriel::ui
