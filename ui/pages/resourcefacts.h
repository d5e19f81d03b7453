#pragma once

#include "ui/pages/factsbody.h"

/// The facts shown for each kind of resource.
namespace oriel::ui {

[[nodiscard]] std::optional<ResourceFacts> volumeFacts(const UiContext &ui, const QString &id);
[[nodiscard]] std::optional<ResourceFacts> volumeSnapshotFacts(const UiContext &ui,
                                                               const QString &id);
[[nodiscard]] std::optional<ResourceFacts> backupFacts(const UiContext &ui, const QString &id);
[[nodiscard]] std::optional<ResourceFacts> volumeGroupFacts(const UiContext &ui, const QString &id);
[[nodiscard]] std::optional<ResourceFacts> groupSnapshotFacts(const UiContext &ui,
                                                              const QString &id);
[[nodiscard]] std::optional<ResourceFacts> imageFacts(const UiContext &ui, const QString &id);

} // namespace oriel::ui
