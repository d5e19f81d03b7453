#pragma once

#include "operations/actions/action.h"
#include "operations/operation.h"
#include "ui/uicontext.h"

namespace oriel::ui {

/// What operations that are started here work with.
[[nodiscard]] inline operations::Context operationContext(const UiContext &ui)
{
    return {ui.client, ui.stores, ui.clock, ui.userName};
}

/// What is known when an action is offered here.
[[nodiscard]] inline operations::Situation situation(const UiContext &ui)
{
    return {ui.stores, ui.roles, &ui.operations, ui.clock.now(), ui.ownNetwork()};
}

} // namespace oriel::ui
