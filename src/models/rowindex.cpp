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
    const QString &headOfA = a->head.isEmpty() ? a->id : a->head;
    const QString &headOfB = b->head.isEmpty() ? b->id : b->head;
    if (headOfA != headOfB)
        return headOfA < headOfB;
    return a->place != b->place ? a->place < b->place : a->id < b->id;
}

/// Whether a typed word is long enough to be part of an ID rather than of a name.
static bool mayBeOfId(const QByteArray &word)
{
    constexpr int enough = 8;
    return word.size() >= enough && std::all_of(word.begin(), word.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
           });
}

bool Filter::accepts(const Entry &entry) const
{
    if (facet && !facet(entry.row.get()))
        return false;
    return std::all_of(words.begin(), words.end(), [&entry](const QByteArray &word) {
        return entry.search.contains(word) ||
               (mayBeOfId(word) && entry.id.contains(QLatin1StringView(word)));
    });
}

bool Filter::narrows(const Filter &wider) const
{
    if (facetVersion != wider.facetVersion)
        return false;
    if (std::any_of(words.begin(), words.end(), [&wider](const QByteArray &word) {
            return mayBeOfId(word) && !wider.words.contains(word);
        }))
        return false; // IDs are not searched for it
    return std::all_of(wider.words.begin(), wider.words.end(), [this](const QByteArray &word) {
        return std::any_of(words.begin(), words.end(),
                           [&word](const QByteArray &mine) { return mine.contains(word); });
    });
}

EntryPtr Keying::entry(const AnyRow &row, const Lookup &lookup) const
{
    const Part of = part ? part(row.get()) : Part();
    const void *keyed = of.head ? of.head.get() : row.get();
    QString search;
    for (const AnyColumn &column : *columns) {
        if (!column.searched)
            continue;
        search += folded(column.text(keyed, lookup));
        search += u'\n'; // a word must not match across two columns
    }
    QString name = naturalKey(columns->front().text(keyed, lookup));
    SortKey sorted = key(keyed, name, lookup);
    return std::make_shared<const Entry>(Entry{row, id(row.get()), search.toUtf8(), std::move(name),
                                               std::move(sorted),
                                               of.head ? id(of.head.get()) : QString(), of.place});
}

EntryPtr Keying::resorted(const Entry &entry, const Lookup &lookup) const
{
    const Part of = part ? part(entry.row.get()) : Part();
    const void *keyed = of.head ? of.head.get() : entry.row.get();
    Entry sorted = entry;
    sorted.key = key(keyed, entry.name, lookup);
    return std::make_shared<const Entry>(std::move(sorted));
}

SortKey Keying::key(const void *row, const QString &name, const Lookup &lookup) const
{
    const AnyColumn &column = columns->at(static_cast<std::size_t>(sortColumn));
    if (column.number)
        return {column.number(row, lookup), {}};
    return {0, sortColumn == 0 ? name : naturalKey(column.text(row, lookup))};
}

namespace {

/// The row of `shown` for each row of `visible`, if both are subsequences of `all`.
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

/// The same if both are sorted by `order`: entries in both are found in one pass, and only rows
/// with a new entry are looked up.
std::vector<int> rowsBefore(const Entries &visible, const Entries &shown, const Order &order)
{
    std::vector<int> before(visible.size(), -1);
    std::vector<std::size_t> unmatched;
    QHash<QString, int> left;
    std::size_t now = 0;
    std::size_t then = 0;
    while (now < visible.size() || then < shown.size()) {
        const bool both = now < visible.size() && then < shown.size();
        if (both && visible[now] == shown[then]) {
            before[now++] = static_cast<int>(then++);
        } else if (both ? order(visible[now], shown[then]) : now < visible.size()) {
            unmatched.push_back(now++);
        } else {
            left.insert(shown[then]->id, static_cast<int>(then));
            ++then;
        }
    }
    for (const std::size_t row : unmatched)
        before[row] = left.value(visible[row]->id, -1);
    return before;
}

/// The same for any order.
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

/// The sorted entries of all rows, reusing most of them.
Entries merged(const std::vector<AnyRow> &rows, const IndexJob &job)
{
    QHash<const void *, bool> known; // by row in scope: whether it has an entry
    known.reserve(static_cast<qsizetype>(rows.size()));
    for (const AnyRow &row : rows) {
        if (job.keying.inScope(row.get()))
            known.insert(row.get(), false);
    }
    Entries all;
    all.reserve(static_cast<std::size_t>(known.size()));
    for (const EntryPtr &entry : *job.all) {
        if (const auto at = known.find(entry->row.get()); at != known.end()) {
            *at = true;
            all.push_back(entry);
        }
    }
    const auto kept = static_cast<std::ptrdiff_t>(all.size());
    for (const AnyRow &row : rows) {
        if (const auto at = known.constFind(row.get()); at != known.cend() && !*at)
            all.push_back(job.keying.entry(row, job.lookup));
    }
    std::sort(all.begin() + kept, all.end(), job.order);
    std::inplace_merge(all.begin(), all.begin() + kept, all.end(), job.order);
    return all;
}

/// New entries of all rows, unsorted. An entry with the same content is reused: if most are, this
/// needs little memory and does not fragment it.
Entries anew(const std::vector<AnyRow> &rows, const IndexJob &job)
{
    QHash<const void *, const EntryPtr *> before;
    before.reserve(static_cast<qsizetype>(job.all->size()));
    for (const EntryPtr &entry : *job.all)
        before.insert(entry->row.get(), &entry);
    Entries all;
    all.reserve(rows.size());
    for (const AnyRow &row : rows) {
        if (!job.keying.inScope(row.get()))
            continue;
        EntryPtr fresh = job.keying.entry(row, job.lookup);
        const EntryPtr *old = before.value(row.get());
        const bool same = old && (*old)->search == fresh->search && (*old)->name == fresh->name &&
                          (*old)->key == fresh->key;
        if (same)
            fresh = *old;
        all.push_back(std::move(fresh));
    }
    return all;
}

Entries keyed(const IndexJob &job)
{
    Entries all;
    if (job.work == Work::Rows) {
        const std::vector<AnyRow> rows = job.rows();
        if (job.keepsEntries)
            return merged(rows, job);
        all = anew(rows, job);
    } else {
        all.reserve(job.all->size());
        for (const EntryPtr &entry : *job.all)
            all.push_back(job.keying.resorted(*entry, job.lookup));
    }
    std::sort(all.begin(), all.end(), job.order);
    return all;
}

std::vector<int> rowsBefore(const IndexResult &result, const IndexJob &job)
{
    if (!result.all)
        return rowsBefore(*result.visible, *job.shown, *job.all);
    if (job.keepsEntries)
        return rowsBefore(*result.visible, *job.shown, job.order);
    return rowsBefore(*result.visible, *job.shown);
}

} // namespace

IndexResult compute(IndexJob job)
{
    IndexResult result;
    if (job.work != Work::Filter) {
        job.lookup.prepare();
        result.all = std::make_shared<Entries>(keyed(job));
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
        [](const EntryPtr &a, const EntryPtr &b) { return a == b || a->id == b->id; });
    if (!result.sameRows)
        result.rowsBefore = rowsBefore(result, job);
    return result;
}

} // namespace oriel::models
