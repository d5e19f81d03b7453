#pragma once

#include "ui/actions/actionscontroller.h"

/// What can be done with the rows of each list: an ActionsController is made of one of these.
namespace oriel::ui {

[[nodiscard]] RowActionList instanceActions(const UiContext &ui, QWidget *window,
                                            RowActions *owner);
/// Of snapshots of instances and of images, by the IDs of the images, which may be gone.
[[nodiscard]] RowActionList snapshotActions(const UiContext &ui, QWidget *window,
                                            RowActions *owner);
[[nodiscard]] RowActionList volumeActions(const UiContext &ui, QWidget *window, RowActions *owner);
[[nodiscard]] RowActionList volumeSnapshotActions(const UiContext &ui, QWidget *window,
                                                  RowActions *owner);

} // namespace oriel::ui
