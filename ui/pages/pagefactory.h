#pragma once

#include "ui/navigation/sidebar.h"
#include "ui/pages/page.h"
#include "ui/uicontext.h"

class QSettings;

namespace oriel::ui {

/// The sidebar's entries in order: the Overview, the list pages, Activity.
[[nodiscard]] std::vector<SidebarEntry> sidebarEntries();

/// `route` as the window shows it: a resource without its own page becomes a row of its list.
/// nullopt if no page shows it.
[[nodiscard]] std::optional<Route> resolved(const Route &route);

/// The route of the sidebar's entry that `route` belongs to.
[[nodiscard]] Route entryOf(const Route &route);

/// Where an entry of the sidebar leads: of lists that share it, to the one that was shown last.
[[nodiscard]] Route lastViewOf(const Route &entry, const QSettings &settings);

/// Creates the page of a resolved route; the caller owns it. The page copies `context`; what it
/// refers to must outlive the page.
[[nodiscard]] Page *makePage(const Route &route, const UiContext &context);

} // namespace oriel::ui
