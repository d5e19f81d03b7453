#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "openstack/image/image.h"
#include "operations/ownership.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;

class ImageActions
{
    Q_DECLARE_TR_FUNCTIONS(ImageActions)

public:
    static Action protect();
    static Action unprotect();

private:
    static Action protection(ActionOf<Image> action, bool is);
};

Action ImageActions::protection(ActionOf<Image> image, bool is)
{
    Action action =
        std::move(image)
            .harmless()
            .possible([is](const Image &image, const Situation &situation) {
                if (image.isProtected == is)
                    return is ? tr("The image is already protected.")
                              : tr("The image is not protected.");
                return otherOwner(image, situation.stores);
            })
            .undoneBy(is ? u"unprotect-image"_s : u"protect-image"_s)
            .sends([is](const ActionOperation &operation) {
                return openstack::UpdateImage{operation.target().id, {{u"protected"_s, is}}, {}};
            })
            .untilItIs([is](const Image &image, const Values &) { return image.isProtected == is; })
            .command([is](const QString &target, const Values &) {
                return QStringList{u"openstack"_s, u"image"_s, u"set"_s,
                                   is ? u"--protected"_s : u"--unprotected"_s, target};
            });
    action.also = {Kind::SnapshotSet}; // by the ID of the image
    return action;
}

Action ImageActions::protect()
{
    return protection(
        ActionOf<Image>(u"protect-image"_s,
                        //: Menu entry (a verb): a protected image cannot be deleted.
                        {tr("Protect"), tr("Protect “%1”"), tr("“%1” is being protected."),
                         tr("“%1” was protected from deletion."), tr("“%1” was not protected."),
                         tr("It is not known whether “%1” was protected.")})
            .separated()
            .summary(tr("Protect images from deletion")),
        true);
}

Action ImageActions::unprotect()
{
    return protection(
        ActionOf<Image>(u"unprotect-image"_s,
                        {tr("Remove protection"), tr("Remove the protection of “%1”"),
                         tr("The protection of “%1” is being removed."),
                         tr("The protection of “%1” was removed."),
                         tr("The protection of “%1” was not removed."),
                         tr("It is not known whether the protection of “%1” was removed.")})
            .summary(tr("Let protected images be deleted")),
        false);
}

} // namespace

void addImageActions(std::vector<Action> &actions)
{
    actions.push_back(ImageActions::protect());
    actions.push_back(ImageActions::unprotect());
}

} // namespace oriel::operations
