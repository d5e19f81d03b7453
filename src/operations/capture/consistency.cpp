#include "operations/capture/consistency.h"

#include "operations/temporarystop.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

bool isTrue(const QString &value)
{
    const QString lower = value.toLower();
    return lower == "yes"_L1 || lower == "true"_L1 || lower == "1"_L1 || lower == "on"_L1;
}

/// Whether the instance was changed, except by snapshots, since this operation's createImage.
bool touchedAfter(const std::vector<openstack::InstanceAction> &actions, const QString &requestId)
{
    for (const openstack::InstanceAction &action : actions) {
        const bool isCreate = action.action == "createImage"_L1;
        if (isCreate && (requestId.isEmpty() || action.requestId == requestId))
            return false;
        if (!isCreate)
            return true;
    }
    return true; // this operation's action is not listed, so nothing is proved
}

} // namespace

store::Consistency consistencyBefore(const openstack::Server &server)
{
    if (isShutOff(server))
        return store::Consistency::ShutOff;
    if (server.status == "ACTIVE"_L1 || server.status == "PAUSED"_L1 ||
        server.status == "SUSPENDED"_L1)
        return store::Consistency::Running;
    return store::Consistency::Unknown;
}

store::Consistency consistencyAfter(const openstack::Server &before, const openstack::Server &after,
                                    const openstack::Image &image,
                                    const std::vector<openstack::InstanceAction> &actions,
                                    const QString &requestId)
{
    const store::Consistency then = consistencyBefore(before);
    if (then == store::Consistency::ShutOff) {
        const bool still = consistencyBefore(after) == store::Consistency::ShutOff;
        return still && !touchedAfter(actions, requestId) ? then : store::Consistency::Unknown;
    }
    // The image inherits the properties of the instance's source image. If they require quiescing,
    // Nova refuses the snapshot of a volume-backed instance that could not be quiesced: so an image
    // proves that it was. For an image-backed one, a cold snapshot ignores the requirement, so
    // nothing is proved.
    const bool demanded = isTrue(image.properties.value(u"os_require_quiesce"_s));
    const bool volumeBacked = before.bootsFromVolume() || !image.blockDevices.empty();
    if (demanded && volumeBacked && before.status == "ACTIVE"_L1)
        return store::Consistency::Quiesced;
    return then;
}

} // namespace oriel::operations
