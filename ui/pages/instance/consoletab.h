#pragma once

#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

/// The instance's console, to open in the browser, and how to log in there.
class ConsoleTab final : public QWidget
{
    Q_OBJECT

public:
    ConsoleTab(const UiContext &ui, const QString &serverId, QWidget *parent = nullptr);
};

} // namespace oriel::ui
