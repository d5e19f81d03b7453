#pragma once

#include "models/rowmodel.h"

namespace oriel::models {

/// A list over the rows of one store. GUI thread.
template <typename T>
class StoreModel : public RowModel
{
public:
    StoreModel(const store::Store<T> &source, const store::CloudStores &stores, Clock &clock,
               const std::vector<Column<T>> &columns, std::vector<Kind> needs,
               QObject *parent = nullptr)
        : RowModel(source, stores, clock, erase(columns), std::move(needs), parent)
        , m_rows(source)
    {
        setIdFunction(
            [](const void *row) { return openstack::idOf(*static_cast<const T *>(row)); });
        load();
    }

    /// All rows of the type.
    StoreModel(const store::CloudStores &stores, Clock &clock,
               const std::vector<Column<T>> &columns, std::vector<Kind> needs = {},
               QObject *parent = nullptr)
        : StoreModel(stores.of<T>(), stores, clock, columns, std::move(needs), parent)
    {}

    /// The visible row; null past the end.
    [[nodiscard]] store::Row<T> at(int row) const
    {
        return std::static_pointer_cast<const T>(anyRow(row));
    }
    [[nodiscard]] const store::Store<T> &rows() const { return m_rows; }

    /// Rows outside do not exist for the model (total() does not count them).
    void setScope(std::function<bool(const T &)> scope) { setAnyScope(untyped(std::move(scope))); }
    /// Other rows are filtered out. An empty function shows all. Must be pure.
    void setFacet(std::function<bool(const T &)> facet) { setAnyFacet(untyped(std::move(facet))); }

protected:
    [[nodiscard]] AnyRow fetch(const QString &id) const override { return m_rows.find(id); }
    [[nodiscard]] std::function<std::vector<AnyRow>()> snapshot() const override
    {
        return [rows = m_rows.rows()] {
            return std::vector<AnyRow>(rows.cbegin(), rows.cend());
        };
    }
    [[nodiscard]] qsizetype sourceSize() const override { return m_rows.size(); }

private:
    static std::vector<AnyColumn> erase(const std::vector<Column<T>> &columns)
    {
        std::vector<AnyColumn> out;
        out.reserve(columns.size());
        for (const Column<T> &column : columns)
            out.push_back(erased(column));
        return out;
    }
    static std::function<bool(const void *)> untyped(std::function<bool(const T &)> predicate)
    {
        if (!predicate)
            return {};
        return [predicate = std::move(predicate)](const void *row) {
            return predicate(*static_cast<const T *>(row));
        };
    }

    const store::Store<T> &m_rows;
};

} // namespace oriel::models
