#pragma once

#include "models/rowindex.h"

#include <QtCore/QAbstractTableModel>

#include <memory>

namespace oriel::models {

/// The engine of every list, independent of the rows' type: an index vector over immutable rows,
/// sorted and filtered in a worker and applied in one step (a QSortFilterProxyModel cannot keep the
/// frame rate with 100,000 rows). A few changed rows are changed, moved, inserted and removed one
/// by one; many are applied as a reset, after which views restore the selection by ID. Short lists
/// are computed immediately. GUI thread.
class RowModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Up to this many rows are computed without a worker, in less than a frame.
    static constexpr int shortList = 500;
    /// Up to this many rows are changed one by one.
    static constexpr int fewRows = 16;

    ~RowModel() override;
    Q_DISABLE_COPY_MOVE(RowModel)

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    /// The column's name in settings ("name", "status"); stable across releases.
    [[nodiscard]] QString columnKey(int column) const;
    /// Whether the column is shown by default, and its width in average characters.
    [[nodiscard]] bool columnShownByDefault(int column) const;
    [[nodiscard]] int columnWidthHint(int column) const;
    /// -1 if there is no such column.
    [[nodiscard]] int columnOf(const QString &key) const;

    /// Shows only rows whose searched columns contain every word, ignoring case.
    void setFilterText(const QString &text);
    [[nodiscard]] QString filterText() const { return m_filterText; }
    /// Whether a facet or a text hides rows.
    [[nodiscard]] bool filtered() const { return m_filter.facet || !m_filter.words.isEmpty(); }

    void sort(int column, Qt::SortOrder order) override;
    [[nodiscard]] int sortColumn() const { return m_keying.sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const;

    /// The visible row with this ID; -1 if there is none.
    [[nodiscard]] int rowOf(const QString &id) const;
    [[nodiscard]] QString idAt(int row) const;
    /// During modelReset: the former row of what is now `row`; -1 if it was not shown. Lets a view
    /// move its selection without searching for every ID.
    [[nodiscard]] int rowBeforeReset(int row) const;
    /// Rows before filtering, without parts of others.
    [[nodiscard]] int total() const { return countOf(*m_all); }
    /// The same after filtering.
    [[nodiscard]] int shown() const { return countOf(*m_visible); }

    /// Whether rows can have parts that are shown below them.
    [[nodiscard]] bool hasParts() const { return m_keying.part != nullptr; }
    /// Of the row that this one is a part of; empty: it is no part.
    [[nodiscard]] QString headOf(const QString &id) const;
    /// Shows the parts of a row, or hides them. Of no effect where rows have none.
    virtual void setUnfolded(const QString & /*id*/, bool /*unfolded*/) {}
    /// Whether a sort or filter is being computed.
    [[nodiscard]] bool isUpdating() const { return m_running || m_restPending || m_rekeyPosted; }

    /// The store behind the model, for its load state.
    [[nodiscard]] const store::StoreBase &source() const { return m_source; }

    /// From now on, refreshes texts such as "3 days" once per `period`.
    void keepAges(std::chrono::milliseconds period);

Q_SIGNALS:
    /// A sort, filter or refresh was applied; views restore their selection by ID.
    void applied();

protected:
    /// `source`, `stores` and `clock` must outlive the model. `needs` lists the kinds that the
    /// columns look up.
    RowModel(const store::StoreBase &source, const store::CloudStores &stores, Clock &clock,
             std::vector<AnyColumn> columns, std::vector<Kind> needs, QObject *parent);

    /// Reads the rows. Call it once at the end of the subclass's constructor.
    void load();
    [[nodiscard]] AnyRow anyRow(int row) const;
    [[nodiscard]] Lookup lookup() const;
    void setAnyScope(std::function<bool(const void *)> scope);
    void setAnyFacet(std::function<bool(const void *)> facet);

    /// The row in the store; null if it no longer exists.
    [[nodiscard]] virtual AnyRow fetch(const QString &id) const = 0;
    /// A closure that lists all current rows; it is called in a worker.
    [[nodiscard]] virtual std::function<std::vector<AnyRow>()> snapshot() const = 0;
    [[nodiscard]] virtual qsizetype sourceSize() const = 0;
    [[nodiscard]] virtual Fold fold(const void * /*row*/) const { return Fold::None; }
    void setIdFunction(std::function<QString(const void *)> id) { m_keying.id = std::move(id); }
    /// Before the rows are looked at, or all of them are keyed again.
    void setPartFunction(std::function<Part(const void *)> part);

private:
    struct Mailbox;

    [[nodiscard]] int countOf(const Entries &entries) const;

    void want(Work work);
    /// The stores have changed, but the sort and filter have not.
    void wantRows();
    void startJob(Work work);
    void arrived(quint64 generation, Work work, IndexResult result);
    void apply(IndexResult result, const Order &order);
    void sourceChanged(const store::Delta &delta);
    void watchRelated(const store::StoreBase &related);
    void relatedChanged();
    void reconcile(const QStringList &ids);
    void reconcileOne(const QString &id, const Lookup &lookup);
    void insertVisible(const EntryPtr &entry);
    void removeVisible(const EntryPtr &entry);
    void changeVisible(const EntryPtr &old, const EntryPtr &fresh);
    void tick();
    /// Frees entries in a worker: freeing 100,000 of them takes longer than a frame.
    static void discard(std::shared_ptr<Entries> entries, QHash<QString, EntryPtr> byId);

    const store::StoreBase &m_source;
    const store::CloudStores &m_stores;
    Clock &m_clock;
    std::vector<Kind> m_needs;
    std::shared_ptr<const std::vector<AnyColumn>> m_columns;
    Keying m_keying;
    Order m_order;         ///< of m_all and m_visible
    int m_keyedColumn = 0; ///< the column from which m_all's keys were made
    bool m_keysDependOnTime =
        false;            ///< keys depend on more than their own row and the followed stores
    bool m_rekey = false; ///< something that keys depend on besides their own row has changed
    Order m_wantedOrder;
    Filter m_filter;        ///< as requested
    Filter m_visibleFilter; ///< of m_visible
    QString m_filterText;

    std::shared_ptr<Entries>
        m_all; ///< sorted; shared with a worker while one runs, then copied before changes
    std::shared_ptr<Entries> m_visible; ///< the accepted ones, sorted
    QHash<QString, EntryPtr> m_byId;

    std::vector<int> m_rowsBefore; ///< during a reset: the former row of each row

    std::shared_ptr<Mailbox> m_mailbox;
    quint64 m_generation = 0;
    bool m_running = false;
    Work m_runningWork = Work::None;
    bool m_runningRekey = false;
    bool m_stale = false;       ///< the running job is outdated
    bool m_restPending = false; ///< the rows have changed again since the running job was started
    bool m_touched = false;     ///< rows were changed one by one since the job started
    Work m_wanted = Work::None;
    QStringList m_late; ///< IDs that changed while their keys were being recomputed
    bool m_rekeyPosted = false;
    std::chrono::milliseconds m_agePeriod{0};
};

} // namespace oriel::models
