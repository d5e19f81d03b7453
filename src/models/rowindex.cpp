#include "models/rowindex.h"

#include "models/textkey.h"

#include <algorithm>

namespace oriel::models {

bool Order::operator()(const EntryPtr &a, const EntryPtr &b) const
{
    if (a->key.number != b->key.number)
        return (a->key.number < b->key.number) != descending;
    if (const int c = QString::compare(a->key.text, b->key.text); c != 0)
        return (c < 0) != descending;
    if (const int c = QString::compare(a->name, b->name); c != 0)
        return c < 0;
    return a->id < b->id;
}

/// Whether a typed word is so much of an id that it cannot mean anything else.
static bool mayBeOfId(const QString &word)
{
    constexpr int enough = 8;
    return word.size() >= enough && std::all_of(word.begin(), word.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || c == u'-';
           });
}

bool Filter::accepts(const Entry &entry) const
{
    if (facet && !facet(entry.row.get()))
        return false;
    return std::all_of(words.begin(), words.end(), [&entry](const QString &word) {
        return entry.search.contains(word) || (mayBeOfId(word) && entry.id.contains(word));
    });
}

bool Filter::narrows(const Filter &wider) const
{
    if (facetVersion != wider.facetVersion)
        return false;
    if (std::any_of(words.begin(), words.end(), [&wider](const QString &word) {
            return mayBeOfId(word) && !wider.words.contains(word);
        }))
        return false; // its beginning was not looked for among the ids
    return std::all_of(wider.words.begin(), wider.words.end(), [this](const QString &word) {
        return std::any_of(words.begin(), words.end(),
                           [&word](const QString &mine) { return mine.contains(word); });
    });
}

EntryPtr Keying::entry(const AnyRow &row, const Lookup &lookup) const
{
    QString search;
    for (const AnyColumn &column : *columns) {
        if (!column.searched)
            continue;
        search += folded(column.text(row.get(), lookup));
        search += u'\n'; // no word reaches over two columns
    }
    return std::make_shared<const Entry>(Entry{row, id(row.get()), std::move(search),
                                               naturalKey(columns->front().text(row.get(), lookup)),
                                               key(row.get(), lookup)});
}

EntryPtr Keying::resorted(const Entry &entry, const Lookup &lookup) const
{
    return std::make_shared<const Entry>(
        Entry{entry.row, entry.id, entry.search, entry.name, key(entry.row.get(), lookup)});
}

SortKey Keying::key(const void *row, const Lookup &lookup) const
{
    const AnyColumn &column = columns->at(static_cast<std::size_t>(sortColumn));
    if (column.number)
        return {column.number(row, lookup), {}};
    return {0, naturalKey(column.text(row, lookup))};
}

namespace {

/// Which row of `shown` each of `visible` was, where both are drawn from `all` in its sequence.
std::vector<int> rowsBefore(const Entries &visible, const Entries &shown, const Entries &all)
{
    std::vector<int> before(visible.size(), -1);
    std::size_t now = 0;
    std::size_t then = 0;
    for (const EntryPtr &entry : all) {
        const bool wasShown = then < shown.size() && shown[then] == entry;
        const bool isVisible = now < visible.size() && visible[now] == entry;
        if (wasShown && isVisible)
            before[now] = static_cast<int>(then);
        then += wasShown ? 1 : 0;
        now += isVisible ? 1 : 0;
    }
    return before;
}

/// The same for any sequences.
std::vector<int> rowsBefore(const Entries &visible, const Entries &shown)
{
    QHash<QString, int> then;
    then.reserve(static_cast<qsizetype>(shown.size()));
    for (std::size_t row = 0; row < shown.size(); ++row)
        then.insert(shown[row]->id, static_cast<int>(row));
    std::vector<int> before;
    before.reserve(visible.size());
    for (const EntryPtr &entry : visible)
        before.push_back(then.value(entry->id, -1));
    return before;
}

} // namespace

IndexResult compute(IndexJob job)
{
    IndexResult result;
    if (job.work != Work::Filter) {
        result.all = std::make_shared<Entries>();
        job.lookup.prepare();
        if (job.work == Work::Rows) {
            const std::vector<AnyRow> rows = job.rows();
            result.all->reserve(rows.size());
            for (const AnyRow &row : rows) {
                if (job.keying.inScope(row.get()))
                    result.all->push_back(job.keying.entry(row, job.lookup));
            }
        } else {
            result.all->reserve(job.all->size());
            for (const EntryPtr &entry : *job.all)
                result.all->push_back(job.keying.resorted(*entry, job.lookup));
        }
        std::sort(result.all->begin(), result.all->end(), job.order);
        result.byId.reserve(static_cast<qsizetype>(result.all->size()));
        for (const EntryPtr &entry : *result.all)
            result.byId.insert(entry->id, entry);
    }

    const Entries &candidates = result.all ? *result.all : *job.candidates;
    result.visible = std::make_shared<Entries>();
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(*result.visible),
                 [&job](const EntryPtr &entry) { return job.filter.accepts(*entry); });
    result.sameRows = std::equal(
        result.visible->begin(), result.visible->end(), job.shown->begin(), job.shown->end(),
        [](const EntryPtr &a, const EntryPtr &b) { return a->id == b->id; });
    if (!result.sameRows)
        result.rowsBefore = result.all ? rowsBefore(*result.visible, *job.shown)
                                       : rowsBefore(*result.visible, *job.shown, *job.all);
    return result;
}

} // namespace oriel::models
