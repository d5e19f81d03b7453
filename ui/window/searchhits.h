#pragma once

#include "ui/pages/listsearch.h"

namespace oriel::ui {

/// Copies of all searchable rows, in the order of the sidebar.
using SearchSources = std::vector<RowSearch>;
[[nodiscard]] SearchSources searchSources(const store::CloudStores &stores);

/// Resources whose name, ID or IP address contains `text`, the best first: whole names, then
/// beginnings of names, then the rest; at most `most`. Any thread.
[[nodiscard]] std::vector<SearchHit> searchHits(const SearchSources &sources, const QString &text,
                                                std::size_t most = 12);

} // namespace oriel::ui
