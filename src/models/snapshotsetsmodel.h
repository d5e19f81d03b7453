#pragma once

#include "models/snapshotrows.h"
#include "models/storemodel.h"

namespace oriel::models {

/// The snapshots of one instance, or of all; each unfolds to its parts. Columns: name, instance (of
/// all only), created, age, status, consistency, volumes, size, keep until. GUI thread.
class SnapshotSetsModel final : public StoreModel<SnapshotRow>
{
public:
    /// `snapshots` outlives the model.
    SnapshotSetsModel(SnapshotRows &snapshots, const store::CloudStores &stores, Clock &clock,
                      QObject *parent = nullptr);

    enum class Show {
        All,
        Due,        ///< their keep-until date has passed
        Incomplete, ///< the image or a volume snapshot is gone
    };
    void setShow(Show show);

    void setUnfolded(const QString &id, bool unfolded) override;

protected:
    [[nodiscard]] Fold fold(const void *row) const override;

private:
    SnapshotRows &m_snapshots;
    Clock &m_clock;
};

} // namespace oriel::models
