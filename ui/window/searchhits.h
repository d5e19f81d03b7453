#pragma once

#include "ui/pages/listsearch.h"

namespace oriel::ui {

/// Copies of all rows that can be searched, in the order of the sidebar.
using SearchSources = std::vector<RowSearch>;
[[nodiscard]] SearchSources searchSources(const store::CloudStores &stores);

/// Resources whose name, ID or IP address contains `text`, the best first: the whole name, then the
/// beginning of a name, then the rest; at most `most`. Any thread.
[[nodiscard]] std::vector<SearchHit> searchHits(const SearchSources &sources, const QString &text,
                                                std::size_t most = 12);

} // namespace oriel::ui
