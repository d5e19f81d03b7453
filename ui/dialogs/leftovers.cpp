#include "ui/dialogs/leftovers.h"

#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "ui/dialogs/errordialog.h"

#include <QtCore/QCoreApplication>

namespace oriel::ui {

namespace {

class LeftoverWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::LeftoverWords)
};

} // namespace

bool hasOpenLeftovers(const operations::Operation &operation)
{
    return operation.outcome() != operations::Outcome::Running && !operation.leftovers().empty() &&
           operation.leftoverState() != operations::Operation::LeftoverState::Decided;
}

QString leftoverWords(const operations::Operation &operation)
{
    int images = 0;
    int snapshots = 0;
    for (const operations::Subject &subject : operation.leftovers()) {
        images += subject.kind == openstack::Kind::Image ? 1 : 0;
        snapshots += subject.kind == openstack::Kind::VolumeSnapshot ? 1 : 0;
    }
    QStringList what;
    if (images > 0)
        what += images == 1 ? LeftoverWords::tr("an image")
                            : LeftoverWords::tr("%1 images").arg(images);
    if (snapshots > 0)
        what += snapshots == 1 ? LeftoverWords::tr("a volume snapshot")
                               : LeftoverWords::tr("%1 volume snapshots").arg(snapshots);
    //: Between the numbers of images and of volume snapshots.
    return what.join(LeftoverWords::tr(" and "));
}

void removeLeftovers(const UiContext &context, operations::Operation &operation)
{
    auto removal = operations::removeLeftovers(
        operation.leftovers(), {context.client, context.stores, context.clock, context.userName});
    operation.setLeftoverState(operations::Operation::LeftoverState::Decided);
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
