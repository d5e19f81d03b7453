#include "ui/dialogs/leftovers.h"

#include "base/humanize.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "store/cloudstores.h"
#include "ui/dialogs/errordialog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

#include <algorithm>

namespace oriel::ui {

namespace {

class LeftoverWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::LeftoverWords)
};

} // namespace

bool hasOpenLeftovers(const operations::Operation &operation)
{
    // What a deletion has not deleted is deleted by a new plan.
    if (qobject_cast<const operations::Removal *>(&operation))
        return false;
    return operation.outcome() != operations::Outcome::Running && !operation.leftovers().empty() &&
           operation.leftoverState() != operations::Operation::LeftoverState::Decided;
}

QString leftoverWords(const std::vector<operations::Subject> &leftovers)
{
    QHash<Kind, int> counts;
    for (const operations::Subject &subject : leftovers)
        ++counts[subject.kind];
    const int instances = counts.value(Kind::Server);
    const int volumes = counts.value(Kind::Volume);
    const int images = counts.value(Kind::Image);
    const int snapshots = counts.value(Kind::VolumeSnapshot);
    const int addresses = counts.value(Kind::FloatingIp);
    const int ports = counts.value(Kind::Port);
    const int groups = counts.value(Kind::SecurityGroup);
    QStringList what;
    if (instances > 0)
        what += instances == 1 ? LeftoverWords::tr("an instance")
                               : LeftoverWords::tr("%1 instances").arg(instances);
    if (volumes > 0)
        what += volumes == 1 ? LeftoverWords::tr("a volume")
                             : LeftoverWords::tr("%1 volumes").arg(volumes);
    if (images > 0)
        what += images == 1 ? LeftoverWords::tr("an image")
                            : LeftoverWords::tr("%1 images").arg(images);
    if (snapshots > 0)
        what += snapshots == 1 ? LeftoverWords::tr("a volume snapshot")
                               : LeftoverWords::tr("%1 volume snapshots").arg(snapshots);
    if (addresses > 0)
        what += addresses == 1 ? LeftoverWords::tr("a floating IP")
                               : LeftoverWords::tr("%1 floating IPs").arg(addresses);
    if (ports > 0)
        what += ports == 1 ? LeftoverWords::tr("a port") : LeftoverWords::tr("%1 ports").arg(ports);
    if (groups > 0)
        what += groups == 1 ? LeftoverWords::tr("a security group")
                            : LeftoverWords::tr("%1 security groups").arg(groups);
    return enumeration(what);
}

bool mayHaveLeftovers(const store::CloudStores &stores, const operations::JournalEntry &entry,
                      const operations::Operation *operation)
{
    // What a deletion has not deleted is deleted by a new plan.
    if (entry.outcome == operations::Outcome::Running || entry.kind.startsWith(u"delete-") ||
        (operation && !hasOpenLeftovers(*operation)))
        return false;
    return std::ranges::any_of(entry.leftovers, [&stores](const operations::Subject &left) {
        bool exists = true;
        store::Rows::each([&]<typename T>() {
            const auto &store = stores.of<T>();
            if (T::kind == left.kind && store.state().loaded && store.state().isComplete())
                exists = store.find(left.id) != nullptr;
        });
        return exists;
    });
}

void removeLeftovers(const UiContext &context, operations::Operation &operation)
{
    const std::vector<operations::Subject> leftovers = operation.leftovers();
    operation.setLeftoverState(operations::Operation::LeftoverState::Decided);
    removeLeftovers(context, leftovers);
}

void removeLeftovers(const UiContext &context, const std::vector<operations::Subject> &leftovers)
{
    auto removal = operations::removeLeftovers(
        leftovers, {context.client, context.stores, context.clock, context.userName});
    if (removal)
        context.operations.start(std::move(removal));
}

void offerRemoval(const UiContext &context, ErrorDialog &dialog, operations::Operation &operation)
{
    using State = operations::Operation::LeftoverState;
    operation.setLeftoverState(State::BeingAsked);
    QObject::connect(&dialog, &ErrorDialog::leftoversUnwanted, &operation,
                     [context, &operation] { removeLeftovers(context, operation); });
    QObject::connect(&dialog, &QDialog::finished, &operation, [&operation] {
        if (operation.leftoverState() == State::BeingAsked)
            operation.setLeftoverState(State::Open);
    });
}

} // namespace oriel::ui
