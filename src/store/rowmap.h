#pragma once

#include "openstack/api.h"

#include <QtCore/QHash>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <memory>
#include <vector>

namespace oriel::store {

using openstack::idOf;

/// Immutable rows by their idOf(), in many small parts that copies share until one of them is
/// changed. The cost of a copy does not depend on the number of rows, and a change after it copies
/// a few dozen: with one table of 100,000 rows, the first change while a worker reads it, or its
/// reallocation, takes longer than a frame. Different copies may be used in different threads.
/// Iterators are valid until the next change.
template <typename T>
class RowMap
{
    using Held = std::shared_ptr<const T>;

    struct Slot
    {
        std::size_t hash;
        Held row;
    };
    using Leaf = std::vector<Slot>;
    static constexpr std::size_t fan = 64; ///< nodes, and leaves per node
    struct Node
    {
        std::array<std::shared_ptr<Leaf>, fan> leaves;
    };

public:
    using value_type = Held;

    class const_iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Held;
        using pointer = const Held *;
        using reference = const Held &;

        const_iterator() = default;
        reference operator*() const { return slot().row; }
        pointer operator->() const { return &slot().row; }
        [[nodiscard]] const QString &key() const { return idOf(*slot().row); }
        [[nodiscard]] reference value() const { return slot().row; }
        const_iterator &operator++()
        {
            ++m_slot;
            skipEmpty();
            return *this;
        }
        const_iterator operator++(int)
        {
            const const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator &) const = default;

    private:
        friend RowMap;
        const_iterator(const RowMap *map, std::size_t leaf) : m_map(map), m_leaf(leaf)
        {
            skipEmpty();
        }

        [[nodiscard]] const Slot &slot() const { return (*m_map->leafAt(m_leaf))[m_slot]; }
        /// Advances to the next occupied slot.
        void skipEmpty()
        {
            while (m_leaf < fan * fan) {
                const Leaf *leaf = m_map->leafAt(m_leaf);
                if (leaf && m_slot < leaf->size())
                    return;
                m_slot = 0;
                m_leaf =
                    !leaf && !m_map->m_nodes[m_leaf / fan] ? (m_leaf / fan + 1) * fan : m_leaf + 1;
            }
        }

        const RowMap *m_map = nullptr;
        std::size_t m_leaf = 0;
        std::size_t m_slot = 0;
    };
    using iterator = const_iterator;

    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    /// The row, or null.
    [[nodiscard]] Held value(const QString &id) const
    {
        const std::size_t hash = qHash(id);
        if (const Leaf *leaf = leafAt(place(hash))) {
            if (const auto at = find(*leaf, hash, id); at != leaf->end())
                return at->row;
        }
        return {};
    }
    [[nodiscard]] bool contains(const QString &id) const { return value(id) != nullptr; }

    /// Inserts `row`, which is not null, under its ID; replaces an existing row.
    void insert(const QString &id, Held row)
    {
        const std::size_t hash = qHash(id);
        Leaf &leaf = writable(place(hash));
        if (const auto at = find(leaf, hash, id); at != leaf.end()) {
            at->row = std::move(row);
            return;
        }
        leaf.push_back({hash, std::move(row)});
        ++m_size;
    }

    /// Returns whether the row existed.
    bool remove(const QString &id)
    {
        if (!contains(id))
            return false;
        const std::size_t hash = qHash(id);
        Leaf &leaf = writable(place(hash));
        const auto at = find(leaf, hash, id);
        *at = std::move(leaf.back());
        leaf.pop_back();
        --m_size;
        return true;
    }

    void clear() { *this = RowMap(); }

    [[nodiscard]] QStringList keys() const
    {
        QStringList ids;
        ids.reserve(m_size);
        for (const Held &row : *this)
            ids.append(idOf(*row));
        return ids;
    }

    [[nodiscard]] const_iterator begin() const { return {this, 0}; }
    [[nodiscard]] const_iterator end() const { return {this, fan * fan}; }
    [[nodiscard]] const_iterator cbegin() const { return begin(); }
    [[nodiscard]] const_iterator cend() const { return end(); }

    /// Whether one is an unchanged copy of the other. Quick; false is inconclusive.
    [[nodiscard]] bool isSharedWith(const RowMap &other) const { return m_nodes == other.m_nodes; }
    /// Whether both contain the same row objects.
    bool operator==(const RowMap &other) const
    {
        return isSharedWith(other) ||
               (m_size == other.m_size && std::all_of(begin(), end(), [&](const Held &row) {
                    return other.value(idOf(*row)) == row;
                }));
    }

private:
    [[nodiscard]] static std::size_t place(std::size_t hash) { return hash % (fan * fan); }

    [[nodiscard]] const Leaf *leafAt(std::size_t place) const
    {
        const Node *node = m_nodes[place / fan].get();
        return node ? node->leaves[place % fan].get() : nullptr;
    }

    template <typename L>
    [[nodiscard]] static auto find(L &leaf, std::size_t hash, const QString &id)
    {
        return std::find_if(leaf.begin(), leaf.end(), [&](const Slot &slot) {
            return slot.hash == hash && idOf(*slot.row) == id;
        });
    }

    /// The object behind `held`, copied first if it is shared.
    template <typename P>
    [[nodiscard]] static P &own(std::shared_ptr<P> &held)
    {
        if (!held)
            held = std::make_shared<P>();
        else if (held.use_count() > 1)
            held = std::make_shared<P>(*held);
        else // the last other owner, in another thread, has finished with it
            std::atomic_thread_fence(std::memory_order_acquire);
        return *held;
    }

    [[nodiscard]] Leaf &writable(std::size_t place)
    {
        return own(own(m_nodes[place / fan]).leaves[place % fan]);
    }

    std::array<std::shared_ptr<Node>, fan> m_nodes;
    qsizetype m_size = 0;
};

} // namespace oriel::store
