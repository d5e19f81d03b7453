#include "ui/window/searchhits.h"

#include "ui/pages/listpages.h"

#include <algorithm>
#include <numeric>

namespace oriel::ui {

SearchSources searchSources(const store::CloudStores &stores)
{
    SearchSources sources;
    for (const ListPageSpec &spec : listPages()) {
        if (spec.search)
            sources.push_back(spec.search(stores));
    }
    return sources;
}

std::vector<SearchHit> searchHits(const SearchSources &sources, const QString &typed,
                                  std::size_t most)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    std::vector<SearchHit> hits;
    for (const RowSearch &source : sources) {
        std::vector<SearchHit> found = source(text);
        std::move(found.begin(), found.end(), std::back_inserter(hits));
    }
    // Equally good hits stay in the order of the sidebar.
    std::vector<std::size_t> order(hits.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&hits](std::size_t a, std::size_t b) {
        const SearchHit &one = hits[a];
        const SearchHit &other = hits[b];
        if (one.rank != other.rank)
            return one.rank < other.rank;
        if (one.route.kind != other.route.kind)
            return a < b;
        const int titles = one.title.compare(other.title, Qt::CaseInsensitive);
        return titles != 0 ? titles < 0 : one.route.id < other.route.id;
    };
    const std::size_t count = std::min(most, hits.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                      order.end(), better);
    std::vector<SearchHit> best;
    for (std::size_t i = 0; i < count; ++i)
        best.push_back(std::move(hits[order[i]]));
    return best;
}

} // namespace oriel::ui
