#include "operations/actions/uploadedimage.h"

#include "openstack/image/image.h"
#include "operations/trace.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;

const QString verified = u"signature_verified"_s; // NOLINT(cert-err58-cpp)

} // namespace

Task<Ending> makeUsableForVolumes(ActionOperation *operation, QString imageId, std::size_t stage)
{
    auto fetching = operation->fetch(openstack::Get<Image>{imageId});
    const Result<Image> image = co_await std::move(fetching);
    if (!image.ok())
        co_return Ending{Outcome::Unclear, image.error()};
    if (!image->properties.contains(verified))
        co_return Ending{};
    openstack::UpdateImage change;
    change.id = imageId;
    change.remove = {verified};
    Step step;
    step.name = u"make-usable:"_s + imageId;
    step.send = operation->sending(change);
    step.trace = traceByState(
        operation->context(), openstack::Get<Image>{imageId}, [](const Image &row, const Facts &) {
            return row.properties.contains(verified) ? std::nullopt : std::optional(Facts());
        });
    step.stage = stage;
    step.resend = true;
    step.sends = 2;
    auto changing = operation->once(std::move(step));
    const StepResult changed = co_await std::move(changing);
    co_return changed.ok() ? Ending{} : changed.ending();
}

} // namespace oriel::operations
