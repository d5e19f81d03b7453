#include "operations/ownership.h"

#include "base/visible.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct OwnershipWords
{
    Q_DECLARE_TR_FUNCTIONS(Ownership)
};

} // namespace

QString otherOwner(const openstack::Image &image, const store::CloudStores &stores)
{
    if (stores.owns(image))
        return {};
    // Only administrators make images public, unless the operator's policy differs.
    return image.visibility == "public"_L1
               ? OwnershipWords::tr("This image belongs to the cloud provider.")
               : OwnershipWords::tr("This image belongs to another project.");
}

QString questionBeforeLaunch(const openstack::Image &image, const store::CloudStores &stores)
{
    if (stores.owns(image) || !store::isLikelySnapshot(image))
        return {};
    return OwnershipWords::tr("The image says that it is a snapshot of an instance, but it belongs "
                              "to another project (%1). Its name and its tags can say anything. "
                              "Launch from it only if you know who made it.")
        //: The owner of an image.
        .arg(image.owner.isEmpty() ? OwnershipWords::tr("not known") : isolated(image.owner));
}

} // namespace oriel::operations
