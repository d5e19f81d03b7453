#pragma once

#include "models/storemodel.h"
#include "models/words.h"

namespace oriel::models {

/// The images that the project can see. Columns: name, kind, status, visibility, size (for a
/// snapshot set, that of its volume snapshots), created; more from the chooser.
class ImagesModel final : public StoreModel<openstack::Image>
{
public:
    ImagesModel(const store::CloudStores &stores, Clock &clock, QObject *parent = nullptr);

    /// Shows only images of this visibility (Glance's word) and this kind; nullopt: any.
    void setFacets(const std::optional<QString> &visibility, std::optional<ImageKind> kind);
};

} // namespace oriel::models
