#pragma once

#include "openstack/kind.h"
#include "ui/actions/actionscontroller.h"

namespace oriel::ui {

/// The actions of operations/actions on this kind, each with its form and its question.
[[nodiscard]] std::vector<RowAction> tableActions(openstack::Kind kind, const UiContext &ui,
                                                  QWidget *window, RowActions *owner);

/// What can be done with the rows of a kind that has no other actions. `nothingSelected`: "Select a
/// key pair first."
[[nodiscard]] ActionsController::Make tableActionList(openstack::Kind kind,
                                                      const QString &nothingSelected);

} // namespace oriel::ui
