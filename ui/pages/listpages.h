#pragma once

#include "ui/pages/listpagespec.h"

namespace oriel::ui {

// Each is in its own file; listpages.cpp has the table.
[[nodiscard]] ListPageSpec instancesList();
[[nodiscard]] ListPageSpec imagesList();
[[nodiscard]] ListPageSpec keyPairsList();
[[nodiscard]] ListPageSpec serverGroupsList();
[[nodiscard]] ListPageSpec flavorsList();
[[nodiscard]] ListPageSpec volumesList();
[[nodiscard]] ListPageSpec snapshotsList();
[[nodiscard]] ListPageSpec volumeSnapshotsList();
[[nodiscard]] ListPageSpec backupsList();
[[nodiscard]] ListPageSpec volumeGroupsList();
[[nodiscard]] ListPageSpec groupSnapshotsList();
[[nodiscard]] ListPageSpec floatingIpsList();
[[nodiscard]] ListPageSpec securityGroupsList();

/// All list pages in the order of the sidebar; pages of one group are adjacent. GUI thread.
[[nodiscard]] const std::vector<ListPageSpec> &listPages();

/// The page that lists this kind; null if there is none.
[[nodiscard]] const ListPageSpec *listPageOf(Kind kind);

/// The lists that share the sidebar's entry of this kind's list, in the order of their switch.
[[nodiscard]] std::vector<const ListPageSpec *> viewsOf(Kind kind);

/// The breadcrumb of a resource's page; it links to the resource's row in the list.
[[nodiscard]] std::vector<Crumb> crumbsOf(Kind kind, const QString &id, const QString &name);

} // namespace oriel::ui
